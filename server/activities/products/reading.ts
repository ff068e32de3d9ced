/** From what was typed, on a page, in a call or in a file, to facts; or what is wrong with each field, in words. */
import { Type, type Static } from 'typebox'
import type { FieldFault } from '../../base/http/index.ts'
import type { Words } from '../../ui/index.ts'
import { boughtFault, type Family } from './products.ts'
import { isFault, latestDay, readSerial, type Serial, type SerialFault } from './serial/index.ts'
import type { Details } from './store.ts'

/** Characters that are no text: controls other than a new line, and those that turn the direction of what follows. */
const odd = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u

/** What is known of a product beside its serial number, as it is typed. */
export const factFields = {
  bought: Type.Optional(Type.String({ maxLength: 20, description: 'day of purchase, ISO 8601' })),
  seller: Type.Optional(Type.String({ maxLength: 120 })),
  site: Type.Optional(Type.String({ maxLength: 80, description: 'where it stands, by name' })),
  note: Type.Optional(Type.String({ maxLength: 500 })),
}
const typedFacts = Type.Object(factFields)
export type TypedFacts = Static<typeof typedFacts>

/** A serial number as a field. */
export const serialText = Type.String({ minLength: 1, maxLength: 60 })

/** What is known of a product beside its serial number. */
export interface Facts {
  boughtOn: string | null
  details: Details
  /** Name of the site. */
  site: string | undefined
}

type Said = Pick<Words, 't'>

/**
 * Reads a serial number.
 * @returns it, or what is wrong with it
 */
export function serialFrom(
  typed: string,
  families: readonly Family[],
  now: Date,
  expected?: string,
): Serial | SerialFault {
  return readSerial(typed, families, latestDay(now), expected)
}

/** What is wrong with a serial number, in a sentence, with what was probably meant. */
export function saySerialFault({ part, found, nearest, meant = [] }: SerialFault, { t }: Said): string {
  const what =
    part === 'family' && nearest !== undefined
      ? t('products.fault.family-near', { found, nearest })
      : t(`products.fault.${part}`, { found, expected: nearest ?? '' })
  const [first] = meant
  if (!first) return what
  const slip =
    first.slip.kind === 'alike'
      ? t('products.fault.alike', { typed: first.slip.typed, meant: first.slip.meant })
      : t('products.fault.swapped', { typed: first.slip.typed })
  const guess = t('products.fault.meant', { serials: meant.map(({ text }) => text) })
  return meant.length === 1 ? `${what} ${slip} ${guess}` : `${what} ${guess}`
}

/**
 * Reads the facts about a product.
 * @param serial tells when it was built, which is before anybody bought it
 * @returns them, or every fault in words
 */
export function readFacts(
  typed: TypedFacts,
  serial: Pick<Serial, 'built'>,
  now: Date,
  { t }: Said,
): Facts | FieldFault[] {
  const faults: FieldFault[] = []
  for (const field of ['seller', 'site', 'note'] as const)
    if (typed[field] !== undefined && odd.test(typed[field])) faults.push({ field, message: t('products.fault.text') })
  const bought = typed.bought?.trim()
  const wrong = bought ? boughtFault(bought, serial, now) : undefined
  if (wrong) faults.push({ field: 'bought', message: t(`products.fault.${wrong}`, { built: serial.built }) })
  if (faults.length > 0) return faults
  const text = (value: string | undefined) => value?.normalize('NFC').trim() || undefined
  const [seller, note, site] = [text(typed.seller), text(typed.note), text(typed.site)]
  return {
    boughtOn: bought || null,
    details: { ...(seller ? { seller } : {}), ...(note ? { note } : {}) },
    site,
  }
}

/** Serial numbers out of a text, one a line; commas and semicolons part them too. */
export const serialLines = (text: string): string[] =>
  text
    .split(/[\n,;]+/)
    .map(line => line.trim())
    .filter(Boolean)

export { isFault }
