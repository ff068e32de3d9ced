/** What `abide policy publish` does where a version is in force already: a draft, which a colleague approves. */
import type { Client } from '../base/client.ts'
import { Failure } from '../base/failure.ts'
import { newId } from '../base/ids.ts'
import type { Vault } from '../base/vault.ts'
import { addOperatorsDraft } from '../policy/approved-sql.ts'
import type { LoadedPolicy } from '../policy/document.ts'
import { draftSeal, draftSealUse } from '../policy/draft-seal.ts'
import { checkChanges, judgeChange, type Preceding } from '../policy/life.ts'
import type { ReadPolicy } from '../policy/load.ts'
import { momentInWords, type Io } from './io.ts'

interface Drafted {
  loaded: LoadedPolicy
  read: Extract<ReadPolicy, { loaded: LoadedPolicy }>
  /** The highest number that was published. */
  newest: number
  /** The version in force, and those that come. */
  before: readonly Preceding[]
  now: Date
  /** When it is to take effect, if that was said. */
  proposed: Date | null
}

/**
 * Stores a draft of the operator.
 * @throws Failure where no version can come of it
 */
export async function storeDraft(
  client: Client,
  vault: Vault,
  { loaded, read, newest, before, now, proposed }: Drafted,
  io: Io,
): Promise<number> {
  const { version: number } = loaded.policy.policy
  if (number <= newest)
    throw new Failure(
      `Version ${newest} was published already, and numbers only go up.`,
      `Raise policy.version to ${newest + 1}. Nothing was stored.`,
    )
  const findings = checkChanges(before, loaded, read.place)
  const wrong = findings.find(({ level }) => level === 'error')
  if (wrong) throw new Failure(`${wrong.file}:${wrong.line}: ${wrong.message}`, wrong.mend)
  const id = newId()
  await addOperatorsDraft(client, {
    id,
    number,
    hash: loaded.hash,
    source: loaded.source,
    texts: Object.fromEntries(Object.entries(loaded.texts).map(([language, text]) => [language, text.source])),
    assessments: { ...loaded.assessments },
    cases: loaded.cases ?? null,
    note: 'abide policy publish',
    warnings: findings.length,
    seal: draftSeal(vault.derive(draftSealUse), { id, hash: loaded.hash }, 'command'),
    at: now,
    proposedAt: proposed,
  })
  io.out(
    `Version ${number} is a draft. A colleague whose role answers for the policy approves it: /console/policy/drafts/${id}`,
  )
  const { earliest } = judgeChange(before, loaded, now)
  if (earliest > now) io.out(`It gives more, and takes effect on ${momentInWords(earliest)} at the earliest.`)
  io.out('To publish it without a second person: --alone "REASON". The reason is kept, and everybody can read it.')
  return 0
}

/** Says where a version that the operator publishes alone takes effect before those whom it concerns can have been told. */
export function sayEarlier(
  before: readonly Preceding[],
  loaded: LoadedPolicy,
  { now, effective }: { now: Date; effective: Date },
  io: Io,
): void {
  const { earliest } = judgeChange(before, loaded, now)
  if (effective < earliest)
    io.out(
      `It gives more, and the policy promises to tell that before: it should not take effect before ${momentInWords(earliest)}.`,
    )
}
