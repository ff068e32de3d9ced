import { describe, expect, test } from 'vitest'
import { readAddress, showAddress } from './addresses.ts'
import { isSame } from './contact.ts'
import { readPhone, showPhone } from './phones.ts'

describe('a phone number', () => {
  test.each([
    ['202-555-0123', 'US', '+12025550123'],
    ['+1 202 555 0123', 'BE', '+12025550123'],
    ['001 202 555 0123', 'BE', '+12025550123'],
    ['04 222 33 44', 'BE', '+3242223344'],
    ['+32 (0)4 222 33 44', 'NL', '+3242223344'],
    ['٢٠٢٥٥٥٠١٢٣', 'US', '+12025550123'],
  ])('is understood as %s in %s', (typed, country, number) => {
    expect(readPhone(typed, country)).toMatchObject({ number })
  })

  test('keeps its country and its extension', () => {
    expect(readPhone('202-555-0123 ext. 12', 'US')).toEqual({ number: '+12025550123', country: 'US', extension: '12' })
  })

  test.each([
    ['call me', 'BE', 'phone-letters'],
    ['<script>alert(1)</script>', 'BE', 'phone-letters'],
    ['202-555-0123 or <b>', 'US', 'phone-letters'],
    ['12', 'BE', 'phone-short'],
    ['0470 12 34 56 789 000', 'BE', 'phone-long'],
    ['+999 123 45 67', 'BE', 'phone-prefix'],
    ['+32 0 000 01 23', 'BE', 'phone-nobody'],
    ['202-555-0123', '', 'phone-country'],
    ['202-555-0123', 'ZZ', 'phone-country'],
  ])('that is wrong says what is wrong: %s in "%s"', (typed, country, fault) => {
    expect(readPhone(typed, country)).toBe(fault)
  })

  test('is shown as the world writes it, and one that no plan knows as it came', () => {
    expect(showPhone({ number: '+12025550123' })).toBe('+1 202 555 0123')
    expect(showPhone({ number: '+12025550123', extension: '12' })).toBe('+1 202 555 0123 ext. 12')
    expect(showPhone({ number: '+32 0 000 01 23', country: 'BE' })).toBe('+32 0 000 01 23')
  })
})

describe('an address', () => {
  const typed = { street: 'Quai de l’Exemple 12', postcode: '4000', city: 'Liège', country: 'BE' }

  test.each([
    ['BE', 'b-4000', '4000'],
    ['NL', '3511ab', '3511 AB'],
    ['FR', '69001', '69001'],
    ['DE', 'D-44135', '44135'],
    ['LU', '1234', 'L-1234'],
    ['GB', 'b11aa', 'B1 1AA'],
    ['US', '20001', '20001'],
    ['US', '200011234', '20001-1234'],
    ['IN', ' 560001 ', '560001'],
  ])('in %s with the postcode "%s" is written with %s', (country, postcode, written) => {
    expect(readAddress({ ...typed, country, postcode })).toEqual({ ...typed, country, postcode: written })
  })

  test.each([
    ['BE', '0400'],
    ['BE', ''],
    ['NL', '3511'],
    ['GB', '4000'],
    ['US', '2000'],
  ])('in %s cannot have the postcode "%s"', (country, postcode) => {
    expect(readAddress({ ...typed, country, postcode })).toEqual([{ field: 'postcode', code: 'postcode' }])
  })

  test('may have no postcode where its country has none', () => {
    expect(readAddress({ ...typed, country: 'HK', postcode: '' })).toEqual({
      street: typed.street,
      city: typed.city,
      country: 'HK',
    })
  })

  test('without anything says what is missing, field by field', () => {
    expect(readAddress({})).toEqual(
      expect.arrayContaining(['street', 'city', 'country'].map(field => expect.objectContaining({ field }))),
    )
  })

  test('stands as its country writes it', () => {
    const name = (code: string) => `<${code}>`
    expect(showAddress(typed, name)).toEqual(['Quai de l’Exemple 12', '4000 Liège', '<BE>'])
    expect(
      showAddress({ street: '4 Example Lane', postcode: 'B1 1AA', city: 'Birmingham', country: 'GB' }, name),
    ).toEqual(['4 Example Lane', 'Birmingham B1 1AA', '<GB>'])
  })
})

test('two lines say the same whatever the order of their parts', () => {
  const one = { kind: 'phone', value: { number: '+12025550123', country: 'US' } } as const
  expect(isSame(one, { kind: 'phone', value: { country: 'US', number: '+12025550123' } })).toBe(true)
  expect(isSame(one, { kind: 'phone', value: { number: '+12025550123' } })).toBe(false)
})
