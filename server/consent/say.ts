/** What somebody says of purposes: recorded, and from then on their standing. Pages and calls both come here. */
import type { Clock } from '../base/clock.ts'
import { newId } from '../base/ids.ts'
import { provenance } from '../people/index.ts'
import type { Language, Relation } from '../policy/document.ts'
import type { Gate } from '../policy/gate.ts'
import type { InForce } from '../policy/in-force.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Self } from '../policy/request.ts'
import type { Versions } from '../policy/versions.ts'
import { type Ahead, aheadOf, everyAsk, maskOf, stopsFor, wordsOf } from './ahead.ts'
import { type Held, reachesSince } from './choices.ts'
import * as rules from './consent.ts'
import { type Restricted, restrictedIn } from './restricted.ts'
import * as store from './store.ts'

export interface ConsentParts {
  gate: Gate
  clock: Clock
  /** The version that comes, where somebody can object to what it would begin; without it only the one in force is asked about. */
  versions?: Pick<Versions, 'coming'>
}

/** Where something is said. */
export interface Where {
  /** In which the question is read. */
  language: Language
  /** The page or the call, as `consent.place.<place>` names it. */
  place: string
  /** Which form was shown, in which version of its layout; by default the place alone says it. */
  layout?: string
  /** `web` unless it is given. */
  source?: Parameters<typeof provenance>[1]
  /** The version of the policy whose words were shown: with it, a yes to those of another is not taken. */
  shown?: number | undefined
  /** The link in a letter let them in, and no session: acts of their own, so that the history says so. */
  byMail?: true
}

/** What is said of one purpose. */
export interface Saying extends Partial<Where> {
  /** Its id in the policy. */
  purpose: string
  said: rules.Said
  language: Language
}

/** What somebody can say, and said last. */
export interface Consents {
  inForce: InForce
  relation: Relation
  asks: rules.Ask[]
  /** What comes and can be objected to already. */
  ahead: Ahead | undefined
  last: ReadonlyMap<string, store.SaidRow>
  /** Every line of the moment at which each purpose was last spoken of. */
  newest: readonly store.LastRow[]
  /** What they agree to now, by purpose. */
  held: ReadonlyMap<string, readonly Held[]>
  restricted: Restricted
}

/** Reads what somebody agreed and objected to. */
export async function viewConsents(
  { gate, versions }: Pick<ConsentParts, 'gate' | 'versions'>,
  actor: Self,
  { byMail }: Pick<Where, 'byMail'> = {},
): Promise<Consents | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: byMail ? 'consent.view-by-mail' : 'consent.view', actor, subject: { person } },
    { standing: store.standing(person), latest: store.latest(person), held: store.held(person) },
  )
  if (read instanceof Refusal) return read
  const coming = await versions?.coming()
  const inForce = gate.policy()
  const [row] = read.standing
  const relation = (row?.relation ?? 'consumer') as Relation
  const held = new Map<string, Held[]>()
  for (const { purpose, ...one } of read.held) held.set(purpose, [...(held.get(purpose) ?? []), one])
  const asks = asksIn(inForce, row, held)
  return {
    inForce,
    relation,
    asks,
    ahead: coming && aheadOf(coming, inForce, asks, { relation, objected: row?.objected ?? '0' }),
    last: new Map(read.latest.toReversed().map(one => [one.purpose, one])),
    newest: read.latest,
    held,
    restricted: restrictedIn(inForce, row),
  }
}

/**
 * What somebody can say of each purpose, and whether it is said.
 * @param row their standing as the database keeps it: bits as decimal numbers
 */
