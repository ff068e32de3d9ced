/** Looking somebody up, opening a record for a purpose, and showing one part of it in full. */
import { normalCaseNumber } from '../../base/case-number.ts'
import { identifierHash, type PeopleParts } from '../../people/index.ts'
import { recordItems, recordStatements, type RecordItem } from '../../policy/record.ts'
import { Refusal } from '../../policy/refusal.ts'
import { actsFor, type Colleague, isAboutPerson, nobody, permitLasts } from './desk.ts'
import { isMasked, masked, maskEmail, maskName } from './masks.ts'
import { createPermits, type Permit } from './permit.ts'
import * as store from './store.ts'

export type DeskParts = Pick<PeopleParts, 'gate' | 'vault' | 'clock'>

/** Who works at the desk, in which session. */
export interface AtDesk {
  actor: Colleague
  session: string
}

/** Why somebody is looked up. */
export interface Stated {
  purpose: string
  /** Number of the case, order or request. */
  reference?: string | undefined
}

/** A customer as the list of what was found shows one. */
export interface Found {
  person: string
  name: string | undefined
  email: string
  /** The controller that answers for them. */
  region: string
}

/** Something held about a person, as it is shown at the desk. */
export interface Entry {
  item: RecordItem
  value: unknown
}

/** What is held in one category that the purpose was promised. */
export interface Section {
  category: string
  entries: Entry[]
  /** Whether the values are masked, and can be revealed. */
  masked: boolean
  /** Whether it was asked for, and is shown in full because of that. */
  revealed: boolean
}

/** Somebody's record as one purpose sees it. */
export interface OpenedRecord {
  permit: Permit
  region: string
  version: number
  /** One for each category that the purpose was promised. */
  sections: Section[]
  /** The other categories of the policy. They were not read. */
  notPromised: string[]
}

/** `nobody`: somebody who cannot be opened for this purpose, whatever the reason. */
export type Opening =
  | OpenedRecord
  | { unknown: true }
  | { ended: Permit; by: 'time' | 'closing' }
  | { nobody: ReturnType<typeof nobody> }
  | Refusal

const normal = (reference: string | undefined) => reference && normalCaseNumber(reference)

/** Finds a customer by their ID, typed in full. @returns whom the purpose sees: one, or nobody */
export async function find(
  parts: DeskParts,
  { actor }: AtDesk,
  { purpose, reference }: Stated,
  id: string,
): Promise<Found[] | Refusal> {
  const does = actsFor(parts.gate.policy().compiled, actor, purpose, 'find')
  if (does instanceof Refusal) return does
  const read = await parts.gate.read(
    { act: does.find, actor, subject: 'set', reference: normal(reference) },
    { found: store.findById(identifierHash(parts, id)) },
  )
  if (read instanceof Refusal) return read
  return read.found.map(foundOf)
}

/** Somebody who was found, masked. */
export const foundOf = (row: store.FoundRow): Found => ({
  person: row.person_id,
  name: row.name === null ? undefined : maskName(row.name),
  email: maskEmail(row.address),
  region: row.region,
})

/**
 * A permit for 30 minutes. It opens nothing by itself: each view is judged, and leaves a line, when it is asked for.
 * @returns the token and what it stands for
 */
export function open(
  parts: DeskParts,
  at: AtDesk,
  { person, purpose, reference }: Stated & { person: string },
): { token: string; permit: Permit } | Refusal {
  const does = actsFor(parts.gate.policy().compiled, at.actor, purpose, 'open')
  if (does instanceof Refusal) return does
  const until = new Date(parts.clock.now().getTime() + permitLasts)
  const permit = { person, purpose, reference: normal(reference), until }
  return { token: createPermits(parts.vault).issue(permit, { person: at.actor.person, session: at.session }), permit }
}

const closing = { act: 'desk.close', actor: { kind: 'system' }, subject: 'none' } as const
const markOf = ({ vault }: DeskParts, token: string): Buffer => vault.hash('desk.closed_permit.mark', token)

