/** Products that customers own: registered by serial number, kept by people and companies, handed over, and never shown to the next. */
import type { Declarations } from '../../policy/compile.ts'
import { acts, holdings } from './privacy.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    products: typeof import('../../../locales/en/products.json')
  }
}

export const declarations: Declarations = { acts, holdings }
export { apiRoutes } from './api.ts'
export { catalogueOf, keepCatalogue } from './catalogue.ts'
export { mostFamilies, readCatalogueFile } from './catalogue-file.ts'
export { consoleRoutes } from './console.tsx'
export { jobs } from './jobs.ts'
export { portalRoutes } from './portal.tsx'
export { seed } from './seed.ts'
