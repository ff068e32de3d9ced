import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp, testPassword } from '../../../test/app.ts'
import { letterTo, lettersTo } from '../../../test/letters.ts'
import { moveAddress } from '../../../test/moved.ts'
import { erasePerson, unsubscribeHeaders, writeTo } from '../../people/index.ts'

type Customer = Awaited<ReturnType<TestApp['customer']>>
let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const news = 'product-news'
/** The path of the link at the end of the newest letter to an address. */
async function mailed(address: string): Promise<string> {
  const [newest] = await lettersTo(house, address)
  return new URL(newest!.text.match(/https?:\S+\/mail\/\S+/)![0]).pathname
}
async function written(given: Parameters<TestApp['customer']>[0] = {}) {
  const customer = await house.customer(given)
  await writeTo(house.app.given, customer.person, 'products.accepted', () => ({ product: 'P', by: 'B', link: 'x' }))
  return { ...customer, path: await mailed(customer.email) }
}
const agree = (who: Customer, choices?: string[]) =>
  who.call('PUT', `/api/consents/${news}`, { said: 'agree', version: 4, ...(choices ? { choices } : {}) })
const held = async (person: string) =>
  (
    await house.db.asOwner<{ choice: string }>('select choice from consent.choice where person_id = $1 order by 1', [
      person,
    ])
  ).map(({ choice }) => choice)
const lastOf = async (who: Customer) =>
  (await who.call('GET', '/api/consents/history')).json<{ entries: Record<string, unknown>[] }>().entries[0]
const boxesOf = (text: string) => [...text.matchAll(/name="agree"[^>]*value="([^"]+)"/g)].map(([, box]) => box!)
const press = (path: string, headers: Record<string, string> = {}, body = 'List-Unsubscribe=One-Click') =>
  house.app.server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: body,
  })

describe('the link at the end of a letter', () => {
  it('opens what is sent to that address without signing in, and shows nothing else of anybody', async () => {
    const an = await written({ name: 'Wilhelmina Testperson' })
    const page = await house.visitor().get(an.path)
    expect([
      page.status,
      page.headers['referrer-policy'],
      page.headers['x-robots-tag'],
      page.headers['cache-control'],
    ]).toEqual([200, 'no-referrer', 'noindex, nofollow', 'no-store'])
    expect(boxesOf(page.text).length).toBeGreaterThan(1)
    expect(boxesOf(page.text).every(box => box.startsWith(`${news}:`) && box.endsWith('/email'))).toBe(true)
    // A group for each subject, as where one chooses while signed in.
    const { topics = {} } = house.db.state.current().compiled.loaded.policy
    const groups = [...page.text.matchAll(/<fieldset class="topic"><legend>([^<]+)<\/legend>/g)].map(([, says]) => says)
    expect(groups.length).toBeGreaterThan(1)
    for (const says of groups) expect(Object.values(topics).map(topic => topic.says.en)).toContain(says)
    for (const hidden of ['Wilhelmina', an.email, an.person]) expect(page.text, hidden).not.toContain(hidden)
    // Somebody else who is signed in sees the same, and says it for the address alone.
    const other = await house.customer()
    expect(boxesOf((await other.get(an.path)).text)).toEqual(boxesOf(page.text))
  })

  it('changes nothing when it is opened, and gives and takes back with the same one form', async () => {
    const an = await written()
    const box = boxesOf((await house.visitor().get(an.path)).text)[0]!
    const choice = box.split(':')[1]!
    expect(await held(an.person)).toEqual([])
    const yes = await house.visitor().submit(an.path, { version: '4', agree: box })
    expect([yes.status, yes.headers['location']]).toEqual([303, expect.stringContaining('done=receipts.done.saved')])
    expect(await held(an.person)).toEqual([choice])
    expect(await lastOf(an)).toMatchObject({
      said: 'agree',
      place: 'mail',
      source: 'web',
      layout: 'mail-1',
      choices: [choice],
    })
    const no = await house.visitor().submit(an.path, { version: '4', shown: box })
    expect(no.status).toBe(303)
    expect(await held(an.person)).toEqual([])
    expect((await an.get('/en/privacy-centre/looked')).text).toContain('Noted what you said with the link in a letter')
    expect((await an.get('/en/privacy-centre/consents')).text).toContain('with the link in a letter')
  })

  it('stops what is sent to the address, and leaves what comes by post', async () => {
    const an = await written()
    await agree(an)
    const all = await held(an.person)
    const stopped = await house.visitor().submit(`${an.path}/all`, {}, an.path)
    expect(stopped.headers['location']).toContain('receipts.done.stopped')
    const left = await held(an.person)
    expect(left.length).toBeGreaterThan(0)
    expect(left).toEqual(all.filter(choice => !choice.endsWith('/email')))
  })

  it('takes no yes to words that were not shown, and no box that is not of this address', async () => {
    const an = await written()
    const visitor = house.visitor()
    const box = boxesOf((await visitor.get(an.path)).text)[0]!
    expect((await visitor.submit(an.path, { version: '3', agree: box })).status).toBe(409)
    for (const agreed of [box.replace('/email', '/post'), 'research', 'no-such-purpose', '<script>'])
      expect((await visitor.submit(an.path, { version: '4', agree: agreed })).headers['location'], agreed).toContain(
        'nothing',
      )
    expect(await held(an.person)).toEqual([])
  })

  it('works for programs too', async () => {
    const an = await written()
    const token = an.path.split('/').at(-1)!
    const read = await house.visitor().call('GET', `/api/mail/${token}`)
    const { consents } = read.json<{ consents: { choices: { box: string }[] }[] }>()
    const { box } = consents[0]!.choices[0]!
    const put = await house.visitor().call('PUT', `/api/mail/${token}`, { version: 4, agree: [box] })
    expect(put.json()).toEqual({ changed: true })
    expect((await house.visitor().call('POST', `/api/mail/${token}/stop`)).json()).toEqual({ changed: true })
    expect((await house.visitor().call('GET', '/api/mail/none')).status).toBe(410)
  })

  it('is the same in every language', async () => {
    const an = await written()
    const page = await house.visitor().get(an.path.replace('/en/', '/fr/'))
    expect([page.status, page.text.includes('Ce que nous envoyons à votre adresse')]).toEqual([200, true])
  })

  it('stands in no letter to a colleague, and in one that does not know its reader', async () => {
    const clerk = await house.colleague('service-desk')
    await writeTo(house.app.given, clerk.person, 'products.accepted', () => ({ product: 'P', by: 'B', link: 'x' }))
    expect((await lettersTo(house, clerk.email))[0]!.text).not.toContain('/mail/')
    const email = 'new-reader@customer.example'
    const visitor = house.visitor()
    await visitor.call('POST', '/api/people/sign-up', { name: 'Jo', email, password: testPassword })
    const path = await mailed(email)
    expect((await visitor.get(path)).status).toBe(410)
    const { token } = await letterTo(house, email)
    await visitor.call('POST', '/api/people/confirm', { token, password: testPassword })
    expect((await visitor.get(path)).status).toBe(200)
    house.db.clock.advance(31 * 24 * 60 * 60_000)
    expect((await house.visitor().get(path)).status).toBe(410)
  })
})

