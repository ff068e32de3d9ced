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
  const faults = routes.flatMap(route => {
    const name = `${route.method} ${route.path}`
    const found: string[] = []
    if (!route.act) found.push(`${name} names no act (or \`public\`)`)
    else if (acts && route.act !== 'public' && !acts.has(route.act))
      found.push(`${name} names the act "${route.act}", which nobody declares`)
    if (!route.response || typeof route.response !== 'object') found.push(`${name} has no response schema`)
    if (!route.who) found.push(`${name} does not say who may use it`)
    if (!route.path.startsWith('/')) found.push(`${name} does not begin with /`)
    if ((route.kind === 'api') !== route.path.startsWith('/api/'))
      found.push(`${name}: JSON calls, and only they, are under /api/`)
    if (route.kind === 'form' && !route.body) found.push(`${name} has no schema for its fields`)
    if (route.files && (route.kind !== 'form' || route.withoutToken !== undefined))
      found.push(`${name}: only a form with a token takes files`)
    if (seen.has(name)) found.push(`${name} is declared twice`)
    seen.add(name)
    return found
  })
  if (faults.length > 0) throw new RouteFaults(faults)
}
