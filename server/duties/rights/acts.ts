/** What somebody asks about their own data. Pages and calls both come here. */
import {
  ownEntries,
  ownFigures,
  type OwnEntry,
  type OwnFigures,
  type OwnFilter,
  type PurposeFigures,
} from '../../audit/index.ts'
import type { Holding } from '../../policy/activity.ts'
import type { Gate } from '../../policy/gate.ts'
import { recordItems, recordStatements, type RecordItem, unreadable } from '../../policy/record.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import type { RightsParts } from './parts.ts'
import { beginOf, timeZone } from './periods.ts'
import { type Past, pastOf, pastStatements, receivers } from './received/index.ts'

/** Everything that is held about somebody. */
export interface Held {
  items: RecordItem[]
  /** Holdings of which not even the number of rows can be read here. */
  closed: readonly Holding[]
}

/** Reads what is held about oneself. */
export async function viewHeld({ gate }: Pick<RightsParts, 'gate'>, actor: Self): Promise<Held | Refusal> {
  const asked = gate.policy().compiled
  try {
    return await read(gate, actor)
  } catch (error) {
    // A category that was struck since the statements were made: the gate has heard of it, and what is left is read.
    if ((error as { code?: string }).code !== '42501' || gate.policy().compiled === asked) throw error
    return read(gate, actor)
  }
}

async function read(gate: Gate, actor: Self): Promise<Held | Refusal> {
  const { compiled } = gate.policy()
  const categories = compiled.grants.get('rights.view-held')?.reads ?? []
  const { person } = actor
  const statements = recordStatements<'rights.view-held'>(compiled, categories, person)
  const answers = await gate.read({ act: 'rights.view-held', actor, subject: { person } }, statements)
  if (answers instanceof Refusal) return answers
  return { items: recordItems(statements, answers), closed: unreadable(compiled, categories) }
}

/** A page of what was done with somebody's data. */
export interface Looked {
  entries: OwnEntry[]
  /** On all pages. */
  total: number
  figures: OwnFigures
  /** Purposes that there are lines of, whenever. */
  purposes: string[]
}

/**
 * Reads who looked at one's own data, and what else was done with it.
 * @param page from 1
 * @param size entries on a page
 */
export async function viewLooked(
  { gate }: Pick<RightsParts, 'gate'>,
  actor: Self,
  filter: OwnFilter,
  page: number,
  size: number,
): Promise<Looked | Refusal> {
  const { sharing } = await receivers({ gate })
  const read = await gate.read(
    { act: 'audit.view-own', actor, subject: { person: actor.person } },
    {
      entries: ownEntries(filter, timeZone, size, (page - 1) * size),
      figures: ownFigures(filter.since ?? new Date(0), sharing),
    },
  )
  return read instanceof Refusal ? read : lookedOf(read.entries, read.figures)
}

/** What the first page of the privacy centre tells. */
export interface Home {
  held: Held
  /** Since a year, without the person's own. */
  others: Looked
  /** The newest look by a colleague. */
  lastLook: OwnEntry | undefined
  past: Past
}

/** Reads everything for the first page: what is held and what was done, each in one go. */
export async function viewHome(parts: Pick<RightsParts, 'gate' | 'clock'>, actor: Self): Promise<Home | Refusal> {
  const { gate, clock } = parts
  const receiving = await receivers({ gate })
  const since = beginOf('year', clock.now()) ?? new Date(0)
  const filter = { until: null, purpose: null, since }
  const [held, done] = await Promise.all([
    viewHeld(parts, actor),
    gate.read(
      { act: 'audit.view-own', actor, subject: { person: actor.person } },
      {
        entries: ownEntries({ ...filter, by: ['staff', 'system', 'stranger'] }, timeZone, 3, 0),
        looks: ownEntries({ ...filter, by: ['staff'], onlyDone: true }, timeZone, 1, 0),
        figures: ownFigures(since, receiving.sharing),
        ...pastStatements(receiving, since, clock.now()),
      },
    ),
  ])
  if (held instanceof Refusal) return held
  if (done instanceof Refusal) return done
  return {
    held,
    others: lookedOf(done.entries, done.figures),
    lastLook: done.looks[0],
    past: pastOf(receiving, done),
  }
}

function lookedOf(entries: OwnEntry[], figures: readonly PurposeFigures[]): Looked {
  const all = (what: keyof OwnFigures) => figures.reduce((sum, one) => sum + one[what], 0)
  return {
    entries,
    total: entries[0]?.entries ?? 0,
    figures: { looks: all('looks'), refused: all('refused'), shared: all('shared') },
    purposes: figures.map(one => one.purpose),
  }
}
