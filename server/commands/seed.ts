/** The demonstration's people, put in through the same doors as everybody's data, at the moments at which they say they came. */
import { addContact } from '../activities/profile/index.ts'
import type { App } from '../app.ts'
import {
  addMember,
  addPersonOfCast,
  castFactor,
  castOrganisation,
  hasId,
  noteKnown,
  readCast,
} from '../people/index.ts'
import { controllerFor } from '../policy/countries.ts'
import { createVersions } from '../policy/versions.ts'

/**
 * Fills in whoever of the cast is not there.
 * @returns how many people were added
 */
export async function seed({ given }: App): Promise<number> {
  const { gate, vault } = given
  const { policy } = gate.policy().compiled.loaded
  const cast = readCast()
  const versions = await createVersions(given.connections, given.login('gate')).list()
  let added = 0
  for (const member of cast.people) {
    if (await hasId(given, member.email)) continue
    added += 1
    const at = new Date(member.since)
    const promised = versions.find(version => version.effectiveAt <= at)?.number ?? policy.policy.version
    const from = { at, source: member.source, version: promised }
    const person = await addPersonOfCast(given, {
      ...from,
      name: member.name,
      email: member.email,
      password: cast.password,
      language: member.language,
      region: controllerFor(policy, member.country),
      relation: member.relation,
      ...(member.role && member.controller
        ? {
            staff: {
              role: member.role,
              controller: member.controller,
              secondFactor: castFactor(vault, member.email),
              acknowledged: policy.policy.version,
            },
          }
        : {}),
    })
    const { phone, address, country } = member
    if (phone) await addContact(given, person, { kind: 'phone', value: { number: phone, country } }, from)
    if (address) await addContact(given, person, { kind: 'address', value: address }, from)
    if (member.organisation) {
      await addMember(
        given,
        person,
        {
          id: castOrganisation(vault, member.organisation),
          name: member.organisation,
          country: member.country,
        },
        member.memberRole ?? 'member',
        from,
        member.name,
      )
    }
  }
  for (const { since, email, name, language, country, relation, source, phone } of cast.known) {
    const at = new Date(since)
    const version = versions.find(({ effectiveAt }) => effectiveAt <= at)?.number ?? policy.policy.version
    if (await hasId(given, email)) continue
    const from = { at, source, version }
    const region = controllerFor(policy, country)
    const noted = await noteKnown(given, { ...from, name, email, language, region, relation })
    if (noted.isNew && phone)
      await addContact(given, noted.person, { kind: 'phone', value: { number: phone, country } }, from)
  }
  return added
}
