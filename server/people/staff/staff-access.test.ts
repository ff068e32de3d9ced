import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { attempt, refused } from '../../../test/attempt.ts'
import { lettersTo } from '../../../test/letters.ts'
import { tellOfChanges } from '../index.ts'
import { noteStaffChanges } from './administering.ts'
import { inviteColleague } from './colleagues.ts'
import { letIn, listColleagues, withdrawInvitation } from './staff-access.ts'

let product: TestApp
beforeAll(async () => {
  product = await testApp()
})
afterAll(() => product?.close())

const signIn = async (id: string) =>
  (await product.visitor().call('POST', '/api/people/session', { id, password: testPassword })).status
const whoIs = async (visitor: TestVisitor) =>
  (await visitor.call('GET', '/api/people/session')).json<{ kind: string }>().kind
const stateOf = async (email: string) =>
  (await listColleagues(product.app.given)).find(({ address }) => address === email)

describe('the access of a colleague', () => {
  test('ends at once when it is suspended, and comes back when it is resumed', async () => {
    const { given } = product.app
    const colleague = await product.colleague('service-desk')
    expect(await letIn(given, colleague.email, false)).toBe('done')
    expect(await letIn(given, colleague.email, false)).toBe('already')
    expect(await whoIs(colleague)).toBe('stranger')
    expect(await signIn(colleague.email)).toBe(401)
    expect((await stateOf(colleague.email))?.suspended_at).toEqual(product.db.clock.now())
    expect(await letIn(given, colleague.email.toUpperCase(), true)).toBe('done')
    expect(await letIn(given, colleague.email, true)).toBe('already')
    expect(await signIn(colleague.email)).toBe(201)
  })

  test('does not come back with the sessions that were open, and stands in the history of their ID', async () => {
    const { given } = product.app
    const colleague = await product.colleague('service-desk')
    await letIn(given, colleague.email, false)
    await letIn(given, colleague.email, true)
    expect(await whoIs(colleague)).toBe('stranger')
    const noted = await product.db.asOwner(
      'select kind from people.security_event where person_id = $1 and kind = any ($2) order by id',
      [colleague.person, ['role-changed', 'suspended', 'access-restored']],
    )
    expect(noted.map(({ kind }) => kind)).toEqual(['suspended', 'access-restored'])
  })

  test('ends every session also where the process died in between and it was given back', async () => {
    const colleague = await product.colleague('service-desk')
    await product.db.asOwner('update people.staff set untold_at = $2, untold_as = $3 where person_id = $1', [
      colleague.person,
      product.db.clock.now(),
      'access-restored',
    ])
    await noteStaffChanges(product.app.given)
    expect(await whoIs(colleague)).toBe('stranger')
  })

  test('is nothing that a customer has', async () => {
    const customer = await product.customer()
    expect(await letIn(product.app.given, customer.email, false)).toBe('unknown')
    expect(await whoIs(customer)).toBe('customer')
    expect(await stateOf(customer.email)).toBeUndefined()
  })

  test('leaves evidence of whose it was', async () => {
    const colleague = await product.colleague('service-desk')
    await letIn(product.app.given, colleague.email, false)
    const [line] = await product.db.asOwner<{ act: string; fields: string }>(
      `select f.act, f.fields::text as fields from audit.evidence e join audit.form f on f.id = e.form order by e.id desc limit 1`,
    )
    expect(line).toMatchObject({ act: 'people.suspend-staff' })
    expect(line!.fields).toContain('people.staff.suspended_at')
  })

  test('is not given back by the login that signs people in, nor by their own', async () => {
    const { db } = product
    const colleague = await product.colleague('service-desk')
    await letIn(product.app.given, colleague.email, false)
    for (const role of [db.roleOf('security'), db.login('self')]) {
      const client = await db.connectAs(role, 'hes')
      expect(await attempt(client, 'update people.staff set suspended_at = null')).toBe(refused)
    }
  })
})

