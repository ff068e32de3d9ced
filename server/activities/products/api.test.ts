import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { aSerial, catalogue } from '../../../test/serials.ts'
import { keepCatalogue } from './catalogue.ts'
import { registerLists } from './list-acts.ts'
import { deliverOffers } from './transfer-acts.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
  await keepCatalogue(house.app.given, catalogue)
})
afterAll(() => house.close())

interface Results {
  results: { serial: string; how: string; id: string | null; detail: string | null }[]
}

describe('products over JSON', () => {
  it('are registered one by one, each answered by itself', async () => {
    const an = await house.customer()
    const serial = aSerial()
    const answer = await an.call('POST', '/api/products', {
      products: [
        { serial: serial.toLowerCase(), bought: '2026-10-02' },
        { serial: 'OU20-12637-04182-X' },
        { serial: aSerial(), family: 'LS04' },
        { serial: aSerial(), bought: '2030-01-01' },
      ],
    })
    const { results } = answer.json<{ results: Results['results'] }>()
    expect([answer.status, results.map(({ how }) => how)]).toEqual([200, ['added', 'wrong', 'wrong', 'wrong']])
    expect(results[1]!.detail).toContain('The last letter, X')
    expect(results[2]!.detail).toBe('This is a serial number of OU20, not of LS04.')
    const list = (await an.call('GET', '/api/products')).json()
    expect(list).toMatchObject({ total: 1, products: [{ serial, company: null, warranty: { until: '2029-10-01' } }] })
    const again = await an.call('POST', '/api/products', { products: [{ serial }] })
    expect(again.json<Results>().results).toMatchObject([{ how: 'yours', id: results[0]!.id }])
    const luc = await house.customer()
    const taken = await luc.call('POST', '/api/products', { products: [{ serial }] })
    expect(taken.json<Results>().results).toEqual([{ serial, how: 'taken', id: null, detail: null }])
  })

  it('are seen, corrected, removed, put back and handed over', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const first = await an.call('POST', '/api/products', { products: [{ serial: aSerial() }] })
    const path = `/api/products/${first.json<Results>().results[0]!.id}`
    expect((await an.call('PUT', path, { seller: 'Winkel', site: 'Room 1' })).json()).toEqual({ saved: true })
    expect((await an.call('GET', path)).json()).toMatchObject({
      product: { seller: 'Winkel' },
      sites: [{ name: 'Room 1' }],
    })
    expect((await luc.call('GET', path)).json()).toMatchObject({ status: 404, code: 'product-unknown' })
    expect((await an.call('DELETE', path)).json()).toEqual({ removed: true })
    expect((await an.call('DELETE', path)).json()).toMatchObject({ status: 409, code: 'product-ended' })
    expect((await an.call('POST', `${path}/restore`)).json()).toEqual({ restored: true })
    expect((await an.call('POST', `${path}/transfer`, { recipient: luc.email })).status).toBe(201)
    expect((await an.call('POST', `${path}/transfer`, { recipient: luc.email })).json()).toMatchObject({
      code: 'offered-already',
    })
    await deliverOffers(house.app.given)
    const { offers } = (await luc.call('GET', '/api/products/offers')).json<{ offers: { id: string }[] }>()
    expect((await luc.call('POST', `/api/products/offers/${offers[0]!.id}`, {})).status).toBe(201)
    expect((await luc.call('GET', '/api/products')).json()).toMatchObject({
      products: [{ cameBy: 'transferred', seller: null }],
    })
    expect((await an.call('GET', '/api/products?ended=true')).json()).toMatchObject({
      products: [{ ended: { how: 'transferred' } }],
    })
  })

  it('come with proofs, judged by their bytes', async () => {
    const an = await house.customer()
    const first = await an.call('POST', '/api/products', { products: [{ serial: aSerial() }] })
    const path = `/api/products/${first.json<Results>().results[0]!.id}/proofs`
    const content = (text: string) => Buffer.from(text).toString('base64')
    expect((await an.call('POST', path, { name: 'a.pdf', content: content('%PDF-1.4') })).status).toBe(201)
    expect((await an.call('POST', path, { name: 'a.pdf', content: content('<html>') })).status).toBe(422)
    expect((await an.call('POST', path, { name: 'a.pdf', content: '!!' })).status).toBe(422)
  })

  it('are read from a table first, and registered when asked', async () => {
    const an = await house.customer()
    const read = await an.call('POST', '/api/products/lists', {
      csv: `serial,seller\n${aSerial()},Winkel\nnonsense,\n`,
    })
    const path = `/api/products/lists/${read.json<{ list: string }>().list}`
    expect((await an.call('GET', path)).json()).toMatchObject({
      total: 1,
      wrong: 1,
      state: 'read',
      findings: [{ line: 3 }],
    })
    expect((await an.call('POST', path)).status).toBe(202)
    await registerLists(house.app.given)
    expect((await an.call('GET', path)).json()).toMatchObject({ added: 1, state: 'finished' })
  })

  it('are nobody’s who is not signed in', async () => {
    const stranger = house.visitor()
    for (const path of ['/api/products', '/api/products/sites', '/api/products/offers', '/api/products/families'])
      expect((await stranger.call('GET', path)).status).toBe(401)
  })
})
