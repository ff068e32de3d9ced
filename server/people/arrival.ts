/** People who arrive other than by signing up: colleagues, organisations, and the cast of the demonstration. */
import { newId } from '../base/ids.ts'
import { Refusal } from '../policy/refusal.ts'
import { addFactor } from './factors/index.ts'
import { addMembership, addOrganisation, type Role } from './organisations/index.ts'
import type { PeopleParts } from './parts.ts'
import { hashPassword } from './passwords.ts'
import type { Provenance } from './people.ts'
import { addStaff } from './staff-store.ts'
import { identifierHash } from './identifier.ts'
import * as claims from './claim-store.ts'
import * as store from './store.ts'
import type { Relation } from '../policy/document.ts'

export interface Arrival extends Provenance {
  name: string
  email: string
  password: string
  language: string
  /** The controller that answers for the person. */
  region: string
  relation: Relation
  /** Of a colleague. */
  staff?: { role: string; controller: string; secondFactor: string | null; acknowledged: number | null }
}

const system = { kind: 'system' } as const

/**
 * Adds somebody with a confirmed ID.
 * @returns the person
 * @throws if the policy does not allow it, or the ID is taken
 */
export async function addPersonOfCast(parts: Pick<PeopleParts, 'gate' | 'vault'>, who: Arrival): Promise<string> {
  const person = newId()
  const from: Provenance = { at: who.at, source: who.source, version: who.version }
  const password = await hashPassword(who.password)
  const hash = identifierHash(parts, who.email)
  const subject = { newPerson: person }
  const arrives = {
    person: store.addPerson({
      id: person,
      region: who.region,
      relation: who.relation,
      language: who.language,
      ...parts.vault.rowKeys(person, who.region),
      ...from,
    }),
    account: store.addAccount({
      person,
      address: who.email,
      identifierHash: hash,
      password,
      confirmedAt: who.at,
      ...from,
    }),
    name: store.addName(newId(), person, who.name, from),
  }
  const { staff } = who
  // Who came by the website signed up: the evidence says the same as the source of their ID.
  const written =
    who.source === 'web' && !staff
      ? await parts.gate.write({ act: 'people.sign-up', actor: { kind: 'stranger' }, subject }, arrives)
      : await parts.gate.write(
          { act: 'people.make-staff', actor: system, subject },
          {
            ...arrives,
            ...(staff ? { staff: addStaff(person, staff.role, staff.controller, staff.acknowledged, from) } : {}),
            ...(staff?.secondFactor ? { factor: addFactor(person, staff.secondFactor, from) } : {}),
          },
        )
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  return person
}

/**
 * Adds somebody to an organisation: a new one, or one that is there with this id.
 * @param name what colleagues see
 * @returns the organisation
 */
export async function addMember(
  { gate }: Pick<PeopleParts, 'gate'>,
  person: string,
  organisation: { name: string; country: string; id?: string },
  role: Role,
  from: Provenance,
  name: string | null = null,
): Promise<string> {
  const { id = newId() } = organisation
  const written = await gate.write(
    { act: 'people.join-organisation', actor: system, subject: { person } },
    {
      organisation: addOrganisation(id, organisation, from.at),
      membership: addMembership({ id: newId(), person, organisation: id, role, name, ...from }),
    },
  )
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  return id
}

/** Somebody who is known by an address and has no ID. */
export type Known = Omit<Arrival, 'password' | 'staff'>

/**
 * Notes somebody whom we know from elsewhere: by phone, from a seminar or an earlier system. Whoever proves the address by
 * signing up is this person. An address that is known already stays with whom it belongs to.
 * @returns the person, and whether they were not known before
 * @throws if the policy does not allow it
 */
export async function noteKnown(
  parts: Pick<PeopleParts, 'gate' | 'vault'>,
  who: Known,
): Promise<{ person: string; isNew: boolean }> {
  const from: Provenance = { at: who.at, source: who.source, version: who.version }
  const hash = identifierHash(parts, who.email)
  const found = await parts.gate.read(
    { act: 'people.note-person', actor: system, subject: 'none' },
    { known: claims.findKnown(hash), owner: claims.findOwner(hash) },
  )
  if (found instanceof Refusal) throw new Error(`The policy does not allow this: ${found.code}.`)
  const there = found.owner[0] ?? found.known[0]
  if (there) return { person: there.person_id, isNew: false }
  const person = newId()
  const written = await parts.gate.write(
    { act: 'people.note-person', actor: system, subject: { newPerson: person } },
    {
      person: store.addPerson({
        id: person,
        region: who.region,
        relation: who.relation,
        language: who.language,
        ...parts.vault.rowKeys(person, who.region),
        ...from,
      }),
      account: claims.addKnownAccount({ person, address: who.email, identifierHash: hash, ...from }),
      name: store.addName(newId(), person, who.name, from),
    },
  )
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  return { person, isNew: true }
}

/** Whether somebody has a confirmed ID. */
export async function hasId(parts: Pick<PeopleParts, 'gate' | 'vault'>, id: string): Promise<boolean> {
  const found = await parts.gate.read(
    { act: 'people.find-account', actor: { kind: 'stranger' }, subject: 'none' },
    { owner: store.findConfirmed(identifierHash(parts, id)) },
  )
  return !(found instanceof Refusal) && found.owner.length > 0
}

/**
 * Which addresses are IDs of somebody else than a person. Whoever proved to read the letters to one may hear that it is an ID;
 * nobody else may.
 */
export async function otherIdsAmong(
  parts: Pick<PeopleParts, 'gate' | 'vault'>,
  person: string,
  addresses: readonly string[],
): Promise<string[]> {
  const isOther = await Promise.all(
    addresses.map(async address => {
      const found = await parts.gate.read(
        { act: 'people.find-account', actor: { kind: 'stranger' }, subject: 'none' },
        { owner: store.findConfirmed(identifierHash(parts, address)) },
      )
      return !(found instanceof Refusal) && found.owner.some(({ person_id }) => person_id !== person)
    }),
  )
  return addresses.filter((_, at) => isOther[at])
}
