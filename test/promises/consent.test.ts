/** A no binds the next read of every purpose’s login; and what would make it bind less is refused by PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../server/base/ids.ts'
import { testApp, type TestApp } from '../app.ts'
import { attempt, refused } from '../attempt.ts'
import { loginsOf } from '../catalogue.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
  for (const { purpose, role } of await loginsOf(house.db))
    if (purpose !== 'self') await house.db.asOwner(`grant select (id) on people.person to "${role}"`)
})
afterAll(() => house.close())

type Customer = Awaited<ReturnType<TestApp['customer']>>

async function sees(purpose: string, who: Customer): Promise<boolean> {
  const client = await house.db.connectAs(house.db.roleOf(purpose), '*')
  return (await client.query('select from people.person where id = $1', [who.person])).rows.length === 1
}
const say = async (who: Customer, purpose: string, said: string) => {
  const answer = await who.call('PUT', `/api/consents/${purpose}`, { said, version: 4 })
  expect([answer.status, answer.json()], `${said} ${purpose}`).toEqual([200, { purpose, said, changed: true }])
}

/** Of the policy in force, what a consumer can say something of. */
async function asked(who: Customer, kind: string): Promise<string[]> {
  const { consents } = (await who.call('GET', '/api/consents')).json<{
    consents: { purpose: string; kind: string }[]
  }>()
  return consents.filter(one => one.kind === kind).map(({ purpose }) => purpose)
}

const line = (who: string, said: string, purpose: string, wording = 'a'.repeat(64)) =>
  `insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version, wording, place)
   values ('${newId()}', '${who}', '${purpose}', '${said}', 'en', '2026-11-02', 'web', 4, '${wording}', 'api')`

describe('what somebody says on the page', () => {
  it('binds the next read of every purpose that waits for a yes, and of no other', async () => {
    const an = await house.customer()
    const waiting = await asked(an, 'agree')
    expect(waiting).toHaveLength(5)
    for (const purpose of waiting) {
      expect(await sees(purpose, an), purpose).toBe(false)
      await say(an, purpose, 'agree')
      expect(await sees(purpose, an), purpose).toBe(true)
      await say(an, purpose, 'withdraw')
      expect(await sees(purpose, an), purpose).toBe(false)
    }
    expect(await sees('account', an)).toBe(true)
  })

  it('binds the next read of every purpose in our interest, and of no other', async () => {
    const eve = await house.customer({ relation: 'business-contact' })
    const open = await asked(eve, 'object')
    expect(open).toEqual(expect.arrayContaining(['support', 'credit', 'warranty-analysis', 'measure-visits']))
    for (const purpose of open) {
      expect(await sees(purpose, eve), purpose).toBe(true)
      await say(eve, purpose, 'object')
      expect(await sees(purpose, eve), purpose).toBe(false)
    }
    expect(await sees('deliver-orders', eve)).toBe(true)
    await say(eve, 'support', 'allow')
    expect(await sees('support', eve)).toBe(true)
  })

  it('leaves whoever objects to everything that they can able to sign in and to take it back', async () => {
    const an = await house.customer()
    for (const purpose of await asked(an, 'object')) await say(an, purpose, 'object')
    expect((await an.get('/en/privacy-centre/consents')).status).toBe(200)
    expect(await sees('security', an)).toBe(true)
    await say(an, 'warranty-analysis', 'allow')
  })
})

describe('a no', () => {
  it('is overruled by no login: not by changing standing, not by another line, not by taking the line away', async () => {
    const an = await house.customer()
    await say(an, 'product-news', 'agree')
    await say(an, 'product-news', 'withdraw')
    const allowed: string[] = []
    for (const { purpose, role } of await loginsOf(house.db)) {
      const client = await house.db.connectAs(role, '*')
      for (const sql of [
        `update people.person set agreed = -1 where id = '${an.person}'`,
        `update consent.event set said = 'agree' where person_id = '${an.person}'`,
        `update consent.event set recorded_at = '2020-01-01' where person_id = '${an.person}'`,
        `delete from consent.event where person_id = '${an.person}'`,
        line(an.person, 'agree', 'product-news'),
        'truncate consent.event',
        'alter table consent.event drop constraint agreed_words',
        'alter table consent.event disable trigger stand',
      ])
        if ((await attempt(client, sql)) !== refused) allowed.push(`${purpose}: ${sql}`)
    }
    expect(allowed).toEqual([])
    expect(await sees('product-news', an)).toBe(false)
  })

  it('is said for nobody else by the login for customers, whoever it acts for', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const self = await house.db.connectAs(house.db.login('self'))
    await self.query(`select set_config('abide.person', $1, false)`, [house.db.vault.personToken(luc.person)])
    expect(await attempt(self, line(an.person, 'agree', 'product-news'))).toBe(refused)
    await self.query(line(luc.person, 'agree', 'product-news'))
    expect([await sees('product-news', an), await sees('product-news', luc)]).toEqual([false, true])
  })
})

describe('a yes', () => {
  it('without the words that it is given to is refused', async () => {
    const an = await house.customer()
    const self = await house.db.connectAs(house.db.login('self'))
    await self.query(`select set_config('abide.person', $1, false)`, [house.db.vault.personToken(an.person)])
    for (const wording of ['', 'whatever', 'A'.repeat(64)])
      await expect(self.query(line(an.person, 'agree', 'product-news', wording))).rejects.toMatchObject({
        code: '23514',
        constraint: 'agreed_words',
      })
    expect(await sees('product-news', an)).toBe(false)
    // A no needs none.
    expect(await attempt(self, line(an.person, 'withdraw', 'product-news', ''))).toBe('allowed: 1')
  })
})
