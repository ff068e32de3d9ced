/** How soon a yes that is taken back binds whoever reads next: the purpose's own login is asked after each. */
import pg from 'pg'
import { systemClock } from '../server/base/clock.ts'
import { sayConsent } from '../server/consent/index.ts'
import type { BenchDatabase } from './cluster.ts'
import { median, printTable } from './measure.ts'
import type { Setting } from './setting.ts'

const purpose = 'product-news'
const most = 400

/** Takes back yes after yes, beside a bare update of one row by its key that is committed the same way. */
export async function withdrawal({ cluster, people, operations }: Setting): Promise<void> {
  const rows: string[][] = []
  for (const size of people) {
    const db = await cluster.database(size)
    try {
      rows.push(await measure(db, Math.min(most, operations, size)))
    } finally {
      await db.close()
    }
  }
  console.log('\nTaking back a yes, until no login of its purpose sees the person, in ms\n')
  printTable(['people', 'tries', 'median', '99 of 100', 'slowest', 'still seen', 'a bare update', 'ratio'], rows)
}

async function measure(db: BenchDatabase, tries: number): Promise<string[]> {
  const parts = { gate: db.gate, clock: systemClock }
  const role = db.state.current().slots.get(purpose)!.role
  const reader = new pg.Client({
    ...db.owner,
    user: role,
    password: db.vault.password(role),
    options: `-c abide.region=${db.vault.regionToken('*')}`,
  })
  await reader.connect()
  const sees = async (person: string) =>
    (await reader.query('select id from people.person where id = $1', [person])).rows.length > 0
  const [whole, bare]: [number[], number[]] = [[], []]
  let still = 0
  try {
    for (let count = -20; count < tries; count += 1) {
      const person = db.person(Math.floor((Math.max(0, count) / tries) * db.people))
      const actor = { kind: 'customer', person } as const
      const say = (said: 'agree' | 'withdraw') => sayConsent(parts, actor, { purpose, said, language: 'en' })
      await say('agree')
      if (!(await sees(person))) throw new Error('A yes has to let its purpose see the person.')
      const began = performance.now()
      await say('withdraw')
      const isSeen = await sees(person)
      const ended = performance.now()
      await db.pool.query('update people.session set seen_at = seen_at where person_id = $1', [person])
      const updated = performance.now() - ended
      // The first ones warm up.
      if (count < 0) continue
      whole.push(ended - began)
      bare.push(updated)
      if (isSeen) still += 1
    }
  } finally {
    await reader.end()
  }
  const sorted = whole.toSorted((a, b) => a - b)
  return [
    db.people.toLocaleString('en'),
    `${tries}`,
    median(whole).toFixed(1),
    sorted[Math.floor(sorted.length * 0.99)]!.toFixed(1),
    sorted.at(-1)!.toFixed(1),
    `${still}`,
    median(bare).toFixed(1),
    median(whole.map((time, at) => time / bare[at]!)).toFixed(1),
  ]
}
