import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memberships } from '../../server/people/organisation-store.ts'
import { Refusal } from '../../server/policy/refusal.ts'
import type { Statement } from '../../server/policy/statement.ts'
import { testDatabase, type TestDatabase } from '../database.ts'
import type { Person } from '../person.ts'

let db: TestDatabase
let person: Person
beforeAll(async () => {
  db = await testDatabase()
  person = await db.newPerson()
})
afterAll(() => db.close())

const colleague = {
  kind: 'staff',
  role: 'service-desk',
  controller: 'hes',
  purposes: ['support'],
  acknowledged: 4,
} as const

/** What the person's own lines say of tries that were refused. */
async function seenByThePerson(): Promise<string[]> {
  const key = db.vault.recall(person.id)
  const lines = await db.asOwner<{ outcome: string }>(
    "select outcome from audit.line where subject = $1 and outcome <> 'done' order by id",
    [key?.pseudonym],
  )
  return lines.map(line => line.outcome)
}

describe('a try that is refused', () => {
  it.each([
    ['whose data another company of the group answers for', { controller: 'hus' }, 'out-of-region'],
    ['for a purpose that the role has not', { purposes: ['deliver-orders'] }, 'role-without-purpose'],
    ['by somebody who has not read the policy', { acknowledged: 3 }, 'not-acknowledged'],
  ])('on somebody %s is seen by them, although the login that tried sees nothing', async (_what, other, code) => {
    const actor = { ...colleague, ...other, person: person.id, pseudonym: Buffer.alloc(16, 1) }
    // As after a restart: nobody's key is in memory.
    db.vault.forget(person.id)
    const answer = await db.gate.read(
      { act: 'desk.open-for-support', actor, subject: { person: person.id } },
      { rows: memberships(person.id) as unknown as Statement<'desk.open-for-support', unknown> },
    )
    expect(answer).toBeInstanceOf(Refusal)
    expect((answer as Refusal).code).toBe(code)
    expect(await seenByThePerson()).toContain(code)
  })
})
