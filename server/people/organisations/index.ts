/** Companies, and who works for them. */
export { organisationsOf } from './acts.ts'
export type { Role } from './organisations.ts'
export { addMembership, addOrganisation, type MembershipRow, memberships, type OwnCompany } from './store.ts'
