/** Makes a copy: what was gathered becomes a zip, and its pieces are sealed and kept as they come. */
import { spokenIn } from '../../../base/http/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { contentsOf } from './contents.ts'
import { copyRules } from './copy.ts'
import { gather } from './gather.ts'
import * as store from './store.ts'
import { ZipFile } from './zip.ts'

/** A copy that this attempt holds. */
export interface Claimed {
  id: string
  person: string
  /** Which attempt it is, from 1. */
  attempt: number
}

/**
 * Makes a copy that was claimed.
 * @returns whether it is ready now; false if it was taken back, or given up for another attempt, in the meantime
 * @throws what went wrong: then another attempt may follow
 */
export async function makeCopy(parts: RightsParts, { id, person, attempt }: Claimed): Promise<boolean> {
  const { gate, clock } = parts
  const gathered = await gather(parts, person, id)
  // Erased, or the policy does not let anybody have a copy any more: nothing to put right here.
  if (gathered instanceof Refusal || !gathered) return false
  const request = { act: 'rights.keep-copy', actor: { kind: 'customer', person }, subject: { person } } as const
  let number = 0
  const zip = new ZipFile(clock.now(), copyRules.partBytes, async piece => {
    const part = { copy: id, number, bytes: piece.toString('base64') }
    number += 1
    const kept = await gate.write(request, { part: store.addPart(person, attempt, part) })
    if (kept instanceof Refusal) throw new Error(`A copy could not be kept: ${kept.code}.`)
  })
  const language = spokenIn(gathered.copy.language, parts.languages)
  await contentsOf(parts, { person, language, gathered, zip, at: clock.now() })
  const bytes = await zip.end()
  const at = clock.now()
  const endsAt = new Date(at.getTime() + copyRules.kept)
  const done = await gate.write(request, { finished: store.finishCopy({ id, attempt, at, endsAt, bytes }) })
  const isReady = !(done instanceof Refusal) && done.finished.length === 1
  await gate.write(request, { rest: store.dropAttempt(id, attempt, isReady) })
  return isReady
}
