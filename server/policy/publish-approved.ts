/** Approved drafts become versions: the owner's work, before what is due is applied. */
import { type Client, inTransaction } from '../base/client.ts'
import { approvedDraft, noteEnded, notePublished } from './approved-sql.ts'
import { findingsOf } from './check.ts'
import type { Declarations } from './compile.ts'
import type { LoadedPolicy } from './document.ts'
import { approvalSeal, isSameSeal } from './draft-seal.ts'
import { checkChanges, judgeChange } from './life.ts'
import { loadPolicyFromSources } from './load.ts'
import { precedingVersions, publishWithin, PublishError } from './publish.ts'
import { lockPublishing } from './publish-sql.ts'

/**
 * Publishes the draft that a second person approved, if one waits. One that can be published no more is told why, and nothing
 * else changes; of a publication that fails nothing has happened.
 * @param client connected as the owner of the database
 * @param key what seals are made with
 * @returns the number of the version that was published, or why a draft was not; undefined if none waits
 */
export async function publishApproved(
  client: Client,
  declarations: Pick<Declarations, 'acts'>,
  key: Buffer,
  now: Date,
): Promise<{ published: number } | { refused: string } | undefined> {
  return inTransaction(client, async () => {
    // First the lock of all who publish, and then the draft: nobody waits the other way round.
    await lockPublishing(client)
    const draft = await approvedDraft(client)
    if (!draft) return undefined
    const end = async (why: string) => {
      await noteEnded(client, draft.id, { at: now, why })
      return { refused: why }
    }
    const { id, hash, drafted_seal: drafted, effective_at: effective } = draft
    if (!isSameSeal(draft.approved_seal, approvalSeal(key, { id, hash, drafted, effective })))
      return end('It was not approved on a page or by a call of the product.')
    const read = loadPolicyFromSources({
      yaml: draft.source,
      texts: draft.texts,
      assessments: draft.assessments,
    })
    if (!read.loaded || read.loaded.hash !== hash) return end('Its words are not those that were approved.')
    const before = await precedingVersions(client, draft.number)
    const findings = [
      ...findingsOf(read, undefined, declarations.acts),
      ...checkChanges(before, read.loaded, read.place),
    ]
    const wrong = findings.find(({ level }) => level === 'error')
    if (wrong) return end(`It has errors, the first in line ${wrong.line}: ${wrong.message}`)
    // Judged at the moment of the approval, as it was then.
    const { earliest } = judgeChange(before, read.loaded, draft.approved_at)
    if (effective < earliest)
      return end(`It may take effect on ${earliest.toISOString().slice(0, 16)}Z at the earliest.`)
    const loaded: LoadedPolicy = draft.cases === null ? read.loaded : { ...read.loaded, cases: draft.cases }
    try {
      const at = effective < now ? now : effective
      const isOperatorsDraft = draft.way === 'command'
      await publishWithin(client, loaded, { now, effectiveAt: at, approvedAs: draft.approved_as, isOperatorsDraft })
    } catch (error) {
      if (error instanceof PublishError) return end(error.message)
      throw error
    }
    await notePublished(client, id, now)
    return { published: draft.number }
  })
}
