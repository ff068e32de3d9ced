/** Colleagues, their roles, and the keys of the company's own systems. */
declare module '../../ui/words.ts' {
  interface Parts {
    staff: typeof import('../../../locales/en/staff.json')
  }
}

export { noteStaffChanges } from './administering.ts'
export { staffApiRoutes } from './api.ts'
export { inviteColleague, invitedAt } from './colleagues.ts'
export { staffConsoleRoutes } from './console.tsx'
export { expireKeys } from './key-store.ts'
export { keyReader } from './keys.ts'
export { resetFactorsOf } from './renewing.ts'
export { staffActs, staffHoldings } from './privacy.ts'
export { type Colleague, controllersFor, isAdministrator } from './staff.ts'
export { letIn, listColleagues, withdrawInvitation } from './staff-access.ts'
