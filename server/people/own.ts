/** One's own name, language and companies: seen by oneself, corrected at once, with what was there before. */
import type { Clock } from '../base/clock.ts'
import { newId } from '../base/ids.ts'
import type { Gate } from '../policy/gate.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Self } from '../policy/request.ts'
import { memberships, type MembershipRow } from './organisations/index.ts'
import * as own from './own-store.ts'
import { provenance } from './sign-up.ts'
import * as store from './store.ts'

interface Parts {
  gate: Gate
  clock: Clock
}

/** A value with when it came, from where, and under which version of the policy. */
export interface Datum<Value> {
  id: string
  value: Value
  at: Date
  source: string
  version: number
  /** When another value took its place; null for the current one. */
  replacedAt: Date | null
}

/** What somebody sees of themselves. A part that the policy in force does not allow is a refusal; the others are there. */
export interface OwnView {
  /** Newest first: the current one, then what it was before. */
  names: Datum<string>[] | Refusal
  languages: Datum<string>[] | Refusal
  organisations: MembershipRow[] | Refusal
}

/** Reads somebody's own name, language and companies, with their history. */
export async function viewOwn({ gate }: Pick<Parts, 'gate'>, actor: Self): Promise<OwnView> {
  const { person } = actor
  const [identity, companies] = await Promise.all([
    gate.read(
      { act: 'people.view', actor, subject: { person } },
      { names: store.names(person), language: own.language(person), changes: own.languageChanges(person) },
    ),
    gate.read({ act: 'people.view-organisations', actor, subject: { person } }, { organisations: memberships(person) }),
  ])
  return {
    names: identity instanceof Refusal ? identity : identity.names.map(nameOf),
    languages: identity instanceof Refusal ? identity : languagesOf(identity.language, identity.changes),
    organisations: companies instanceof Refusal ? companies : companies.organisations,
  }
}

const nameOf = (row: store.NameRow): Datum<string> => ({
  id: row.id,
  value: row.value,
  at: row.recorded_at,
  source: row.source,
  version: row.policy_version,
  replacedAt: row.replaced_at,
})

/** A change says what the language was until then; where that one came from, the change before it says. */
function languagesOf(now: readonly own.LanguageRow[], changes: readonly own.LanguageChangeRow[]): Datum<string>[] {
  const [first] = now
  if (!first) return []
  const values = [first.language, ...changes.map(change => change.former)]
  return values.map((value, at) => {
    const from = changes[at] ?? first
    const replacedAt = at === 0 ? null : changes[at - 1]!.recorded_at
    return {
      id: `language-${values.length - at}`,
      value,
      at: from.recorded_at,
      source: from.source,
      version: from.policy_version,
      replacedAt,
    }
  })
}

/** How a correction ended. `replaced`: somebody was faster, and `now` is what stands there. */
export type NameCorrection = 'done' | 'unknown' | { replaced: Date; now: Datum<string> } | Refusal

/**
 * Corrects one's own name; the earlier one stays as history.
 * @param line the line that is corrected, as it was shown
 * @param name checked already
 */
export async function correctName(parts: Parts, actor: Self, line: string, name: string): Promise<NameCorrection> {
  const { person } = actor
  const before = await whatStandsAt(parts, actor, line)
  if (!isCurrent(before)) return before
  if (before.current.value === name) return 'done'
  const from = provenance(parts, 'web')
  try {
    const written = await parts.gate.write(
      { act: 'people.correct', actor, subject: { person } },
      { replace: own.replaceName(line, person, from.at), add: store.addName(newId(), person, name, from) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    // Somebody was faster than this, or something is really wrong.
    const after = await whatStandsAt(parts, actor, line)
    if (isCurrent(after)) throw error
    return after
  }
}

type Current = { current: Datum<string> }
const isCurrent = (found: NameCorrection | Current): found is Current => typeof found === 'object' && 'current' in found

async function whatStandsAt({ gate }: Parts, actor: Self, line: string): Promise<NameCorrection | Current> {
  const { person } = actor
  const read = await gate.read({ act: 'people.view', actor, subject: { person } }, { names: store.names(person) })
  if (read instanceof Refusal) return read
  const names = read.names.map(nameOf)
  const found = names.find(({ id }) => id === line)
  const now = names.find(({ replacedAt }) => replacedAt === null)
  if (!found || !now) return 'unknown'
  return found.replacedAt ? { replaced: found.replacedAt, now } : { current: found }
}

/**
 * Changes the language in which somebody is addressed; the earlier one stays as history.
 * @param next a language of the product
 */
export async function changeLanguage(parts: Parts, actor: Self, next: string): Promise<'done' | Refusal> {
  const { person } = actor
  try {
    const written = await parts.gate.write(
      { act: 'people.correct', actor, subject: { person } },
      {
        keep: own.keepLanguage(newId(), person, next, provenance(parts, 'web')),
        change: own.changeLanguage(person, next),
      },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    // It is that language already: nothing to change, and nothing that should stand in the history.
    const view = await viewOwn(parts, actor)
    if (view.languages instanceof Refusal) return view.languages
    if (view.languages[0]?.value === next) return 'done'
    throw error
  }
}
