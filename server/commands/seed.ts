/** The demonstration's people, put in through the same doors as everybody's data, at the moments at which they say they came. */
import { seeds, type App } from '../app.ts'
import {
  addMember,
  addPersonOfCast,
  castFactor,
  castOrganisation,
  hasId,
  noteKnown,
  readCast,
  readSeed,
  type Arrived,
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
  const brought = seeds.map(one => ({ ...one, file: readSeed(one.name) }))
  for (const { begin, file } of brought) await begin?.(given, file)
  const bring = async (who: Arrived) => {
    for (const { person, file } of brought) {
      const entry = file.people[who.member.email]
      if (entry !== undefined) await person(given, who, entry)
    }
  }
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
    await bring({ ...from, person, member })
  }
  for (const known of cast.known) {
    const { since, email, name, language, country, relation, source } = known
    const at = new Date(since)
    const version = versions.find(({ effectiveAt }) => effectiveAt <= at)?.number ?? policy.policy.version
    if (await hasId(given, email)) continue
    const from = { at, source, version }
    const region = controllerFor(policy, country)
    const noted = await noteKnown(given, { ...from, name, email, language, region, relation })
    if (noted.isNew) await bring({ ...from, person: noted.person, member: known })
  }
  return added
}
