import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { lettersTo, letterTo } from '../../../test/letters.ts'

let product: TestApp
let who: Awaited<ReturnType<TestApp['customer']>>
let email: string
let added = 0
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())
beforeEach(async () => {
  who = await product.customer({ name: 'An Maes' })
  email = `second-${(added += 1)}@elsewhere.example`
})

const profile = '/en/account/profile'
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const add = (address = email) => who.submit(`${profile}/emails`, { email: address })
const page = async () => plain((await who.get(profile)).text)
const lineIn = async () => /contacts\/([0-9a-f-]{36})"/.exec((await who.get(profile)).text)?.[1] ?? ''

describe('a further e-mail address', () => {
  test('is called proven once its own link was followed, and not before', async () => {
    expect((await add()).headers['location']).toBe(`${profile}?done=profile.done.email`)
    expect(await page()).toContain(`${email} Not proven yet`)
    const letter = await letterTo(product, email)
    // Who typed the address may not be who reads the letter.
    expect(letter.text).not.toMatch(/An Maes|customer\.example/)
    const shown = await who.get(letter.link)
    expect(plain(shown.text)).toContain(`You were mailed a link at ${email}`)
    expect(await page()).toContain('Not proven yet')
    expect((await who.submit(letter.link, {})).headers['location']).toBe(`${profile}?done=profile.done.proven`)
    expect(await page()).toContain(`${email} Proven on 2 Nov 2026`)
    expect(plain((await who.get(letter.link)).text)).toContain('This address is proven already.')
    expect((await who.call('GET', '/api/profile')).json<{ emails: object[] }>().emails).toMatchObject([
      { email, proven: product.db.clock.now().toISOString() },
    ])
  })

  test('added twice is one address and one line', async () => {
    await Promise.all([add(), add(email.toUpperCase()), add()])
    const { emails } = (await who.call('GET', '/api/profile')).json<{ emails: object[] }>()
    expect(emails).toHaveLength(1)
  })

  test('that is corrected is to be proven anew, and its old link proves nothing', async () => {
    await add()
    const { link } = await letterTo(product, email)
    await who.submit(link, {})
    const next = `next-${email}`
    const line = await lineIn()
    await who.submit(`${profile}/contacts/${line}`, { email: next })
    expect(await page()).toContain(`${next} Not proven yet`)
    expect((await who.get(link)).status).toBe(410)
    await lettersTo(product, next).then(letters => expect(letters).toHaveLength(1))
    // What was proven once comes back as proven.
    await who.submit(`${profile}/contacts/${line}/put-back`, {}, profile)
    expect(await page()).toContain(`${email} Proven on`)
  })

  test('is proven by whoever added it, with the link as it was made, in time', async () => {
    await add()
    const { link } = await letterTo(product, email)
    const mallory = await product.customer()
    expect((await mallory.submit(link, {}, profile)).status).toBe(404)
    expect((await who.submit(`${link}x`, {}, profile)).status).toBe(404)
    expect((await who.submit(link.replace(/token=\w+/, 'token=zzzzzzzz'), {}, profile)).status).toBe(404)
    const stranger = await product.visitor().get(link)
    expect(stranger.headers['location']).toContain(encodeURIComponent('/prove'))
    product.db.clock.advance(24 * 60 * 60_000)
    expect(plain((await who.submit(link, {}, profile)).text)).toContain('This link is too old.')
    expect(await page()).toContain('Not proven yet')
    const line = await lineIn()
    await who.submit(`${profile}/contacts/${line}/letter`, {}, profile)
    const letters = await lettersTo(product, email)
    expect(letters).toHaveLength(2)
    expect(
      (await who.call('POST', `/api/profile/contacts/${line}/prove`, { token: letters[0]!.token })).json(),
    ).toEqual({
      proven: true,
    })
  })

  test('is written to with patience, however often somebody asks', async () => {
    await add()
    const line = await lineIn()
    const answers = []
    for (let time = 0; time < 8; time += 1) answers.push(await who.call('POST', `/api/profile/contacts/${line}/letter`))
    expect(answers.at(-1)!.status).toBe(429)
    expect((await lettersTo(product, email)).length).toBeLessThan(8)
  })

  test('is written to with patience, to however many addresses the same person asks for it', async () => {
    const addresses = Array.from({ length: 8 }, (_, at) => `many-${at}-${email}`)
    for (const address of addresses) expect((await add(address)).status).toBe(303)
    const letters = await Promise.all(addresses.map(address => lettersTo(product, address)))
    expect(letters.flat()).toHaveLength(5)
    expect((await add(`more-${email}`)).headers['location']).toBe(`${profile}?done=profile.done.email-waits`)
    // Somebody else is not kept waiting by that.
    const other = await product.customer()
    const first = await other.submit(`${profile}/emails`, { email: `other-${email}` })
    expect(first.headers['location']).toBe(`${profile}?done=profile.done.email`)
  })

  test('that no letter may be written to is not called written to', async () => {
    await add()
    const line = await lineIn()
    await product.db.asOwner('update people.person set restricted = true where id = $1', [who.person])
    const again = await who.submit(`${profile}/contacts/${line}/letter`, {}, profile)
    expect([again.status, again.headers['location']]).toEqual([403, undefined])
    expect((await who.call('POST', `/api/profile/contacts/${line}/letter`)).status).toBe(403)
    const added = await add(`more-${email}`)
    expect(added.headers['location']).toBe(`${profile}?done=profile.done.email-no-letter`)
    expect(await lettersTo(product, `more-${email}`)).toEqual([])
  })

  test.each(['', 'no address', 'a@', 'two@some.example, three@some.example', '<script>@x.example', 'x'.repeat(255)])(
    'like "%s" is refused beside its field',
    async typed => {
      const answer = await add(typed)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('id="field-email-error"')
      expect(answer.text).not.toContain('<script>@')
    },
  )

  test('is not the ID once more', async () => {
    const answer = await add(who.email.toUpperCase())
    expect([answer.status, plain(answer.text).includes('This is your ID already.')]).toEqual([422, true])
  })
})
