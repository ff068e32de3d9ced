import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { lettersTo } from '../../../test/letters.ts'
import { statementsOf } from '../../../test/statements.ts'
import { answerResets, expire, forgetLinks, tellOfChanges } from '../index.ts'

const minute = 60_000
const day = 24 * 60 * minute
const other = 'seven herons over the weir'
const address = { kind: 'address', street: 'Kerkstraat 7', postcode: '3500', city: 'Hasselt', country: 'BE' }
let product: TestApp
let administrator: TestVisitor
beforeAll(async () => {
  product = await testApp()
  administrator = await product.colleague('administrator')
})
afterAll(() => product.close())

const signIn = (id: string, password = testPassword) =>
  product.visitor().call('POST', '/api/people/session', { id, password })
const come = (id: string, code: string) => product.visitor().call('POST', '/api/people/return', { id, code })
const choose = (token: string) =>
  product.visitor().call('POST', '/api/people/password/reset', { token, password: other })

/** Somebody without an e-mail address, with a postal one. */
async function withoutEmail(where: object | null = address) {
  const visitor = product.visitor()
  const made = await visitor.call('POST', '/api/people/sign-up/without-email', { name: 'Jo', password: testPassword })
  if (where) await visitor.call('POST', '/api/profile/contacts', where)
  return { ...visitor, id: made.json<{ id: string }>().id }
}
const askPost = async (id: string) => {
  const { status } = await product.visitor().call('POST', '/api/people/password/forgotten/post', { id })
  await answerResets(product.app.given)
  return status
}
interface Waiting {
  letters: { letter: string; person: string; name: string }[]
}
const waiting = async () => (await administrator.call('GET', '/api/people/return-codes')).json<Waiting>().letters
const print = ({ letter, person }: Waiting['letters'][number], by = administrator) =>
  by.call('POST', `/api/people/return-codes/${letter}/${person}`)
async function codeFor(id: string): Promise<string> {
  const before = new Set((await waiting()).map(one => one.letter))
  await askPost(id)
  const [mine] = (await waiting()).filter(one => !before.has(one.letter))
  return (await print(mine!)).json<{ code: string }>().code
}

describe('an ID without an e-mail address', () => {
  test('is shown once, works for signing in however it is typed, and stands in the account', async () => {
    const visitor = product.visitor()
    const made = await visitor.submit('/en/sign-up/without-email', { name: 'Jo', password: testPassword })
    const id = /HES-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(made.text)![0]
    expect(made.status).toBe(200)
    for (const typed of [id, id.toLowerCase(), ` ${id.replaceAll('0', 'O').replaceAll('1', 'l')} `])
      expect((await signIn(typed)).status).toBe(201)
    expect((await visitor.get('/en/account/profile')).text).toContain(id)
    expect((await product.visitor().get('/en/sign-up/without-email')).text).not.toContain(id)
  })

  test('is written to by nobody, and no letter waits for it', async () => {
    const person = await withoutEmail()
    await person.call('PUT', '/api/people/password', { password: testPassword, chosen: other })
    await tellOfChanges(product.app.given)
    await product.visitor().submit('/en/forgotten', { id: person.id })
    await answerResets(product.app.given)
    expect(await lettersTo(product, person.id)).toEqual([])
  })

  test('gets an e-mail address later, by a link to the new one alone', async () => {
    const person = await withoutEmail()
    const email = 'got-one@customer.example'
    await person.call('POST', '/api/people/email-change', { email })
    const [letter] = await lettersTo(product, email)
    const done = await product.visitor().call('POST', '/api/people/email-change/answer', {
      token: letter!.token,
      yes: true,
    })
    expect([done.json()['done'], (await signIn(email)).status]).toEqual([true, 201])
  })

  test('is sealed: nothing of it stands readable in the database', async () => {
    const { id } = await withoutEmail()
    const rows = await product.db.asOwner<{ address: Buffer }>('select address from people.account')
    for (const row of rows) expect(row.address.toString('latin1').toLowerCase()).not.toContain(id.toLowerCase())
  })
})

