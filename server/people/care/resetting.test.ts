import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { letterTo, lettersTo } from '../../../test/letters.ts'
import { statementsOf } from '../../../test/statements.ts'
import { answerResets, tellOfChanges } from '../index.ts'
import { askReset } from './resetting.ts'

const minute = 60_000
const other = 'seven herons over the weir'
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const ask = (id: string, visitor = product.visitor()) => visitor.submit('/en/forgotten', { id })
async function linkOf(id: string): Promise<string> {
  await ask(id)
  await answerResets(product.app.given)
  return (await letterTo(product, id)).link
}
const choose = (link: string, password = other, visitor = product.visitor()) =>
  visitor.submit(link, { password }).then(answer => ({ answer, visitor }))
/** The same as a program does it, whom no page keeps from trying. */
const call = (link: string) =>
  product.visitor().call('POST', '/api/people/password/reset', { token: link.split('token=')[1], password: other })
const signIn = (id: string, password: string, visitor = product.visitor()) =>
  visitor.call('POST', '/api/people/session', { id, password })

describe('whoever asks for a link', () => {
  test('gets the same answer for an ID that nobody has, by the same statements', async () => {
    const { email } = await product.customer()
    const answer = async (id: string) => {
      const { status, text } = await ask(id)
      return [status, text.replaceAll(/name="csrf" value="[^"]+"/g, '')]
    }
    expect(await answer('nobody-here@customer.example')).toEqual(await answer(email))
    const known = await statementsOf(product, () =>
      product.visitor().call('POST', '/api/people/password/forgotten', { id: email }),
    )
    // Asked for as often before: a second try is counted with one statement more, whoever has the ID.
    const unknown = await statementsOf(product, () =>
      product.visitor().call('POST', '/api/people/password/forgotten', { id: 'nobody-here@customer.example' }),
    )
    expect(unknown).toEqual(known)
    expect(known.some(call => call.includes('people.ask-reset'))).toBe(true)
  })

  test('fills nobody’s inbox, and hears the same of an unknown ID', async () => {
    const { email } = await product.customer()
    for (const id of [email, 'not-there@customer.example']) {
      const statuses = []
      for (let time = 0; time < 7; time += 1) statuses.push((await ask(id)).status)
      expect(statuses).toEqual([200, 200, 200, 200, 200, 422, 422])
    }
  })

  test('leaves nothing behind once it was answered, whether anybody has the ID or not', async () => {
    await ask('stays-nobody@customer.example')
    await answerResets(product.app.given)
    expect(await product.db.asOwner('select id from people.reset_request')).toEqual([])
  })

  test('with a forged Host gets a link to our own address', async () => {
    const { email } = await product.customer()
    const { headers, text } = await product.visitor().get('/en/forgotten')
    const csrf = /name="csrf" value="([^"]+)"/.exec(text)![1]!
    const cookie = [headers['set-cookie']]
      .flat()
      .map(one => String(one).split(';')[0])
      .join('; ')
    const forged = await product.app.server.inject({
      method: 'POST',
      url: '/en/forgotten',
      headers: {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        origin: 'http://localhost:8080',
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ csrf, id: email }).toString(),
    })
    await answerResets(product.app.given)
    expect(forged.statusCode).toBe(200)
    expect((await letterTo(product, email)).text).toContain('http://localhost:8080/en/reset?token=')
    expect((await letterTo(product, email)).text).not.toContain('evil.example')
  })
})

