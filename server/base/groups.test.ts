import { describe, expect, it } from 'vitest'
import { Groups } from './groups.ts'

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
    while (gates.length > 0) {
      gates.shift()!()
      await new Promise(resolve => setImmediate(resolve))
    }
  }
  return { groups, ran, goOn }
}

describe('jobs of a login', () => {
  it('run at once and alone when the login is free', async () => {
    const { groups, ran, goOn } = runner({ width: 2 })
    const answers = [groups.run('a', 1), groups.run('a', 2)]
    expect(ran).toEqual([[1], [2]])
    await goOn()
    expect(await Promise.all(answers)).toEqual([2, 4])
  })

  it('that have to wait run together, each with its own answer, and no more than fit', async () => {
    const { groups, ran, goOn } = runner({ most: 2 })
    const answers = [1, 2, 3, 4].map(job => groups.run('a', job))
    await goOn()
    expect(ran).toEqual([[1], [2, 3], [4]])
    expect(await Promise.all(answers)).toEqual([2, 4, 6, 8])
  })

  it('never meet those of another', async () => {
    const { groups, ran, goOn } = runner()
    const answers = ['a', 'b', 'a', 'b'].map((login, job) => groups.run(login, job))
    await goOn()
    expect(ran).toEqual([[0], [1], [2], [3]])
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
    expect(ran).toEqual([[1], [2, 3, 4], [2], [3], [4]])
  })

  it('takes the others with it when nobody knows what was committed: nothing is done twice', async () => {
    const { groups, ran, goOn } = runner({ fails: jobs => jobs.includes(3) && new Error('lost') })
    const answers = [1, 2, 3].map(job => groups.run('a', job))
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
