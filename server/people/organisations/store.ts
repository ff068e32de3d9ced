/** Companies, and who works for them. Whether somebody may do so is asked in the statements themselves. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Provenance } from '../people.ts'
import type { Role } from './organisations.ts'

export interface NewOrganisation {
  name: string
  country: string
  number?: string | undefined
}

/** Adds a company, unless it is there. */
export const addOrganisation = (id: string, organisation: NewOrganisation, at: Date) =>
  statement<'people.join-organisation' | 'people.found-organisation'>({
    name: 'people.add-organisation',
    text: `insert into people.organisation (id, name, country, number, recorded_at) values ($1, $2, $3, $4, $5)
           on conflict do nothing`,
    values: [id, organisation.name, organisation.country, organisation.number ?? null, at],
    touches: 'any',
    fields: ['people.organisation.name'],
  })

export interface NewMembership extends Provenance {
  id: string
  person: string
  organisation: string
  role: Role
  /** The name that colleagues see; null where nobody gave one: companies taken over from an earlier system. */
  name: string | null
}

/** Adds somebody to a company. */
export const addMembership = (one: NewMembership) =>
  statement<'people.join-organisation' | 'people.found-organisation'>({
    name: 'people.add-membership',
    text: `insert into people.membership (id, person_id, organisation_id, role, name, joined_at, source, policy_version)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      one.id,
      one.person,
      one.organisation,
      one.role,
      one.name === null ? null : new Sealed('people.membership.name', one.name, { organisation: one.organisation }),
      one.at,
      one.source,
      one.version,
    ],
    fields: ['people.membership.role', 'people.membership.name'],
  })

export interface MembershipRow {
  organisation: string
  country: string
  role: string
  joined_at: Date
  left_at: Date | null
  source: string
  policy_version: number
}

/** The companies that somebody works or worked for. */
export const memberships = (person: string) =>
  statement<'people.view-organisations', MembershipRow>({
    name: 'people.memberships',
    text: `select o.name as organisation, o.country, m.role, m.joined_at, m.left_at, m.source, m.policy_version
             from people.membership m join people.organisation o on o.id = m.organisation_id
            where m.person_id = $1 order by m.joined_at`,
    values: [person],
    fields: ['people.organisation.name', 'people.membership.role'],
  })

export interface OwnCompany {
  id: string
  name: string
  country: string
  /** As a register of companies has it, where it was given. */
  number: string | null
  role: Role
}

/** The companies that somebody belongs to now. */
export const ownCompanies = (person: string) =>
  statement<'people.view-organisations' | 'people.view-colleagues', OwnCompany>({
    name: 'people.own-companies',
    text: `select o.id, o.name, o.country, o.number, m.role
             from people.membership m join people.organisation o on o.id = m.organisation_id
            where m.person_id = $1 and m.left_at is null order by o.name, o.id`,
    values: [person],
    fields: ['people.organisation.name', 'people.membership.role'],
  })

export interface ColleagueRow {
  id: string
  person: string
  role: Role
  /** Null where it was not given: companies that were taken over from an earlier system. */
  name: string | null
  joined_at: Date
}

/** Who works for a company now, those who came first at the top. */
export const colleagues = (organisation: string) =>
  statement<'people.view-colleagues', ColleagueRow>({
    name: 'people.colleagues',
    text: `select id, person_id as person, role, name, joined_at, organisation_id from people.membership
            where organisation_id = $1 and left_at is null order by joined_at, id`,
    values: [organisation],
    fields: ['people.membership.role', 'people.membership.name'],
    opens: { name: 'people.membership.name' },
  })

/** Waits until nobody else changes who belongs to a company, so that two owners cannot go at once. */
export const holdOrganisation = (organisation: string) =>
  statement<'people.change-role' | 'people.leave-organisation'>({
    name: 'people.hold-organisation',
    text: 'select id from people.organisation where id = $1 for update',
    values: [organisation],
    fields: [],
  })

export interface Changed {
  organisation: string
  /** Who does it. */
  acting: string
  /** The place in the company that it is about. */
  membership: string
}

/** Gives somebody another role; touches nothing if whoever does it may not, or no owner would be left. */
export const changeRole = ({ organisation, acting, membership }: Changed, role: Role) =>
  statement<'people.change-role'>({
    name: 'people.change-role',
    text: `update people.membership set role = $4
            where id = $3 and organisation_id = $1 and left_at is null and people.leads($2, $1)
              and ($4 = 'owner' or role <> 'owner' or people.has_other_owner($3, $1))`,
    values: [organisation, acting, membership, role],
    fields: ['people.membership.role'],
  })

/** Ends somebody's place: their own, or a colleague's. Touches nothing where it may not end. */
export const endMembership = ({ organisation, acting, membership }: Changed, at: Date) =>
  statement<'people.leave-organisation'>({
    name: 'people.end-membership',
    text: `update people.membership set left_at = $4
            where id = $3 and organisation_id = $1 and left_at is null and (person_id = $2 or people.leads($2, $1))
              and (role <> 'owner' or people.has_other_owner($3, $1))`,
    values: [organisation, acting, membership, at],
    fields: ['people.membership.role'],
  })
