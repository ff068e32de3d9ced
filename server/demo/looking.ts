/** A colleague looks a customer up, and the customer sees it: both sides with their own sessions, through the gate. */
import { close, find, open, type OpenedRecord, view } from '../activities/desk/index.ts'
import type { OwnEntry } from '../audit/index.ts'
import { viewLooked } from '../duties/rights/index.ts'
import { readCast, type CastMember } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import type { createActing } from './acting.ts'
import type { DemoParts } from './parts.ts'

/** Both sides at a moment. */
export interface BothSides {
  agent: CastMember
  customer: CastMember
  /** The agent's screen: nothing is open, somebody's record, it ran out, or why it may not be opened. */
  record: undefined | 'expired' | 'nobody' | Refusal | (OpenedRecord & { token: string })
  /** The customer's screen: looks by colleagues, the newest first; undefined if the customer cannot be shown. */
  looks: readonly OwnEntry[] | undefined
}

/** How many lines of the customer's side are shown. */
const mostLines = 6

/** Looks, as the first colleague and the first customer of the cast. */
export function createLooking(parts: DemoParts, actAs: ReturnType<typeof createActing>) {
  const { people } = readCast()
  const agent = people.find(one => one.role !== undefined)!
  const customer = people.find(one => one.role === undefined)!

  async function desk() {
    const visitor = await actAs(agent.email)
    return visitor?.kind === 'staff' ? { actor: visitor.actor, session: visitor.session } : undefined
  }

  /** @returns the token of a permit, or why there is none */
  async function openRecord(reference: string): Promise<{ token: string } | 'nobody' | Refusal> {
    const at = await desk()
    if (!at) return 'nobody'
    const stated = { purpose: at.actor.purposes[0]!, reference }
    const found = await find(parts, at, stated, customer.email)
    if (found instanceof Refusal) return found
    const [one] = found
    return one ? open(parts, at, { person: one.person, ...stated }) : 'nobody'
  }

  async function recordOf(token: string, reveal?: string): Promise<BothSides['record']> {
    const at = await desk()
    if (!at) return 'nobody'
    const opened = await view(parts, at, token, reveal)
    if (opened instanceof Refusal) return opened
    if ('unknown' in opened || 'ended' in opened) return 'expired'
    return 'nobody' in opened ? 'nobody' : { ...opened, token }
  }

  async function looksOf(): Promise<BothSides['looks']> {
    const visitor = await actAs(customer.email)
    if (visitor?.kind !== 'customer') return undefined
    const filter = { since: null, until: null, purpose: null, by: ['staff'] as const }
    const looked = await viewLooked(parts, visitor.actor, filter, 1, mostLines)
    return looked instanceof Refusal ? undefined : looked.entries
  }

  return {
    open: openRecord,
    /** Ends a permit as the desk does. @returns why it could not be ended; undefined where it has ended, or was none */
    async close(token: string): Promise<Refusal | undefined> {
      const at = await desk()
      return at && close(parts, at, token)
    },
    /** Both sides where no record could be opened. */
    async closed(record: 'nobody' | Refusal): Promise<BothSides> {
      return { agent, customer, record, looks: await looksOf() }
    },
    /** Both sides. The record comes first: what its opening leaves behind is there before the customer looks. */
    async look(token: string | undefined, reveal?: string): Promise<BothSides> {
      const record = token === undefined ? undefined : await recordOf(token, reveal)
      return { agent, customer, record, looks: await looksOf() }
    },
  }
}
