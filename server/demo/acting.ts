/** The demonstration as somebody of the cast: with a session of its own, opened and recognised like everybody's. */
import { identify, sessionCookie, signInAsCast, type Visitor } from '../people/index.ts'
import type { DemoParts } from './parts.ts'

const device = { agent: 'The demonstration', address: '::1' }

/** Acts as people of the cast; its cookies never reach a browser. */
export function createActing(parts: DemoParts) {
  const tokens = new Map<string, string>()
  const opening = new Map<string, Promise<Visitor | undefined>>()

  async function recognised(email: string): Promise<Visitor | undefined> {
    const token = tokens.get(email)
    if (token === undefined) return undefined
    const visitor = await identify(parts, {
      cookie: name => (name === sessionCookie ? token : undefined),
      header: () => undefined,
      address: device.address,
      path: '/',
      accepts: undefined,
      method: 'GET',
    })
    return visitor.kind === 'stranger' ? undefined : visitor
  }

  async function signedIn(email: string): Promise<Visitor | undefined> {
    const opened = await signInAsCast(parts, email, device)
    if (typeof opened !== 'object' || !('token' in opened)) return undefined
    tokens.set(email, opened.token)
    return recognised(email)
  }

  /** @returns undefined if nobody can sign in as them: erased, another password, or a code was used a moment ago */
  return async (email: string): Promise<Visitor | undefined> => {
    const there = await recognised(email)
    if (there) return there
    const begun = opening.get(email) ?? signedIn(email).finally(() => opening.delete(email))
    opening.set(email, begun)
    return begun
  }
}
