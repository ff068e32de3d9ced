/** What readers feel of a publication: errors, and the slowest of them, while grants change under them. */
import { withClient } from '../server/base/installation.ts'
import type { Declarations } from '../server/policy/compile.ts'
import { applyDue } from '../server/policy/publish.ts'
import { Refusal } from '../server/policy/refusal.ts'
import { statement } from '../server/policy/statement.ts'
import { declarations } from '../test/declarations.ts'
import type { BenchDatabase } from './cluster.ts'
import { printTable } from './measure.ts'
import type { Setting } from './setting.ts'

const wanted = 200
const readers = 32

/** Publishes back and forth, with and without the acts of the desk, until 200 grants have changed. */
export async function publishing({ cluster, people }: Setting): Promise<void> {
  const db = await cluster.database(Math.min(...people))
  try {
    const quiet = await whileReading(db, () => new Promise(resolve => setTimeout(resolve, 1000)))
    let changed = 0
    const busy = await whileReading(db, () =>
      withClient(db.owner, async client => {
        for (let turn = 0; changed < wanted; turn += 1) {
          const applied = await applyDue(client, turn % 2 === 0 ? withoutDesk : declarations, 'bench', new Date())
          changed += applied?.changes.length ?? 0
        }
        await applyDue(client, declarations, 'bench', new Date())
      }),
    )
    console.log(`\nReading while ${changed} statements of GRANT and REVOKE change the database\n`)
    const row = (name: string, { reads, errors, slowest }: Reading) => [
      name,
      `${reads}`,
      `${errors}`,
      slowest.toFixed(1),
    ]
    printTable(['', 'reads', 'errors', 'slowest, ms'], [row('nothing published', quiet), row('publishing', busy)])
  } finally {
    await db.close()
  }
}

const withoutDesk: Declarations = {
  ...declarations,
  acts: Object.fromEntries(Object.entries(declarations.acts).filter(([name]) => !name.startsWith('desk.'))),
}

interface Reading {
  reads: number
  errors: number
  slowest: number
}

async function whileReading(db: BenchDatabase, work: () => Promise<unknown>): Promise<Reading> {
  const result: Reading = { reads: 0, errors: 0, slowest: 0 }
  let working = true
  const reader = async () => {
    while (working) {
      const person = db.person(Math.floor(Math.random() * db.people))
      const began = performance.now()
      try {
        const answer = await db.gate.read(
          { act: 'people.write-letter', actor: { kind: 'system' }, subject: { person } },
          {
            contacts: statement<'people.write-letter'>({
              name: 'contacts-while-publishing',
              text: 'select value from profile.contact where person_id = $1',
              values: [person],
              opens: { value: 'profile.contact.value' },
            }),
          },
        )
        if (answer instanceof Refusal) result.errors += 1
      } catch {
        result.errors += 1
      }
      result.reads += 1
      result.slowest = Math.max(result.slowest, performance.now() - began)
    }
  }
  const all = Array.from({ length: readers }, reader)
  await work()
  working = false
  await Promise.all(all)
  return result
}
