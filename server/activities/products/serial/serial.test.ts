import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isFault, readSerial, type Pattern, type SerialFault } from './index.ts'
import { checkLetter } from './schemes.ts'
import { isDay, isWeek, lastDayOf, mondayOf, monthsLater } from './weeks.ts'

const file = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../db/seed/products.json'), 'utf8')) as {
  families: Pattern[]
}
const { families } = file
const today = '2026-11-23'
const read = (typed: string, expected?: string) => readSerial(typed, families, today, expected)

/** One of each family, and its check letters were worked out by hand elsewhere. */
const samples = [
  'OU20-12637-04182-C',
  'OU30-12611-01977-L',
  'OU25-22548-00316-P',
  'LS04-12540-00821-E',
  'LC80-12602-00057-P',
  'VE30-12630-02264-P',
  'SE30-32519-07730-Y',
  'SP40-12515-00112-L',
  'WU12-12447-00038-T',
  'HE60-42609-00019-S',
  'MV02-12622-03305-Y',
  'MP01-32601-05418-M',
]

describe('a serial number', () => {
  it.each(samples)('%s is read as it is written', text => {
    expect(read(text)).toMatchObject({ text, family: text.slice(0, 4) })
  })

  it('tells the plant and the week in which its product was built', () => {
    expect(read('OU20-12637-04182-C')).toEqual({
      text: 'OU20-12637-04182-C',
      family: 'OU20',
      plant: '1',
      year: 2026,
      week: 37,
      built: '2026-09-13',
    })
  })

  it.each([
    'ou20 12637 04182 c',
    ' OU20126370 4182C ',
    'ou20–12637—04182‑c',
    'OU20_12637.04182/C',
    'ＯＵ２０-12637-04182-Ｃ',
    'O U 2 0 1 2 6 3 7 0 4 1 8 2 C',
  ])('in lower case, with blanks or without hyphens is the same: %j', typed => {
    expect(read(typed)).toMatchObject({ text: 'OU20-12637-04182-C' })
  })
})

describe('what looks wrong', () => {
  it.each([
    ['', 'empty', ''],
    ['   ', 'empty', ''],
    ['OU20-12637-04182-*', 'characters', '*'],
    ['<script>alert(1)</script>', 'characters', '<'],
    ['OU20-12637-04182', 'length', '14'],
    ['OU20-12637-041822-C', 'length', '16'],
    ['XX99-12637-04182-C', 'family', 'XX99'],
    ['OU20-92637-04182-C', 'plant', '9'],
    ['OU20-12654-04182-C', 'week', '2654'],
    ['OU20-12600-04182-C', 'week', '2600'],
    ['OU20-12553-04182-C', 'week', '2553'],
    ['OU20-12652-04182-C', 'future', '2652'],
    ['OU20-19901-04182-C', 'future', '9901'],
    ['OU20-12637-04X82-C', 'number', '04X82'],
    ['OU20-12637-04182-D', 'check', 'D'],
  ])('in %j is named: %s %j', (typed, part, found) => {
    expect(read(typed)).toMatchObject({ part, found })
  })

  it('is the family, where another one was expected', () => {
    expect(read('OU20-12637-04182-C', 'LS04')).toEqual({ part: 'other-family', found: 'OU20', nearest: 'LS04' })
    expect(read('OU20-12637-04182-C', 'OU20')).toMatchObject({ family: 'OU20' })
  })

  it('comes with the nearest family', () => {
    expect(read('OU21-12637-04182-C')).toMatchObject({ part: 'family', nearest: 'OU20' })
    expect(read('ZZZZ-12637-04182-C')).not.toHaveProperty('nearest')
  })

  it('comes with what was meant: O for 0, everywhere', () => {
    expect(read('OU2O-12637-O4182-C')).toEqual({
      part: 'family',
      found: 'OU2O',
      nearest: 'OU20',
      meant: [{ text: 'OU20-12637-04182-C', slip: { kind: 'alike', typed: 'O', meant: '0' } }],
    })
  })

  it('comes with what was meant: I for 1, and 0 for O in the family', () => {
    expect(read('OU20-I2637-04I82-C')).toMatchObject({ part: 'plant', meant: [{ text: 'OU20-12637-04182-C' }] })
    expect(read('0U20-12637-04182-C')).toMatchObject({
      part: 'family',
      meant: [{ text: 'OU20-12637-04182-C', slip: { kind: 'alike', typed: '0', meant: 'O' } }],
    })
  })

  it('comes with what was meant: neighbours that changed places', () => {
    const found = read('OU20-12637-04812-C')
    expect(found).toMatchObject({ part: 'check' })
    expect(found).toHaveProperty('meant')
    expect((found as SerialFault).meant).toContainEqual({
      text: 'OU20-12637-04182-C',
      slip: { kind: 'swapped', typed: '81' },
    })
  })

  it('comes without a guess where no usual slip leads anywhere', () => {
    expect(read('OU20-12637-09999-A')).not.toHaveProperty('meant')
  })
})

describe('the check letter', () => {
  it('finds every wrong digit and every two neighbours that changed places, in every family', () => {
    let missed = 0
    let seen = 0
    for (const sample of samples) {
      const bare = sample.replaceAll('-', '')
      const [body, check] = [bare.slice(0, -1), bare.slice(-1)]
      const others: string[] = []
      for (let at = 2; at < body.length; at += 1) {
        for (const digit of '0123456789')
          if (digit !== body[at]) others.push(body.slice(0, at) + digit + body.slice(at + 1))
        if (at + 1 < body.length && body[at] !== body[at + 1])
          others.push(body.slice(0, at) + body[at + 1] + body[at] + body.slice(at + 2))
      }
      seen += others.length
      missed += others.filter(other => checkLetter(other) === check).length
    }
    expect(seen).toBeGreaterThan(1296)
    expect(missed).toBe(0)
  })
})

describe('whatever is typed', () => {
  it('is read or named, and never thrown at anybody', () => {
    const strange = fc.sample(fc.string({ maxLength: 60, unit: 'binary' }), 300).filter(typed => {
      const found = read(typed)
      return isFault(found) ? found.part === undefined : found.text.length !== 18
    })
    expect(strange).toEqual([])
  })

  it('that is suggested is right itself', () => {
    const wrong = samples.flatMap(sample => {
      const bare = sample.replaceAll('-', '')
      return [...bare].flatMap((_character, at) =>
        [...'01258BDGILOQSZ'].flatMap(other => {
          const found = read(bare.slice(0, at) + other + bare.slice(at + 1))
          return isFault(found) ? (found.meant ?? []).filter(({ text }) => isFault(read(text))) : []
        }),
      )
    })
    expect(wrong).toEqual([])
  })
})

describe('weeks and days', () => {
  it('are those of ISO 8601', () => {
    expect([mondayOf(2026, 1), mondayOf(2021, 1), lastDayOf(2020, 53)]).toEqual([
      '2025-12-29',
      '2021-01-04',
      '2021-01-03',
    ])
    expect([isWeek(2020, 53), isWeek(2026, 53), isWeek(2025, 53), isWeek(2026, 0)]).toEqual([true, true, false, false])
  })

  it('end with a shorter month', () => {
    expect([monthsLater('2024-02-29', 12), monthsLater('2026-08-31', 6), monthsLater('2025-12-31', 14)]).toEqual([
      '2025-02-28',
      '2027-02-28',
      '2027-02-28',
    ])
    expect([isDay('2026-02-30'), isDay('2028-02-29'), isDay('26-2-3'), isDay('2026-13-01')]).toEqual([
      false,
      true,
      false,
      false,
    ])
  })
})
