import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { attempt, refused } from '../../../test/attempt.ts'
import { testDatabase } from '../../../test/database.ts'
import { letterTo } from '../../../test/letters.ts'
import { answerResets, tellOfChanges } from '../index.ts'
import { noteStaffChanges } from './administering.ts'

let product: TestApp
let hugo: Awaited<ReturnType<TestApp['colleague']>>
beforeAll(async () => {
  product = await testApp()
  hugo = await product.colleague('administrator')
})
afterAll(() => product?.close())

interface Listed {
  person: string
  id: string
  role: string
  controller: string
  access: string
  secondFactor: boolean
  lastSeen: string | null
}
const list = async (by: TestVisitor = hugo, search = '') =>
  (await by.call('GET', `/api/people/staff?search=${encodeURIComponent(search)}`)).json<{ colleagues: Listed[] }>()
    .colleagues
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const role = (person: string, body: object, by: TestVisitor = hugo) =>
  by.call('PUT', `/api/people/staff/${person}/role`, body)
const access = (person: string, may: boolean, by: TestVisitor = hugo) =>
  by.call('PUT', `/api/people/staff/${person}/access`, { may })
const code = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code
let invited = 0
const invitation = (more: object = {}) => ({
  name: 'Nora Janssens',
  email: `nora-${(invited += 1)}@team.example`,
  role: 'service-desk',
  controller: 'hes',
  language: 'nl',
  ...more,
})

describe('the list of colleagues', () => {
  test('shows who may sign in, as what, with whether there is a second factor and when they were seen', async () => {
    const nadia = await product.colleague('service-desk')
    const [one] = await list(hugo, nadia.email.slice(0, 14).toUpperCase())
    const day = product.db.clock.now().toISOString().slice(0, 10)
    expect(one).toMatchObject({
      person: nadia.person,
      role: 'service-desk',
      access: 'active',
      secondFactor: true,
      lastSeen: day,
    })
    const page = await hugo.get(`/console/colleagues?search=${nadia.email}`)
    expect([page.status, page.text.includes(nadia.email)]).toEqual([200, true])
    expect((await hugo.get('/console/colleagues?search=nobody-at-all')).text).toContain('Nobody has “nobody-at-all”')
  })

  test('is for administrators: every other role is refused, with the clause, and a customer is not let in', async () => {
    const nadia = await product.colleague('service-desk')
    const answer = await nadia.call('GET', '/api/people/staff')
    expect([answer.status, code(answer)]).toEqual([403, 'role-without-purpose'])
    expect((await nadia.get('/console/colleagues')).status).toBe(403)
    expect((await nadia.get('/console/keys')).status).toBe(403)
    expect((await (await product.customer()).call('GET', '/api/people/staff')).status).toBe(403)
    expect((await product.visitor().call('GET', '/api/people/staff')).status).toBe(401)
  })

  test('leaves a line on each colleague who was shown, with who looked', async () => {
    const nadia = await product.colleague('service-desk')
    await hugo.get(`/console/colleagues/${nadia.person}`)
    const [line] = await product.db.asOwner<{ act: string; part: string; actor: Buffer | null }>(
      `select f.act, f.part, e.actor from audit.evidence e join audit.form f on f.id = e.form order by e.id desc limit 1`,
    )
    expect([line!.act, line!.part, line!.actor !== null]).toEqual(['people.view-staff', 'administrator/hes', true])
  })
})

