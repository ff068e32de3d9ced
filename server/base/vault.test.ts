import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from './ids.ts'
import { openVault } from './vault.ts'

const vault = openVault(Buffer.alloc(32, 'a secret for tests'))
const place = 'people.name.value'

describe('a sealed value', () => {
  const [person, other] = [newId(), newId()]
  const { key, wrapped } = vault.newKey(person)

  it('opens to what was sealed, whatever that is', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        const value = JSON.parse(text) as unknown
        expect(key.open(place, key.seal(place, value))).toEqual(value)
      }),
    )
  })

  it('is different each time', () => {
    expect(key.seal(place, 'An').equals(key.seal(place, 'An'))).toBe(false)
  })

  it('does not open in another place or for another person', () => {
    const sealed = key.seal(place, 'An')
    expect(() => key.open('people.account.address', sealed)).toThrow()
    expect(() => vault.newKey(other).key.open(place, sealed)).toThrow()
  })

  it('does not open when any of its bytes was changed, or when it was cut', () => {
    const sealed = key.seal(place, { name: 'An' })
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed[at]! ^= 1
      expect(() => key.open(place, changed)).toThrow()
      expect(() => key.open(place, sealed.subarray(0, at))).toThrow()
    }
  })

  it('opens with the key from the database, and with that of nobody else', () => {
    const fresh = openVault(Buffer.alloc(32, 'a secret for tests'))
    const sealed = key.seal(place, 'An')
    expect(fresh.unwrap(person, wrapped).open(place, sealed)).toBe('An')
    expect(fresh.unwrap(person, wrapped).pseudonym).toEqual(key.pseudonym)
    expect(() => fresh.unwrap(other, wrapped)).toThrow()
    expect(() => openVault(Buffer.alloc(32, 'another secret')).unwrap(person, wrapped)).toThrow()
  })
})

describe("a company's key", () => {
  it('is the same in every process that has the secret, and opens nothing of another company or of a person', () => {
    const [company, other] = [newId(), newId()]
    const sealed = vault.organisationKey(company).seal(place, 'An')
    const fresh = openVault(Buffer.alloc(32, 'a secret for tests'))
    expect(fresh.organisationKey(company).open(place, sealed)).toBe('An')
    for (const key of [
      fresh.organisationKey(other),
      fresh.newKey(company).key,
      openVault(Buffer.alloc(32, 'another secret')).organisationKey(company),
    ])
      expect(() => key.open(place, sealed)).toThrow()
    expect(() => fresh.organisationKey(company).open('people.account.address', sealed)).toThrow()
  })
})

describe('the vault', () => {
  it('remembers keys, and notices when the database has another one', () => {
    const person = newId()
    const first = vault.newKey(person)
    expect(vault.recall(person)).toBe(first.key)
    const second = openVault(Buffer.alloc(32, 'a secret for tests')).newKey(person)
    expect(vault.unwrap(person, second.wrapped).pseudonym).toEqual(second.key.pseudonym)
    expect(vault.recall(newId())).toBeUndefined()
  })

  it('derives for each use something else, and the same each time', () => {
    const all = [vault.derive('a'), vault.derive('b'), vault.hash(place, 'a'), vault.hash('x.y.z', 'a')]
    expect(new Set(all.map(bytes => bytes.toString('hex'))).size).toBe(all.length)
    expect(vault.password('one')).not.toBe(vault.password('two'))
    expect(openVault(Buffer.alloc(32, 'a secret for tests')).derive('a')).toEqual(vault.derive('a'))
  })

  it('signs so that the public key alone can check it', () => {
    const text = Buffer.from('a head')
    const key = createPublicKey(vault.publicKey)
    expect(verify(null, text, key, vault.sign(text))).toBe(true)
    expect(verify(null, Buffer.from('another'), key, vault.sign(text))).toBe(false)
  })

  it('takes no secret that could be guessed', () => {
    expect(() => openVault(Buffer.alloc(31))).toThrow('32 bytes')
  })
})
