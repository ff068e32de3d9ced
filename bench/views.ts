/**
 * What the rooms of the privacy centre cost: their reading through the gate, opened and noted, against hand-written SQL for the
 * same rows. The hand-written way asks everything that a page needs in one round trip, with prepared statements, as the owner of
 * the tables, whom no row policy stops; it opens nothing, notes nothing, and names the person in each of its conditions.
 */
import { ownEntries, ownFigures, ownLast, ownSharing } from '../server/audit/index.ts'
import type { Query } from '../server/base/batch.ts'
import { systemClock } from '../server/base/clock.ts'
import { Connections } from '../server/base/connections.ts'
import { viewHeld, viewHome } from '../server/duties/rights/index.ts'
import { type AnyStatement, toQuery } from '../server/policy/opening.ts'
import { recordStatements } from '../server/policy/record.ts'
import { Refusal } from '../server/policy/refusal.ts'
import type { Self } from '../server/policy/request.ts'
import type { BenchDatabase } from './cluster.ts'
import { interleave, median, microseconds, printTable, ratio } from './measure.ts'
import type { Setting } from './setting.ts'

/** How many people are at home at one time; their keys stay at hand. */
const active = 10_000
const year = 365 * 86_400_000

/** Prints a row of ratios for each room and size. */
export async function views(setting: Setting): Promise<void> {
  const rows: string[][] = []
  for (const people of setting.people) {
    const db = await setting.cluster.database(people)
    try {
      rows.push(...(await measure(setting, db)))
    } finally {
      await db.close()
    }
  }
  console.log('\nRooms of the privacy centre against hand-written SQL for the same rows (1.00 = costs the same)\n')
  printTable(['people', 'room', 'processor ×', 'time ×', 'µs', 'per second', 'hand-written per second'], rows)
}

async function measure(setting: Setting, db: BenchDatabase): Promise<string[][]> {
  const step = Math.max(1, Math.floor(db.people / active))
  const someone = () => db.person(Math.floor(Math.random() * Math.min(active, db.people)) * step)
  const parts = { gate: db.gate, clock: systemClock }
  const owner = new Connections({ budget: 16, address: () => db.owner })
  const byHand = (person: string, statements: readonly AnyStatement[]) =>
    owner.run({ role: 'owner' }, handWritten(db, person, statements))
  let sessions = 0
  /** Somebody in the session that they had before, whose look has its line already; or in a new one. */
  const visitor = (isNew: boolean): Self => {
    const person = someone()
    return { kind: 'customer', person, session: isNew ? `new ${(sessions += 1)}` : person }
  }
  const seen = async (view: Promise<object>): Promise<void> => {
    if ((await view) instanceof Refusal) throw new Error('The gate refused.')
  }
  const rooms = {
    'what we hold': { view: (actor: Self) => viewHeld(parts, actor), statements: heldStatements },
    home: { view: (actor: Self) => viewHome(parts, actor), statements: homeStatements },
  }
  const rows: string[][] = []
  try {
    for (const [name, { view, statements }] of Object.entries(rooms)) {
      for (let at = 0; at < Math.min(active, db.people); at += 1) {
        const person = db.person(at * step)
        await seen(view({ kind: 'customer', person, session: person }))
      }
      const costs = await interleave(setting, {
        hand: () => {
          const person = someone()
          return byHand(person, statements(db, person))
        },
        again: () => seen(view(visitor(false))),
        first: () => seen(view(visitor(true))),
      })
      const perSecond = (way: keyof typeof costs) =>
        Math.round(1e6 / median(costs[way].map(cost => cost.time))).toLocaleString('en')
      for (const [way, says] of [
        ['again', 'seen before in the session'] as const,
        ['first', 'first look of a session'] as const,
      ])
        rows.push([
          db.people.toLocaleString('en'),
          `${name}, ${says}`,
          ratio(costs[way], costs.hand, 'processor').toFixed(2),
          ratio(costs[way], costs.hand, 'time').toFixed(2),
          `${microseconds(costs[way])} (${microseconds(costs.hand)})`,
          perSecond(way),
          perSecond('hand'),
        ])
    }
  } finally {
    await owner.close()
  }
  return rows
}

/** As somebody would write it who needs no gate: the same rows, and the condition that row policies add stands in the text. */
function handWritten(db: BenchDatabase, person: string, statements: readonly AnyStatement[]): Query[] {
  const pseudonym = db.vault.recall(person)?.pseudonym
  return statements.map(one => {
    const { text, values } = toQuery(one, db.vault, undefined)
    if (!/audit\.(evidence|line)/.test(text)) return { name: `hand ${one.name}`, text, values }
    const own = text.replace(
      /audit\.(evidence|line)\b( e\b)?/g,
      (_, table: string, alias = ' own') =>
        `(select * from audit.${table} where subject = $${values.length + 1})${alias}`,
    )
    return { name: `hand ${one.name}`, text: own, values: [...values, pseudonym] }
  })
}

function heldStatements({ gate }: BenchDatabase, person: string): AnyStatement[] {
  const { compiled } = gate.policy()
  const categories = compiled.grants.get('rights.view-held')?.reads ?? []
  return Object.values(recordStatements<'rights.view-held'>(compiled, categories, person))
}

/** Nothing leaves the company here. */
const nobody = { acts: [], telling: [], sites: [] }

function homeStatements(db: BenchDatabase, person: string): AnyStatement[] {
  const now = systemClock.now()
  const since = new Date(now.getTime() - year)
  const filter = { since, until: null, purpose: null }
  return [
    ...heldStatements(db, person),
    ownEntries({ ...filter, by: ['staff', 'system', 'stranger'] }, 'Europe/Brussels', 3, 0),
    ownEntries({ ...filter, by: ['staff'], onlyDone: true }, 'Europe/Brussels', 1, 0),
    ownFigures(since, nobody),
    ownSharing(nobody, since),
    ownLast('rights.view-held', now),
  ]
}
