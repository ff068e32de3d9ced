/** Offers to put back what was changed a moment ago: a correction, a removal, or what was put back. */
import type { Datum } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Notice } from '../../ui/index.ts'
import type { Profile } from './acts.ts'
import { sayEntry } from './contact/index.ts'
import { PutBackButton, type Asked } from './lines.tsx'
import { lineOf, type Lines } from './profile.ts'
import { belowOf } from './reach.tsx'

interface Undoing {
  request: Asked
  profile: Profile
  lines: readonly Lines[]
  /** What was changed last: `name`, `language` or the id of a line. */
  undo: string
}

/** The offer, as long as it can be taken. */
export function Undo(props: Undoing) {
  const { request } = props
  const offer = undoOf(props)
  if (!offer) return null
  const { before, how = 'corrected', below, fields = {} } = offer
  return (
    <Notice tone="neutral">
      <div class="undo">
        <span>{request.t(`profile.undo.${how}`, { before })}</span>
        <PutBackButton request={request} what={before} below={below} fields={fields} isUndo />
      </div>
    </Notice>
  )
}

/** What puts a former name in the place of the one that is there now. */
export const nameFields = (names: readonly Datum<string>[]) => (one: Datum<string>) => ({
  line: names[0]?.id ?? '',
  name: one.value,
})

interface UndoOffer {
  before: string
  /** What would be undone; a correction if nothing else is said. */
  how?: 'corrected' | 'removed' | 'restored'
  below: string[]
  fields?: Record<string, string>
}

function undoOf({ request, profile: { names, languages }, lines: all, undo }: Undoing): UndoOffer | undefined {
  if (undo === 'name') {
    if (names instanceof Refusal || !names[1]) return undefined
    return { before: names[1].value, below: ['name'], fields: nameFields(names)(names[1]) }
  }
  if (undo === 'language') {
    const before = languages instanceof Refusal ? undefined : languages[1]?.value
    return before === undefined
      ? undefined
      : { before: request.formats.languageName(before), below: ['language'], fields: { language: before } }
  }
  for (const lines of all) {
    const line = lineOf(lines, undo)
    if (!line) continue
    const before = sayEntry(line.contact, request)
    // It came back a moment ago: what takes that back is removing it.
    if (!line.replacedAt) return { before, how: 'restored', below: [...belowOf(line), 'remove'] }
    const isRemoved = lines.removed.some(one => one.id === line.id)
    return { before, how: isRemoved ? 'removed' : 'corrected', below: [...belowOf(line), 'put-back'] }
  }
  return undefined
}
