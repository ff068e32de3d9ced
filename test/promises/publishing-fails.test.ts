/** A publication that fails half-way: nothing of it is there, people sign in meanwhile, and the next try works. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '../../server/base/installation.ts'
import type { Declarations } from '../../server/policy/compile.ts'
import { applyDue, publish } from '../../server/policy/publish.ts'
import { testApp, type TestApp, testPassword } from '../app.ts'
import { nextVersion } from '../next-version.ts'

let house: TestApp
let email: string
let inForce: number
beforeAll(async () => {
  house = await testApp()
  email = (await house.customer()).email
  const { db } = house
  inForce = db.state.current().compiled.loaded.policy.policy.version
  // Something of everything: a category that support loses, and a purpose that needs a login.
  const next = nextVersion(db, policy => {
    policy.setIn(['purposes', 'support', 'uses'], ['identity', 'products', 'interactions', 'organisation'])
    for (const recipient of ['repair', 'night-desk'])
      policy.setIn(['recipients', recipient, 'gets'], ['identity', 'products', 'interactions'])
    const { purposes } = policy.toJS() as { purposes: Record<string, object> }
    policy.setIn(['purposes', 'repair-outlook'], purposes['warranty-analysis'])
  })
  await withClient(db.owner, client => publish(client, next, db.clock.now(), db.clock.now()))
})
afterAll(() => house.close())

const apply = (declarations: Declarations = house.db.declarations) =>
  withClient(house.db.owner, client => applyDue(client, declarations, house.db.prefix, house.db.clock.now()))

/** All that a publication changes, as the database holds it. */
async function everything(): Promise<object> {
  const tables = ['compiled', 'version', 'slot', 'act', 'part', 'use', 'bound', 'place', 'category']
  const found = await house.db.asOwner<{ table: string }>(
    `select c.relname as table from pg_class c where relnamespace = 'policy'::regnamespace and relkind = 'r' and relname = any ($1)`,
    [tables],
  )
  const rows = await Promise.all(
    found.map(async ({ table }) => [
      table,
      await house.db.asOwner(`select to_jsonb(t)::text as row from policy.${table} t order by 1`),
    ]),
  )
  const privileges = await house.db.asOwner(
    `select c.oid::regclass::text as name, relacl::text as acl from pg_class c where relacl is not null and relnamespace >= 16384
     union all select a.attrelid::regclass || '.' || attname, attacl::text from pg_attribute a where attacl is not null and attrelid >= 16384
     order by 1`,
  )
  return { ...Object.fromEntries(rows), privileges }
}

/** Signs in as somebody who comes at this moment. */
async function signsIn(): Promise<boolean> {
  const visitor = house.visitor()
  const answer = await visitor.submit('/en/sign-in', { id: email, password: testPassword })
  return answer.status === 303 && (await visitor.get('/en/account')).status === 200
}

describe('a publication that fails half-way', () => {
  it('changes neither version nor logins, privileges, acts, uses nor places, and nobody is kept from signing in', async () => {
    const before = await everything()
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['compiled', 'slot', 'act', 'use', 'bound', 'place']))
    // The last of its sentences cannot be carried out: the product declares a table that is not there.
    const holdings = [
      ...house.db.declarations.holdings,
      { ...house.db.declarations.holdings.find(one => one.table === 'profile.contact')!, table: 'profile.missing' },
    ]
    await expect(apply({ ...house.db.declarations, holdings })).rejects.toMatchObject({ code: '42P01' })
    expect(await everything()).toEqual(before)
    expect(await house.db.state.refresh()).toBe(false)
    expect(await signsIn()).toBe(true)
  })

  it('because a table is locked, says which, lets people sign in while it waits, and works the next time', async () => {
    const before = await everything()
    await withClient(house.db.owner, async holder => {
      await holder.query('begin')
      await holder.query('lock table products.registration in access exclusive mode')
      const holdings = house.db.declarations.holdings.map(holding =>
        holding.table === 'products.registration' ? { ...holding, bookkeeping: holding.bookkeeping.slice(1) } : holding,
      )
      const [answer, isIn] = await Promise.all([
        apply({ ...house.db.declarations, holdings }).catch((error: unknown) => error),
        signsIn(),
      ])
      expect(isIn).toBe(true)
      // Up to PostgreSQL 17 privileges change without any lock.
      if (answer instanceof Error) {
        expect(answer.message).toContain('products.registration')
        expect(await everything()).toEqual(before)
      }
      await holder.query('rollback')
    })
    expect((await apply())!.compiled.loaded.policy.policy.version).toBe(inForce + 1)
    await house.db.state.refresh()
    expect(house.db.state.current().slots.has('repair-outlook')).toBe(true)
    expect(await signsIn()).toBe(true)
  })
})
