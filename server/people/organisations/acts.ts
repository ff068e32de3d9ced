/** What customers do with the companies that they work for. */
import type { Clock } from '../../base/clock.ts'
import { newId } from '../../base/ids.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { Untouched } from '../../policy/statement.ts'
import { provenance } from '../sign-up.ts'
import { domainsOf, type InvitationRow, openInvitations } from './invitation-store.ts'
import { mayChange, mayGo, mayLead, type Role, type Why } from './organisations.ts'
import * as store from './store.ts'

export interface Parts {
  gate: Gate
  clock: Clock
}

export const system = { kind: 'system' } as const

/** The companies that a customer belongs to now, with the role there. @returns them by name, or why they may not be read */
export async function organisationsOf(
  { gate }: Pick<Parts, 'gate'>,
  actor: Self,
): Promise<readonly store.OwnCompany[] | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'people.view-organisations', actor, subject: { person } },
    { companies: store.ownCompanies(person) },
  )
  return read instanceof Refusal ? read : read.companies
}

/** A company as one of its people sees it. */
export interface Company extends store.OwnCompany {
  colleagues: readonly store.ColleagueRow[]
  /** Those that wait, for whoever decides who belongs there; others see none. */
  invitations: readonly InvitationRow[]
  domains: readonly string[]
  /** Why somebody does not decide who belongs there; undefined where they do. */
  notLeading: Why | undefined
  /** Why they cannot leave. */
  notLeaving: Why | undefined
}

/** Reads a company of one's own. @returns `unknown` where one does not work */
export async function viewCompany(
  { gate, clock }: Parts,
  actor: Self,
  organisation: string,
): Promise<Company | 'unknown' | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'people.view-colleagues', actor, subject: { person } },
    {
      companies: store.ownCompanies(person),
      colleagues: store.colleagues(organisation),
      invitations: openInvitations(organisation, clock.now()),
      domains: domainsOf(organisation),
    },
  )
  if (read instanceof Refusal) return read
  const company = read.companies.find(one => one.id === organisation)
  if (!company) return 'unknown'
  const notLeading = mayLead(read.colleagues, person)
  return {
    ...company,
    colleagues: read.colleagues,
    invitations: notLeading ? [] : read.invitations,
    domains: read.domains.map(row => row.domain),
    notLeading,
    notLeaving: mayGo(read.colleagues, person),
  }
}

/** Creates a company with whoever does so as its owner. @param name what colleagues will see @returns its id */
export async function foundCompany(
  parts: Parts,
  actor: Self,
  company: store.NewOrganisation,
  name: string,
): Promise<{ company: string } | Refusal> {
  const organisation = newId()
  const from = provenance(parts, 'web')
  const { person } = actor
  const written = await parts.gate.write(
    { act: 'people.found-organisation', actor: system, subject: { person } },
    {
      organisation: store.addOrganisation(organisation, company, from.at),
      membership: store.addMembership({ id: newId(), person, organisation, role: 'owner', name, ...from }),
    },
  )
  return written instanceof Refusal ? written : { company: organisation }
}

/** How a change in a company ended: `why` it could not be, in the rules' words. */
export type Changed = 'done' | 'unknown' | { why: Why } | Refusal

/** Gives somebody in a company another role. @param membership their place there */
export async function changeRole(
  parts: Parts,
  actor: Self,
  organisation: string,
  membership: string,
  role: Role,
): Promise<Changed> {
  return change(
    parts,
    actor,
    organisation,
    membership,
    ({ colleagues }, { person }) => mayChange(colleagues, actor.person, person, role),
    (changed, { person }) =>
      parts.gate.write(
        { act: 'people.change-role', actor: system, subject: { person } },
        { hold: store.holdOrganisation(organisation), change: store.changeRole(changed, role) },
      ),
  )
}

/** Ends a place in a company: one's own, at once, or a colleague's. @param membership the place */
export async function endPlace(parts: Parts, actor: Self, organisation: string, membership: string): Promise<Changed> {
  return change(
    parts,
    actor,
    organisation,
    membership,
    ({ colleagues, notLeading }, { person }) =>
      (person === actor.person ? undefined : notLeading) ?? mayGo(colleagues, person),
    (changed, { person }) =>
      parts.gate.write(
        { act: 'people.leave-organisation', actor: system, subject: { person } },
        { hold: store.holdOrganisation(organisation), end: store.endMembership(changed, parts.clock.now()) },
      ),
  )
}

async function change(
  parts: Parts,
  actor: Self,
  organisation: string,
  membership: string,
  judge: (company: Company, place: store.ColleagueRow) => Why | undefined,
  write: (changed: store.Changed, place: store.ColleagueRow) => Promise<unknown>,
): Promise<Changed> {
  const look = async (): Promise<{ place: store.ColleagueRow } | Exclude<Changed, 'done'>> => {
    const company = await viewCompany(parts, actor, organisation)
    if (company === 'unknown' || company instanceof Refusal) return company
    const place = company.colleagues.find(one => one.id === membership)
    if (!place) return 'unknown'
    const why = judge(company, place)
    return why ? { why } : { place }
  }
  const before = await look()
  if (!isPlace(before)) return before
  try {
    const written = await write({ organisation, acting: actor.person, membership }, before.place)
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (!(error instanceof Untouched)) throw error
    // Somebody was faster: what stands there now says why this cannot be any more.
    const after = await look()
    if (isPlace(after)) throw error
    return after
  }
}

type Looked = { place: store.ColleagueRow } | Exclude<Changed, 'done'>
const isPlace = (looked: Looked): looked is { place: store.ColleagueRow } =>
  typeof looked === 'object' && 'place' in looked
