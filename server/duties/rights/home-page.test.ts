import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { prepareCopies } from './copy/jobs.ts'

let world: TestApp
beforeAll(async () => {
  world = await testApp()
})
afterAll(() => world.close())

const day = 24 * 60 * 60_000

describe('the first page of the privacy centre', () => {
  it('tells what happened since the last visit, and nothing that was there before', async () => {
    const an = await world.customer()
    expect((await an.get('/en/privacy-centre')).text).toContain('What happened last')
    world.db.clock.advance(day)
    const quiet = (await an.get('/en/privacy-centre')).text
    expect(quiet).toContain('Since your visit of Monday, 2 November 2026')
    expect(quiet).toContain('Nothing has happened to your data since then. Before that:')
    const clerk = await world.colleague('service-desk')
    world.db.clock.advance(60_000)
    const opened = await clerk.call('POST', '/api/desk/open', { person: an.person, purpose: 'support' })
    await clerk.call('GET', `/api/desk/record/${opened.json<{ permit: string }>().permit}`)
    const { text } = await an.get('/en/privacy-centre')
    expect(text).toContain('Since your visit of Monday, 2 November 2026')
    expect(text).toContain('Opened your record')
    expect(text).not.toMatch(/Set up an ID for you|Created your ID/)
  })

  it('leads to the copy that can be fetched, as long as it can', async () => {
    const an = await world.customer()
    expect((await an.get('/en/privacy-centre')).text).not.toContain('Your copy')
    const asked = await an.call('POST', '/api/rights/copies', {})
    const { id } = asked.json<{ id: string }>()
    expect((await an.get('/en/privacy-centre')).text).toContain('Being prepared')
    await prepareCopies(world.app.given)
    const { text } = await an.get('/en/privacy-centre')
    expect(text).toContain('Ready, until')
    expect(text).toContain(`/en/privacy-centre/copy/${id}`)
    world.db.clock.advance(14 * day)
    expect((await an.get('/en/privacy-centre')).text).not.toContain('Your copy')
  })

  it('leads to consents only where there is a page of them', async () => {
    const an = await world.customer()
    const { text } = await an.get('/en/privacy-centre')
    const page = await an.get('/en/privacy-centre/consents')
    expect(text.includes('/privacy-centre/consents')).toBe(page.status === 200)
  })
})

describe('who looked, as a table for a spreadsheet', () => {
  it('has every line of the period and purpose, and nobody else’s', async () => {
    const an = await world.customer()
    const luc = await world.customer()
    const clerk = await world.colleague('service-desk')
    for (const [who, reference] of [
      [an, 'S-11'],
      [luc, 'S-12'],
    ] as const) {
      const opened = await clerk.call('POST', '/api/desk/open', { person: who.person, purpose: 'support', reference })
      await clerk.call('GET', `/api/desk/record/${opened.json<{ permit: string }>().permit}`)
    }
    const answer = await an.get('/en/privacy-centre/looked.csv?purpose=support')
    expect(answer.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8' })
    const lines = answer.text.split('\r\n').filter(Boolean)
    expect(lines[0]).toBe('\uFEFFWhen,What they did,Why,Clause,Case,Who,Which data,Proof')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('S-11')
    expect(answer.text).not.toContain('S-12')
    expect((await an.get('/en/privacy-centre/looked')).text).toContain('/en/privacy-centre/looked.csv?period=year')
    expect((await an.get('/en/privacy-centre/looked.csv?period=century')).status).toBeGreaterThanOrEqual(400)
  })
})
