import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../../../test/app.ts'

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
