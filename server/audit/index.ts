/** Evidence, from outside: what is declared of it, how it is written, sealed, verified and shown. */
import type { Declarations } from '../policy/compile.ts'
import { acts, holdings } from './privacy.ts'

export { createEvidence } from './evidence.ts'
export { createSealing, type Sealing } from './seal.ts'
export { verify, type Fault, type Verdict, type VerifyOptions } from './verify.ts'
export { readUse, type ActUse, type Use } from './tally-store.ts'
export {
  ownEntries,
  ownFigures,
  type OwnEntry,
  type OwnFigures,
  type OwnFilter,
  type PurposeFigures,
} from './read-store.ts'
export { ownLast, ownShared, ownSharing, type SharedLine, type Sharing } from './received-store.ts'

export const declarations = { acts, holdings } satisfies Declarations
