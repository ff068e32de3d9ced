import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../../../test/app.ts'
import { letterTo } from '../../../../test/letters.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const page = '/console/join'
const joined = (person: string) => house.db.asOwner('select by from people.joined where former_id = $1', [person])

it('an officer sees what would move, joins two IDs for a case, and parts them; others do not', async () => {
  const [kept, former] = [await house.customer(), await house.customer()]
  const officer = await house.colleague('data-protection-officer')
  const stated = { kept: kept.email, former: former.email, reference: 'R-12' }
  const looked = await officer.submit(`${page}/look`, stated, page)
  expect([looked.status, looked.text.includes('What moves')]).toEqual([200, true])
  const nobody = await officer.submit(`${page}/look`, { ...stated, former: 'nobody@customer.example' }, page)
  expect(nobody.status).toBe(422)
  expect((await officer.submit(page, stated, page)).status).toBe(303)
  expect(await joined(former.person)).toEqual([{ by: 'staff' }])
  const parting = { kept: kept.email, person: former.person, reference: 'R-12' }
  expect((await officer.submit(`${page}/part`, parting, page)).status).toBe(303)
  expect(await joined(former.person)).toEqual([])
  house.db.clock.advance(11 * 60_000)
  expect((await officer.submit(page, stated, page)).status).toBe(403)
  const desk = await house.colleague('service-desk')
  expect((await desk.get(page)).status).toBe(403)
  expect((await desk.submit(page, stated, '/console')).status).toBe(403)
  expect(await joined(former.person)).toEqual([])
})

it('finds for an officer the other IDs whose address somebody proved, which that person sees', async () => {
  const [kept, former] = [await house.customer(), await house.customer()]
  const officer = await house.colleague('data-protection-officer')
  const looked = () => officer.submit(`${page}/look`, { kept: kept.email, reference: 'R-13' }, page)
  await kept.call('POST', '/api/profile/contacts', { kind: 'email', email: former.email })
  expect((await looked()).text).not.toContain(former.email)
  const letter = await letterTo(house, former.email)
  await kept.submit(letter.link, {}, letter.link)
  expect((await looked()).text).toContain(`Look at ${former.email}`)
  expect((await kept.get('/en/privacy-centre/looked')).text).toContain('Looked which e-mail addresses you proved')
})

it('is done over JSON too: looked at, joined and parted, by the same colleagues, within ten minutes of a proof', async () => {
  const [kept, former] = [await house.customer(), await house.customer()]
  const [officer, desk] = [await house.colleague('data-protection-officer'), await house.colleague('service-desk')]
  const both = { kept: kept.email, former: former.email, reference: 'R-14' }
  const call = (path: string, body: object, by = officer) => by.call('POST', `/api/console/join${path}`, body)
  const looked = (await call('/look', both)).json<{ moving: unknown[]; joined: unknown[]; found: string[] }>()
  expect(looked).toEqual({ moving: expect.any(Array), joined: [], found: [] })
  expect((await call('/look', { kept: kept.email, reference: 'R-14' })).json()).toMatchObject({ moving: null })
  const part = { kept: kept.email, person: former.person, reference: 'R-14' }
  for (const [path, body] of [
    ['/look', both],
    ['', both],
    ['/part', part],
  ] as const)
    expect([path, (await call(path, body, desk)).status]).toEqual([path, 403])
  for (const typed of [{ kept: 'nobody@customer.example' }, { former: 'nobody@customer.example' }])
    for (const path of ['/look', '']) expect((await call(path, { ...both, ...typed })).status).toBe(404)
  expect((await call('', { ...both, former: kept.email })).json()).toMatchObject({ code: 'join-same' })
  expect((await call('/part', part)).status).toBe(404)
  expect((await call('', both)).status).toBe(200)
  expect((await call('', both)).json()).toMatchObject({ code: 'join-joined' })
  expect((await call('/look', { kept: kept.email, reference: 'R-14' })).json()).toMatchObject({
    joined: [{ former: former.person, by: 'staff' }],
  })
  house.db.clock.advance(11 * 60_000)
  expect((await call('/part', part)).json()).toMatchObject({ code: 'proof-needed' })
  await house.prove(officer)
  expect((await call('/part', part)).status).toBe(200)
  expect(await joined(former.person)).toEqual([])
})

it('takes the number of a case and no sentence, which the customer would read', async () => {
  const [kept, former] = [await house.customer(), await house.customer()]
  const officer = await house.colleague('data-protection-officer')
  const both = { kept: kept.email, former: former.email }
  for (const reference of ['R-12 the caller sounded ill', 'R12', '', 'ABCD-1']) {
    for (const path of ['/look', '']) {
      const answer = await officer.call('POST', `/api/console/join${path}`, { ...both, reference })
      expect([reference, answer.status]).toEqual([reference, 422])
      expect(answer.text).toContain('Use up to three letters')
    }
    const form = await officer.submit(page, { ...both, reference }, page)
    expect([form.status, form.text.includes('Use up to three letters')]).toEqual([422, true])
  }
  expect(await joined(former.person)).toEqual([])
  expect((await officer.submit(page, { ...both, reference: 'r-12' }, page)).status).toBe(303)
  const line = `select e.reference from audit.evidence e join audit.form f on f.id = e.form
                 where f.act = 'rights.join-for-somebody' order by e.at desc limit 1`
  expect(await house.db.asOwner(line)).toEqual([{ reference: 'R-12' }])
})
