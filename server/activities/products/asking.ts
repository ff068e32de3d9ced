/** What queries and fields of this slice have in common. */
import { Type } from 'typebox'
import type { Filter } from './store.ts'

/** Whose products: a company's id; absent or `mine`: one's own. */
export const ofField = Type.Optional(Type.String({ pattern: '^(mine|[0-9a-f-]{36})$', fault: 'products.fault.whose' }))

/** The company that is meant; null: oneself. */
export const organisationOf = (of: string | undefined): string | null => (of === undefined || of === 'mine' ? null : of)

/** What is looked for. A form sends a field that was left empty as an empty text. */
export const lookQuery = {
  of: ofField,
  family: Type.Optional(Type.String({ maxLength: 10 })),
  site: Type.Optional(Type.String({ pattern: '^([0-9a-f-]{36})?$' })),
  serial: Type.Optional(Type.String({ maxLength: 40 })),
}

/** What is looked for, out of a query: an empty field is none. */
export function filterOf(
  query: { family?: string | undefined; site?: string | undefined; serial?: string | undefined },
  ended = false,
): Filter {
  const serial = query.serial?.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return { family: query.family || undefined, site: query.site || undefined, serial: serial || undefined, ended }
}
