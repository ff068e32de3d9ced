/** What the product can be asked by programs: the description of all calls, and a page for each way in which one can end. */
export { referenceRoutes } from './routes.tsx'
export { describe } from './facts.ts'
