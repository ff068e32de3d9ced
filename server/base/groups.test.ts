import { describe, expect, it } from 'vitest'
import { Groups } from './groups.ts'

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

/** A runner that answers each job with its double, keeps what ran together, and waits until it is told to go on. */
function runner(options: { width?: number; most?: number; fails?: (jobs: readonly number[]) => unknown } = {}) {
  const ran: number[][] = []
  const gates: (() => void)[] = []
  const groups = new Groups<number, number>({
    width: options.width ?? 1,
    most: options.most ?? 10,
    async run(_login, jobs) {
      ran.push([...jobs])
      await new Promise<void>(resolve => gates.push(resolve))
      const error = options.fails?.(jobs)
      if (error) throw error
      return jobs.map(job => job * 2)
    },
    triesApart: (error, jobs) => (error as Error).message !== 'lost' && jobs > 1,
  })
  const goOn = async () => {
    await turn()
    while (gates.length > 0) {
      gates.shift()!()
      await turn()
    }
  }
  return { groups, ran, goOn }
}

describe('jobs of a login', () => {
  it('that come in the same turn of the event loop run together, those of the next beside them', async () => {
    const { groups, ran, goOn } = runner({ width: 2 })
    const answers = [groups.run('a', 1), groups.run('a', 2)]
    await turn()
    answers.push(groups.run('a', 3))
    await turn()
    expect(ran).toEqual([[1, 2], [3]])
    await goOn()
    expect(await Promise.all(answers)).toEqual([2, 4, 6])
  })

  it('that do not fit into one group have as many beside it as may run', async () => {
    const { groups, ran, goOn } = runner({ width: 2, most: 2 })
    const answers = [1, 2, 3, 4, 5].map(job => groups.run('a', job))
    await turn()
    expect(ran).toEqual([
      [1, 2],
      [3, 4],
    ])
    await goOn()
    expect(ran).toHaveLength(3)
    expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10])
  })

  it('that have to wait run together, each with its own answer, and no more than fit', async () => {
    const { groups, ran, goOn } = runner({ most: 2 })
    const answers = [groups.run('a', 1)]
    await turn()
    answers.push(...[2, 3, 4].map(job => groups.run('a', job)))
    await goOn()
    expect(ran).toEqual([[1], [2, 3], [4]])
    expect(await Promise.all(answers)).toEqual([2, 4, 6, 8])
  })

  it('never meet those of another', async () => {
    const { groups, ran, goOn } = runner()
    const answers = ['a', 'b', 'a', 'b'].map((login, job) => groups.run(login, job))
    await goOn()
    expect(ran).toEqual([
      [0, 2],
      [1, 3],
    ])
    await Promise.all(answers)
  })
})

describe('a job that fails', () => {
  it('fails alone: those beside it are run again by themselves', async () => {
    const { groups, ran, goOn } = runner({ fails: jobs => jobs.includes(3) && new Error('refused') })
    const answers = [1, 2, 3, 4].map(job => groups.run('a', job))
    const settled = Promise.allSettled(answers)
    await goOn()
    expect((await settled).map(answer => answer.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(ran).toEqual([[1, 2, 3, 4], [1], [2], [3], [4]])
  })

  it('takes the others with it when nobody knows what was committed: nothing is done twice', async () => {
    const { groups, ran, goOn } = runner({ fails: jobs => jobs.includes(3) && new Error('lost') })
    const answers = [groups.run('a', 1)]
    await turn()
    answers.push(...[2, 3].map(job => groups.run('a', job)))
    const settled = Promise.allSettled(answers)
    await goOn()
    expect((await settled).map(answer => answer.status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(ran).toEqual([[1], [2, 3]])
  })

  it('leaves the login free for the next', async () => {
    const { groups, goOn } = runner({ fails: jobs => jobs.includes(1) && new Error('refused') })
    const first = Promise.allSettled([groups.run('a', 1)])
    await goOn()
    expect((await first)[0].status).toBe('rejected')
    const second = groups.run('a', 2)
    await goOn()
    expect(await second).toBe(4)
  })
})