describe('a code by post', () => {
  test('is asked for with the same answer and statements whether anybody has the ID or not', async () => {
    const { id } = await withoutEmail()
    const ask = (who: string) => product.visitor().call('POST', '/api/people/password/forgotten/post', { id: who })
    const [known, unknown] = [
      await statementsOf(product, () => ask(id)),
      await statementsOf(product, () => ask('HES-0000-0000')),
    ]
    expect(unknown).toEqual(known)
    await answerResets(product.app.given)
  })

  test('is printed once, with the address, and leads to another password', async () => {
    const person = await withoutEmail()
    await askPost(person.id)
    const letter = (await waiting()).at(-1)!
    const printed = (await print(letter)).json<{ code: string; address: string[] }>()
    expect(printed.address.join(' ')).toContain('Kerkstraat 7')
    expect((await print(letter)).status).toBe(404)
    const { token } = (await come(person.id, ` ${printed.code.toLowerCase()} `)).json<{ token: string }>()
    expect((await choose(token)).status).toBe(201)
    expect([(await signIn(person.id, other)).status, (await signIn(person.id)).status]).toEqual([201, 401])
  })

  test('works once, for its own ID alone, and for thirty days', async () => {
    const [person, neighbour] = [await withoutEmail(), await withoutEmail()]
    const code = await codeFor(person.id)
    expect((await come(neighbour.id, code)).status).toBe(401)
    expect((await come('HES-0000-0000', code)).status).toBe(401)
    const both = await Promise.all([come(person.id, code), come(person.id, code)])
    expect(both.filter(({ status }) => status === 201)).toHaveLength(1)
    expect((await come(person.id, code)).status).toBe(401)
    const late = await codeFor(neighbour.id)
    product.db.clock.advance(30 * day)
    administrator = await product.colleague('administrator')
    expect((await come(neighbour.id, late)).status).toBe(401)
    await expire(product.app.given)
    expect(await product.db.asOwner('select id from people.return_code')).toEqual([])
  })

  test('cannot be guessed: tries are slowed down, for an unknown ID too', async () => {
    const { id } = await withoutEmail()
    for (const who of [id, 'HES-9999-9999']) {
      const statuses = []
      for (let time = 0; time < 6; time += 1) statuses.push((await come(who, 'AAAAA-AAAAA')).status)
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    }
  })

  test('is posted once a week, however often somebody asks', async () => {
    const { id } = await withoutEmail()
    const before = (await waiting()).length
    await askPost(id)
    await askPost(id)
    expect(await waiting()).toHaveLength(before + 1)
  })

  test('is not printed without an address, and stays on the list', async () => {
    const person = await withoutEmail()
    await askPost(person.id)
    const letter = (await waiting()).at(-1)!
    const { addresses } = (await person.call('GET', '/api/profile')).json<{ addresses: { id: string }[] }>()
    for (const { id } of addresses) await person.call('DELETE', `/api/profile/contacts/${id}`)
    expect([(await print(letter)).status, (await waiting()).at(-1)]).toEqual([409, letter])
  })

  test('waits for nobody whom an e-mail reaches, with the same answer', async () => {
    const customer = await product.customer()
    await customer.call('POST', '/api/profile/contacts', address)
    const before = (await waiting()).length
    expect([await askPost(customer.email), (await waiting()).length]).toEqual([202, before])
  })

  test('goes to no address that a stolen session has added: it stands for fourteen days first', async () => {
    const [none, moved] = [await withoutEmail(null), await withoutEmail()]
    product.db.clock.advance(2 * 60 * minute)
    await none.call('POST', '/api/profile/contacts', address)
    await moved.call('POST', '/api/profile/contacts', { ...address, street: 'Dievenstraat 1' })
    administrator = await product.colleague('administrator')
    const before = (await waiting()).length
    await askPost(none.id)
    expect(await waiting()).toHaveLength(before)
    await askPost(moved.id)
    const printed = (await print((await waiting()).at(-1)!)).json<{ address: string[] }>()
    expect(printed.address.join(' ')).toContain('Kerkstraat 7')
    product.db.clock.advance(14 * day)
    administrator = await product.colleague('administrator')
    await askPost(none.id)
    expect((await print((await waiting()).at(-1)!)).status).toBe(201)
  })

  test('stands in the history as what it is, and not as a mailed link', async () => {
    const person = await withoutEmail()
    const { token } = (await come(person.id, await codeFor(person.id))).json<{ token: string }>()
    const visitor = product.visitor()
    await visitor.call('POST', '/api/people/password/reset', { token, password: other })
    const { events } = (await visitor.call('GET', '/api/people/security')).json<{ events: { kind: string }[] }>()
    const kinds = events.map(({ kind }) => kind)
    expect([kinds.includes('recovered'), kinds.includes('password-reset')]).toEqual([true, false])
  })

  test('is seen and printed only by a role that looks after accounts', async () => {
    const desk = await product.colleague('service-desk')
    const { id } = await withoutEmail()
    await askPost(id)
    const letter = (await waiting()).at(-1)!
    expect([(await desk.call('GET', '/api/people/return-codes')).status, (await print(letter, desk)).status]).toEqual([
      403, 403,
    ])
    expect((await desk.get('/console/return-codes')).status).toBe(403)
    expect((await print(letter)).status).toBe(201)
  })
})

