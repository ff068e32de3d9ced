import { callName } from './ends.ts'
import type { Route } from './route.ts'

/** Everything that is wrong with the declared routes. */
export class RouteFaults extends Error {
  override readonly name = 'RouteFaults'
  constructor(readonly faults: readonly string[]) {
    super(`The server does not start:\n${faults.map(fault => `  - ${fault}`).join('\n')}`)
  }
}

/**
 * Every route names an act and a response schema, once.
 * @param acts the declared acts; absent: any name will do
 * @throws RouteFaults
 */
export function checkRoutes(routes: readonly Route[], acts?: ReadonlySet<string>): void {
  const seen = new Set<string>()
  const called = new Set<string>()
  const faults = routes.flatMap(route => {
    const name = `${route.method} ${route.path}`
    const found: string[] = []
    if (!route.act) found.push(`${name} names no act (or \`public\`)`)
    else if (acts && route.act !== 'public' && !acts.has(route.act))
      found.push(`${name} names the act "${route.act}", which nobody declares`)
    if (!route.response || typeof route.response !== 'object') found.push(`${name} has no response schema`)
    if (!route.who) found.push(`${name} does not say who may use it`)
    if (!route.path.startsWith('/')) found.push(`${name} does not begin with /`)
    const isCall = route.path.startsWith('/api/')
    if (isCall ? !['api', 'file'].includes(route.kind) : route.kind === 'api')
      found.push(`${name}: JSON calls are under /api/, and nothing else but files is`)
    if (isCall) found.push(...callFaults(route, name, called))
    if (route.kind === 'form' && !route.body) found.push(`${name} has no schema for its fields`)
    if (route.files && (route.kind !== 'form' || route.withoutToken !== undefined))
      found.push(`${name}: only a form with a token takes files`)
    if (seen.has(name)) found.push(`${name} is declared twice`)
    seen.add(name)
    return found
  })
  if (faults.length > 0) throw new RouteFaults(faults)
}

/** A program finds a call by one name, and is told what stands in its address. */
function callFaults(route: Route, name: string, called: Set<string>): string[] {
  const found: string[] = []
  const known = Object.keys((route.params as { properties?: object } | undefined)?.properties ?? {})
  for (const [, parameter] of route.path.matchAll(/:(\w+)/g))
    if (!known.includes(parameter!)) found.push(`${name} has no schema for :${parameter}`)
  const id = callName(route)
  if (!/^[a-z][a-z-]*\.[a-z][a-z-]*$/.test(id)) found.push(`${name}: "${id}" is no name like \`products.register\``)
  if (called.has(id)) found.push(`${name}: another call has the name "${id}"; give it one of its own`)
  called.add(id)
  return found
}
