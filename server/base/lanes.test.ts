import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Lane, Lanes } from './lanes.ts'

let made = 0
let ended: number[] = []
let lanes: Lanes<number>

beforeEach(() => {
  made = 0
  ended = []
})
afterEach(() => vi.useRealTimers())

function open(options: { budget?: number; perLane?: number } = {}) {
  lanes = new Lanes<number>({
    budget: options.budget ?? 4,
    perLane: options.perLane ?? 3,
    idle: 1000,
    end: async one => void ended.push(one),
  })
  return lanes
}

const add = (key: string, make: () => Promise<number> = async () => (made += 1)) => lanes.add(key, make)
const take = (lane: Lane<number>) => new Promise<number>((resolve, reject) => lanes.take(lane, resolve, reject))
const settle = () => new Promise(resolve => setImmediate(resolve))

/** Asks, and tells whether it was answered yet. */
function ask(lane: Lane<number>): { one?: number; error?: Error } {
  const answer: { one?: number; error?: Error } = {}
  lanes.take(
    lane,
    one => (answer.one = one),
    error => (answer.error = error),
  )
  return answer
}

describe('a lane', () => {
  it('uses what is idle again before it makes another', async () => {
    open()
    const lane = add('a')
    const first = await take(lane)
    lanes.give(lane, first, false)
    expect(await take(lane)).toBe(first)
    expect(made).toBe(1)
  })

  it('never has more than its cap; who waits is served in order', async () => {
    open({ perLane: 2 })
    const lane = add('a')
    const held = [await take(lane), await take(lane)]
    const [third, fourth] = [ask(lane), ask(lane)]
    await settle()
    expect(made).toBe(2)
    lanes.give(lane, held[0]!, false)
    expect([third.one, fourth.one]).toEqual([held[0], undefined])
    lanes.give(lane, held[1]!, false)
    expect(fourth.one).toBe(held[1])
  })

  it('makes another in the place of one that broke', async () => {
    open({ perLane: 1 })
    const lane = add('a')
    const broken = await take(lane)
    const waiting = ask(lane)
    lanes.give(lane, broken, true)
    await settle()
    expect(waiting.one).toBe(2)
    expect(ended).toEqual([broken])
  })

  it('forgets one that broke while nobody used it', async () => {
    open()
    const lane = add('a')
    const one = await take(lane)
    expect(lanes.lose(lane, one)).toBe(false)
    lanes.give(lane, one, false)
    expect(lanes.lose(lane, one)).toBe(true)
    expect(await take(lane)).toBe(2)
  })

  it('tells who waits that none can be made, and tries again for the next', async () => {
    open()
    let works = false
    const lane = add('a', async () => {
      if (!works) throw new Error('the database is down')
      return 7
    })
    await expect(take(lane)).rejects.toThrow('the database is down')
    works = true
    expect(await take(lane)).toBe(7)
  })
})

describe('the budget', () => {
  it('has a free place when what held it is gone, and not when it was told to go', async () => {
    const gone: (() => void)[] = []
    lanes = new Lanes<number>({ budget: 1, perLane: 1, idle: 1000, end: () => new Promise<void>(go => gone.push(go)) })
    const [a, b] = [add('a'), add('b')]
    lanes.give(a, await take(a), false)
    const waiting = ask(b)
    await settle()
    expect([made, gone.length, waiting.one]).toEqual([1, 1, undefined])
    gone[0]!()
    await settle()
    expect([made, waiting.one]).toEqual([2, 2])
  })

  it('is never exceeded: what is idle elsewhere makes room', async () => {
    open({ budget: 2 })
    const [a, b] = [add('a'), add('b')]
    const held = [await take(a), await take(a)]
    lanes.give(a, held[0]!, false)
    await take(b)
    expect(ended).toEqual([held[0]])
    expect(a.open + b.open).toBe(2)
  })

  it('is shared: a lane that has none gets the next that is given back, however many wait before it elsewhere', async () => {
    open({ budget: 2 })
    const [a, b] = [add('a'), add('b')]
    const held = [await take(a), await take(a)]
    const late = ask(b)
    const greedy = [ask(a), ask(a), ask(a)]
    lanes.give(a, held[0]!, false)
    await settle()
    expect(late.one).toBe(3)
    expect(greedy.map(one => one.one)).toEqual([undefined, undefined, undefined])
    lanes.give(a, held[1]!, false)
    expect(greedy[0]!.one).toBe(held[1])
  })

  it('does not go back and forth between two lanes that are both busy', async () => {
    open({ budget: 2 })
    const [a, b] = [add('a'), add('b')]
    const [one, other] = [await take(a), await take(b)]
    for (let turn = 0; turn < 5; turn += 1) {
      const waiting = [ask(a), ask(b)]
      lanes.give(a, one, false)
      lanes.give(b, other, false)
      expect(waiting.map(answer => answer.one)).toEqual([one, other])
    }
    expect(ended).toEqual([])
  })
})

describe('with time', () => {
  it('what nobody needed since the last sweep is closed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    open()
    const lane = add('a')
    const held = [await take(lane), await take(lane)]
    for (const one of held) lanes.give(lane, one, false)
    vi.advanceTimersByTime(1000)
    lanes.give(lane, await take(lane), false)
    vi.advanceTimersByTime(1000)
    await settle()
    expect(lane.open).toBe(1)
    vi.advanceTimersByTime(1000)
    await settle()
    expect(lane.open).toBe(0)
  })
})

describe('closing', () => {
  it('waits for what is in use, turns away who waits, and takes nobody afterwards', async () => {
    open({ perLane: 1 })
    const lane = add('a')
    const one = await take(lane)
    const waiting = ask(lane)
    let closed = false
    const closing = lanes.close().then(() => (closed = true))
    await settle()
    expect([waiting.error?.message, closed]).toEqual(['The database connections are closed.', false])
    lanes.give(lane, one, false)
    await closing
    expect(ended).toEqual([one])
    await expect(take(lane)).rejects.toThrow('closed')
  })
})
