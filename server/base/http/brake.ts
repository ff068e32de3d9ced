import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'

/** How many posts a stranger's address may send at once, and how fast the allowance comes back. */
export interface BrakeSettings {
  burst: number
  /** seconds for one more */
  every: number
}

/**
 * A first brake on posts that anybody may send: a leaking bucket per address, in memory, for at most 10,000 addresses.
 * Throttling of accounts is the slice's own and is kept in the database.
 * @returns seconds to wait, or 0
 */
export function brake(clock: Clock, { burst, every }: BrakeSettings): (address: string) => number {
  const buckets = new LRUCache<string, { level: number; at: number }>({ max: 10_000 })
  return address => {
    const key = network(address)
    const now = clock.now().getTime() / 1000
    const before = buckets.get(key)
    // A clock that was set back takes nothing away and adds nothing.
    const passed = before ? Math.max(0, now - before.at) : 0
    const level = before ? Math.max(0, before.level - passed / every) : 0
    if (level + 1 > burst) return Math.max(1, Math.ceil((level + 1 - burst) * every))
    buckets.set(key, { level: level + 1, at: now })
    return 0
  }
}

/**
 * Two of them: for strangers, and a wider one for whoever is signed in, because a whole office that works behind one address
 * signs out and proves itself there.
 * @returns seconds that an address has to wait, or 0
 */
export function brakes(clock: Clock, { burst, every }: BrakeSettings): (address: string, signedIn: boolean) => number {
  const strangers = brake(clock, { burst, every })
  const signedIn = brake(clock, { burst: burst * 4, every: every / 4 })
  return (address, isSignedIn) => (isSignedIn ? signedIn : strangers)(address)
}

/** One IPv6 customer has a /64 at least, so that is what counts. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const zeros = address.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : []
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
