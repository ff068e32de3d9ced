/** Copies of one's data to take along: what the rest of this part uses of them. */
export { copyApi } from './api.ts'
export { isRunning, stateOf, type CopyRow } from './copy.ts'
export { copyJobs } from './jobs.ts'
export { copyLink } from './pages.tsx'
export { copyRoutes } from './routes.tsx'
