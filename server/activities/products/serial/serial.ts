/** Serial numbers: what is wrong with one, part by part, and what was probably meant. Pure. */
import { nearest } from '../../../policy/nearest.ts'
import { checkLetter, schemes, type Scheme } from './schemes.ts'
import { isWeek, lastDayOf, mondayOf } from './weeks.ts'

/** What a serial number tells of its product. */
export interface Serial {
  /** As it is written: with its hyphens, in capitals. */
  text: string
  /** Code of the family in the catalogue. */
  family: string
  plant: string
  /** Four digits. */
  year: number
  /** ISO 8601 week. */
  week: number
  /** Last day of that week, ISO 8601. */
  built: string
}

/** What reading needs to know of a family. */
export interface Pattern {
  code: string
  scheme: string
  /** The digits of the plants that build it. */
  plants: string
}

/** The part that looks wrong, in the order in which the parts are looked at. */
export type Part =
  'empty' | 'characters' | 'length' | 'family' | 'other-family' | 'plant' | 'week' | 'future' | 'number' | 'check'

/** What is wrong with what was typed. */
export interface SerialFault {
  part: Part
  /** What stands there. */
  found: string
  /** The whole serial numbers that were probably meant, three at most. */
  meant?: Meant[]
  /** The nearest family of the catalogue. */
  nearest?: string
}

/** What was probably meant, and what was mixed up: two characters that look alike, or the places of two neighbours. */
export interface Meant {
  text: string
  slip: { kind: 'alike'; typed: string; meant: string } | { kind: 'swapped'; typed: string }
}

/** Characters that are taken for each other when a label is read. */
const alike = ['O0', 'I1', 'L1', 'Q0', 'D0', 'S5', 'B8', 'Z2', 'G6']
/** All that people put between the parts. */
const between = /[\s\p{Pd}\u2212_./·]+/gu

/** What was typed, without what is between the parts, in capitals. */
const bare = (typed: string): string => typed.normalize('NFKC').replace(between, '').toUpperCase()

/**
 * Reads a serial number: lower case, blanks and missing hyphens are as good.
 * @param today ISO 8601; what was built later cannot be there yet
 * @param expected the family that it should be of, where that was said
 */
export function readSerial(
  typed: string,
  families: readonly Pattern[],
  today: string,
  expected?: string,
): Serial | SerialFault {
  const text = bare(typed)
  const found = readBare(text, families, today)
  if (!('part' in found))
    return expected !== undefined && expected !== found.family
      ? { part: 'other-family', found: found.family, nearest: expected }
      : found
  return { ...found, ...meantBy(text, found.part, families, today) }
}

/** Whether reading a serial number found a fault. */
export const isFault = (read: Serial | SerialFault): read is SerialFault => 'part' in read

function readBare(text: string, families: readonly Pattern[], today: string): Serial | SerialFault {
  if (text === '') return { part: 'empty', found: '' }
  const odd = /[^0-9A-Z]/u.exec(text)?.[0]
  if (odd !== undefined) return { part: 'characters', found: odd }
  const family = families.find(one => text.startsWith(one.code))
  const scheme = schemes[family?.scheme ?? families[0]?.scheme ?? '']
  if (!scheme) return { part: 'family', found: text.slice(0, 4) }
  if (text.length !== scheme.length) return { part: 'length', found: String(text.length) }
  const at = scheme.split(text)
  if (!family) {
    const near = nearest(
      at.family,
      families.map(({ code }) => code),
    )
    return { part: 'family', found: at.family, ...(near ? { nearest: near } : {}) }
  }
  return readParts(text, family, scheme, today)
}

function readParts(text: string, family: Pattern, scheme: Scheme, today: string): Serial | SerialFault {
  const { plant, year, week, number, check } = scheme.split(text)
  if (!family.plants.includes(plant)) return { part: 'plant', found: plant }
  const [fullYear, weekNumber] = [2000 + Number(year), Number(week)]
  if (!/^\d\d$/.test(year) || !/^\d\d$/.test(week) || !isWeek(fullYear, weekNumber))
    return { part: 'week', found: year + week }
  if (mondayOf(fullYear, weekNumber) > today) return { part: 'future', found: year + week }
  if (!/^\d+$/.test(number)) return { part: 'number', found: number }
  if (checkLetter(text.slice(0, -1)) !== check) return { part: 'check', found: check }
  return {
    text: scheme.join(text),
    family: family.code,
    plant,
    year: fullYear,
    week: weekNumber,
    built: lastDayOf(fullYear, weekNumber),
  }
}

/** The serial numbers without a fault that the likeliest kind of slip leads to; none where they are many. */
function meantBy(text: string, part: Part, families: readonly Pattern[], today: string): Pick<SerialFault, 'meant'> {
  if (part === 'empty' || part === 'characters' || part === 'length' || text.length > 40) return {}
  for (const tries of [allAlike(text), oneAlike(text), swapped(text)]) {
    const right = new Map<string, Meant>()
    for (const { text: other, slip } of tries) {
      const read = readBare(other, families, today)
      if (!isFault(read) && !right.has(read.text)) right.set(read.text, { text: read.text, slip })
    }
    if (right.size > 0) return right.size <= 3 ? { meant: [...right.values()] } : {}
  }
  return {}
}

/** The same character mixed up everywhere: every O a 0. */
function allAlike(text: string): Meant[] {
  return alike.flatMap(([letter = '', digit = '']) => [
    // The family and the check letter are what they are; between them stand digits.
    ...tried(text, text.slice(0, 2) + text.slice(2, -1).replaceAll(letter, digit) + text.slice(-1), letter, digit),
  ])
}

function oneAlike(text: string): Meant[] {
  return [...text].flatMap((character, at) =>
    alike.flatMap(([one = '', other = '']) => {
      const meant = character === one ? other : character === other ? one : undefined
      return meant === undefined ? [] : tried(text, text.slice(0, at) + meant + text.slice(at + 1), character, meant)
    }),
  )
}

const tried = (text: string, other: string, typed: string, meant: string): Meant[] =>
  other === text ? [] : [{ text: other, slip: { kind: 'alike', typed, meant } }]

function swapped(text: string): Meant[] {
  return [...text].slice(0, -1).flatMap((character, at) => {
    const next = text[at + 1]!
    if (next === character) return []
    const other = text.slice(0, at) + next + character + text.slice(at + 2)
    return [{ text: other, slip: { kind: 'swapped', typed: character + next } }]
  })
}
