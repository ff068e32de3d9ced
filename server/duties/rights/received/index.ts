/** Who received somebody's data, and who could: what the rest of this part uses of it. */
export { pastOf, pastStatements, receivers, viewReceived, type Disclosure, type Past } from './acts.ts'
export { receivedRoutes } from './routes.tsx'