describe('a code from a colleague', () => {
  const give = (id: string, by = administrator) =>
    by.call('POST', '/api/people/return-codes', { id, checked: 'Called back on the number that we had.' })

  test('is for an ID that several people use, and what was checked stands in its history', async () => {
    const customer = await product.customer()
    expect((await give(customer.email)).status).toBe(404)
    await customer.call('PUT', '/api/people/shared-id', { several: true })
    const given = (await give(customer.email)).json<{ code: string }>()
    expect((await customer.get('/en/account/security')).text).toContain('Called back on the number that we had.')
    await tellOfChanges(product.app.given)
    expect((await lettersTo(product, customer.email))[0]!.text).toContain('A way back into your ID was asked for')
    const { token } = (await come(customer.email, given.code)).json<{ token: string }>()
    expect((await choose(token)).json()).toMatchObject({ kind: 'customer' })
  })

  test('works for ten minutes, and no longer', async () => {
    const { id } = await withoutEmail()
    const [first, second] = [(await give(id)).json<{ code: string }>(), (await give(id)).json<{ code: string }>()]
    product.db.clock.advance(10 * 60_000)
    expect((await come(id, first.code)).status).toBe(401)
    expect((await come(id, second.code)).status).toBe(401)
  })

  test('takes the other codes of the same ID along', async () => {
    const { id } = await withoutEmail()
    administrator = await product.colleague('administrator')
    const posted = await codeFor(id)
    const given = (await give(id)).json<{ code: string }>()
    expect((await come(id, given.code)).status).toBe(201)
    expect((await come(id, posted)).status).toBe(401)
  })

  test('is given by nobody without that role, and for no colleague', async () => {
    const desk = await product.colleague('service-desk')
    const { id } = await withoutEmail()
    const colleague = await product.colleague('sales')
    administrator = await product.colleague('administrator')
    expect([(await give(id, desk)).status, (await give(colleague.email)).status]).toEqual([403, 404])
    const page = await administrator.submit(
      '/console/return-codes/give',
      { id, checked: 'Showed a badge.' },
      '/console/return-codes',
    )
    expect(page.text).toMatch(/[0-9A-Z]{5}-[0-9A-Z]{5}/)
  })
})

describe('people for whom another company of the group answers', () => {
  const give = (id: string, by: TestVisitor) =>
    by.call('POST', '/api/people/return-codes', { id, checked: 'Called back on the number that we had.' })

  test('are seen, printed and let in by their own administrators and those of the default one, and by no other', async () => {
    const [first, own, other] = [
      await product.colleague('administrator'),
      await product.colleague('administrator', 'huk'),
      await product.colleague('administrator', 'hus'),
    ]
    const customer = await product.customer({ region: 'huk', email: 'HES-7K3M-22QP' })
    await customer.call('PUT', '/api/people/shared-id', { several: true })
    await customer.call('POST', '/api/profile/contacts', address)
    await askPost(customer.email)
    const seen = async (by: TestVisitor) =>
      (await by.call('GET', '/api/people/return-codes'))
        .json<Waiting>()
        .letters.filter(one => one.person === customer.person)
    const [letter] = await seen(own)
    expect([await seen(first), await seen(other)]).toEqual([[letter], []])
    expect((await other.get('/console/return-codes')).text).not.toContain(letter!.letter)

    expect((await give(customer.email, other)).status).toBe(404)
    expect((await print(letter!, other)).status).toBe(404)
    const page = await other.submit(
      `/console/return-codes/${letter!.letter}/${letter!.person}`,
      {},
      '/console/return-codes',
    )
    expect(page.status).toBe(404)
    // Nothing stands in the history of whoever nobody was allowed to let in.
    const noted = await product.db.asOwner(
      `select id from people.security_event where person_id = $1 and kind = 'recovery-started'`,
      [customer.person],
    )
    expect(noted).toHaveLength(1)

    expect((await give(customer.email, first)).status).toBe(201)
    expect((await give(customer.email, own)).status).toBe(201)
    expect((await print(letter!, own)).status).toBe(201)
  })

  test('of the default controller are given no code by an administrator of another', async () => {
    const { id } = await withoutEmail()
    const sophie = await product.colleague('administrator', 'hus')
    expect((await give(id, sophie)).status).toBe(404)
    const page = await sophie.submit(
      '/console/return-codes/give',
      { id, checked: 'Showed a badge.' },
      '/console/return-codes',
    )
    expect([page.status, /[0-9A-Z]{5}-[0-9A-Z]{5}/.test(page.text)]).toEqual([422, false])
  })
})

test('mailed links are forgotten once they were over for as long as the policy keeps accounts', async () => {
  const { email } = await product.customer()
  await product.visitor().submit('/en/forgotten', { id: email })
  await answerResets(product.app.given)
  const count = async () => Number((await product.db.asOwner('select count(*) from people.link'))[0]!['count'])
  expect(await count()).toBeGreaterThan(0)
  product.db.clock.advance(29 * day)
  await forgetLinks(product.app.given)
  expect(await count()).toBeGreaterThan(0)
  product.db.clock.advance(2 * day)
  await forgetLinks(product.app.given)
  expect(await count()).toBe(0)
})
