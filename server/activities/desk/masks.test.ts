import { describe, expect, it } from 'vitest'
import { isMasked, masked, maskEmail, maskName } from './masks.ts'

describe('a mask', () => {
  it('leaves the first name and initials', () => {
    expect(maskName('An Maes')).toBe('An M••••')
    expect(maskName('Jean-Noël van den Dubois')).toBe('Jean-Noël v•••• d•••• D••••')
    expect(maskName('Plato')).toBe('P••••')
    expect(maskName('𝒜𝒷𝒸')).toBe('𝒜••••')
    expect(maskName('   ')).toBe('••••')
  })

  it('leaves of an address what is needed to recognise it', () => {
    expect(maskEmail('an.maes@ziekenhuis-demer.example')).toBe('a••••@z••••.example')
  })

  it('leaves of a phone number its country and its last two digits, however it is written', () => {
    expect(masked({ number: '+32 0 000 01 23' })).toEqual({ number: '+32 •••• 23' })
    expect(masked('04 000 01 23')).toBe('•••• 23')
  })

  it('leaves of a postal address the place', () => {
    const address = { street: 'Demerstraat 1', postcode: '3500', city: 'Hasselt', country: 'BE' }
    expect(masked(address)).toEqual({ street: '••••', postcode: '••••', city: 'Hasselt', country: 'BE' })
  })

  it('hides what it does not know, however deep', () => {
    const odd = {
      text: 'Dear An, open https://company.example/x?token=abc',
      more: [{ agent: 'Mozilla', count: 3 }],
      no: null,
    }
    expect(masked(odd)).toEqual({ text: '••••', more: [{ agent: '••••', count: '••••' }], no: null })
    expect(masked('192.0.2.44')).toBe('••••')
    expect(JSON.stringify(masked('<script>alert(1)</script>'))).not.toContain('script')
  })

  it('is over every category but those that a colleague has to read to help', () => {
    expect(['contact', 'correspondence', 'payment', 'security', 'dietary', 'of tomorrow'].map(isMasked)).not.toContain(
      false,
    )
    expect(['identity', 'organisation', 'products'].map(isMasked)).not.toContain(true)
  })
})