/** Ends a permit before its time: it opens nothing from then on, in no tab and no other process. */
export async function close(parts: DeskParts, at: AtDesk, token: string): Promise<Refusal | undefined> {
  const permit = createPermits(parts.vault).read(token, { person: at.actor.person, session: at.session })
  const now = parts.clock.now()
  // Somebody else's, or one that has ended: there is nothing to close.
  if (!permit || permit.until <= now) return undefined
  const closed = await parts.gate.write(closing, {
    close: store.closePermit(markOf(parts, token), permit.until),
    forget: store.forgetEnded(now),
  })
  return closed instanceof Refusal ? closed : undefined
}

/**
 * The record behind a permit: what its purpose was promised under the policy in force now, masked.
 * @param reveal the category to show in full
 */
export async function view(parts: DeskParts, at: AtDesk, token: string, reveal?: string): Promise<Opening> {
  const permit = createPermits(parts.vault).read(token, { person: at.actor.person, session: at.session })
  if (!permit) return { unknown: true }
  if (permit.until <= parts.clock.now()) return { ended: permit, by: 'time' }
  const closed = await parts.gate.read(closing, { closed: store.isClosed(markOf(parts, token)) })
  if (closed instanceof Refusal) return closed
  if (closed.closed.length > 0) return { ended: permit, by: 'closing' }
  const judged = parts.gate.policy().compiled.hash
  try {
    return await read(parts, at.actor, permit, reveal)
  } catch (error) {
    // A column that was struck since the statements were made: PostgreSQL refused, the gate has heard of it, and what is
    // promised now is read instead.
    if ((error as { code?: string }).code !== '42501' || parts.gate.policy().compiled.hash === judged) throw error
    return read(parts, at.actor, permit, reveal)
  }
}

async function read(
  { gate }: DeskParts,
  actor: Colleague,
  permit: Permit,
  reveal: string | undefined,
): Promise<Opening> {
  const { compiled } = gate.policy()
  const { categories } = compiled.loaded.policy
  const { person, purpose, reference } = permit
  const does = actsFor(compiled, actor, purpose, 'open')
  if (does instanceof Refusal) return does
  const uses = compiled.grants.get(does.open)?.reads ?? []
  if (reveal !== undefined && !uses.includes(reveal)) {
    const struck = Object.hasOwn(categories, reveal) ? categories[reveal]?.clause : undefined
    return new Refusal('category-not-promised', does.reveal, versionOf(compiled), struck)
  }
  const subject = { person }
  const sections: Section[] = []
  let region: string | undefined
  // What is revealed is a look of its own, with a line that says so.
  const [shown, rest] = [uses.filter(one => one === reveal), uses.filter(one => one !== reveal)]
  for (const [act, asked] of [[does.open, rest] as const, [does.reveal, shown] as const]) {
    if (asked.length === 0) continue
    const statements = recordStatements<typeof act>(compiled, asked, person)
    const answers = await gate.read(
      { act, actor, subject, reference },
      { region: store.regionOf(person), ...statements },
    )
    if (answers instanceof Refusal) return isAboutPerson(answers) ? { nobody: nobody(answers) } : answers
    region = (answers.region as { region: string }[])[0]?.region
    const items = recordItems(statements, answers).filter(item => item.shown === 'shown')
    sections.push(...asked.map(category => sectionOf(category, items, act === does.reveal)))
  }
  if (region === undefined) return { nobody: nobody(new Refusal('erased', does.open, versionOf(compiled))) }
  return {
    permit,
    region,
    version: versionOf(compiled),
    sections: uses.map(category => sections.find(section => section.category === category)!),
    notPromised: Object.keys(compiled.loaded.policy.categories).filter(category => !uses.includes(category)),
  }
}

const versionOf = (compiled: ReturnType<PeopleParts['gate']['policy']>['compiled']) =>
  compiled.loaded.policy.policy.version

/** What is held in one category, masked unless it was revealed. */
export function sectionOf(category: string, items: readonly RecordItem[], revealed: boolean): Section {
  const own = items.filter(item => item.category === category)
  const hides = isMasked(category) && !revealed
  return {
    category,
    masked: hides && own.length > 0,
    revealed,
    entries: own.map(item => ({ item, value: hides ? masked(item.value) : item.value })),
  }
}
