/** What protects an ID besides its password, and showing it. */
declare module '../../ui/words.ts' {
  interface Parts {
    factors: typeof import('../../../locales/en/factors.json')
  }
}

export { proveRoutes } from './prove-pages.tsx'
export { isProven, needingProof } from './step-up.ts'
