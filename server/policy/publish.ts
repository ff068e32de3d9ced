/**
 * Publishing: a checked policy becomes a version in the database, and, at its date, its grants become the database's
 * grants. Only GRANT and REVOKE of what differs, in one transaction under one lock: readers never wait for it.
 */
import { type Client, inTransaction } from '../base/client.ts'
import { Failure } from '../base/failure.ts'
import { basesOf } from './basis.ts'
import { findingsOf } from './check.ts'
import type { Declarations } from './compile.ts'
import { compile, type Compiled, compiledHash, declaredHash, needsAgreement } from './compile.ts'
import { compiledActs, partsOf } from './compiled-acts.ts'
import { diffPolicies } from './diff.ts'
import type { Finding, LoadedPolicy } from './document.ts'
import { checkChanges, judgeChange, type Preceding } from './life.ts'
import { loadPolicyFromSources, type ReadPolicy } from './load.ts'
import {
  assignSlots,
  desiredPrivileges,
  keyOf,
  privilegeChanges,
  type Slot,
  slotsAfter,
  unionOf,
} from './privileges.ts'
import * as processes from './process-sql.ts'
import * as sql from './publish-sql.ts'
import { regrantInWords } from './regrant-words.ts'
import { choicesOf } from './topics.ts'
import { boundPlaces, categoriesByPlace, usesOf } from './use.ts'
import * as use from './use-sql.ts'

export type { VersionRow } from './publish-sql.ts'

/**
 * How long a process counts as living after it was last heard of. Milliseconds; serving processes ask every five seconds,
 * so that a slow database or a clock that is half a minute off makes nobody lose what they need.
 */
export const lease = 60_000

/** A policy cannot be published; the message says why and what to do. */
export class PublishError extends Error {}

/**
 * Puts a policy without errors among the versions, with the questions that stand beside its file. It takes effect through
 * `applyDue`. Once more the same words: only the questions are replaced.
 * @param client connected as the owner of the database
 * @param effectiveAt when it takes effect; not before `now`
 * @returns when it does: a version that was decided about keeps its date when the same words come again
 * @throws PublishError if the policy has errors, if the number is taken by another text, or is not above all that were published
 */
export async function publish(client: Client, loaded: LoadedPolicy, now: Date, effectiveAt: Date): Promise<Date> {
  return inTransaction(client, async () => {
    await sql.lockPublishing(client)
    return publishWithin(client, loaded, { now, effectiveAt })
  })
}

/** The same by the operator alone, with a reason that is kept. */
export async function publishAlone(
  client: Client,
  loaded: LoadedPolicy,
  publication: Publication & { aloneBecause: string },
): Promise<Date> {
  return inTransaction(client, async () => {
    await sql.lockPublishing(client)
    return publishWithin(client, loaded, publication)
  })
}

/** How a version is published: at which moments, and by whose decision. */
export interface Publication {
  now: Date
  effectiveAt: Date
  /** The role of the second person who approved it. */
  approvedAs?: string
  /** Whether what they approved came by the operator's command. */
  isOperatorsDraft?: boolean
  /** Why the operator publishes it without one. */
  aloneBecause?: string
}

