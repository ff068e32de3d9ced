import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember } from '../../people/index.ts'
import { testApp, type TestApp } from '../../../test/app.ts'
import { aSerial, catalogue } from '../../../test/serials.ts'
import { keepCatalogue } from './catalogue.ts'
import { deliverOffers } from './transfer-acts.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
  await keepCatalogue(house.app.given, catalogue)
})
afterAll(() => house.close())

type Customer = Awaited<ReturnType<TestApp['customer']>>

/** Registers through the pages. @returns the path of the product */
async function registered(who: Customer, serial: string, fields: Record<string, string> = {}): Promise<string> {
  const page = `/en/products/register?serial=${serial}`
  const answer = await who.submit('/en/products/register', { serial, ...fields }, page)
  expect(answer.status).toBe(303)
  return answer.headers['location']!.split('?')[0]!
}

const pdf = Buffer.from('%PDF-1.7 an invoice')

describe('the pages of products', () => {
  it('lead somebody with nothing to what there is to do, in every language', async () => {
    const an = await house.customer()
    for (const language of ['en', 'nl', 'fr', 'de']) {
      const { status, text } = await an.get(`/${language}/products`)
      expect([status, text.includes(`/${language}/products/register"`)]).toEqual([200, true])
    }
  })

  it('read a serial number however it is typed, and fill in what it says', async () => {
    const an = await house.customer()
    const typed = await an.submit('/nl/products/serial', { serial: ' ou20 12637 04182 c ' }, '/nl/products/register')
    expect([typed.status, typed.headers['location']]).toEqual([303, '/nl/products/register?serial=OU20-12637-04182-C'])
    const { text } = await an.get(typed.headers['location']!)
    expect(text).toContain('Ourthe 20')
    expect(text).toContain('Week 37 van 2026, fabriek 1')
    expect(text).toContain('2 jaar, en 1 jaar langer')
    // For what it is used and who may receive it is said before anything is recorded.
    expect(text).toContain('href="/nl/privacybeleid#when.register"')
    expect(text).toContain('Brabo Cloud BV')
  })

  it('say which part of a serial number looks wrong, keep what was typed, and offer what was meant', async () => {
    const an = await house.customer()
    const answer = await an.submit('/en/products/serial', { serial: 'OU2O-12637-O4182-C' }, '/en/products/register')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="OU2O-12637-O4182-C"')
    expect(answer.text).toContain('You probably typed O for 0.')
    expect(answer.text).toContain('href="/en/products/register?serial=OU20-12637-04182-C"')
  })

  it('show a product with its warranty and history, and correct it', async () => {
    const an = await house.customer()
    const path = await registered(an, aSerial(), { bought: '2026-10-02', seller: 'Winkel', site: 'Room 1' })
    const shown = await an.get(path)
    for (const words of ['Under warranty', '1 Oct 2029', 'Winkel', 'Room 1', 'Registered'])
      expect(shown.text).toContain(words)
    const wrong = await an.submit(`${path}/correct`, { bought: '2026-01-01', seller: 'Winkel 2' })
    expect([
      wrong.status,
      wrong.text.includes('before the product was built'),
      wrong.text.includes('Winkel 2'),
    ]).toEqual([422, true, true])
    expect((await an.submit(`${path}/correct`, { seller: 'Winkel 2' })).status).toBe(303)
    const after = await an.get(path)
    expect(after.text).toContain('because we do not know when it was bought')
    expect(after.text).not.toContain('Room 1')
  })

  it('answer the same about a serial number of anybody else, and name nobody', async () => {
    const [an, luc] = [await house.customer({ name: 'An Maes' }), await house.customer()]
    const serial = aSerial()
    await registered(an, serial)
    const answer = await luc.submit('/en/products/register', { serial }, `/en/products/register?serial=${serial}`)
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('registered already')
    expect(answer.text).not.toContain('An Maes')
    const own = await an.submit('/en/products/register', { serial }, `/en/products/register?serial=${serial}`)
    expect([own.status, own.headers['location']]).toEqual([303, expect.stringContaining('products.done.yours')])
  })

  it('register several at once, line by line, and keep what is wrong in the field', async () => {
    const an = await house.customer()
    const [one, two] = [aSerial(), aSerial()]
    const answer = await an.submit('/en/products/several', { serials: `${one}\nnonsense\n${two}, ${one}` })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('2 products were registered.')
    expect(answer.text).toMatch(/<textarea[^>]*>nonsense<\/textarea>/)
    const many = await an.submit('/en/products/several', { serials: Array.from({ length: 201 }, () => one).join('\n') })
    expect([many.status, many.text.includes('at most 200')]).toEqual([422, true])
  })

  it('undo a removal, and hand a product over with the same answer to any ID', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const path = await registered(an, aSerial())
    await an.submit(`${path}/remove`, {}, path)
    expect((await an.get(path)).text).toContain('Put it back')
    await an.submit(`${path}/restore`, {}, path)
    const answers = []
    for (const recipient of ['nobody@customer.example', luc.email]) {
      answers.push(await an.submit(`${path}/transfer`, { recipient }, path))
      if (recipient !== luc.email) await an.submit(`${path}/withdraw`, {}, path)
    }
    expect(answers.map(({ status, headers, text }) => [status, headers['location'], text])).toEqual(
      [1, 2].map(() => [303, `${path}?done=products.done.offered`, '']),
    )
    await deliverOffers(house.app.given)
    const offers = await luc.get('/en/products/offers')
    expect(offers.text).not.toContain(an.email)
    const action = /action="([^"]+\/accept)"/.exec(offers.text)![1]!
    const accepted = await luc.submit(action, {}, '/en/products/offers')
    expect(accepted.headers['location']).toContain('products.done.accepted')
    const mine = await luc.get(accepted.headers['location']!)
    expect(mine.text).toContain('Handed over to you, and accepted')
    expect(mine.text).not.toContain(an.email)
    expect((await an.get(path)).text).not.toContain(luc.email)
  })

  it('let a member see why they may not remove a company’s product', async () => {
    const bea = await house.customer()
    const from = { at: house.db.clock.now(), source: 'web', version: 4 } as const
    const of = await addMember(house.app.given, bea.person, { name: 'Demer', country: 'BE' }, 'member', from)
    const path = await registered(bea, aSerial(), { of, site: 'Theatre' })
    expect((await bea.get(path)).text).toContain('Only managers and owners of the company can do this.')
    expect((await bea.submit(`${path}/remove`, {}, path)).status).toBe(403)
    const list = await bea.get(`/en/products?of=${of}`)
    expect([list.text.includes('Products of Demer'), list.text.includes('Theatre')]).toEqual([true, true])
    const sites = await bea.get(`/en/products/sites?of=${of}`)
    const site = new RegExp(`/en/products/sites/([0-9a-f-]{36})`).exec(sites.text)![1]!
    const rename = await bea.submit(
      `/en/products/sites/${site}/rename`,
      { of, name: 'New' },
      `/en/products/sites/${site}?of=${of}`,
    )
    expect(rename.status).toBe(403)
  })

  it('give a table that can be read in again, with nothing in it that a spreadsheet would run', async () => {
    const an = await house.customer()
    const serial = aSerial()
    await registered(an, serial, { seller: '=HYPERLINK("http://evil.example")', note: '@sum' })
    const file = await an.get('/nl/products/export.csv')
    expect(file.headers['content-disposition']).toContain('producten.csv')
    expect(file.text).toContain(`${serial};;"'=HYPERLINK(""http://evil.example"")";;'@sum;Ourthe 20;`)
    expect(file.text.startsWith('\ufeff')).toBe(true)
  })

  it('print labels with a code that leads to the product', async () => {
    const an = await house.customer()
    const serial = aSerial()
    await registered(an, serial)
    const { text } = await an.get('/en/products/labels')
    expect([text.includes(serial), text.includes('<svg')]).toEqual([true, true])
  })
})

