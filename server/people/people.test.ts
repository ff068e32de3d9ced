import { describe, expect, test } from 'vitest'
import { hardCharacters, isListed } from './guessable.ts'
import { isLive, isName, letterWait, lifetimes, normalIdentifier, passwordFault, waitAfter } from './people.ts'

const about = { name: 'An Maes', email: 'an.maes@ziekenhuis-demer.example', company: 'Example Power' }
const minute = 60_000
const hour = 60 * minute

describe('an ID', () => {
  test.each([
    ['An.Maes@Demer.example', 'an.maes@demer.example', 'capitals'],
    ['  an.maes@demer.example\t', 'an.maes@demer.example', 'stray spaces'],
    ['ａｎ.ｍａｅｓ@demer.example', 'an.maes@demer.example', 'wide letters'],
    ['ﬁona@demer.example', 'fiona@demer.example', 'a ligature'],
    ['jose\u0301@demer.example', 'jos\u00e9@demer.example', 'an accent typed as a character of its own'],
  ])('%s is found as %s: %s make no difference', (typed, normal) => {
    expect(normalIdentifier(typed)).toBe(normal)
    expect(normalIdentifier(normalIdentifier(typed))).toBe(normalIdentifier(typed))
  })

  test('with a Cyrillic а is somebody else’s than with a Latin a', () => {
    expect(normalIdentifier('аn.maes@demer.example')).not.toBe(normalIdentifier('an.maes@demer.example'))
  })
})

describe('a name', () => {
  test.each(['An Maes', 'Jean-Noël Dubois', 'Sam O’Neill', '陈伟', 'X', '<script>alert(1)</script>'])(
    'may be %s',
    name => {
      expect(isName(name)).toBe(true)
    },
  )
  test.each([
    ['nothing to read', '…'],
    ['a line break', 'An\nBcc: somebody@elsewhere.example'],
    ['a carriage return', 'An\rMaes'],
    ['a character that turns the line around', 'An \u202ESeam'],
    ['a line separator', 'An\u2028Maes'],
  ])('may not hold %s', (_what, name) => {
    expect(isName(name)).toBe(false)
  })
})

describe('a password', () => {
  test.each([
    ['a quiet river in spring', 15],
    ['wooden horse beside a lake', 15],
    ['x7$kqP2v', 8],
    ['mijn fiets is groen en traag', 15],
    ['十五文字以上のとても長い合言葉です', 15],
  ])('may be “%s”', (password, shortest) => {
    expect(passwordFault(password, about, shortest)).toBeUndefined()
  })

  test.each([
    ['fourteen chars', 15, 'password-short'],
    ['seven77', 8, 'password-short'],
    ['aaaaaaaaaaaaaaaaaaaa', 15, 'password-repeats'],
    ['abababababababababab', 15, 'password-repeats'],
    ['password12345678', 15, 'password-known'],
    ['P4ssw0rdP4ssw0rd', 15, 'password-known'],
    ['qwertyuiopasdfghjkl', 15, 'password-known'],
    ['abcdefghijklmnopqrst', 15, 'password-known'],
    ['987654321098765', 15, 'password-known'],
    ['an.maes an.maes 1', 15, 'password-known'],
    ['maes@ziekenhuis-demer', 15, 'password-known'],
    ['ExamplePower2026', 15, 'password-known'],
    ['welkom welkom welkom', 15, 'password-known'],
    ['Summer2026!', 8, 'password-known'],
    ['wachtwoord1', 8, 'password-known'],
    ['azertyuiop', 8, 'password-known'],
  ])('is refused as “%s”, where %i characters are needed: %s', (password, shortest, fault) => {
    expect(passwordFault(password, about, shortest)).toBe(fault)
  })

  test('is counted in characters, not in bytes, and not by how an accent was typed', () => {
    expect(passwordFault('é'.normalize('NFD').repeat(8), about, 15)).toBe('password-short')
    expect(passwordFault('🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦄', about, 15)).toBeUndefined()
  })

  test('of a thousand characters costs no more than one of two hundred', () => {
    // Without the limit this would take longer than the test may.
    expect(hardCharacters('aaaaaaaaab'.repeat(100_000), [])).toBeLessThan(200)
  })
})

describe('a password that leaked often', () => {
  test.each([
    'chocolate',
    'Liverpool',
    'l1verp00l',
    'liverpool2026!',
    '1qaz2wsx3edc4rfv',
    'q1w2e3r4t5y6u7i8',
    'zaq12wsx',
    'a1b2c3d4',
    'Manchester United',
    'liverpoolfc12345',
    'correct horse battery staple',
    'thequickbrownfox',
  ])('is known, as %s', password => {
    expect(isListed(password)).toBe(true)
    expect(passwordFault(password, about, 8)).toBe('password-known')
  })
  test.each(['a quiet river in spring', 'seven herons over the weir', 'Xk9#mQ2$vL5@', 'zwaluwen boven het kanaal'])(
    'is not known, as %s',
    password => {
      expect(isListed(password)).toBe(false)
      expect(passwordFault(password, about, 8)).toBeUndefined()
    },
  )
})

describe('tries in a row', () => {
  test('four mistakes cost nothing, then waiting doubles from one second to a quarter of an hour', () => {
    expect([0, 1, 4].map(waitAfter)).toEqual([0, 0, 0])
    expect([5, 6, 7, 8].map(waitAfter)).toEqual([1000, 2000, 4000, 8000])
    expect(waitAfter(15)).toBe(15 * minute)
    expect(waitAfter(99)).toBe(15 * minute)
  })
  test('after a hundred there is one a day', () => {
    expect(waitAfter(100)).toBe(24 * hour)
    expect(waitAfter(100_000)).toBe(24 * hour)
  })
  test('waiting never gets shorter', () => {
    for (let tries = 1; tries < 200; tries += 1) expect(waitAfter(tries)).toBeGreaterThanOrEqual(waitAfter(tries - 1))
  })
})

describe('a session', () => {
  const start = new Date('2026-11-02T09:00:00Z')
  const after = (milliseconds: number) => new Date(start.getTime() + milliseconds)

  test('of a customer lives thirty days, used or not', () => {
    const session = { kind: 'customer', seenAt: start, expiresAt: after(lifetimes.customerSession) }
    expect(isLive(session, after(30 * 24 * hour - 1))).toBe(true)
    expect(isLive(session, after(30 * 24 * hour))).toBe(false)
  })
  test('of a colleague ends after an hour without use', () => {
    const session = { kind: 'staff', seenAt: start, expiresAt: after(lifetimes.staffSession) }
    expect(isLive(session, after(hour - 1))).toBe(true)
    expect(isLive(session, after(hour))).toBe(false)
  })
  test('of a colleague ends after twelve hours, however much it is used', () => {
    const session = { kind: 'staff', seenAt: after(12 * hour - 1), expiresAt: after(lifetimes.staffSession) }
    expect(isLive(session, after(12 * hour - 1))).toBe(true)
    expect(isLive(session, after(12 * hour))).toBe(false)
  })
  test('between password and second factor lives ten minutes', () => {
    const session = { kind: 'half', seenAt: start, expiresAt: after(lifetimes.halfSession) }
    expect(isLive(session, after(10 * minute - 1))).toBe(true)
    expect(isLive(session, after(10 * minute))).toBe(false)
  })
})

test('a letter that was not delivered waits a minute, then each time twice as long, and never more than six hours', () => {
  expect([1, 2, 3, 4].map(letterWait)).toEqual([minute, 2 * minute, 4 * minute, 8 * minute])
  expect(letterWait(50)).toBe(6 * hour)
})
