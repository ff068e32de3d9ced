/** What enforcement costs: acts through the gate against the same bare SQL by `pg`, 16 connections, 64 in flight. */
import { Refusal } from '../server/policy/refusal.ts'
import { Sealed, statement } from '../server/policy/statement.ts'
import type { BenchDatabase } from './cluster.ts'
import { interleave, median, microseconds, printTable, ratio } from './measure.ts'
import type { Setting } from './setting.ts'
import { naiveRead, openNaive } from './naive.ts'

/** How many people are active at one time; their keys stay at hand. */
const active = 10_000

const reading = 'select id, kind, value, recorded_at from profile.contact where person_id = $1 and replaced_at is null'
const correcting =
  'update profile.contact set value = $2, recorded_at = $3 where person_id = $1 and replaced_at is null'
const sending = 'update people.letter set content = $2, next_try_at = $3 where person_id = $1 and sent_at is null'
const phone = { number: '+32 0 000 01 24' }
const letter = { subject: 'Welcome', text: 'Good day again.' }
const bytes = Buffer.alloc(90, 1)

/** Prints one row of ratios for each way and size. */
export async function acts(setting: Setting): Promise<void> {
  const rows: string[][] = []
  for (const people of setting.people) {
    const db = await setting.cluster.database(people)
    try {
      rows.push(...(await measure(setting, db)))
    } finally {
      await db.close()
    }
  }
  console.log('\nAgainst the same bare SQL (1.00 = costs the same; processor = PostgreSQL and Node together)\n')
  console.log('µs: of Node + PostgreSQL for one act, those of the bare one in parentheses\n')
  printTable(['people', 'act', 'processor ×', 'time ×', 'µs', 'per second', 'bare per second'], rows)
}

async function measure(setting: Setting, db: BenchDatabase): Promise<string[][]> {
  // Drawn from all, so that indexes and tables are as deep and as cold as their size makes them.
  const step = Math.max(1, Math.floor(db.people / active))
  const someone = () => db.person(Math.floor(Math.random() * Math.min(active, db.people)) * step)
  const anyone = () => db.person(Math.floor(Math.random() * db.people))
  const naive = openNaive(db)
  const rows: string[][] = []
  const compare = async (bare: () => Promise<unknown>, ways: Record<string, () => Promise<unknown>>) => {
    const costs = await interleave(setting, { bare, ...ways })
    for (const name of Object.keys(ways)) {
      const perSecond = (cost: { time: number }[]) => Math.round(1e6 / median(cost.map(one => one.time)))
      rows.push([
        db.people.toLocaleString('en'),
        name,
        ratio(costs[name as 'bare'], costs.bare, 'processor').toFixed(2),
        ratio(costs[name as 'bare'], costs.bare, 'time').toFixed(2),
        `${microseconds(costs[name as 'bare'])} (${microseconds(costs.bare)})`,
        perSecond(costs[name as 'bare']).toLocaleString('en'),
        perSecond(costs.bare).toLocaleString('en'),
      ])
    }
  }
  try {
    // The keys of those who are active are at hand.
    const bringBack = async () => {
      for (let at = 0; at < Math.min(active, db.people); at += 1) await readBySystem(db, db.person(at * step))
    }
    await bringBack()
    const bareRead = (person: string) => db.pool.query({ name: 'read', text: reading, values: [person] })
    await compare(() => bareRead(someone()), {
      'read, by the system': () => readBySystem(db, someone()),
      'read, by the customer': () => readByCustomer(db, someone()),
      'read, the naive way': () => naiveRead(naive, db, reading, someone()),
    })
    if (db.people > 2 * active) {
      await compare(() => bareRead(anyone()), {
        'read, by the system, anybody at all (cold keys)': () => readBySystem(db, anyone()),
      })
      // That left strangers' keys in memory.
      await bringBack()
    }
    const bareCorrect = () =>
      db.pool.query({ name: 'correct', text: correcting, values: [someone(), bytes, new Date()] })
    await compare(bareCorrect, { 'write, by the customer': () => writeByCustomer(db, someone()) })
    const bareSend = () => db.pool.query({ name: 'send', text: sending, values: [someone(), bytes, new Date()] })
    await compare(bareSend, { 'write, by the system': () => writeBySystem(db, someone()) })
  } finally {
    await naive.end()
  }
  return rows
}

const contacts = <Act extends string>(person: string) =>
  statement<Act>({ name: 'contacts', text: reading, values: [person], opens: { value: 'profile.contact.value' } })

const mustBeDone = (answer: object): void => {
  if (answer instanceof Refusal) throw new Error(`The gate refused: ${answer.code}`)
}

async function readBySystem({ gate }: BenchDatabase, person: string): Promise<void> {
  const request = { act: 'people.write-letter', actor: { kind: 'system' }, subject: { person } } as const
  mustBeDone(await gate.read(request, { contacts: contacts<'people.write-letter'>(person) }))
}

async function readByCustomer({ gate }: BenchDatabase, person: string): Promise<void> {
  const request = { act: 'profile.view', actor: { kind: 'customer', person }, subject: { person } } as const
  mustBeDone(await gate.read(request, { contacts: contacts<'profile.view'>(person) }))
}

async function writeByCustomer({ gate }: BenchDatabase, person: string): Promise<void> {
  const request = { act: 'profile.correct', actor: { kind: 'customer', person }, subject: { person } } as const
  const correct = statement<'profile.correct'>({
    name: 'correct',
    text: correcting,
    values: [person, new Sealed('profile.contact.value', phone), new Date()],
    fields: ['profile.contact.value'],
  })
  mustBeDone(await gate.write(request, { correct }))
}

async function writeBySystem({ gate }: BenchDatabase, person: string): Promise<void> {
  const request = { act: 'people.send-letter', actor: { kind: 'system' }, subject: { person } } as const
  const send = statement<'people.send-letter'>({
    name: 'send',
    text: sending,
    values: [person, new Sealed('people.letter.content', letter), new Date()],
    fields: ['people.letter.content'],
  })
  mustBeDone(await gate.write(request, { send }))
}
