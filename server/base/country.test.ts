import { describe, expect, test } from 'vitest'
import { countryOf, placesAsOf } from './country.ts'

describe('the country of a network address', () => {
  // Ranges of the data itself: the first of them, and one of each kind.
  test.each([
    ['1.0.0.0', 'AU'],
    ['1.0.1.0', 'CN'],
    ['1.0.3.255', 'CN'],
    ['2001:67c:4::1', 'DE'],
    ['2001:67c:8:ffff::1', 'CH'],
    ['2001:200::1', 'JP'],
    ['::ffff:1.0.0.7', 'AU'],
  ])('%s is %s', async (address, country) => {
    expect(await countryOf(address)).toBe(country)
  })

  test.each([
    '10.0.0.1',
    '127.0.0.1',
    '169.254.1.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '192.0.2.1',
    '198.51.100.7',
    '203.0.113.255',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1%eth0',
    'fd00::1',
    '2001:db8::1',
    '::ffff:192.168.0.1',
    '',
    'nowhere',
    '999.1.1.1',
    '1.2.3',
  ])('is nobody’s: %s', async address => {
    expect(await countryOf(address)).toBeUndefined()
  })

  test('comes from data whose age is known', async () => {
    const at = await placesAsOf()
    expect([at.getUTCFullYear() > 2024, Number.isNaN(at.getTime())]).toEqual([true, false])
  })
})
