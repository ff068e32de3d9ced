export { link, inLanguage } from './address.ts'
export type { Face } from './answer.ts'
export { assetAddresses } from './assets.ts'
export { RouteFaults } from './check-routes.ts'
export { callName, callsOf, endsOf } from './ends.ts'
export type { RawFault } from './fields.ts'
export type { Guest, RawRequest } from './guest.ts'
export { languages, spokenIn, type Language } from './language.ts'
export {
  fault,
  invalid,
  isOwnPath,
  problem,
  redirect,
  refused,
  reply,
  type CookieChange,
  type Outcome,
  type Page,
  type Redirect,
} from './outcome.ts'
export { openApi, type ActFacts } from './openapi.ts'
export { isFaultCode, statusOfFault, Unavailable, type Fault, type FieldFault } from './problem.ts'
export type { Credentials, Typed, UploadedFile, WebRequest } from './request.ts'
export { newFormCookie } from './csrf.ts'
export { formCookie } from './visit.ts'
export { routesFor, type AnyVisitor, type Frame, type Route } from './route.ts'
export { pagesOf } from './pages-of.ts'
export { createServer, type ServerOptions } from './server.ts'
