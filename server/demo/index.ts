/**
 * The demonstration: who one can be, and three tours through the product that is really there. Only `abide start` loads this
 * folder; under `abide serve` nothing of it exists.
 */
import type { SliceParts } from '../app.ts'
import type { Route } from '../base/http/index.ts'
import type { Powers } from './parts.ts'
import { tourRoutes } from './routes.tsx'

declare module '../ui/words.ts' {
  interface Parts {
    demo: typeof import('../../locales/en/demo.json')
  }
}

/** What `openApp` adds to the product's routes. */
export const openTours =
  (powers: Powers) =>
  (given: SliceParts): Route[] =>
    tourRoutes({ ...given, ...powers })