describe('a link to choose another password', () => {
  test('changes nothing when it is opened, by a mail scanner for example', async () => {
    const { email } = await product.customer()
    const link = await linkOf(email)
    for (let time = 0; time < 3; time += 1) expect((await product.visitor().get(link)).status).toBe(200)
    expect((await signIn(email, testPassword)).status).toBe(201)
  })

  test('replaces the password, ends every session and opens one with a token of its own', async () => {
    const customer = await product.customer()
    const visitor = product.visitor()
    visitor.cookies.set('session', 'planted-by-somebody-else')
    const { answer } = await choose(await linkOf(customer.email), other, visitor)
    expect([answer.status, answer.headers['location']]).toEqual([303, '/en/account?done=care.done.reset'])
    expect(visitor.cookies.get('session')).not.toBe('planted-by-somebody-else')
    expect([await whoIs(customer), await whoIs(visitor)]).toEqual(['stranger', 'customer'])
    expect((await signIn(customer.email, testPassword)).status).toBe(401)
    expect((await signIn(customer.email, other)).status).toBe(201)
  })

  test('is told to its person by another letter', async () => {
    const { email } = await product.customer()
    await choose(await linkOf(email))
    await tellOfChanges(product.app.given)
    const told = (await lettersTo(product, email)).filter(({ subject }) => subject.startsWith('Something changed'))
    expect(told.map(({ link }) => link)).toEqual(['/en/account/security'])
  })

  test('works once: again, and at the same moment, it opens nothing', async () => {
    const { email } = await product.customer()
    const link = await linkOf(email)
    const both = await Promise.all([choose(link), choose(link, 'nine otters under the bridge')])
    expect(both.map(({ answer }) => answer.status).sort()).toEqual([303, 410])
    expect((await call(link)).json()).toMatchObject({ status: 409, code: 'link-used' })
  })

  test('that is too old brings another by one call, and the same answer as one that is none', async () => {
    const { email } = await product.customer()
    const token = (await linkOf(email)).split('token=')[1]!
    product.db.clock.advance(60 * minute)
    const again = (which: string) =>
      product.visitor().call('POST', '/api/people/password/reset/again', { token: which })
    const [known, unknown] = [await again(token), await again('nothing')]
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    await answerResets(product.app.given)
    expect((await letterTo(product, email)).token).not.toBe(token)
    expect((await choose((await letterTo(product, email)).link)).answer.status).toBe(303)
  })

  test('takes the other links of the same ID along', async () => {
    const { email } = await product.customer()
    const first = await linkOf(email)
    const second = await linkOf(email)
    expect(second).not.toBe(first)
    await choose(second)
    expect((await call(first)).json()).toMatchObject({ code: 'link-used' })
  })

  test('is over after an hour, and a new one comes with one press', async () => {
    const { email } = await product.customer()
    const link = await linkOf(email)
    product.db.clock.advance(60 * minute)
    const page = await product.visitor().get(link)
    expect([page.status, page.text.includes('This link is too old')]).toEqual([410, true])
    expect(page.text).not.toContain(email)
    const again = await product.visitor().submit(link.replace('/reset?', '/reset/again?'), {}, link)
    expect(again.status).toBe(200)
    await answerResets(product.app.given)
    const { link: fresh } = await letterTo(product, email)
    expect(fresh).not.toBe(link)
    expect((await choose(fresh)).answer.status).toBe(303)
  })

  test('that was changed, or is of another person’s row, is unknown', async () => {
    const { email } = await product.customer()
    const { person } = await product.customer()
    const link = await linkOf(email)
    expect((await product.visitor().get(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).status).toBe(410)
    await product.db.asOwner("update people.link set person_id = $1 where kind = 'reset' and used_at is null", [person])
    expect((await call(link)).json()).toMatchObject({ status: 410, code: 'link-unknown' })
  })

  test('wants a password that is hard to guess, and then still works', async () => {
    const { email } = await product.customer()
    const link = await linkOf(email)
    expect((await choose(link, 'short')).answer.status).toBe(422)
    expect((await choose(link)).answer.status).toBe(303)
  })

  test('never takes the place of a second factor: a colleague still has to show it', async () => {
    const colleague = await product.colleague('service-desk')
    const { answer, visitor } = await choose(await linkOf(colleague.email))
    expect(answer.headers['location']).toContain('/console/second-factor')
    expect([await whoIs(visitor), await whoIs(colleague)]).toEqual(['half', 'stranger'])
    expect((await visitor.get('/console/people')).status).toBe(303)
  })

  test('is not written to a colleague without a second factor, to whom it would be all there is', async () => {
    const colleague = await product.colleague('service-desk')
    const link = await linkOf(colleague.email)
    await product.db.asOwner('delete from people.totp where person_id = $1', [colleague.person])
    await product.db.asOwner('update people.staff set second_factor = null where person_id = $1', [colleague.person])
    expect((await call(link)).json()).toMatchObject({ status: 410, code: 'link-unknown' })
    expect((await ask(colleague.email)).status).toBe(200)
    await answerResets(product.app.given)
    const letter = await letterTo(product, colleague.email)
    expect([letter.subject.startsWith('Ask for an invitation'), letter.token]).toEqual([true, ''])
  })

  test('that was mailed to an ID which was joined to another since opens nothing, and no other is mailed or posted: a letter says which ID opens', async () => {
    const [former, kept] = [await product.customer(), await product.customer()]
    const link = await linkOf(former.email)
    await product.db.asOwner(
      "insert into people.joined (former_id, person_id, joined_at, by) values ($1, $2, $3, 'customer')",
      [former.person, kept.person, product.db.clock.now()],
    )
    expect((await call(link)).json()).toMatchObject({ status: 410, code: 'link-unknown' })
    const before = (await lettersTo(product, former.email)).length
    await ask(former.email)
    await answerResets(product.app.given)
    const [letter, ...earlier] = await lettersTo(product, former.email)
    expect([earlier.length, letter!.token, letter!.link]).toEqual([before, '', '/en/sign-in'])
    expect(letter!.text).toContain('was joined to another ID')
    const links = "select from people.link where person_id = $1 and kind = 'reset'"
    expect(await product.db.asOwner(links, [former.person])).toHaveLength(1)
    await askReset(product.app.given, former.email, 'post')
    await answerResets(product.app.given)
    expect(await product.db.asOwner('select from people.return_code where person_id = $1', [former.person])).toEqual([])
  })

  test('wins over a sign-in whose password was checked a moment before: no session is born after it', async () => {
    const { email, person } = await product.customer()
    const real = product.app.gate.write
    const spy = vi.spyOn(product.app.gate, 'write').mockImplementation((async (
      request: { act: string },
      statements: object,
    ) => {
      // Between the check of the password and its session another one was chosen.
      if (request.act === 'people.sign-in')
        await product.db.asOwner("update people.account set password = password || '\\x00' where person_id = $1", [
          person,
        ])
      return real(request as never, statements as never)
    }) as never)
    const late = await signIn(email, testPassword)
    spy.mockRestore()
    expect(late.status).toBe(401)
  })

  test('is not written to a colleague whose access has ended, and one that was sent opens nothing', async () => {
    const colleague = await product.colleague('service-desk')
    const link = await linkOf(colleague.email)
    await product.db.asOwner('update people.staff set suspended_at = $2 where person_id = $1', [
      colleague.person,
      product.db.clock.now(),
    ])
    expect((await call(link)).json()).toMatchObject({ status: 410, code: 'link-unknown' })
    const before = (await lettersTo(product, colleague.email)).length
    await ask(colleague.email)
    await answerResets(product.app.given)
    expect(await lettersTo(product, colleague.email)).toHaveLength(before)
  })

  test('comes to whoever used one, however often somebody else had asked', async () => {
    const { email } = await product.customer()
    for (let time = 0; time < 5; time += 1) await ask(email)
    await answerResets(product.app.given)
    expect((await ask(email)).status).toBe(422)
    await choose((await letterTo(product, email)).link)
    expect((await ask(email)).status).toBe(200)
  })

  test('waits for no paper, no sign-up, and never longer than an hour', async () => {
    const { email } = await product.customer()
    for (let time = 0; time < 6; time += 1) {
      await product.visitor().submit('/en/forgotten/post', { id: email })
      await product.visitor().submit('/en/sign-up', { name: 'An', email, password: other })
    }
    expect((await ask(email)).status).toBe(200)
    await product.db.asOwner('update people.attempt set failures = 150')
    expect((await ask(email)).status).toBe(422)
    product.db.clock.advance(60 * minute)
    expect((await ask(email)).status).toBe(200)
  })

  test('lets somebody in again who waits after many wrong passwords', async () => {
    const { email } = await product.customer()
    for (let time = 0; time < 6; time += 1) await signIn(email, 'a wrong password')
    expect((await signIn(email, testPassword)).status).toBe(429)
    await choose(await linkOf(email))
    expect((await signIn(email, other)).status).toBe(201)
  })
})