describe('an invitation that nobody used', () => {
  const email = 'sam@team.example'

  test('is listed as one, and taken back leaves nothing', async () => {
    const { given } = product.app
    const link = await inviteColleague(given, {
      name: 'Sam',
      email,
      role: 'service-desk',
      controller: 'hes',
      language: 'en',
    })
    expect(await stateOf(email)).toMatchObject({
      name: 'Sam',
      role: 'service-desk',
      confirmed_at: null,
      suspended_at: null,
    })
    expect(await letIn(given, email, false)).toBe('unknown')
    expect(await withdrawInvitation(given, email)).toBe(1)
    const { pathname, search } = new URL(link)
    expect((await product.visitor().get(pathname + search)).status).toBe(410)
    expect(await stateOf(email)).toBeUndefined()
    expect(await withdrawInvitation(given, email)).toBe(0)
  })

  test('and its link are forgotten by no login that does not see whom they are of', async () => {
    const { db } = product
    await inviteColleague(product.app.given, {
      name: 'Sam',
      email,
      role: 'service-desk',
      controller: 'hes',
      language: 'en',
    })
    const found = await db.asOwner<{ person_id: string }>(
      'select person_id from people.account where confirmed_at is null',
    )
    const forget = async (region: string) => {
      const login = await db.connectAs(db.roleOf('account'), region)
      const links = await login.query<{ gone: string }>(`select people.forget_links('infinity') as gone`)
      const people = await login.query('select people.forget_unconfirmed($1)', [found.map(row => row.person_id)])
      return [links.rows[0]!.gone, people.rows.length]
    }
    expect(await forget('hin')).toEqual(['0', 0])
    const [, people] = await forget('hes')
    expect(people).toBe(found.length)
  })

  test('of somebody who has chosen a password is none any more', async () => {
    const colleague = await product.colleague('service-desk')
    expect(await withdrawInvitation(product.app.given, colleague.email)).toBe(0)
    expect(await whoIs(colleague)).toBe('staff')
  })
})

describe('the letter of a change', () => {
  test('says which: the role and for whom, that access was ended, or given back; and advises nothing that cannot be done', async () => {
    const hugo = await product.colleague('administrator')
    const nadia = await product.colleague('service-desk')
    const change = (what: string, body: object) => hugo.call('PUT', `/api/people/staff/${nadia.person}/${what}`, body)
    await change('role', { role: 'web-editor', controller: 'hus' })
    await change('access', { may: false })
    await change('access', { may: true })
    await tellOfChanges(product.app.given)
    const { staff, controllers } = product.app.gate.policy().compiled.loaded.policy
    const texts = (await lettersTo(product, nadia.email)).map(({ text }) => text)
    const place = `${staff['web-editor']?.says['en']}, ${controllers['hus']?.name}`
    for (const said of [
      `Your role as a colleague was changed: ${place}`,
      'Your access as a colleague was ended',
      'Your access as a colleague was given back',
    ])
      expect([said, texts.filter(text => text.includes(said)).length]).toEqual([said, 1])
    expect(texts.filter(text => text.includes('another password'))).toEqual([])
  })
})

describe('the access of a colleague for whom another company of the group answers', () => {
  const access = (by: TestVisitor, person: string, may: boolean) =>
    by.call('PUT', `/api/people/staff/${person}/access`, { may })
  const code = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code

  test('is ended by an administrator of the default controller, who does not give it back nor change anything else', async () => {
    const hugo = await product.colleague('administrator')
    const dana = await product.colleague('service-desk', 'hin')
    const page = await hugo.get(`/console/colleagues/${dana.person}`)
    const offered = ['suspend', 'resume', 'role', 'factors'].filter(what =>
      page.text.includes(`/${dana.person}/${what}"`),
    )
    expect(offered).toEqual(['suspend'])
    expect((await access(hugo, dana.person, false)).json()).toMatchObject({ changed: true })
    expect([await whoIs(dana), await signIn(dana.email)]).toEqual(['stranger', 401])
    expect((await access(hugo, dana.person, false)).json()).toMatchObject({ changed: false })
    expect(code(await access(hugo, dana.person, true))).toBe('colleague-elsewhere')
    const lines = await product.db.asOwner<{ act: string }>(
      `select f.act from audit.evidence e join audit.form f on f.id = e.form where f.act = 'people.suspend-elsewhere'`,
    )
    expect(lines.length).toBeGreaterThan(0)
  })

  test('is not ended by an administrator of one that is not the default', async () => {
    const sophie = await product.colleague('administrator', 'hus')
    for (const controller of ['hes', 'hin']) {
      const dana = await product.colleague('service-desk', controller)
      expect(code(await access(sophie, dana.person, false))).toBe('colleague-elsewhere')
      expect(await whoIs(dana)).toBe('staff')
    }
  })

  test('is ended in the database by the security login alone, of whom it sees, and it gives none back', async () => {
    const dana = await product.colleague('service-desk', 'hin')
    const asked = `select people.suspend_elsewhere('${dana.person}', '2030-01-01', '{}')`
    const account = await product.db.connectAs(product.db.roleOf('account'), 'hes')
    expect(await attempt(account, asked)).toBe(refused)
    const elsewhere = await product.db.connectAs(product.db.roleOf('security'), 'hus')
    expect((await elsewhere.query(asked)).rowCount).toBe(0)
    expect(await attempt(elsewhere, 'update people.staff set suspended_at = null')).toBe(refused)
    expect(await whoIs(dana)).toBe('staff')
  })
})
