import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../base/csv.ts'
import { copyRules, isDeletedByHand, mayAsk, readParts, stateOf, writtenParts, type CopyRow } from './copy.ts'
import { filePaths, safeName } from './file-names.ts'
import { createPermissions } from './permission.ts'
import { ZipFile } from './zip.ts'

const now = new Date('2026-11-02T09:00:00Z')
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds)
const row = (given: Partial<CopyRow> = {}): CopyRow => ({
  id: 'x',
  parts: 'everything',
  formats: 'html json csv',
  language: 'en',
  recorded_at: now,
  begun_at: null,
  tries: 0,
  ready_at: null,
  ends_at: null,
  emptied_at: null,
  bytes: null,
  ...given,
})

describe('a copy', () => {
  it('is ready until its end and deleted from that moment on, whenever the job comes by', () => {
    const ready = row({ begun_at: now, tries: 1, ready_at: now, ends_at: after(copyRules.kept) })
    expect(stateOf(row(), now)).toBe('requested')
    expect(stateOf(row({ begun_at: now, tries: 1 }), now)).toBe('preparing')
    expect(stateOf(ready, after(copyRules.kept - 1))).toBe('ready')
    expect(stateOf(ready, after(copyRules.kept))).toBe('deleted')
    expect(isDeletedByHand(ready)).toBe(false)
    expect(isDeletedByHand({ ...ready, ends_at: after(1_000) })).toBe(true)
  })

  it('has failed once its last attempt was given up, and not while that one is under way', () => {
    const last = row({ begun_at: now, tries: copyRules.mostTries })
    expect(stateOf(last, after(copyRules.givenUp - 1))).toBe('preparing')
    expect(stateOf(last, after(copyRules.givenUp))).toBe('failed')
  })

  it('can be asked for a few times a day, and again a day after the one that made it too many', () => {
    const asked = Array.from({ length: copyRules.mostADay }, (_, at) => row({ recorded_at: after(at * 1_000) }))
    expect(mayAsk(asked.slice(1), now)).toEqual({ yes: true })
    expect(mayAsk(asked, after(60_000))).toEqual({ yes: false, from: after(24 * 60 * 60_000) })
    expect(mayAsk(asked, after(24 * 60 * 60_000))).toEqual({ yes: true })
  })

  it('keeps what was chosen', () => {
    for (const parts of ['everything', ['contact', 'looked']] as const)
      expect(readParts(writtenParts(parts))).toEqual(parts)
  })
})

describe('a permission to fetch one', () => {
  const permissions = createPermissions({ derive: use => Buffer.from(use.padEnd(32, '.')) })
  const holder = { person: 'an', session: 'one' }
  const { token } = permissions.issue('copy', holder, now)

  it('is good for ten minutes, for one copy, in one session of one person', () => {
    expect(permissions.isGood(token, 'copy', holder, after(copyRules.confirmed - 1))).toBe(true)
    expect(permissions.isGood(token, 'copy', holder, after(copyRules.confirmed))).toBe(false)
    expect(permissions.isGood(token, 'other', holder, now)).toBe(false)
    expect(permissions.isGood(token, 'copy', { ...holder, session: 'two' }, now)).toBe(false)
    expect(permissions.isGood(token, 'copy', { ...holder, person: 'luc' }, now)).toBe(false)
  })

  it('is not made by guessing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 90 }), guess => {
        expect(permissions.isGood(guess, 'copy', holder, now)).toBe(guess === token)
      }),
    )
    expect(permissions.isGood(undefined, 'copy', holder, now)).toBe(false)
  })
})

describe('a file in a copy', () => {
  it('has a name that leaves no folder, hides nothing and works on every system', () => {
    const names = {
      '../../etc/passwd': '_.._etc_passwd',
      'C:\\Windows\\proof.pdf': 'C_Windows_proof.pdf',
      '.hidden': 'hidden',
      'con.txt': '_con.txt',
      'a\u202Efdp.exe': 'a_fdp.exe',
      '': 'file',
      'Kaufbeleg Ä.jpg': 'Kaufbeleg Ä.jpg',
    }
    for (const [given, wanted] of Object.entries(names)) expect(safeName(given), given).toBe(wanted)
  })

  it('never has the path of another one, not even in other capitals', () => {
    const pathOf = filePaths()
    const paths = ['proof.pdf', 'Proof.pdf', 'proof.pdf'].map(name => pathOf('products.registration', name))
    expect(paths).toEqual([
      'files/products.registration/proof.pdf',
      'files/products.registration/Proof (2).pdf',
      'files/products.registration/proof (3).pdf',
    ])
  })

  it('stays inside the zip, whatever it is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name => {
        const path = filePaths()('products.registration', name)
        expect(path.split('/')).toHaveLength(3)
        expect(path).not.toMatch(/\\|\p{Cc}|\/\.\.?(?:\/|$)/u)
      }),
    )
  })
})

describe('a zip that is written as it grows', () => {
  it('hands out pieces of one size, and holds no more than one in between', async () => {
    const pieces: Buffer[] = []
    let written = 0
    const zip = new ZipFile(now, 10_000, async piece => {
      pieces.push(piece)
    })
    // Random bytes do not get smaller: what has gone in must have come out, but for one piece.
    function* content() {
      for (let at = 0; at < 40; at += 1) {
        const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, place) => (place * 7919 + at * 104_729) & 255))
        const out = pieces.reduce((sum, piece) => sum + piece.length, 0)
        expect(written - out).toBeLessThan(5_000 + 10_000 + 1_000)
        written += bytes.length
        yield bytes
      }
    }
    const entry = await zip.add('files/a.jpg', content(), 'image/jpeg')
    await zip.add('b.txt', ['one ', 'and two'])
    const size = await zip.end()
    expect(new Set(pieces.slice(0, -1).map(piece => piece.length))).toEqual(new Set([10_000]))
    const all = Buffer.concat(pieces)
    expect([all.length, entry.bytes]).toEqual([size, 200_000])
    const files = unzipSync(all)
    expect(Buffer.from(files['b.txt']!).toString()).toBe('one and two')
    expect(files['files/a.jpg']).toHaveLength(200_000)
  })

  it('stops when a piece cannot be kept', async () => {
    const zip = new ZipFile(now, 100, () => Promise.reject(new Error('the disk is full')))
    await expect(zip.add('a.jpg', [Buffer.alloc(1_000, 7)], 'image/jpeg')).rejects.toThrow('the disk is full')
  })
})

describe('a line of a table', () => {
  it('keeps commas, quotes and new lines together, and says nothing for nothing', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', null, undefined, 3, true, now])).toBe(
      '"a,b","say ""hi""","two\nlines",,,3,true,2026-11-02T09:00:00.000Z\r\n',
    )
  })

  it('is no formula for a spreadsheet, and leaves phone numbers as they are', () => {
    expect(csvLine(['=1+1', '@SUM(A1)', '+cmd|x', '-2+3', '+32 470 12 34 56', '-5'])).toBe(
      `"'=1+1","'@SUM(A1)","'+cmd|x","'-2+3",+32 470 12 34 56,-5\r\n`,
    )
  })
})
