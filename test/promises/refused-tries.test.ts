import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memberships } from '../../server/people/organisations/index.ts'
import { Refusal } from '../../server/policy/refusal.ts'
import type { Actor } from '../../server/policy/request.ts'
import type { Statement } from '../../server/policy/statement.ts'
import { testDatabase, type TestDatabase } from '../database.ts'
import { publishNext } from '../next-version.ts'
import type { Person } from '../person.ts'

let db: TestDatabase
let person: Person
beforeAll(async () => {
  db = await testDatabase()
  person = await db.newPerson()
})
afterAll(() => db.close())

type Colleague = Extract<Actor, { kind: 'staff' }>
const colleague = {
  kind: 'staff',
  role: 'service-desk',
  controller: 'hes',
  purposes: ['support'],
  acknowledged: 4,
} satisfies Partial<Colleague>

/** What the person's own lines say of tries that were refused. */
async function seenByThePerson(): Promise<{ outcome: string; by: string; part: string }[]> {
  const key = db.vault.recall(person.id)
  return db.asOwner<{ outcome: string; by: string; part: string }>(
    "select outcome, by, part from audit.line where subject = $1 and outcome <> 'done' order by id",
    [key?.pseudonym],
  )
}

/** A try of somebody on the person, after a restart: nobody's key is in memory. */
function tryOn(act: 'desk.open-for-support' | 'rights.view-held', other: Partial<Colleague>) {
  db.vault.forget(person.id)
  const actor = { ...colleague, ...other, person: person.id, pseudonym: Buffer.alloc(16, 1) }
  return db.gate.read(
    { act, actor, subject: { person: person.id } },
    { rows: memberships(person.id) as unknown as Statement<typeof act, unknown> },
  )
}

describe('a try that is refused', () => {
  it.each([
    ['whose data another company of the group answers for', { controller: 'hus' }, 'out-of-region'],
    ['for a purpose that the role has not', { purposes: ['deliver-orders'] }, 'role-without-purpose'],
    ['by somebody who has not read the policy', { acknowledged: 3 }, 'not-acknowledged'],
  ])('on somebody %s is seen by them, although the login that tried sees nothing', async (_what, other, code) => {
    const answer = await tryOn('desk.open-for-support', other)
    expect(answer).toBeInstanceOf(Refusal)
    expect((answer as Refusal).code).toBe(code)
    expect((await seenByThePerson()).map(line => line.outcome)).toContain(code)
  })

  it('is seen as a colleague’s also where the act is the person’s own', async () => {
    const answer = await tryOn('rights.view-held', { role: 'data-protection-officer', purposes: ['answer-rights'] })
    expect(answer).toMatchObject({ code: 'not-the-person' })
    expect((await seenByThePerson()).at(-1)).toEqual({
      outcome: 'not-the-person',
      by: 'staff',
      part: 'data-protection-officer/hes',
    })
  })

  it('is seen also when the role of whoever tried is in the policy no more', async () => {
    await publishNext(db, policy => void policy.deleteIn(['staff', 'web-editor']))
    await publishNext(db, () => {})
    const answer = await tryOn('desk.open-for-support', { role: 'web-editor', purposes: [] })
    expect(answer).toMatchObject({ code: 'role-without-purpose' })
    expect((await seenByThePerson()).at(-1)).toMatchObject({ by: 'staff', part: 'web-editor/hes' })
  })
})