describe('a link in a letter is over', () => {
  const isOver = async (path: string) => {
    const page = await house.visitor().get(path)
    expect([page.status, page.text.includes('This link is over')]).toEqual([410, true])
    expect((await press(path.replace('/en', '').concat('/stop'))).statusCode).toBe(410)
  }

  it('where it is forged, cut, longer or of something else', async () => {
    const { path, person } = await written()
    const token = path.split('/').at(-1)!
    const flipped = `${token.slice(0, 60)}${token[60] === 'A' ? 'B' : 'A'}${token.slice(61)}`
    const other = house.db.vault.installationKey('other').seal('people.letter.content', 'x').toString('base64url')
    for (const forged of [flipped, token.slice(0, -4), `${token}AAAA`, person, other])
      await isOver(`/en/mail/${forged}`)
    expect((await house.visitor().get(`/en/mail/${'A'.repeat(490)}`)).status).toBe(404)
    expect((await house.visitor().get(`/en/mail/${'A'.repeat(5_000)}`)).status).toBe(404)
  })

  it('once the address is not theirs any more, also where somebody else has it since', async () => {
    const an = await written()
    expect((await house.visitor().get(an.path)).status).toBe(200)
    await moveAddress(house, an, 'moved-on@customer.example')
    await isOver(an.path)
    await house.customer({ email: an.email })
    await isOver(an.path)
  })

  it('while their ID is paused or closed, and after it is erased', async () => {
    const an = await written()
    for (const column of ['paused_at', 'closed_at']) {
      await house.db.asOwner(`update people.account set ${column} = $2 where person_id = $1`, [
        an.person,
        house.db.clock.now(),
      ])
      await isOver(an.path)
      await house.db.asOwner(`update people.account set ${column} = null where person_id = $1`, [an.person])
    }
    expect((await house.visitor().get(an.path)).status).toBe(200)
    await erasePerson(house.app.given, an.email)
    await isOver(an.path)
  })
})

describe('a post to the link of a letter', () => {
  it('from another site, or without the token of its form, does nothing', async () => {
    const an = await written()
    await agree(an)
    const all = await held(an.person)
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, {}] as Record<
      string,
      string
    >[])
      for (const path of [an.path, `${an.path}/all`])
        expect((await press(path, headers, 'version=4')).statusCode, path).toBe(403)
    expect(await held(an.person)).toEqual(all)
  })
})

describe('the one press of a mail program (RFC 8058)', () => {
  it('stops what the letter was sent for, without login, cookie or redirect; opening never does', async () => {
    const an = await written()
    await agree(an)
    const all = await held(an.person)
    const topic = all[0]!.split('/')[0]!
    const headers = unsubscribeHeaders(house.app.given, an.email, { person: an.person, purpose: news, topic })
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    const url = new URL(/^<(.+)>$/.exec(headers['List-Unsubscribe'])![1]!).pathname
    const opened = await house.visitor().get(url)
    expect([opened.status, opened.headers['location']]).toEqual([303, expect.stringMatching(/^\/en\/mail\//)])
    expect(await held(an.person)).toEqual(all)
    const pressed = await press(url, { origin: 'https://mail.example' })
    expect([pressed.statusCode, pressed.cookies, pressed.headers['location']]).toEqual([200, [], undefined])
    expect(await held(an.person)).toEqual(all.filter(choice => choice !== `${topic}/email`))
    expect(await lastOf(an)).toMatchObject({ said: 'withdraw', place: 'mail' })
    expect((await press(url)).statusCode).toBe(200)
    const form = '--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    const whole = unsubscribeHeaders(house.app.given, an.email, { person: an.person, purpose: news })
    const address = new URL(whole['List-Unsubscribe'].slice(1, -1)).pathname
    expect((await press(address, { 'content-type': 'multipart/form-data; boundary=b' }, form)).statusCode).toBe(200)
    expect((await held(an.person)).some(choice => choice.endsWith('/email'))).toBe(false)
    expect((await press(address, {}, 'x'.repeat(100_000))).statusCode).toBe(413)
  })
})
