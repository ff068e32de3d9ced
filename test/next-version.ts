/** A policy that changes: the one in force with something struck or added, as its next version. */
import { parseDocument } from 'yaml'
import { withClient } from '../server/base/installation.ts'
import type { LoadedPolicy } from '../server/policy/document.ts'
import { applyDue, loadVersion, publish } from '../server/policy/publish.ts'
import type { TestDatabase } from './database.ts'

/** The policy in force with a change, under the next number. @param records files that it names besides those it had */
export function nextVersion(
  db: TestDatabase,
  change: (policy: ReturnType<typeof parseDocument>) => void,
  records: Readonly<Record<string, string>> = {},
): LoadedPolicy {
  const { loaded } = db.state.current().compiled
  const number = loaded.policy.policy.version + 1
  const yaml = parseDocument(loaded.source)
  yaml.setIn(['policy', 'version'], number)
  change(yaml)
  const texts = Object.fromEntries(Object.entries(loaded.texts).map(([language, text]) => [language, text.source]))
  return loadVersion({ number, source: String(yaml), texts, assessments: { ...loaded.assessments, ...records } })
}

/** Publishes it with effect from now, as another process would: whoever reads the policy has to hear of it. */
export async function publishNext(
  db: TestDatabase,
  change: (policy: ReturnType<typeof parseDocument>) => void,
  records?: Readonly<Record<string, string>>,
): Promise<number> {
  const next = nextVersion(db, change, records)
  const now = db.clock.now()
  await withClient(db.owner, async client => {
    await publish(client, next, now, now)
    await applyDue(client, db.declarations, db.prefix, now)
  })
  await db.state.refresh()
  return next.policy.policy.version
}
