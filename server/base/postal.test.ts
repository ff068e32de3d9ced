import { describe, expect, test } from 'vitest'
import { postalRules, writtenAddress, writtenPostcode } from './postal.ts'

const name = (code: string) => `<${code}>`

describe('an address', () => {
  test.each([
    [
      { street: '100 Sample Ave', city: 'Washington', region: 'DC', postcode: '20001', country: 'US' },
      ['100 Sample Ave', 'Washington, DC 20001'],
    ],
    [
      { street: '100 Sample Ave', city: 'Washington', postcode: '20001', country: 'US' },
      ['100 Sample Ave', 'Washington 20001'],
    ],
    [
      { street: '1 rue Exemple', city: 'Montréal', region: 'QC', postcode: 'H2X 1Y4', country: 'CA' },
      ['1 rue Exemple', 'Montréal QC  H2X 1Y4'],
    ],
    [{ street: 'Minta utca 1', city: 'Szeged', postcode: '6720', country: 'HU' }, ['Szeged', 'Minta utca 1', '6720']],
    [
      { street: 'Via Esempio 3', city: 'Milano', region: 'MI', postcode: '20100', country: 'IT' },
      ['Via Esempio 3', '20100 Milano MI'],
    ],
    [
      { street: '12 Sample Road', city: 'Bengaluru', region: 'Karnataka', postcode: '560001', country: 'IN' },
      ['12 Sample Road', 'Bengaluru 560001', 'Karnataka'],
    ],
    [
      { street: 'Place Exemple 1', city: 'Liège', region: 'Wallonie', postcode: '4000', country: 'BE' },
      ['Place Exemple 1', '4000 Liège', 'Wallonie'],
    ],
    [{ street: 'A 1', city: 'B', country: 'ZZ' }, ['A 1', 'B']],
  ])('of %j stands as its country writes it', (address, lines) => {
    expect(writtenAddress(address, name)).toEqual([...lines, `<${address.country}>`])
  })

  test('asks for its parts in the order and by the names of the country', () => {
    expect(postalRules('HU').fields).toEqual(['city', 'street', 'postcode'])
    expect(postalRules('US')).toMatchObject({
      fields: ['street', 'city', 'region', 'postcode'],
      names: { postcode: 'zip', region: 'state' },
    })
    expect(postalRules('JP').names.region).toBe('prefecture')
    expect(postalRules('HK').fields).toEqual(['street', 'city'])
    expect(postalRules('constructor').fields).toEqual(['street', 'postcode', 'city'])
  })
})

describe('a postcode', () => {
  test.each([
    ['CZ', '60200', '602 00'],
    ['SE', 'se-41101', '411 01'],
    ['PL', '31001', '31-001'],
    ['PT', '4000001', '4000-001'],
    ['CA', 'h2x1y4', 'H2X 1Y4'],
    ['JP', '5300001', '530-0001'],
    ['BR', '80010000', '80010-000'],
    ['IE', '', ''],
    ['IE', 't12ab34', 'T12 AB34'],
    ['KE', ' 00100 ', '00100'],
  ])('in %s typed as "%s" is written %s', (country, typed, written) => {
    expect(writtenPostcode(typed, country)).toBe(written)
  })

  test.each([
    ['CZ', '6020'],
    ['CA', 'D2X 1Y4'],
    ['IN', '056001'],
    ['AU', ''],
    ['LI', '9000'],
  ])('in %s is never "%s"', (country, typed) => {
    expect(writtenPostcode(typed, country)).toBeUndefined()
  })

  test('given as an example is one that the country has, written as it writes it', () => {
    const countries = [
      'AT',
      'BE',
      'BG',
      'CH',
      'CY',
      'CZ',
      'DE',
      'DK',
      'EE',
      'ES',
      'FI',
      'FR',
      'GR',
      'HR',
      'HU',
      'IE',
      'IS',
      'IT',
      'LI',
      'LT',
      'LU',
      'LV',
      'MT',
      'NL',
      'NO',
      'PL',
      'PT',
      'RO',
      'SE',
      'SI',
      'SK',
      'GB',
      'TR',
      'UA',
      'US',
      'CA',
      'MX',
      'BR',
      'IN',
      'CN',
      'JP',
      'KR',
      'MY',
      'SG',
      'TH',
      'ID',
      'PH',
      'VN',
      'AU',
      'NZ',
      'ZA',
    ]
    for (const country of countries) {
      const { example } = postalRules(country).postcode!
      expect([country, writtenPostcode(example, country)]).toEqual([country, example])
    }
  })
})