/** The same, within a transaction of whoever asks, who holds the lock of all who publish (publish-sql.ts). */
export async function publishWithin(
  client: Client,
  loaded: LoadedPolicy,
  { now, effectiveAt, approvedAs, isOperatorsDraft, aloneBecause }: Publication,
): Promise<Date> {
  const { place } = refuseErrors(loaded)
  const number = loaded.policy.policy.version
  const published = await sql.versions(client)
  const newest = published[0]?.number ?? 0
  const same = published.find(version => version.number === number)
  const inForce = published.find(version => version.applied)?.number ?? 0
  if (number < inForce) {
    throw new PublishError(
      `Version ${inForce} is in force, and numbers only go up: what version ${number} said comes back under the number ${newest + 1}.`,
    )
  }
  // The same words again: who decided, why and for when stay. What the operator decided alone, they may decide anew.
  const isDecided = same && (same.applied || same.approved || (same.alone && aloneBecause === undefined))
  if (isDecided && same.hash === loaded.hash) {
    if (loaded.cases !== undefined) await sql.storeCases(client, number, loaded.cases)
    return same.effective_at
  }
  if (same?.applied) {
    throw new PublishError(
      `Version ${number} is already in force with other words. Raise policy.version to ${newest + 1}.`,
    )
  }
  if (number < newest) throw new PublishError(`Version ${newest} was published already. Raise policy.version above it.`)
  if (same?.announced)
    throw new PublishError(`Version ${number} was announced with other words. Raise policy.version to ${newest + 1}.`)
  const rows = await sql.preceding(client, number)
  await refuseWithoutRoom(client, [...rows.filter(row => !row.in_force).map(loadVersion), loaded])
  // Whether it gives more is kept only of versions that go through the life of a policy, and have one before them.
  const decided = approvedAs !== undefined || aloneBecause !== undefined
  const before = decided ? rows.map(precedingOf) : []
  refuseFinding(checkChanges(before, loaded, place))
  const change = before.length > 0 ? judgeChange(before, loaded, now) : undefined
  // A version that still waits for its date may be replaced as long as nobody was told of it.
  await sql.storeVersion(client, {
    number,
    hash: loaded.hash,
    source: loaded.source,
    texts: sourcesOf(loaded),
    assessments: { ...loaded.assessments },
    cases: loaded.cases ?? null,
    published_at: now,
    effective_at: effectiveAt,
    approved_as: approvedAs ?? null,
    alone_because: aloneBecause ?? null,
    material: change?.material ?? null,
    against: change?.against ?? null,
    concerned: change?.material ? change.concerned : null,
    notice: change?.material ? change.notice : null,
    operators_draft: isOperatorsDraft ?? false,
  })
  if (effectiveAt > now) await openObjections(client, loaded, now)
  return effectiveAt
}

/**
 * That there is a login for each purpose and a bit for each category shows when it is published, not at its date.
 * @param coming versions that take effect one after the other
 * @throws PublishError
 */
async function refuseWithoutRoom(client: Client, coming: readonly LoadedPolicy[]): Promise<void> {
  let slots: readonly Slot[] = await sql.slots(client)
  const categories = new Set((await use.categories(client)).keys())
  for (const loaded of coming) {
    try {
      slots = slotsAfter(slots, assignSlots({ loaded }, slots))
    } catch (error) {
      throw new PublishError(
        `${(error as Error).message} Give what it does to a purpose that is there, or take up the id of one that is gone.`,
      )
    }
    for (const category of Object.keys(loaded.policy.categories)) categories.add(category)
  }
  if (categories.size > use.mostCategories)
    throw new PublishError(
      `With this version there have been ${categories.size} categories, and there is room for ${use.mostCategories} in all. Take up the id of one that is gone.`,
    )
}

const precedingOf = (row: sql.PrecedingRow): Preceding => ({
  loaded: loadVersion(row),
  isInForce: row.in_force,
  material: row.material === true,
  effectiveAt: row.effective_at,
})

/**
 * The version in force and those that come, which one with a number may follow.
 * @param client connected as the owner of the database
 */
export const precedingVersions = async (client: Client, number: number): Promise<Preceding[]> =>
  (await sql.preceding(client, number)).map(precedingOf)

/**
 * New purposes on a legitimate interest of a version that comes have their login from its publication on, without any privilege:
 * who objects before the date has objected at the first moment. A version that never comes leaves the name to its purpose.
 */
async function openObjections(client: Client, loaded: LoadedPolicy, now: Date): Promise<void> {
  const slots = await sql.slots(client)
  const { purposes } = loaded.policy
  for (const { role, purpose } of assignSlots({ loaded }, slots).assign) {
    const isNew = slots.every(slot => slot.purpose !== purpose)
    if (isNew && basesOf(purposes[purpose]!).includes('legitimate-interest'))
      await sql.assignSlot(client, role, purpose, now)
  }
}

/** The version with the highest number, in force or coming. @param client connected as the owner of the database */
export async function newestVersion(client: Client): Promise<LoadedPolicy | undefined> {
  const row = await sql.newestPublished(client)
  return row && loadVersion(row)
}

/** Whoever asks has shown the findings already; here is the last place where an error is stopped. */
function refuseErrors(loaded: LoadedPolicy): Extract<ReadPolicy, { loaded: LoadedPolicy }> {
  const { source, assessments } = loaded
  const read = loadPolicyFromSources({ yaml: source, texts: sourcesOf(loaded), assessments })
  refuseFinding(findingsOf(read))
  if (read.loaded) return read
  throw new PublishError('The policy cannot be read.')
}

function refuseFinding(findings: readonly Finding[]): void {
  const wrong = findings.find(finding => finding.level === 'error')
  if (wrong) throw new PublishError(`The policy has errors, the first in line ${wrong.line}: ${wrong.message}`)
}

