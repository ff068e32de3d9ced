/** How serial numbers are written and checked. A family of the catalogue names its scheme. */

/** The parts of a serial number without hyphens, as they stand there. */
export interface SerialParts {
  family: string
  plant: string
  year: string
  week: string
  number: string
  check: string
}

export interface Scheme {
  /** Characters, without hyphens. */
  length: number
  split(bare: string): SerialParts
  /** With its hyphens. */
  join(bare: string): string
}

/** No I, O and Q, which are taken for digits. */
const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ'

/** `FFNN-PYYWW-SSSSS-C`: family, plant, year and ISO week of production, running number, check letter. */
const base36mod23: Scheme = {
  length: 15,
  split: bare => ({
    family: bare.slice(0, 4),
    plant: bare.slice(4, 5),
    year: bare.slice(5, 7),
    week: bare.slice(7, 9),
    number: bare.slice(9, 14),
    check: bare.slice(14),
  }),
  join: bare => [bare.slice(0, 4), bare.slice(4, 9), bare.slice(9, 14), bare.slice(14)].join('-'),
}

export const schemes: Readonly<Record<string, Scheme>> = { 'base36-mod-23': base36mod23 }

/** The letter that proves the others: all characters read as one number of base 36, its remainder by 23 as a letter. */
export function checkLetter(bare: string): string {
  let rest = 0
  for (const character of bare) rest = (rest * 36 + Number.parseInt(character, 36)) % letters.length
  return letters[rest]!
}