describe('an invitation by an administrator', () => {
  test('is noted for whoever invited, and takes the place of an earlier one of the address', async () => {
    const who = invitation()
    const first = await hugo.call('POST', '/api/people/staff', who)
    expect(first.status).toBe(201)
    const second = await hugo.call('POST', '/api/people/staff', who)
    const shown = await list(hugo, who.email)
    expect(shown.map(({ person, access: state }) => [person, state])).toEqual([[second.json()['person'], 'invited']])
    const [line] = await product.db.asOwner<{ by: string; actor: Buffer | null }>(
      `select f.by, e.actor from audit.evidence e join audit.form f on f.id = e.form where f.act = 'people.invite-staff' limit 1`,
    )
    expect([line!.by, line!.actor !== null]).toEqual(['staff', true])
  })

  test('can be sent again and taken back; then nothing is left of it', async () => {
    const who = invitation()
    const { person } = (await hugo.call('POST', '/api/people/staff', who)).json<{ person: string }>()
    const again = await hugo.submit(`/console/colleagues/${person}/send-again`, {}, `/console/colleagues/${person}`)
    const next = /colleagues\/([\w-]+)\?/.exec(again.headers['location'] ?? '')?.[1] ?? ''
    expect(next).not.toBe(person)
    expect((await hugo.call('DELETE', `/api/people/staff/${person}/invitation`)).status).toBe(404)
    expect((await hugo.call('DELETE', `/api/people/staff/${next}/invitation`)).json()).toEqual({ changed: true })
    expect(await list(hugo, who.email)).toEqual([])
    const left = await product.db.asOwner('select id from people.person where id = any ($1)', [[person, next]])
    expect(left).toEqual([])
  })

  test('of an address with which somebody signs in is refused, and so is a role or a controller that there is not', async () => {
    const customer = await product.customer()
    const taken = await hugo.call('POST', '/api/people/staff', invitation({ email: customer.email }))
    expect([taken.status, code(taken)]).toEqual([409, 'colleague-id-taken'])
    for (const wrong of [
      { role: 'owner' },
      { role: 'toString' },
      { controller: 'xyz' },
      { language: 'xx' },
      { name: '\u202Ex' },
    ]) {
      const answer = await hugo.call('POST', '/api/people/staff', invitation(wrong))
      expect([Object.keys(wrong), answer.status]).toEqual([Object.keys(wrong), 422])
    }
  })

  test('takes no field that is not asked for: nobody is confirmed or given a person by it (ASVS 5.0 15.3.3)', async () => {
    for (const more of [
      { confirmedAt: '2026-01-01' },
      { person: hugo.person },
      { region: 'hus' },
      { suspended_at: null },
    ]) {
      const answer = await hugo.call('POST', '/api/people/staff', invitation(more))
      expect([Object.keys(more), answer.status]).toEqual([Object.keys(more), 422])
    }
  })

  test('is refused to a page of somebody else (CSRF), and to a colleague of another role', async () => {
    const forged = await product.app.server.inject({
      method: 'POST',
      url: '/console/colleagues/invite',
      headers: {
        cookie: [...hugo.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://elsewhere.example',
      },
      payload: new URLSearchParams(invitation()).toString(),
    })
    expect(forged.statusCode).toBe(403)
    const nadia = await product.colleague('service-desk')
    const answer = await nadia.call('POST', '/api/people/staff', invitation())
    expect([answer.status, code(answer)]).toEqual([403, 'role-without-purpose'])
  })
})

describe('another role', () => {
  test('holds from the next request, stands in the history, and is told by a letter', async () => {
    const nadia = await product.colleague('service-desk')
    expect((await nadia.get('/console/people')).text).toContain('value="support"')
    expect((await role(nadia.person, { role: 'web-editor', controller: 'hes' })).json()).toMatchObject({
      changed: true,
    })
    expect((await nadia.get('/console/people')).text).not.toContain('value="support"')
    expect((await role(nadia.person, { role: 'web-editor', controller: 'hes' })).json()).toMatchObject({
      changed: false,
    })
    const events = await product.db.asOwner<{ kind: string }>(
      `select kind from people.security_event where person_id = $1 and kind = 'role-changed'`,
      [nadia.person],
    )
    expect(events).toHaveLength(1)
    expect(await tellOfChanges(product.app.given)).toBeGreaterThan(0)
    const letters = await product.db.asOwner('select id from people.letter where person_id = $1', [nadia.person])
    expect(letters).toHaveLength(1)
  })

  test('is for another controller only where the administrator may appoint for it', async () => {
    const nadia = await product.colleague('service-desk')
    expect((await role(nadia.person, { role: 'service-desk', controller: 'huk' })).json()).toMatchObject({
      changed: true,
    })
    const uk = await product.colleague('administrator', 'huk')
    const other = await product.colleague('service-desk', 'huk')
    expect((await role(other.person, { role: 'sales', controller: 'hes' }, uk)).status).toBe(422)
    expect((await role(other.person, { role: 'sales', controller: 'huk' }, uk)).json()).toMatchObject({ changed: true })
  })

  test('is given to nobody for whom another controller answers: PostgreSQL sees no such row', async () => {
    const dana = await product.colleague('service-desk', 'hus')
    const answer = await role(dana.person, { role: 'sales', controller: 'hus' })
    expect([answer.status, code(answer)]).toEqual([403, 'colleague-elsewhere'])
    const client = await product.db.connectAs(product.db.roleOf('account'), 'hes')
    const { rowCount } = await client.query('update people.staff set suspended_at = $2 where person_id = $1', [
      dana.person,
      product.db.clock.now(),
    ])
    expect(rowCount).toBe(0)
  })

  test('is nobody’s own to take, nor one’s own access to end', async () => {
    const own = await role(hugo.person, { role: 'service-desk', controller: 'hes' })
    expect([own.status, code(own)]).toEqual([403, 'colleague-yourself'])
    expect(code(await access(hugo.person, false))).toBe('colleague-yourself')
    const page = await hugo.get(`/console/colleagues/${hugo.person}`)
    expect(page.text).not.toContain(`action="/console/colleagues/${hugo.person}/role"`)
  })

  test('needs a proof of the last ten minutes', async () => {
    const admin = await product.colleague('administrator')
    const nadia = await product.colleague('service-desk')
    product.db.clock.advance(11 * 60_000)
    const late = await role(nadia.person, { role: 'sales', controller: 'hes' }, admin)
    expect([late.status, code(late)]).toEqual([403, 'proof-needed'])
    expect((await admin.get('/console/colleagues')).status).toBe(200)
    expect((await admin.get('/console/colleagues/invite')).headers['location']).toContain('/prove?next=')
    await product.prove(admin)
    expect((await role(nadia.person, { role: 'sales', controller: 'hes' }, admin)).status).toBe(200)
    await product.prove(hugo)
    await access(admin.person, false)
  })
})

describe('access', () => {
  test('that is ended ends every session at once, and comes back', async () => {
    const nadia = await product.colleague('service-desk')
    expect((await access(nadia.person, false)).json()).toMatchObject({ changed: true })
    expect((await access(nadia.person, false)).json()).toMatchObject({ changed: false })
    expect(await whoIs(nadia)).toBe('stranger')
    const sessions = await product.db.asOwner('select kind from people.session where person_id = $1', [nadia.person])
    expect(sessions).toEqual([])
    expect((await nadia.call('POST', '/api/people/session', { id: nadia.email, password: testPassword })).status).toBe(
      401,
    )
    expect((await list(hugo, nadia.email))[0]?.access).toBe('suspended')
    expect((await access(nadia.person, true)).json()).toMatchObject({ changed: true })
    expect(
      (await product.visitor().call('POST', '/api/people/session', { id: nadia.email, password: testPassword })).status,
    ).toBe(201)
  })

  test('that is ended and given back revives no link, no code and no other address from before', async () => {
    const nadia = await product.colleague('service-desk')
    await product.visitor().submit('/en/forgotten', { id: nadia.email })
    await answerResets(product.app.given)
    const reset = (await letterTo(product, nadia.email)).token
    await nadia.call('POST', '/api/people/email-change', { email: 'nadia-next@team.example' })
    const yes = (await letterTo(product, nadia.email)).token
    await access(nadia.person, false)
    await access(nadia.person, true)
    const call = (path: string, body: object) => product.visitor().call('POST', `/api/people/${path}`, body)
    expect(code(await call('password/reset', { token: reset, password: testPassword }))).toBe('link-used')
    expect(code(await call('email-change/answer', { token: yes, yes: true }))).toBe('link-unknown')
  })

  test('of somebody who has not come yet, or is no colleague, is not there to end', async () => {
    const { person } = (await hugo.call('POST', '/api/people/staff', invitation())).json<{ person: string }>()
    expect(code(await access(person, false))).toBe('colleague-not-active')
    const customer = await product.customer()
    const answer = await access(customer.person, false)
    expect([answer.status, code(answer)]).toEqual([404, 'colleague-unknown'])
    expect(await whoIs(customer)).toBe('customer')
  })

  test('of administrators who end each other at the same moment leaves one', async () => {
    const db = product.db
    const one = await product.colleague('administrator', 'hin')
    const other = await product.colleague('administrator', 'hin')
    const both = await Promise.all([access(other.person, false, one), access(one.person, false, other)])
    const active = await db.asOwner(
      `select person_id from people.staff where person_id = any ($1) and suspended_at is null`,
      [[one.person, other.person]],
    )
    expect(both.map(({ status }) => status).filter(status => status === 200)).toHaveLength(1)
    expect(active).toHaveLength(1)
  })

  test('that was ended by a process which died is taken into the history by the next', async () => {
    const nadia = await product.colleague('service-desk')
    const at = product.db.clock.now()
    await product.db.asOwner(
      'update people.staff set suspended_at = $2, untold_at = $2, untold_as = $3 where person_id = $1',
      [nadia.person, at, 'suspended'],
    )
    expect(await noteStaffChanges(product.app.given)).toBe(1)
    expect(await noteStaffChanges(product.app.given)).toBe(0)
    const sessions = await product.db.asOwner('select kind from people.session where person_id = $1', [nadia.person])
    expect(sessions).toEqual([])
  })
})

describe('the logins of the database', () => {
  test('appoint nobody: what the account login writes beside the sealed appointment signs its owner out', async () => {
    const nadia = await product.colleague('service-desk')
    const client = await product.db.connectAs(product.db.roleOf('account'), 'hes')
    await client.query(`update people.staff set role = 'administrator' where person_id = $1`, [nadia.person])
    expect(await whoIs(nadia)).toBe('stranger')
  })

  test('appoint nobody with the appointment of somebody else', async () => {
    const nadia = await product.colleague('service-desk')
    const client = await product.db.connectAs(product.db.roleOf('account'), 'hes')
    await client.query(
      `update people.staff s set role = o.role, controller = o.controller, appointment = o.appointment
         from people.staff o where s.person_id = $1 and o.person_id = $2`,
      [nadia.person, hugo.person],
    )
    expect([500, 200]).toContain((await nadia.call('GET', '/api/people/session')).status)
    expect((await nadia.call('GET', '/api/people/staff')).status).not.toBe(200)
    await product.db.asOwner('delete from people.person where id = $1', [nadia.person])
  })

  test('give nobody a role as the security login, the self login or one of another purpose', async () => {
    for (const login of [product.db.roleOf('security'), product.db.roleOf('support'), product.db.login('self')]) {
      const client = await product.db.connectAs(login, 'hes')
      expect(await attempt(client, `update people.staff set role = 'administrator'`)).toBe(refused)
      expect(await attempt(client, `update people.staff set controller = 'hus'`)).toBe(refused)
      expect(await attempt(client, 'update people.staff set suspended_at = null')).toBe(refused)
    }
  })
})

describe('a new installation', () => {
  test('has no account, no colleague, no session and no key: the first administrator is invited by a command', async () => {
    const db = await testDatabase()
    onTestFinished(() => db.close())
    for (const table of ['person', 'account', 'staff', 'session', 'link', 'api_key'])
      expect([table, await db.asOwner(`select 1 as one from people.${table}`)]).toEqual([table, []])
  })
})

describe('the roles of the policy in force', () => {
  test('are shown with their purposes, clauses, what they reach and how many have them, on a page, as CSV and JSON', async () => {
    const { policyVersion, roles } = (await hugo.call('GET', '/api/people/roles')).json<{
      policyVersion: number
      roles: {
        role: string
        clause: string
        purposes: { purpose: string; regions: string }[]
        people: Record<string, number>
      }[]
    }>()
    const { staff } = product.app.gate.policy().compiled.loaded.policy
    expect([policyVersion, roles.map(one => one.role)]).toEqual([4, Object.keys(staff)])
    const admin = roles.find(one => one.role === 'administrator')!
    expect(admin.purposes.map(({ purpose, regions }) => [purpose, regions])).toContainEqual(['security', 'all'])
    expect(admin.people['hes']).toBeGreaterThan(0)
    const page = await hugo.get('/console/roles')
    expect([page.status, page.text.includes('Administrator and auditor')]).toEqual([200, true])
    const file = await hugo.get('/console/roles.csv')
    expect(file.headers['content-type']).toContain('text/csv')
    const lines = Object.values(staff).reduce((sum, one) => sum + one.purposes.length, 0)
    expect(file.text.trim().split('\r\n')).toHaveLength(lines + 1)
  })
})
