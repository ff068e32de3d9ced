import { expect, it } from 'vitest'
import { newId, newSecret } from './ids.ts'

it('ids made later sort later', () => {
  const ids = Array.from({ length: 1000 }, newId)
  expect([...ids].sort()).toEqual(ids)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

it('secrets fit into an address and hold the bytes asked for', () => {
  expect(newSecret(32)).toMatch(/^[\w-]{43}$/)
  expect(newSecret()).not.toBe(newSecret())
})
