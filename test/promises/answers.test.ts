import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../server/base/ids.ts'
import { sayConsent } from '../../server/consent/index.ts'
import { Sealed, statement } from '../../server/policy/statement.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { done, type Person } from '../person.ts'

let db: TestDatabase
let person: Person
beforeAll(async () => {
  db = await testDatabase()
  person = await db.newPerson()
})
afterAll(() => db.close())

const self = () => ({ kind: 'customer', person: person.id }) as const
const say = (said: 'agree' | 'withdraw') => sayConsent(db, self(), { purpose: 'research', said, language: 'en' })

/** Writes an answer through the gate, past every rule of the product. */
const answer = (kind: string) =>
  db.gate.write(
    { act: 'profile.correct-research', actor: self(), subject: { person: person.id } },
    {
      answer: statement<'profile.correct-research'>({
        name: 'test-answer',
        text: `insert into profile.research (id, person_id, kind, value, recorded_at, source, policy_version)
               values ($1, $2, $3, $4, $5, 'web', 4)`,
        values: [newId(), person.id, kind, new Sealed('profile.research.value', 'engineer'), db.clock.now()],
        fields: ['profile.research.value'],
      }),
    },
  )

/** What the login of the purpose sees of the person, and of what they answered. */
async function seen(): Promise<number[]> {
  const login = await db.connectAs(db.roleOf('research'), 'hes')
  const count = async (sql: string) => (await login.query(sql, [person.id])).rows.length
  return [
    await count('select id from people.person where id = $1'),
    await count('select id from profile.research where person_id = $1'),
  ]
}

describe('answers that rest on a yes', () => {
  it('are refused by PostgreSQL without it', async () => {
    await expect(answer('occupation')).rejects.toMatchObject({ code: 'AB002' })
    const login = await db.connectAs(db.login('self'))
    await login.query(`select set_config('abide.person', $1, false)`, [db.vault.personToken(person.id)])
    const insert = `insert into profile.research (id, person_id, kind, value, recorded_at, source, policy_version)
                    values ($1, $2, 'place', '\\x00', $3, 'web', 4)`
    await expect(login.query(insert, [newId(), person.id, db.clock.now()])).rejects.toMatchObject({ code: 'AB002' })
    expect(await seen()).toEqual([0, 0])
  })

  it('are seen by the login of their purpose while it stands, and gone with the person when it is taken back', async () => {
    await say('agree')
    done(await answer('occupation'))
    expect(await seen()).toEqual([1, 1])
    await expect(answer('occupation')).rejects.toMatchObject({ code: '23505' })
    await say('withdraw')
    expect(await seen()).toEqual([0, 0])
    expect(await db.asOwner('select id from profile.research where person_id = $1', [person.id])).toEqual([])
  })

  it('of others stay when one takes a yes back, and no login calls what removes them', async () => {
    await say('agree')
    done(await answer('place'))
    const other = await db.newPerson()
    const actor = { kind: 'customer', person: other.id } as const
    await sayConsent(db, actor, { purpose: 'research', said: 'agree', language: 'en' })
    await sayConsent(db, actor, { purpose: 'research', said: 'withdraw', language: 'en' })
    expect(await seen()).toEqual([1, 1])
    const login = await db.connectAs(db.login('self'))
    for (const call of ['select consent.need_yes()', 'select consent.take_back()'])
      await expect(login.query(call)).rejects.toMatchObject({ code: '42501' })
  })
})
