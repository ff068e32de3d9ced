import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Self } from '../policy/request.ts'
import { sayConsent, viewConsents } from './index.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const agreed = async (person: string) =>
  (await db.asOwner<{ agreed: string }>('select agreed from people.person where id = $1', [person]))[0]?.agreed

async function lastSaid(actor: Self, purpose: string) {
  const seen = await viewConsents(db, actor)
  return seen instanceof Refusal ? seen : seen.last.get(purpose)
}

describe('what somebody says of a purpose', () => {
  it('is kept with its moment, language and version, and is their standing at once', async () => {
    const { id: person } = await db.newPerson()
    const actor = { kind: 'customer', person } as const
    expect(await lastSaid(actor, 'research')).toBeUndefined()
    expect(await sayConsent(db, actor, { purpose: 'research', said: 'agree', language: 'nl' })).toBe('done')
    expect(await agreed(person)).not.toBe('0')
    expect(await lastSaid(actor, 'research')).toMatchObject({ said: 'agree', language: 'nl', source: 'web' })
    expect(await sayConsent(db, actor, { purpose: 'research', said: 'withdraw', language: 'fr' })).toBe('done')
    expect(await agreed(person)).toBe('0')
    expect(await lastSaid(actor, 'research')).toMatchObject({ said: 'withdraw', language: 'fr' })
  })

  it('says nothing of a purpose that does not wait for it', async () => {
    const { id: person } = await db.newPerson()
    const actor = { kind: 'customer', person } as const
    for (const purpose of ['account', 'no-such-purpose'])
      expect(await sayConsent(db, actor, { purpose, said: 'agree', language: 'en' }), purpose).toBe('not-asked')
    expect(await agreed(person)).toBe('0')
  })
})
