/**
 * Sealing: a job closes the lines of evidence behind a signed head, moments after they were written, so that no lock
 * serialises those who write.
 */
import type { BatchResult, Row } from '../base/batch.ts'
import type { Clock } from '../base/clock.ts'
import type { Connections } from '../base/connections.ts'
import type { Vault } from '../base/vault.ts'
import { firstHead, headAfter, type Seal, type SealedLine, signedText } from './chain.ts'
import type { WrittenForm } from './form-text.ts'
import * as store from './seal-store.ts'

/** How many lines one seal closes at most. */
const mostTogether = 10_000

interface SealingParts {
  connections: Connections
  vault: Vault
  clock: Clock
  /** The seal login. */
  role: string
}

/** Ids that had been given when no transaction above this one had begun. */
interface Horizon {
  id: string
  transaction: bigint
}

export interface Sealing {
  /**
   * Seals the lines that were there at the call before: all who could still add one below have ended since. Call it
   * every few seconds; several processes may.
   * @returns how many lines were sealed
   */
  sealNew(): Promise<number>
}

/** The sealing job of one process. */
export function createSealing({ connections, vault, clock, role }: SealingParts): Sealing {
  const forms = new Map<string, WrittenForm>()
  let horizon: Horizon | undefined

  const run = async (...queries: Parameters<Connections['run']>[1]): Promise<BatchResult[]> =>
    connections.run({ role }, queries)

  async function sealNew(): Promise<number> {
    const settled = horizon && (await allEndedBefore(horizon.transaction)) ? horizon.id : undefined
    let sealed = 0
    if (settled !== undefined) {
      for (let more = true; more;) {
        const lines = await sealSome(settled)
        sealed += lines
        more = lines === mostTogether
      }
    }
    if (!horizon || settled !== undefined) {
      const [id, transaction] = await run(store.lastId, store.ownTransaction)
      horizon = {
        id: id!.rows[0]!['id'] as string,
        transaction: BigInt(transaction!.rows[0]!['transaction'] as string),
      }
    }
    return sealed
  }

  async function allEndedBefore(transaction: bigint): Promise<boolean> {
    const [oldest] = await run(store.oldestRunning)
    return BigInt(oldest!.rows[0]!['transaction'] as string) >= transaction
  }

  async function sealSome(until: string): Promise<number> {
    const [newest] = await run(store.newestSeal)
    const before = newest!.rows[0] && store.toSeal(newest!.rows[0])
    const [found] = await run(store.linesBetween(before?.untilId ?? '0', until, mostTogether))
    const lines = await withForms(found!.rows)
    if (lines.length === 0) return 0
    const seal: Seal = {
      position: (before?.position ?? 0) + 1,
      untilId: lines.at(-1)!.id,
      lines: lines.length,
      head: headAfter(before?.head ?? firstHead, lines),
      at: clock.now(),
    }
    try {
      await run(store.addSeal(seal, vault.sign(signedText(seal))), store.addCounts(countsOf(lines)))
      return lines.length
    } catch (error) {
      // Another process sealed them, or is about to.
      if (['23505', '55P03'].includes((error as { code?: string }).code ?? '')) return 0
      throw error
    }
  }

  async function withForms(rows: readonly Row[]): Promise<SealedLine[]> {
    const unknown = [...new Set(rows.map(row => row['form'] as string))].filter(id => !forms.has(id))
    if (unknown.length > 0) {
      const [found] = await run(store.formsOf(unknown))
      for (const row of found!.rows) forms.set(row['id'] as string, store.toForm(row))
    }
    return rows.map(row => store.toLine(row, forms.get(row['form'] as string)!))
  }

  return { sealNew }
}

function countsOf(lines: readonly SealedLine[]): store.Count[] {
  const counts = new Map<string, store.Count>()
  for (const { at, form } of lines) {
    const { clause, act, outcome } = form
    const day = at.slice(0, 10)
    const key = [day, clause, act, outcome].join('\n')
    const count = counts.get(key) ?? { day, clause, act, outcome, lines: 0 }
    count.lines += 1
    counts.set(key, count)
  }
  return [...counts.values()]
}