export function asksIn(
  inForce: InForce,
  row: { relation: string; agreed: string; objected: string } | undefined,
  held?: ReadonlyMap<string, readonly Held[]>,
): rules.Ask[] {
  const bit = (bits: string | undefined, kind: 'agree' | 'object') => (purpose: string) =>
    (BigInt(bits ?? 0) & maskOf(inForce, purpose, kind)) !== 0n
  const relation = (row?.relation ?? 'consumer') as Relation
  const standing = { relation, agreed: bit(row?.agreed, 'agree'), objected: bit(row?.objected, 'object') }
  return rules.asksOf(inForce.compiled, standing, held)
}

/** A part of everything that somebody said, the newest first. @param page from 1 */
export async function viewHistory(
  { gate }: Pick<ConsentParts, 'gate'>,
  actor: Self,
  page: number,
  size: number,
): Promise<{ rows: store.HistoryRow[]; total: number } | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'consent.view', actor, subject: { person } },
    { rows: store.history(person, size, (page - 1) * size), length: store.historyLength(person) },
  )
  return read instanceof Refusal ? read : { rows: read.rows, total: read.length[0]?.lines ?? 0 }
}

/** Why nothing was said: of which purpose it cannot be, and why. */
export interface Unsaid {
  purpose: string
  /** `overtaken`: the words that were shown are not those of the version in force. */
  why: rules.Unsayable | 'overtaken'
}

/** What was really said: without what was so already. All of it has the moment `at`. */
export interface SaidNow {
  at: Date | undefined
  said: rules.Saying[]
}

/** The policy's purpose does not wait for this: it needs no yes, or nobody can object to it. SQLSTATE of the trigger. */
const doesNotRest = 'AB001'

/** Says several things at once: all of them, or nothing. */
export async function sayAll(
  parts: ConsentParts,
  actor: Self,
  wanted: readonly (rules.Saying & { language?: Language })[],
  { language, place, source = 'web', shown, layout = '', byMail }: Where,
): Promise<SaidNow | Unsaid | Refusal> {
  const seen = await viewConsents(parts, actor, byMail ? { byMail } : {})
  if (seen instanceof Refusal) return seen
  const { policy } = seen.inForce.compiled.loaded
  const { version } = policy.policy
  const yes = wanted.find(({ said }) => said === 'agree')
  if (yes && shown !== undefined && shown !== version) return { purpose: yes.purpose, why: 'overtaken' }
  const lines: store.NewLine[] = []
  const asks = everyAsk(seen)
  // A yes comes first: what rests on one goes with the last of it, and something else may have been ticked in its place.
  const inOrder = wanted.toSorted((a, b) => Number(b.said === 'agree') - Number(a.said === 'agree'))
  for (const one of inOrder) {
    const { purpose, said } = one
    const wording = wordsOf(seen, purpose, one.language ?? language)
    const why = rules.unsayable(asks, policy, one)
    if (why || !wording) return { purpose, why: why ?? 'unknown' }
    const ask = asks.find(asked => asked.purpose === purpose)
    const { choices } = rules.inDetail(one, ask, seen.held.get(purpose) ?? [])
    const kind = said === 'object' || said === 'allow' ? 'object' : 'agree'
    const mask = maskOf(ask?.from && seen.ahead ? seen.ahead : seen.inForce, purpose, kind)
    // The version whose words these are, also where another takes its place at this moment.
    const words = { language: wording.language, wording: wording.hash, version: ask?.from?.version ?? version }
    lines.push({ id: newId(), purpose, said, choices, ...words, since: ask?.widened ?? 0, mask })
  }
  if (lines.length === 0) return { at: undefined, said: [] }
  const { person } = actor
  const from = { ...provenance(parts, source), place, layout }
  try {
    const written = await parts.gate.write(
      { act: byMail ? 'consent.say-by-mail' : 'consent.say', actor, subject: { person } },
      { turn: store.takeTurn(person), added: store.add(person, lines, from) },
    )
    if (written instanceof Refusal) return written
    const added = new Set(written.added.map(row => row.purpose))
    return { at: written.added[0]?.recorded_at, said: wanted.filter(one => added.has(one.purpose)) }
  } catch (error) {
    if ((error as { code?: string }).code === doesNotRest) return { purpose: lines[0]!.purpose, why: 'not-asked' }
    throw error
  }
}

