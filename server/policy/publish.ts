/**
 * Publishing: a checked policy becomes a version in the database, and, at its date, its grants become the database's
 * grants. Only GRANT and REVOKE of what differs, in one transaction under one lock: readers never wait for it.
 */
import { type Client, inTransaction } from '../base/client.ts'
import { Failure } from '../base/failure.ts'
import { findingsOf } from './check.ts'
import type { Declarations } from './compile.ts'
import { compile, type Compiled } from './compile.ts'
import type { LoadedPolicy } from './document.ts'
import { loadPolicyFromSources } from './load.ts'
import { assignSlots, desiredPrivileges, keyOf, privilegeChanges } from './privileges.ts'
import * as sql from './publish-sql.ts'

export type { VersionRow } from './publish-sql.ts'

/** A policy cannot be published; the message says why and what to do. */
export class PublishError extends Error {}

/**
 * Puts a policy without errors among the versions. It takes effect through `applyDue`.
 * @param client connected as the owner of the database
 * @param effectiveAt when it takes effect; not before `now`
 * @throws PublishError if the policy has errors, if the number is taken by another text, or is not above all that were published
 */
export async function publish(client: Client, loaded: LoadedPolicy, now: Date, effectiveAt: Date): Promise<void> {
  refuseErrors(loaded)
  const number = loaded.policy.policy.version
  await inTransaction(client, async () => {
    await sql.lockPublishing(client)
    const published = await sql.versions(client)
    const newest = published[0]?.number ?? 0
    const same = published.find(version => version.number === number)
    if (same?.applied && same.hash === loaded.hash) return
    if (same?.applied) {
      throw new PublishError(
        `Version ${number} is already in force with other words. Raise policy.version to ${newest + 1}.`,
      )
    }
    if (number < newest)
      throw new PublishError(`Version ${newest} was published already. Raise policy.version above it.`)
    // A version that still waits for its date may be replaced: nobody was told anything else yet.
    await sql.storeVersion(client, {
      number,
      hash: loaded.hash,
      source: loaded.source,
      texts: sourcesOf(loaded),
      assessments: { ...loaded.assessments },
      published_at: now,
      effective_at: effectiveAt,
    })
  })
}

/** Whoever asks has shown the findings already; here is the last place where an error is stopped. */
function refuseErrors(loaded: LoadedPolicy): void {
  const { source, assessments } = loaded
  const findings = findingsOf(loadPolicyFromSources({ yaml: source, texts: sourcesOf(loaded), assessments }))
  const wrong = findings.find(finding => finding.level === 'error')
  if (wrong) throw new PublishError(`The policy has errors, the first in line ${wrong.line}: ${wrong.message}`)
}

function sourcesOf(loaded: LoadedPolicy): Record<string, string> {
  return Object.fromEntries(Object.entries(loaded.texts).map(([language, text]) => [language, text.source]))
}

/**
 * Makes the newest version that is due the one in force, if it is not already compiled into this database.
 * @param client connected as the owner of the database
 * @param declarations what the running product holds and does
 * @param prefix the installation's name
 * @returns what is in force afterwards; undefined if nothing was ever published
 * @throws Failure if somebody has locked a table whose grants would change
 */
export async function applyDue(
  client: Client,
  declarations: Declarations,
  prefix: string,
  now: Date,
): Promise<{ compiled: Compiled; changes: string[] } | undefined> {
  return inTransaction(client, async () => {
    await sql.lockPublishing(client)
    const due = await sql.newestDue(client, now)
    if (!due) return undefined
    const compiled = compile(loadVersion(due), declarations)
    if ((await sql.compiledHash(client)) === compiled.hash) return { compiled, changes: [] }
    const changes = await regrant(client, compiled, prefix, now)
    await sql.noteCompiled(client, { version: due.number, hash: compiled.hash, now })
    return { compiled, changes }
  })
}

/** @throws if the stored version cannot be read any more, which only a change of the format could cause */
export function loadVersion(row: Pick<sql.VersionRow, 'number' | 'source' | 'texts' | 'assessments'>): LoadedPolicy {
  const result = loadPolicyFromSources({ yaml: row.source, texts: row.texts, assessments: row.assessments })
  if (result.loaded) return result.loaded
  throw new Error(`Version ${row.number} of the policy cannot be read: ${result.findings[0]?.message ?? 'unknown'}`)
}

async function regrant(client: Client, compiled: Compiled, prefix: string, now: Date): Promise<string[]> {
  const slots = await sql.slots(client)
  const assignment = assignSlots(compiled, slots)
  for (const role of assignment.retire) await sql.retireSlot(client, role, compiled.loaded.policy.policy.version)
  for (const { role, purpose } of assignment.assign) await sql.assignSlot(client, role, purpose, now)
  const self = `${prefix}_self`
  const roles = [self, ...slots.map(slot => slot.role)]
  const tables = compiled.declarations.holdings.map(holding => holding.table)
  const granted = await sql.grantedNow(client, roles, tables)
  const current = new Map(granted.map(privilege => [keyOf(privilege), privilege]))
  const changes = privilegeChanges(current, desiredPrivileges(compiled, assignment.slots, self))
  const inVain = await sql.changePrivileges(client, changes)
  if (inVain !== undefined) {
    const [, table] = / ON (\S+) (?:TO|FROM) /.exec(inVain) ?? []
    throw new Failure(
      `Another transaction has locked ${table}, so what the database grants stays as it was.`,
      'A running product tries again by itself; otherwise publish again. `pg_stat_activity` shows who holds it.',
    )
  }
  return changes
}
