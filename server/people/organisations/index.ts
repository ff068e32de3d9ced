/** Companies, and who works for them. */
export { organisationsOf } from './acts.ts'
export { companyApiRoutes } from './api.ts'
export { expireInvitations } from './inviting.ts'
export type { Role } from './organisations.ts'
export { companyRoutes } from './portal.tsx'
export { companyActs, companyHoldings } from './privacy.ts'
export { addMembership, addOrganisation, type MembershipRow, memberships, type OwnCompany } from './store.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    companies: typeof import('../../../locales/en/companies.json')
  }
}
