import { setTimeout as sleep } from 'node:timers/promises'
import type { Sealing } from '../server/audit/index.ts'
import type { TestDatabase } from './database.ts'

/**
 * Seals all lines of evidence that a database has. The first call notes how far ids have been given; the next seals until
 * there, unless a transaction still runs that began before: of other tests' databases too, so that it may take some calls.
 * @returns how many lines were sealed
 */
export async function sealAll(db: TestDatabase, sealing: Sealing): Promise<number> {
  let lines = 0
  for (let calls = 0; calls < 2000; calls += 1) {
    lines += await sealing.sealNew()
    if (calls > 0 && (await unsealed(db)) === 0) return lines
    await sleep(5)
  }
  throw new Error('A transaction of another database ran all the time.')
}

async function unsealed(db: TestDatabase): Promise<number> {
  const [row] = await db.asOwner<{ lines: number }>(
    `select count(*)::integer as lines from audit.evidence
      where id > (select coalesce(max(until_id), 0) from audit.seal)`,
  )
  return row!.lines
}
