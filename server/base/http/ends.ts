/** What a call is named, and every way in which it can end: read from the route itself, so that nobody writes it twice. */
import { statusOf, type FaultCode } from './problem.ts'
import type { Route } from './route.ts'

/** What a call without a name of its own is said to do. */
const verbs: Readonly<Record<Route['method'], string>> = {
  GET: 'view',
  POST: 'add',
  PUT: 'change',
  PATCH: 'change',
  DELETE: 'remove',
}

/** `products.register`: the name that the route gives, or one made from its method and address (`products.add-sites`). */
export function callName({ name, method, path }: Route): string {
  if (name !== undefined) return name
  const words = path.split('/').filter(word => word !== '' && word !== 'api' && !word.startsWith(':'))
  const [part = 'api', ...rest] = words.map(word => word.toLowerCase().replace(/[^a-z]+/g, '-'))
  return `${part}.${[verbs[method], ...rest].join('-')}`
}

/** The part of the product that a call belongs to: the tag of the description. */
export const callPart = (route: Route): string => callName(route).split('.')[0]!

/** The routes that programs call. */
export const callsOf = (routes: readonly Route[]): Route[] => routes.filter(({ path }) => path.startsWith('/api/'))

/**
 * How a call can end other than well, by status: codes of problems.
 * @param refusals the codes with which the gate refuses
 */
export function endsOf(route: Route, refusals: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const changes = route.method !== 'GET'
  const open = route.who === 'anyone'
  const byKey = route.who === 'system'
  const general: [boolean, FaultCode][] = [
    [changes, 'malformed'],
    [!open, 'sign-in-needed'],
    // Whatever call it is: a key that came along may not open it.
    [true, 'key-refused'],
    [!open, 'not-for-you'],
    [changes && (route.withoutToken === undefined || route.fromHere) && !byKey, 'forged'],
    [route.params !== undefined, 'not-found'],
    [changes, 'too-large'],
    [changes, 'wrong-content-type'],
    [route.body !== undefined || route.query !== undefined, 'wrong-field'],
    [route.body !== undefined, 'wrong-body'],
    [(changes && open) || byKey, 'too-many'],
    [true, 'unexpected'],
    [true, 'unavailable'],
  ]
  const ends = [
    ...general.flatMap(([can, code]) => (can ? [[code, statusOf[code]] as const] : [])),
    ...(route.act === 'public' ? [] : refusals.map(code => [code, statusOf.refused] as const)),
    ...Object.entries(route.problems),
  ]
  const byStatus = new Map<number, string[]>()
  for (const [code, status] of ends) {
    const codes = byStatus.get(status) ?? []
    if (!codes.includes(code)) byStatus.set(status, [...codes, code])
  }
  return new Map([...byStatus].sort(([one], [other]) => one - other))
}
