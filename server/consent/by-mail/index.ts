/** The link at the end of every letter, and what is said with it. */
export { byMailRoutes } from './routes.ts'
