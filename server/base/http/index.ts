export { link, inLanguage } from './address.ts'
export type { Face } from './answer.ts'
export { assetAddresses } from './assets.ts'
export { RouteFaults } from './check-routes.ts'
export type { RawFault } from './fields.ts'
export { isLanguage, languages, preferredLanguage, type Language } from './language.ts'
export {
  fault,
  invalid,
  isOwnPath,
  problem,
  redirect,
  refused,
  reply,
  type CookieChange,
  type FileAnswer,
  type Invalid,
  type Outcome,
  type Page,
  type Redirect,
} from './outcome.ts'
export { Unavailable, type Fault, type FieldFault, type Problem, type Refusal } from './problem.ts'
export type { Credentials, Typed, WebRequest } from './request.ts'
export {
  htmlContract,
  routesFor,
  type AnyVisitor,
  type Frame,
  type Method,
  type Route,
  type VisitorOf,
} from './route.ts'
export { createServer, type Log, type ServerOptions } from './server.ts'
