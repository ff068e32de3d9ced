/** What the first page of the privacy centre tells from what is held. Pure. */
import { type Compiled, needsAgreement } from '../../policy/compile.ts'
import type { RecordItem } from '../../policy/record.ts'
import { isRunning, stateOf, type CopyRow } from './copy/index.ts'

/** To how many of the purposes that wait for a yes somebody agreed: what they said last about each. */
export function agreedIn(items: readonly RecordItem[], { loaded }: Compiled): { agreed: number; asked: number } {
  const asked = Object.entries(loaded.policy.purposes).flatMap(([id, purpose]) => (needsAgreement(purpose) ? [id] : []))
  const said = new Map<unknown, { at: number; said: unknown }>()
  for (const { place, value, row, at } of items) {
    if (place !== 'consent.event.said' || (value !== 'agree' && value !== 'withdraw')) continue
    const before = said.get(row['purpose'])
    const time = at?.getTime() ?? 0
    if (!before || time > before.at) said.set(row['purpose'], { at: time, said: value })
  }
  return { agreed: asked.filter(id => said.get(id)?.said === 'agree').length, asked: asked.length }
}

/** The copy that waits to be fetched or is on its way, if there is one: the newest. */
export function copyIn(items: readonly RecordItem[], now: Date): { id: string; until: Date | undefined } | undefined {
  for (const { place, row } of items) {
    if (place !== 'rights.copy.parts') continue
    const copy = row as unknown as CopyRow
    const state = stateOf(copy, now)
    if (state === 'ready') return { id: copy.id, until: copy.ends_at! }
    if (isRunning(state)) return { id: copy.id, until: undefined }
  }
  return undefined
}