describe('a list from a file on the pages', () => {
  it('shows what is wrong by line, and registers the good ones only when asked', async () => {
    const an = await house.customer()
    const serial = aSerial()
    const file = {
      field: 'file',
      name: 'fleet.csv',
      bytes: Buffer.from(`serial;bought\n${serial};2026-10-02\nnonsense;\n`),
    }
    const read = await an.upload('/en/products/import', {}, [file])
    expect(read.status).toBe(303)
    const list = read.headers['location']!
    const shown = await an.get(list)
    for (const words of ['1 line can be registered.', '1 line is wrong.', 'nonsense', 'Nothing is registered yet.'])
      expect(shown.text).toContain(words)
    expect((await an.get('/en/products')).text).not.toContain(serial)
    await an.submit(list, {}, list)
    expect((await an.get(list)).text).toContain('Done: 1 product was registered.')
    expect((await an.get('/en/products')).text).toContain(serial)
  })

  it('that is no table is said to be so beside its field', async () => {
    const an = await house.customer()
    const nothing = await an.upload('/en/products/import', {}, [])
    expect([nothing.status, nothing.text.includes('Choose a file.')]).toEqual([422, true])
    const picture = { field: 'file', name: 'fleet.csv', bytes: Buffer.from('89504e470d0a1a0a00000000', 'hex') }
    expect((await an.upload('/en/products/import', {}, [picture])).text).toContain('This is no text')
  })
})

