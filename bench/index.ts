/**
 * Every figure in the README can be measured again from here. Nothing is asserted: a busy machine must fail no test.
 *
 *   npm run bench                                 all, at 10,000, 100,000 and 1,000,000 people
 *   npm run bench -- --people 10000               at one size
 *   npm run bench -- --only publishing            one benchmark
 *   npm run bench -- --rounds 9 --operations 20000
 */
import { parseArgs } from 'node:util'
import { accounts } from './accounts.ts'
import { acts } from './acts.ts'
import { openCluster } from './cluster.ts'
import { lighthouses } from './lighthouse.ts'
import { pages } from './pages.ts'
import { publishing } from './publishing.ts'
import type { Setting } from './setting.ts'
import { views } from './views.ts'
import { withdrawal } from './withdrawal.ts'

/** One benchmark prints a table of its own. */
type Benchmark = (setting: Setting) => Promise<void>

/** All there are, in the order in which they run. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  acts,
  publishing,
  views,
  pages,
  accounts,
  withdrawal,
  lighthouse: lighthouses,
}

/** Runs what the arguments ask for. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: 'string', default: '10000,100000,1000000' },
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      operations: { type: 'string', default: '10000' },
      help: { type: 'boolean', default: false },
    },
  })
  const names = Object.keys(benchmarks)
  const wanted = values.only?.split(',') ?? names
  const unknown = wanted.find(name => !names.includes(name))
  if (values.help || unknown) {
    console.log(
      `npm run bench -- [--only ${names.join(',')}] [--people 10000,100000] [--rounds 5] [--operations 10000]`,
    )
    return
  }
  const cluster = await openCluster()
  try {
    const people = values.people.split(',').map(Number)
    const setting = { cluster, people, rounds: Number(values.rounds), operations: Number(values.operations) }
    for (const name of wanted) await benchmarks[name]!(setting)
  } finally {
    await cluster.close()
  }
}
