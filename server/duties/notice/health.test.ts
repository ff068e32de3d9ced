import { describe, expect, test } from 'vitest'
import { movableClock } from '../../base/clock.ts'
import type { PublishedVersion } from '../../policy/versions.ts'
import { watchHealth } from './health.ts'

/** A database that answers as it is told to. */
function database() {
  const clock = movableClock('2026-11-23T09:00:00Z')
  const state = {
    down: false,
    silent: false,
    published: ['in-force'],
    room: (): { read_only: boolean } => ({ read_only: false }),
    probes: 0,
  }
  const ask = watchHealth({
    clock,
    role: 'gate',
    patience: 20,
    versions: {
      async list() {
        if (state.silent) return new Promise(() => {})
        if (state.down) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
        return state.published.map(one => ({ state: one }) as PublishedVersion)
      },
    },
    connections: {
      async run() {
        state.probes += 1
        return [{ rows: [state.room()], count: 1 }]
      },
    },
  })
  return { state, clock, ask }
}
const failing = (code: string) => () => {
  throw Object.assign(new Error('no'), { code })
}

describe('whoever watches over the product', () => {
  test('hears that it can serve, and makes the database write at most every five seconds', async () => {
    const { state, clock, ask } = database()
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([undefined, undefined, undefined])
    clock.advance(4_999)
    expect(await ask()).toBeUndefined()
    expect(state.probes).toBe(1)
    clock.advance(1)
    expect(await ask()).toBeUndefined()
    expect(state.probes).toBe(2)
  })

  test.each(['53100', '58030', '53400'])('hears of a disk without room (%s), and of room by itself', async code => {
    const { state, clock, ask } = database()
    state.room = failing(code)
    expect([await ask(), await ask(), state.probes]).toEqual(['disk-full', 'disk-full', 1])
    state.room = () => ({ read_only: false })
    clock.advance(5_000)
    expect(await ask()).toBeUndefined()
  })

  test('hears at once of a database that is down, and of its return', async () => {
    const { state, ask } = database()
    expect(await ask()).toBeUndefined()
    state.down = true
    expect(await ask()).toBe('database')
    state.down = false
    expect(await ask()).toBeUndefined()
  })

  test('does not wait for a database that says nothing', async () => {
    const { state, ask } = database()
    state.silent = true
    expect(await ask()).toBe('database')
    state.silent = false
    expect(await ask()).toBeUndefined()
  })

  test('hears of a database that fails in another way while it is asked for room, and is not told so again', async () => {
    const { state, ask } = database()
    state.room = failing('57P01')
    expect(await ask()).toBe('database')
    state.room = () => ({ read_only: false })
    expect(await ask()).toBeUndefined()
  })

  test('hears of a database that takes no writes, and of a policy that is not in force', async () => {
    const { state, clock, ask } = database()
    state.room = () => ({ read_only: true })
    expect(await ask()).toBe('read-only')
    state.room = () => ({ read_only: false })
    clock.advance(5_000)
    state.published = ['coming']
    expect(await ask()).toBe('no-policy')
    state.published = []
    expect(await ask()).toBe('no-policy')
    state.published = ['coming', 'in-force', 'past']
    expect(await ask()).toBeUndefined()
  })
})
