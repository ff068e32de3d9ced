import { describe, expect, test } from 'vitest'
import { newIdCode, normalCode } from './id-code.ts'
import { normalIdentifier } from './people.ts'

describe('an ID for somebody without an e-mail address', () => {
  test('has letters of the company, and no two are the same', () => {
    const made = Array.from({ length: 2000 }, () => newIdCode('Hesbia'))
    expect(made.every(id => /^HES-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(id))).toBe(true)
    expect(new Set(made).size).toBe(made.length)
    expect(newIdCode('Ét&i')).toMatch(/^ETI-/)
    expect(newIdCode('北')).toMatch(/^XX-/)
  })

  test('shows every slip of one character, and every two neighbours that changed places', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    for (let time = 0; time < 40; time += 1) {
      const id = newIdCode('Hesbia')
      for (const at of [4, 5, 6, 7, 9, 10, 11, 12]) {
        for (const character of alphabet) {
          const slip = id.slice(0, at) + character + id.slice(at + 1)
          expect(normalCode(slip) !== undefined, slip).toBe(slip === id)
        }
      }
      for (const at of [4, 5, 6, 9, 10, 11]) {
        const swapped = id.slice(0, at) + id[at + 1]! + id[at]! + id.slice(at + 2)
        expect(normalCode(swapped) !== undefined, swapped).toBe(swapped === id)
      }
    }
  })

  test('is the same with other capitals, without a dash, and with letters that look like digits', () => {
    for (let time = 0; time < 50; time += 1) {
      const id = newIdCode('Hesbia')
      const plain = normalIdentifier(id)
      const typed = [
        id.toLowerCase(),
        `${id.slice(0, 8)}${id.slice(9)}`,
        id.replaceAll('-', ' '),
        id.replaceAll('0', 'O'),
      ]
      expect(typed.map(normalIdentifier)).toEqual(typed.map(() => plain))
    }
  })

  test('is no e-mail address, and no e-mail address is one', () => {
    expect(normalIdentifier('HES-7K3M-22QP@customer.example')).toBe('hes-7k3m-22qp@customer.example')
    expect(normalCode('an@customer.example')).toBeUndefined()
  })
})