describe('a proof of purchase', () => {
  const send = (who: Customer, path: string, ...files: { name: string; bytes: Buffer; type?: string }[]) =>
    who.upload(
      `${path}/proofs`,
      {},
      files.map(file => ({ field: 'proof', ...file })),
      path,
    )

  it('is sealed, and comes back as a download of what it is', async () => {
    const an = await house.customer()
    const path = await registered(an, aSerial())
    expect((await send(an, path, { name: '../../facture é.pdf', bytes: pdf })).status).toBe(303)
    const page = await an.get(path)
    const link = /href="([^"]+\/proofs\/[0-9a-f-]{36})"/.exec(page.text)![1]!
    const file = await an.get(link)
    expect([file.text, file.headers['content-type'], file.headers['x-content-type-options']]).toEqual([
      pdf.toString(),
      'application/pdf',
      'nosniff',
    ])
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="facture_.pdf"/)
    const [row] = await house.db.asOwner('select content, name from products.proof order by recorded_at desc limit 1')
    expect((row!['content'] as Buffer).toString('latin1')).not.toContain('invoice')
    // Nobody else's, not even with the address.
    const luc = await house.customer()
    expect((await luc.get(link)).status).toBe(404)
    await an.submit(`${link}/delete`, {}, path)
    expect((await an.get(link)).status).toBe(404)
  })

  it.each([
    ['a page that calls itself a picture', 'photo.png', Buffer.from('<html><script>alert(1)</script>')],
    ['a drawing with a script', 'photo.jpg', Buffer.from('<svg onload="alert(1)"/>')],
    ['a program', 'facture.pdf', Buffer.from('MZ\u0090')],
  ])('that lies about its type is refused: %s', async (_what, name, bytes) => {
    const an = await house.customer()
    const path = await registered(an, aSerial())
    const answer = await send(an, path, { name, bytes, type: 'image/png' })
    expect([answer.status, answer.text.includes('whatever its name says')]).toEqual([422, true])
  })

  it('is at most five megabytes, and there are at most three', async () => {
    const an = await house.customer()
    const path = await registered(an, aSerial())
    const large = Buffer.concat([pdf, Buffer.alloc(5_000_000)])
    expect((await send(an, path, { name: 'a.pdf', bytes: large })).text).toContain('larger than 5 MB')
    expect((await send(an, path, ...[1, 2, 3].map(at => ({ name: `${at}.pdf`, bytes: pdf })))).status).toBe(303)
    expect((await an.get(path)).text).toContain('There are 3 files')
    expect((await send(an, path, { name: '4.pdf', bytes: pdf })).status).toBe(422)
  })

  it('is shown to a colleague for support and to no other, and the customer sees that', async () => {
    const an = await house.customer()
    const path = await registered(an, aSerial())
    await send(an, path, { name: 'a.pdf', bytes: pdf })
    const proof = /proofs\/([0-9a-f-]{36})"/.exec((await an.get(path)).text)![1]!
    const address = `/console/people/${an.person}/proofs/${proof}`
    const [desk, seminars] = [await house.colleague('service-desk'), await house.colleague('seminar-desk')]
    expect((await desk.get(address)).text).toBe(pdf.toString())
    expect((await seminars.get(address)).status).toBe(403)
    expect((await an.get(address)).status).toBe(403)
    expect((await an.get('/en/privacy-centre/looked')).text).toContain('Opened a proof of purchase')
  })
})

describe('a script in every field', () => {
  it('is text wherever it is shown', async () => {
    const an = await house.customer()
    const script = '<script>alert(1)</script>'
    const path = await registered(an, aSerial(), { seller: script, site: script, note: script })
    for (const page of [
      path,
      '/en/products',
      '/en/products/sites',
      '/en/products/labels',
      '/en/privacy-centre/held',
      `${path}/correct`,
    ]) {
      const { text, status } = await an.get(page)
      expect([page, status, text.includes('<script>alert')]).toEqual([page, 200, false])
    }
    const wrong = await an.submit('/en/products/serial', { serial: script }, '/en/products/register')
    expect([wrong.status, wrong.text.includes('<script>alert')]).toEqual([422, false])
    const control = await an.submit(`${path}/correct`, { seller: 'a\u202eb' })
    expect(control.status).toBe(422)
  })
})
