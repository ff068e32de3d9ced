/** What is done about copies by the clock: prepare them, say that they are ready, delete them when their time is over. */
import { link } from '../../../base/http/index.ts'
import type { Job } from '../../../base/job.ts'
import { writeTo } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { copyRules } from './copy.ts'
import { makeCopy } from './make.ts'
import * as store from './store.ts'

const system = { kind: 'system' } as const
const queue = { act: 'rights.queue-copies', actor: system } as const
/** How many are taken from the queue in one turn. */
const most = 20

/**
 * Prepares the copies that wait, one after the other, and writes to whose copy is ready.
 * @returns how many were prepared
 * @throws Unprepared once all were tried, if some failed
 */
export async function prepareCopies(parts: RightsParts): Promise<number> {
  const { gate, clock } = parts
  const due = await gate.read({ ...queue, subject: 'none' }, { copies: store.dueCopies(clock.now(), most) })
  if (due instanceof Refusal) return 0
  let prepared = 0
  const faults: unknown[] = []
  for (const { id, person } of due.copies) {
    try {
      if (await prepare(parts, id, person)) prepared += 1
    } catch (error) {
      faults.push(error)
    }
  }
  await tell(parts)
  if (faults.length > 0) throw new Unprepared(faults)
  return prepared
}

async function prepare(parts: RightsParts, id: string, person: string): Promise<boolean> {
  const { gate, clock } = parts
  const request = { ...queue, subject: { person } }
  const claimed = await gate.write(request, { claim: store.claimCopy(id, clock.now()) })
  if (claimed instanceof Refusal) return false
  const [mine] = claimed.claim
  if (!mine) return false
  const attempt = mine.tries
  try {
    return await makeCopy(parts, { id, person, attempt })
  } catch (error) {
    const next = new Date(clock.now().getTime() - copyRules.givenUp + copyRules.pause)
    await gate.write(request, { release: store.releaseCopy(id, attempt, next) })
    throw error
  }
}

/** Letters to whose copy is ready. Who dies between the letter and noting it writes that letter again. */
async function tell(parts: RightsParts): Promise<void> {
  const { gate, clock, publicUrl } = parts
  const untold = await gate.read({ ...queue, subject: 'none' }, { copies: store.untoldCopies(most) })
  if (untold instanceof Refusal) return
  for (const { id, person, ends_at: until } of untold.copies) {
    await writeTo(parts, person, 'rights.copy-ready', language => ({
      link: `${publicUrl}${link(language, 'privacy-centre/copy', id)}`,
      until,
    }))
    await gate.write({ ...queue, subject: { person } }, { told: store.toldCopy(id, clock.now()) })
  }
}

/**
 * Deletes what is kept of copies whose time is over; that they were there stays known.
 * @returns how many
 */
export async function expireCopies({ gate, clock }: Pick<RightsParts, 'gate' | 'clock'>): Promise<number> {
  const now = clock.now()
  const ended = await gate.read({ ...queue, subject: 'none' }, { copies: store.endedCopies(now, most) })
  if (ended instanceof Refusal) return 0
  for (const { id, person } of ended.copies) {
    await gate.write(
      { act: 'rights.expire-copies', actor: system, subject: { person } },
      { parts: store.dropParts(person, id), noted: store.emptiedCopy(id, now) },
    )
  }
  return ended.copies.length
}

/** Copies that wait for another attempt. Says how many and what kind of fault; never whose. */
export class Unprepared extends Error {
  override readonly name = 'Unprepared'
  constructor(faults: readonly unknown[]) {
    const kinds = faults.map(fault => {
      const { code } = fault as { code?: unknown }
      return String(code ?? (fault instanceof Error ? fault.name : typeof fault))
    })
    super(`${faults.length} copies could not be prepared and will be tried again: ${[...new Set(kinds)].join(', ')}`)
  }
}

/** The jobs of this part of the product. */
export function copyJobs(parts: RightsParts): Job[] {
  return [
    { name: 'prepare copies of data', every: 1_000, run: () => prepareCopies(parts) },
    { name: 'delete copies whose time is over', every: 10 * 60_000, run: () => expireCopies(parts) },
  ]
}
