/** Whether the product can serve, for whoever watches over it. */
import type { Clock } from '../../base/clock.ts'
import type { Connections } from '../../base/connections.ts'
import { LoginRefused } from '../../base/login-refused.ts'
import { askForRoom, meansNoRoom } from '../../base/room.ts'
import type { Versions } from '../../policy/versions.ts'

/** Why the product cannot serve. */
export type Ailment = 'no-policy' | 'database' | 'login' | 'disk-full' | 'read-only'

interface HealthParts {
  connections: Pick<Connections, 'run'>
  versions: Pick<Versions, 'list'>
  clock: Clock
  /** The login that asks; it needs to see which version is in force. */
  role: string
  /** Milliseconds after which a database that does not answer counts as down. Default 5 seconds. */
  patience?: number
}

/** Milliseconds for which is believed that there is room, or none. */
const good = 5_000

/**
 * Watches over what the product needs. Each question asks the database which policy is in force, and at most every few
 * seconds whether it can still write; questions that come together are answered together.
 * @returns asks; undefined if all is well
 */
export function watchHealth(parts: HealthParts): () => Promise<Ailment | undefined> {
  const { connections, versions, clock, role, patience = 5_000 } = parts
  let asked: Promise<Ailment | undefined> | undefined
  let room: { at: number; ailment: Ailment | undefined } | undefined

  async function look(): Promise<Ailment | undefined> {
    const published = await versions.list()
    if (!published.some(({ state }) => state === 'in-force')) return 'no-policy'
    const now = clock.now().getTime()
    if (!room || Math.abs(now - room.at) >= good) room = { at: now, ailment: await lookForRoom() }
    return room.ailment
  }

  async function lookForRoom(): Promise<Ailment | undefined> {
    try {
      const [setting] = await connections.run({ role }, askForRoom)
      return setting!.rows[0]!['read_only'] === true ? 'read-only' : undefined
    } catch (error) {
      if (meansNoRoom(error)) return 'disk-full'
      throw error
    }
  }

  return () => {
    asked ??= within(patience, look())
      .catch((error: unknown): Ailment => (error instanceof LoginRefused ? 'login' : 'database'))
      .finally(() => (asked = undefined))
    return asked
  }
}

/** @throws if the work takes longer than so many milliseconds; it goes on, and nobody waits for it */
function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), milliseconds)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
