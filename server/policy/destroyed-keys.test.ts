import { describe, expect, it } from 'vitest'
import { movableClock } from '../base/clock.ts'
import { clearDestroyedKeys } from './destroyed-keys.ts'

const megabyte = 1024 * 1024

/** A table of keys in which nobody looks. */
function keys(bytes: number, at: string) {
  const clock = movableClock(at)
  const table = { destroyed: 0, bytes, held: false, written: 0 }
  const turn = clearDestroyedKeys({
    clock,
    look: async () => ({ destroyed: String(table.destroyed), bytes: table.bytes }),
    rewrite: async () => {
      if (table.held) return false
      table.written += 1
      return true
    },
  })
  return { clock, table, turn }
}

describe('what is left of destroyed keys', () => {
  it('is cleared once after the start, for nobody knows what was destroyed before, and then after each erasure', async () => {
    const { table, turn } = keys(megabyte, '2026-11-23T14:00:00Z')
    expect([await turn(), await turn(), await turn()]).toEqual([true, false, false])
    table.destroyed += 1
    expect([await turn(), await turn()]).toEqual([true, false])
    expect(table.written).toBe(2)
  })

  it('waits for the night where the table is large', async () => {
    const { clock, table, turn } = keys(17 * megabyte, '2026-11-23T04:00:00Z')
    expect(await turn()).toBe(false)
    clock.set('2026-11-24T00:59:59Z')
    expect(await turn()).toBe(false)
    clock.set('2026-11-24T01:00:00Z')
    expect([await turn(), await turn(), table.written]).toEqual([true, false, 1])
  })

  it('is tried again at the next turn where others held the table', async () => {
    const { table, turn } = keys(megabyte, '2026-11-23T14:00:00Z')
    table.held = true
    expect(await turn()).toBe(false)
    table.held = false
    expect(await turn()).toBe(true)
  })

  it('of whom was erased while the table was written is cleared at the next turn', async () => {
    let destroyed = 1
    const turn = clearDestroyedKeys({
      clock: movableClock('2026-11-23T14:00:00Z'),
      look: async () => ({ destroyed: String(destroyed), bytes: megabyte }),
      rewrite: async () => {
        destroyed = 2
        return true
      },
    })
    expect([await turn(), await turn(), await turn()]).toEqual([true, true, false])
  })
})