function sourcesOf(loaded: LoadedPolicy): Record<string, string> {
  return Object.fromEntries(Object.entries(loaded.texts).map(([language, text]) => [language, text.source]))
}

/** Whether any policy was ever published here. @param client connected as the owner of the database */
export const hasPublished = async (client: Client): Promise<boolean> => (await sql.versions(client)).length > 0

/** What is in force after a look at what is due. */
export interface Applied {
  compiled: Compiled
  /** Since when this version counts. */
  since: Date
  /** The GRANT and REVOKE statements that were needed; none if it was in force already. */
  changes: string[]
  /** The same in words: a line for each purpose that may do more or less than before. */
  inWords: string[]
}

/**
 * Makes the newest version that is due the one in force, and the database's grants those that are needed now: by these
 * declarations, and by those of every other process that lives. The policy in force narrows both.
 * @param client connected as the owner of the database
 * @param declarations what the running product holds and does
 * @param prefix the installation's name
 * @param process the id of a process that is going to act. It counts as living for `lease`, and has to ask again before
 * that ends; undefined for a command that only publishes
 * @returns what is in force afterwards; undefined if nothing was ever published
 * @throws Failure if somebody has locked a table whose grants would change
 */
export async function applyDue(
  client: Client,
  declarations: Declarations,
  prefix: string,
  now: Date,
  process?: string,
): Promise<Applied | undefined> {
  return inTransaction(client, async () => {
    await sql.lockPublishing(client)
    const declared = declaredHash(declarations)
    await processes.forgetEnded(client, now)
    if (process) {
      const until = new Date(now.getTime() + lease)
      await processes.noteProcess(client, { id: process, declared, declarations, until })
    }
    const due = await sql.newestDue(client, now)
    if (!due) return undefined
    const compiled = compile(loadDue(due), declarations)
    const others = await processes.livingDeclarations(client, declared)
    const all = [compiled, ...others.map(theirs => compile(compiled.loaded, theirs))]
    const hash = compiledHash(
      compiled.loaded.hash,
      all.map(one => one.declared),
    )
    const since = due.effective_at
    if ((await sql.compiledHash(client)) === hash) return { compiled, since, changes: [], inWords: [] }
    const regranted = await regrant(client, all, prefix, now)
    await sql.noteCompiled(client, { version: due.number, hash, now })
    return { compiled, since, ...regranted }
  })
}

/** The version that was read last: serving processes ask every few seconds, and reading one takes a tenth of a second. */
let last: { hash: string; loaded: LoadedPolicy } | undefined

function loadDue(due: sql.VersionRow): LoadedPolicy {
  if (last?.hash !== due.hash) last = { hash: due.hash, loaded: loadVersion(due) }
  return last.loaded
}

/**
 * Looks at what is in force, and changes nothing.
 * @param client connected as the owner of the database, or a superuser
 * @returns undefined if nothing is; `no-tables` where nothing was ever started
 */
export async function lookAtPolicy(
  client: Client,
  declarations: Declarations,
  now: Date,
): Promise<Compiled | 'no-tables' | undefined> {
  if (!(await sql.hasVersions(client))) return 'no-tables'
  const due = await sql.newestDue(client, now)
  return due && compile(loadVersion(due), declarations)
}

/** Says that a process ends: what only its code needs is revoked when the others next apply what is due. */
export async function leave(client: Client, process: string): Promise<void> {
  await processes.forgetProcess(client, process)
}

/** @throws if the stored version cannot be read any more, which only a change of the format could cause */
export function loadVersion(row: Pick<sql.VersionRow, 'number' | 'source' | 'texts' | 'assessments'>): LoadedPolicy {
  const result = loadPolicyFromSources({ yaml: row.source, texts: row.texts, assessments: row.assessments })
  if (result.loaded) return result.loaded
  throw new Error(`Version ${row.number} of the policy cannot be read: ${result.findings[0]?.message ?? 'unknown'}`)
}

/** Every version before one that was published, the oldest first. @param client connected as the owner */
export async function versionsBefore(client: Client, number: number): Promise<LoadedPolicy[]> {
  return (await sql.versionsBefore(client, number)).map(loadVersion)
}

const lockedAway = (table: string | undefined) =>
  new Failure(
    `Another transaction has locked ${table}, so what the database grants stays as it was.`,
    'A running product tries again by itself; otherwise publish again. `pg_stat_activity` shows who holds it.',
  )

