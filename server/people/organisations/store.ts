/** Companies that people work for. */
import { statement } from '../../policy/statement.ts'
import type { Provenance } from '../people.ts'
import type { Role } from './organisations.ts'

/** Adds a company. */
export const addOrganisation = (id: string, organisation: { name: string; country: string }, at: Date) =>
  statement<'people.join-organisation'>({
    name: 'people.add-organisation',
    text: 'insert into people.organisation (id, name, country, recorded_at) values ($1, $2, $3, $4)',
    values: [id, organisation.name, organisation.country, at],
    fields: ['people.organisation.name'],
  })

/** Adds somebody to a company. */
export const addMembership = (id: string, person: string, organisation: string, role: string, from: Provenance) =>
  statement<'people.join-organisation'>({
    name: 'people.add-membership',
    text: `insert into people.membership (id, person_id, organisation_id, role, joined_at, source, policy_version)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [id, person, organisation, role, from.at, from.source, from.version],
    fields: ['people.membership.role'],
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
  role: Role
}

/** The companies that somebody belongs to now. */
export const ownCompanies = (person: string) =>
  statement<'people.view-organisations', OwnCompany>({
    name: 'people.own-companies',
    text: `select o.id, o.name, o.country, m.role
             from people.membership m join people.organisation o on o.id = m.organisation_id
            where m.person_id = $1 and m.left_at is null order by o.name, o.id`,
    values: [person],
    fields: ['people.organisation.name', 'people.membership.role'],
  })