/**
 * Records what somebody says of one purpose. What is so already is not recorded again, unless it is a yes to other words.
 * @returns `not-asked` where the purpose does not rest on what a person says in this way; `overtaken` where a yes is to
 * words of another version than the one in force
 */
export async function sayConsent(
  parts: ConsentParts,
  actor: Self,
  { purpose, said, place = 'form', ...where }: Saying,
): Promise<'done' | 'not-asked' | 'overtaken' | Refusal> {
  const done = await sayAll(parts, actor, [{ purpose, said }], { place, ...where })
  if (done instanceof Refusal) return done
  if (!('why' in done)) return 'done'
  return done.why === 'overtaken' ? 'overtaken' : 'not-asked'
}

/**
 * Says what of several things can be said: at once, or else each for itself, so that none is kept waiting by another.
 * @returns what was said, with the moment of the last
 */
export async function sayWhatCan(
  parts: ConsentParts,
  actor: Self,
  wanted: readonly rules.Saying[],
  where: Where,
): Promise<SaidNow | Refusal> {
  const together = await sayAll(parts, actor, wanted, where)
  if (together instanceof Refusal || !('why' in together)) return together
  const said: rules.Saying[] = []
  let at: Date | undefined
  for (const one of wanted) {
    const alone = await sayAll(parts, actor, [one], where)
    if (alone instanceof Refusal) return alone
    if ('why' in alone) continue
    at = alone.at ?? at
    said.push(...alone.said)
  }
  return { at, said }
}

/** Takes back every yes, and objects to what advertises in our interest. */
export async function stopAll(parts: ConsentParts, actor: Self, where: Where): Promise<SaidNow | Refusal> {
  const stops = async () => {
    const seen = await viewConsents(parts, actor)
    return seen instanceof Refusal ? seen : stopsFor(seen)
  }
  const wanted = await stops()
  if (wanted instanceof Refusal) return wanted
  const done = await sayAll(parts, actor, wanted, where)
  if (done instanceof Refusal || !('why' in done)) return done
  // Another version came into force in the meantime: what there is to stop under that one.
  const anew = await stops()
  return anew instanceof Refusal ? anew : sayWhatCan(parts, actor, anew, where)
}

/**
 * What would take back what was said at one moment: as long as it is the last that was said of its purpose, and no yes to
 * words that have changed since.
 * @param at milliseconds
 */
export function undoOf(seen: Consents, at: number): (rules.Saying & { language: Language })[] {
  return seen.newest.flatMap(row => {
    // A no to what was never agreed to changed nothing.
    if (row.recorded_at.getTime() !== at || row.said === 'refuse') return []
    const language = row.language as Language
    const words = wordsOf(seen, row.purpose, language)
    if (!words || (row.said === 'withdraw' && words.hash !== row.wording)) return []
    // A yes that did not reach as far as the policy does now would come back as one that does.
    const { loaded, bound } = seen.inForce.compiled
    const purpose = loaded.policy.purposes[row.purpose]
    if (row.said === 'withdraw' && purpose && (row.yes_version ?? 0) < reachesSince(row.purpose, purpose, bound))
      return []
    return [{ purpose: row.purpose, said: rules.opposite[row.said], language, choices: row.choices ?? undefined }]
  })
}

/** Takes back what was said at one moment. @returns undefined where there is nothing to take back any more */
export async function undo(
  parts: ConsentParts,
  actor: Self,
  at: number,
  where: Where,
): Promise<SaidNow | Unsaid | undefined | Refusal> {
  const seen = await viewConsents(parts, actor)
  if (seen instanceof Refusal) return seen
  const back = undoOf(seen, at)
  return back.length === 0 ? undefined : sayAll(parts, actor, back, where)
}