/** @param all of one version: what this process declares, and then what others do */
async function regrant(
  client: Client,
  all: readonly Compiled[],
  prefix: string,
  now: Date,
): Promise<Pick<Applied, 'changes' | 'inWords'>> {
  const { loaded } = all[0]!
  const { version } = loaded.policy.policy
  const slots = await sql.slots(client)
  const assignment = assignSlots(all[0]!, slots)
  for (const one of assignment.carry) {
    if (!(await sql.carryStanding(client, one))) throw lockedAway('policy.slot')
  }
  const carried = new Set(assignment.carry.map(({ kind, from }) => `${kind} ${from}`))
  for (const role of assignment.retire) {
    const { kind, bit, purpose } = slots.find(slot => slot.role === role)!
    // Another question than the one that was answered.
    if (kind === 'agree' && !carried.has(`agree ${bit}`)) await use.forgetChoices(client, purpose!)
    await sql.retireSlot(client, role, version)
  }
  for (const { role, purpose } of assignment.assign) await sql.assignSlot(client, role, purpose, now)
  const self = `${prefix}_self`
  const roles = [self, ...slots.map(slot => slot.role)]
  const tables = [...new Set(all.flatMap(one => one.declarations.holdings.map(holding => holding.table)))]
  const granted = await sql.grantedNow(client, roles, tables)
  const before = new Map(granted.map(privilege => [keyOf(privilege), privilege]))
  const places = new Set(await sql.placesNow(client, tables))
  const after = unionOf(
    all.map(one => desiredPrivileges(one, assignment.slots, self)),
    ({ table, column }) => places.has(`${table}.${column}`),
  )
  const changes = privilegeChanges(before, after)
  const inVain = await sql.changePrivileges(client, changes)
  if (inVain !== undefined) {
    const [, table] = / ON (\S+) (?:TO|FROM) /.exec(inVain) ?? []
    throw lockedAway(table)
  }
  await sql.keepActs(client, {
    version,
    acts: all.flatMap(one => compiledActs(one, assignment.slots, self)),
    declared: all.map(one => one.declared),
    parts: partsOf(loaded.policy),
  })
  await bind(client, all, assignment.slots)
  const purposes = new Map([...slots, ...assignment.slots.values()].map(({ role, purpose }) => [role, purpose]))
  const holdings = new Map(all.flatMap(one => one.declarations.holdings.map(holding => [holding.table, holding])))
  const inWords = regrantInWords([...holdings.values()], {
    lost: [...before].flatMap(([key, privilege]) => (after.has(key) ? [] : [privilege])),
    gained: [...after].flatMap(([key, privilege]) => (before.has(key) ? [] : [privilege])),
    nameOf: role => (role === self ? 'customers themselves' : (purposes.get(role) ?? role)),
  })
  return { changes, inWords }
}

/** Writes down what the row policies ask of this version: which categories stand where, and what waits for something. */
async function bind(client: Client, all: readonly Compiled[], slots: ReadonlyMap<string, Slot>): Promise<void> {
  const { loaded } = all[0]!
  const stored = await sql.versionInForce(client)
  const previous = stored && (stored.hash === loaded.hash ? loaded : loadVersion(stored))
  const kept = await use.uses(client)
  // A database that is older than this was bound by the version in force all the same.
  const isOlder = kept.length === 0 && previous !== undefined
  const before = isOlder ? usesOf([], previous.policy, { known: new Set(), askAgain: [] }) : kept
  const bitsBefore = await use.categories(client)
  const known = new Set([...bitsBefore.keys(), ...(isOlder ? Object.keys(previous.policy.categories) : [])])
  const askAgain = previous ? diffPolicies(previous, loaded).askAgain : []
  const uses = usesOf(before, loaded.policy, { known, askAgain })
  const bits = await use.addCategories(client, bitsBefore, [...known, ...Object.keys(loaded.policy.categories)])
  for (const [id, purpose] of Object.entries(loaded.policy.purposes)) {
    const choices = needsAgreement(purpose) ? choicesOf(purpose).map(({ choice }) => choice) : []
    if (choices.length > 0) await use.chooseAll(client, id, choices)
  }
  const places = categoriesByPlace(all.flatMap(one => one.declarations.holdings))
  await use.keepUses(client, uses)
  await use.keepPlaces(client, places, bits)
  await use.keepBound(client, boundPlaces(uses, places, slots))
}
