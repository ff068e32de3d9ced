/** What each person said about our use of their data. */
import type { Declarations } from '../policy/compile.ts'
import { acts, holdings } from './privacy.ts'

export const declarations: Declarations = { acts, holdings }
export { lastSaid, sayConsent, type ConsentParts, type Saying } from './say.ts'
export type { Said, SaidRow } from './store.ts'
