/** The history of an ID: what happened to it, and who was told. */
declare module '../../ui/words.ts' {
  interface Parts {
    security: typeof import('../../../locales/en/security.json')
  }
}

export { arrived, noteFailure } from './arriving.ts'
export { securityRoutes } from './routes.ts'
export { noteChange, noted, tellOfChanges } from './noting.ts'
export { expireEvents, ownLoss } from './event-store.ts'
