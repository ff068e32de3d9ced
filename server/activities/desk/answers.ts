/** What a record's categories look like in the answer of a call. */
import { Type } from 'typebox'
import type { Compiled } from '../../policy/compile.ts'
import type { Section } from './acts.ts'

/** One category. */
export const SectionAnswer = Type.Object({
  category: Type.String(),
  clause: Type.String(),
  masked: Type.Boolean({ description: 'whether values are masked; POST the category to reveal it' }),
  items: Type.Array(
    Type.Object({
      item: Type.String({ description: 'schema.table.column' }),
      kind: Type.Optional(Type.String()),
      value: Type.Unknown(),
      current: Type.Boolean({ description: 'false: replaced, and kept as history' }),
      since: Type.Optional(Type.String({ format: 'date-time' })),
      source: Type.Optional(Type.String()),
    }),
  ),
})

/** One category in that shape. */
export function sectionAnswer(compiled: Compiled, { category, masked, entries }: Section) {
  return {
    category,
    clause: compiled.loaded.policy.categories[category]?.clause ?? '',
    masked,
    items: entries.map(({ item, value }) => {
      const { kind } = item.row
      return {
        item: item.place,
        ...(typeof kind === 'string' ? { kind } : {}),
        value,
        current: item.current,
        ...(item.at ? { since: item.at.toISOString() } : {}),
        ...(item.source === undefined ? {} : { source: item.source }),
      }
    }),
  }
}
