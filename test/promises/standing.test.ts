import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../server/base/ids.ts'
import { statement } from '../../server/policy/statement.ts'
import { attempt, refused } from '../attempt.ts'
import { loginsOf } from '../catalogue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { done, type Person } from '../person.ts'

let db: TestDatabase
let person: Person
beforeAll(async () => {
  db = await testDatabase()
  person = await db.newPerson()
  // So that the rows of purposes that rest on consent can be asked for.
  for (const purpose of ['product-news', 'greeting'])
    await db.asOwner(`grant select (id) on people.person to "${db.roleOf(purpose)}"`)
})
afterAll(() => db.close())

/** What a yes is to, as it is kept; of which words is another test's. */
const wording = 'a'.repeat(64)

/** Says something as the person does, through the gate. */
const say = (said: string, purpose: string | null) =>
  db.gate.write(
    { act: 'consent.say', actor: { kind: 'customer', person: person.id }, subject: { person: person.id } },
    {
      event: statement<'consent.say'>({
        name: 'test-say',
        text: `insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version,
                 wording)
               values ($1, $2, $3, $4, 'en', $5, 'web', 4, $6)`,
        values: [newId(), person.id, purpose, said, db.clock.now(), wording],
        fields: ['consent.event.said'],
      }),
    },
  )

/** Whether the login of a purpose sees the person at this moment. */
async function sees(purpose: string): Promise<boolean> {
  const client = await db.connectAs(db.roleOf(purpose), 'hes')
  return (await client.query('select from people.person where id = $1', [person.id])).rows.length === 1
}

const writeLetter = () =>
  db.gate.read(
    { act: 'people.write-letter', actor: { kind: 'system' }, subject: { person: person.id } },
    {
      name: statement<'people.write-letter'>({
        name: 'test-name',
        text: 'select value from people.name where person_id = $1',
        values: [person.id],
        opens: { value: 'people.name.value' },
      }),
    },
  )

describe('what somebody says', () => {
  it('opens a purpose that waits for their yes, for the very next read, and closes it again', async () => {
    expect(await sees('product-news')).toBe(false)
    done(await say('agree', 'product-news'))
    expect(await sees('product-news')).toBe(true)
    expect(await sees('greeting')).toBe(false)
    done(await say('withdraw', 'product-news'))
    expect(await sees('product-news')).toBe(false)
  })

  it('closes a purpose that they object to, and the gate says why', async () => {
    expect(done(await writeLetter()).name).toEqual([{ value: person.name }])
    done(await say('object', 'account'))
    expect(await writeLetter()).toMatchObject({ code: 'objected', clause: 'why.account' })
    expect(await sees('support')).toBe(true)
    done(await say('allow', 'account'))
    expect(done(await writeLetter()).name).toEqual([{ value: person.name }])
  })

  it('stops every purpose that does not continue while their data is restricted', async () => {
    done(await say('restrict', null))
    expect(await writeLetter()).toMatchObject({ code: 'restricted' })
    expect([await sees('support'), await sees('security'), await sees('answer-rights')]).toEqual([false, true, true])
    done(await say('release', null))
    expect(await sees('support')).toBe(true)
  })

  it('is seen by nobody before it is committed, and by everybody afterwards', async () => {
    const self = await db.connectAs(db.login('self'))
    await self.query('begin')
    await self.query(`select set_config('abide.person', $1, true)`, [db.vault.personToken(person.id)])
    await self.query(
      `insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version)
       values ($1, $2, 'support', 'object', 'en', '2026-11-02', 'web', 4)`,
      [newId(), person.id],
    )
    expect((await self.query<{ objected: string }>('select objected from people.person')).rows[0]!.objected).not.toBe(
      '0',
    )
    expect(await sees('support')).toBe(true)
    await self.query('commit')
    expect(await sees('support')).toBe(false)
    done(await say('allow', 'support'))
  })

  it('changes nothing when it is undone, or when the purpose is not one that it could mean', async () => {
    const standing = () =>
      db.asOwner('select agreed, objected, restricted from people.person where id = $1', [person.id])
    const before = [await standing(), await db.asOwner('select count(*) from consent.event')]
    for (const [said, purpose] of [
      ['agree', 'support'],
      ['object', 'product-news'],
      ['agree', 'no-such-purpose'],
    ] as const)
      await expect(say(said, purpose), `${said} ${purpose}`).rejects.toMatchObject({ code: 'AB001' })
    await expect(say('agree', null)).rejects.toMatchObject({ code: '23514' })
    expect([await standing(), await db.asOwner('select count(*) from consent.event')]).toEqual(before)
  })

  it('is said for nobody else: the login for customers adds an event of the person it acts for, and of no other', async () => {
    const other = await db.newPerson()
    const self = await db.connectAs(db.login('self'))
    await self.query(`select set_config('abide.person', $1, false)`, [db.vault.personToken(person.id)])
    const event = (
      whose: string,
    ) => `insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version)
                                      values ('${newId()}', '${whose}', 'support', 'object', 'en', '2026-11-02', 'web', 4)`
    expect(await attempt(self, event(person.id))).toBe('allowed: 1')
    expect(await attempt(self, event(other.id))).toBe(refused)
  })
})

describe('standing', () => {
  it('is written by no login, whatever it may write otherwise', async () => {
    const written: string[] = []
    for (const { purpose, role } of await loginsOf(db)) {
      const client = await db.connectAs(role, '*')
      await client.query(`select set_config('abide.person', $1, false)`, [db.vault.personToken(person.id)])
      for (const column of ['agreed', 'objected', 'restricted', 'region', 'relation', 'id']) {
        const answer = await attempt(client, `update people.person set ${column} = default where id = '${person.id}'`)
        if (answer !== refused) written.push(`${purpose}: ${column}: ${answer}`)
      }
      const grown = `insert into people.person (id, region, relation, language, recorded_at, source, policy_version, agreed)
                     values ('${newId()}', 'hes', 'consumer', 'en', '2026-11-02', 'web', 4, -1)`
      if ((await attempt(client, grown)) !== refused) written.push(`${purpose}: a new person who agreed to all`)
      for (const call of ['select consent.stand()', `call base.guard('people.person', 'id')`, 'select base.slots()'])
        if ((await attempt(client, call)) !== refused) written.push(`${purpose}: ${call}`)
    }
    expect(written).toEqual([])
  })

  it('is said by nobody but the person: no purpose writes an event, and what was said is never changed', async () => {
    const event = `insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version, wording)
                   values ('${newId()}', '${person.id}', 'product-news', 'agree', 'en', '2026-11-02', 'web', 4, '${wording}')`
    for (const { purpose, role } of await loginsOf(db)) {
      const client = await db.connectAs(role, '*')
      if (purpose !== 'self') expect(await attempt(client, event), purpose).toBe(refused)
      await client.query(`select set_config('abide.person', $1, false)`, [db.vault.personToken(person.id)])
      expect(await attempt(client, `update consent.event set said = 'agree'`), purpose).toBe(refused)
      expect(await attempt(client, 'delete from consent.event'), purpose).toBe(refused)
    }
  })
})
