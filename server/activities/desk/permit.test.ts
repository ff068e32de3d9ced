import { describe, expect, it } from 'vitest'
import { openVault } from '../../base/vault.ts'
import { createPermits, type Permit } from './permit.ts'

const permits = createPermits(openVault(Buffer.alloc(32, 'a secret for tests')))
const holder = { person: '0193a5a0-0000-7000-8000-000000000001', session: 'a session' }
const permit: Permit = {
  person: '0193a5a0-0000-7000-8000-000000000002',
  purpose: 'support',
  reference: 'S-2041',
  until: new Date('2026-11-02T09:30:00Z'),
}

describe('a permit', () => {
  it('says what was stated, to whoever stated it', () => {
    expect(permits.read(permits.issue(permit, holder), holder)).toEqual(permit)
    const without = { ...permit, reference: undefined }
    expect(permits.read(permits.issue(without, holder), holder)).toEqual(without)
  })

  it('fits in an address and names nobody there', () => {
    const token = permits.issue(permit, holder)
    expect(token).toMatch(/^[\w-]{20,300}$/)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toMatch(/0193a5a0|support|S-2041/)
  })

  it('is nothing to another colleague, or in another session of the same one', () => {
    const token = permits.issue(permit, holder)
    expect(permits.read(token, { ...holder, person: permit.person })).toBeUndefined()
    expect(permits.read(token, { ...holder, session: 'another' })).toBeUndefined()
  })

  it('is nothing to another installation', () => {
    const elsewhere = createPermits(openVault(Buffer.alloc(32, 'another secret')))
    expect(elsewhere.read(permits.issue(permit, holder), holder)).toBeUndefined()
  })

  it('is nothing with any of its bits changed, cut short, made longer or spelled otherwise', () => {
    const token = permits.issue(permit, holder)
    const bytes = Buffer.from(token, 'base64url')
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1
      expect(permits.read(changed.toString('base64url'), holder)).toBeUndefined()
    }
    for (const other of ['', 'x', token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`, 'A'.repeat(200)])
      expect(permits.read(other, holder)).toBeUndefined()
  })
})
