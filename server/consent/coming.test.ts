import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { nextVersion } from '../../test/next-version.ts'
import { withClient } from '../base/installation.ts'
import { applyDue, publish } from '../policy/publish.ts'

const day = 86_400_000
const purpose = 'repair-outlook'
const page = '/en/privacy-centre/consents'

let house: TestApp
let inForce: number
beforeAll(async () => {
  house = await testApp()
  const { db } = house
  inForce = db.state.current().compiled.loaded.policy.policy.version
  const next = nextVersion(db, policy => {
    const like = (policy.toJS() as { purposes: Record<string, object> }).purposes['warranty-analysis']
    const says = {
      en: 'Foresee repairs',
      nl: 'Herstellingen voorzien',
      fr: 'Prévoir les réparations',
      de: 'Reparaturen vorhersehen',
    }
    policy.setIn(['purposes', purpose], { ...like, says })
    policy.setIn(['purposes', 'hints'], { ...like, basis: 'consent', assessment: undefined, says })
  })
  const now = db.clock.now()
  await withClient(db.owner, client => publish(client, next, now, new Date(now.getTime() + 40 * day)))
})
afterAll(() => house.close())

type Customer = Awaited<ReturnType<TestApp['customer']>>
interface Listed {
  purpose: string
  on: boolean
  from: { version: number; at: string } | null
}

const roleOf = async (wanted: string) =>
  (await house.db.asOwner<{ role: string }>('select role from policy.slot where purpose = $1', [wanted]))[0]?.role
/** What the catalogue grants to a login. */
const grantsOf = (role: string) =>
  house.db.asOwner(
    `select x.name, p.privilege_type from
       (select c.oid::regclass::text as name, relacl as acl from pg_class c where relnamespace >= 16384
         union all select a.attrelid::regclass || '.' || attname, attacl from pg_attribute a where attrelid >= 16384) x,
       aclexplode(x.acl) p join pg_roles r on r.oid = p.grantee where r.rolname = $1 order by 1, 2`,
    [role],
  )
const listed = async (who: Customer) =>
  (await who.call('GET', '/api/consents')).json<{ consents: Listed[] }>().consents.find(one => one.purpose === purpose)
const saidBy = (who: Customer) =>
  house.db.asOwner(
    'select purpose, said, policy_version from consent.event where person_id = $1 order by recorded_at',
    [who.person],
  )
const shown = () => String(inForce)

describe('a version that waits and rests a new purpose on our interest', () => {
  it('has its login from publication on, which may do what a login without a purpose may', async () => {
    const [role, free] = [
      await roleOf(purpose),
      (
        await house.db.asOwner<{ role: string }>(
          "select role from policy.slot where purpose is null and kind = 'object' and restricted = 'stop' limit 1",
        )
      )[0]!.role,
    ]
    expect(await grantsOf(role!)).toEqual(await grantsOf(free))
    // A yes waits until its words count.
    expect(await roleOf('hints')).toBeUndefined()
  })

  it('breaks no promise: the page of what is kept knows why there is one login more', async () => {
    house.db.clock.advance(6_000)
    const clauses = (await house.visitor().get('/api/policy')).json<{ clauses: { id: string; kind: string }[] }>()
    expect(clauses.clauses.filter(({ kind }) => kind === 'broken')).toEqual([])
  })

  it('is told on the page of consents with a box of the same form, in the words of that version', async () => {
    const an = await house.customer()
    const { text } = await an.get(page)
    expect(text).toMatch(/What begins on [^<]+2026/)
    expect(text).toContain(`href="/en/privacy/diff/${inForce}/${inForce + 1}"`)
    expect(text).toMatch(new RegExp(`<input[^>]*name="object"[^>]*value="${purpose}"`))
    expect(text).not.toContain('value="hints"')
    expect((await an.get('/nl/privacy-centre/consents')).text).toContain('Herstellingen voorzien')
    // Saving the page as it is objects to nothing.
    await an.submit(page, { version: shown() }, page)
    expect(await saidBy(an)).toEqual([])
  })

  it('takes an objection and lets it be taken back, by form and by call, under the version that says it', async () => {
    const an = await house.customer()
    const saved = await an.submit(page, { version: shown(), object: [purpose] }, page)
    expect([saved.status, await saidBy(an)]).toEqual([303, [{ purpose, said: 'object', policy_version: inForce + 1 }]])
    expect(await listed(an)).toMatchObject({ on: true, from: { version: inForce + 1 } })
    expect((await an.get(page)).text).toContain('It will not begin for you.')
    const undone = await an.submit(`${page}/undo`, { at: /undo=(\d+)/.exec(saved.headers['location']!)![1]! }, page)
    expect([undone.status, (await listed(an))!.on]).toEqual([303, false])
    const call = (said: string) => an.call('PUT', `/api/consents/${purpose}`, { said, version: inForce })
    expect((await call('object')).json()).toMatchObject({ changed: true })
    expect((await call('allow')).json()).toMatchObject({ changed: true })
    expect([
      (await call('agree')).status,
      (await an.call('PUT', '/api/consents/hints', { said: 'object' })).status,
    ]).toEqual([409, 404])
    const receipt = await an.get(`${page.replace('/consents', '')}/consents/receipts`)
    expect(receipt.status).toBe(200)
  })

  it('holds from its first moment: the login sees nobody who objected before', async () => {
    const { db } = house
    const [an, luc] = [await house.customer(), await house.customer()]
    await an.call('PUT', `/api/consents/${purpose}`, { said: 'object' })
    const role = (await roleOf(purpose))!
    db.clock.advance(41 * day)
    await withClient(db.owner, client => applyDue(client, db.declarations, db.prefix, db.clock.now()))
    await db.state.refresh()
    expect([db.state.current().compiled.loaded.policy.policy.version, await roleOf(purpose)]).toEqual([
      inForce + 1,
      role,
    ])
    await db.asOwner(`grant select (id) on people.person to "${role}"`)
    const client = await db.connectAs(role, '*')
    const seen = async ({ person }: Customer) =>
      (await client.query('select id from people.person where id = $1', [person])).rows.length
    expect([await seen(an), await seen(luc)]).toEqual([0, 1])
  })
})
