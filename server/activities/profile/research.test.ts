import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sayConsent } from '../../consent/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { testApp, type TestApp } from '../../../test/app.ts'
import { addOwn, correct, putBack, remove, viewProfile } from './acts.ts'
import { answerBook } from './books.ts'
import { groupsOf } from './console.tsx'

let product: TestApp
let who: Awaited<ReturnType<TestApp['customer']>>
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())
beforeEach(async () => (who = await product.customer({ name: 'An Maes' })))

const path = '/en/account/profile/research'
const answers = { occupation: 'technician', place: 'hospital' }
const self = () => ({ kind: 'customer', person: who.person }) as const
const parts = () => product.app.given
const rows = () =>
  product.db.asOwner('select id from profile.research where person_id = $1', [who.person]).then(found => found.length)
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const lineIn = (html: string) => /research\/([0-9a-f-]{36})"/.exec(html)?.[1] ?? ''

describe('trade and place', () => {
  test('are asked after the words of the consent, with nothing ticked and nothing chosen', async () => {
    const { text } = await who.get(path)
    const [words, tick, question] = ['Only numbers of groups come out', 'name="yes"', 'name="occupation"'].map(part =>
      text.indexOf(part),
    )
    expect(words).toBeGreaterThan(0)
    expect(tick).toBeGreaterThan(words!)
    expect(question).toBeGreaterThan(tick!)
    expect(text).not.toMatch(/ checked| selected/)
  })

  test('are kept with a yes, and not without', async () => {
    const without = await who.submit(path, answers)
    expect([without.status, await rows()]).toEqual([422, 0])
    expect(plain(without.text)).toContain('We keep an answer only with your yes.')
    expect(without.text).toMatch(/value="technician" selected/)
    const kept = await who.submit(path, { ...answers, yes: 'true' })
    expect([kept.status, kept.headers['location']]).toEqual([303, '/en/account/profile?done=profile.done.research'])
    expect((await who.submit(path, { ...answers, yes: 'true' })).status).toBe(303)
    expect(await rows()).toBe(2)
    const page = plain((await who.get('/en/account/profile')).text)
    expect(page).toContain('Your trade Value Technician')
    expect(page).toContain('You agreed to this on')
    const held = plain((await who.get('/en/privacy-centre/held')).text)
    expect(held).toContain('In a hospital or practice')
  })

  test.each([
    [{ yes: 'true' }, 'occupation'],
    [{ yes: 'true', occupation: '<script>alert(1)</script>' }, 'occupation'],
    [{ yes: 'true', place: 'technician' }, 'place'],
    [{ yes: 'yes', occupation: 'technician' }, 'yes'],
    [{ yes: 'true', place: 'x'.repeat(41) }, 'place'],
  ])('that are wrong are refused beside the field: %j', async (fields, field) => {
    const answer = await who.submit(path, fields)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(`id="field-${field}-error"`)
    expect(answer.text).not.toContain('<script>alert')
    expect(await rows()).toBe(0)
  })

  test('are corrected, removed and put back like every line, and gone at once with the yes', async () => {
    await who.submit(path, { ...answers, yes: 'true' })
    const line = lineIn((await who.get('/en/account/profile')).text)
    const saved = await who.submit(`${path}/${line}`, { answer: 'engineer' })
    expect(saved.headers['location']).toBe(`/en/account/profile?undo=${line}&done=profile.done.saved`)
    expect(plain((await who.get(saved.headers['location']!)).text)).toContain('It was “Technician” before. Undo')
    await who.submit(`${path}/${line}/put-back`, {}, '/en/account/profile')
    const back = lineIn((await who.get('/en/account/profile')).text)
    await who.submit(`${path}/${back}/remove`, {}, '/en/account/profile')
    expect(plain((await who.get('/en/account/profile')).text)).toContain('Removed')
    expect(await rows()).toBe(4)
    const withdrawn = await who.submit(`${path}/withdraw`, {}, path)
    expect([withdrawn.status, await rows()]).toEqual([303, 0])
    const page = plain((await who.get('/en/account/profile')).text)
    expect(page).toContain('You told us nothing of this')
    expect(page).not.toContain('Technician')
    expect(await putBack(parts(), self(), back, answerBook)).toBe('unknown')
  })

  test('are removed wherever the yes is taken back', async () => {
    await who.submit(path, { ...answers, yes: 'true' })
    await sayConsent(parts(), self(), { purpose: 'research', said: 'withdraw', language: 'en' })
    expect(await rows()).toBe(0)
    expect(await addOwn(parts(), self(), { kind: 'occupation', value: 'engineer' }, answerBook)).toBe('no-yes')
  })

  test('answered while the yes is taken back are never kept without it', async () => {
    for (let round = 0; round < 5; round += 1) {
      await sayConsent(parts(), self(), { purpose: 'research', said: 'agree', language: 'en' })
      const [change] = await Promise.all([
        addOwn(parts(), self(), { kind: 'occupation', value: 'engineer' }, answerBook),
        sayConsent(parts(), self(), { purpose: 'research', said: 'withdraw', language: 'en' }),
      ])
      expect(change).not.toBeInstanceOf(Refusal)
      expect(await rows()).toBe(0)
    }
  })

  test('of somebody else are nobody’s', async () => {
    await who.submit(path, { ...answers, yes: 'true' })
    const theirs = lineIn((await who.get('/en/account/profile')).text)
    const mallory = await product.customer()
    expect((await mallory.get(`${path}/${theirs}`)).status).toBe(404)
    expect((await mallory.submit(`${path}/${theirs}/remove`, {}, path)).status).toBe(404)
    const actor = { kind: 'customer', person: mallory.person } as const
    const engineer = { kind: 'occupation', value: 'engineer' } as const
    expect(await correct(parts(), actor, theirs, engineer, { book: answerBook })).toBe('unknown')
    expect(await remove(parts(), actor, theirs, answerBook)).toBe('unknown')
    expect(await rows()).toBe(2)
  })

  test('over JSON follow the same rules', async () => {
    const answer = { question: 'occupation', answer: 'engineer' }
    const refused = await who.call('PUT', '/api/profile/research', answer)
    expect([refused.status, refused.json()['code']]).toEqual([409, 'not-agreed-yet'])
    expect((await who.call('POST', '/api/profile/research/yes')).json()).toEqual({ agreed: true })
    expect((await who.call('PUT', '/api/profile/research', answer)).status).toBe(200)
    expect((await who.call('PUT', '/api/profile/research', { ...answer, answer: 'pirate' })).status).toBe(422)
    const read = (await who.call('GET', '/api/profile')).json<{ research: object }>()
    expect(read.research).toMatchObject({ agreed: true, occupation: { answer: 'engineer', earlier: [] } })
    expect((await who.call('DELETE', '/api/profile/research/yes')).json()).toEqual({ agreed: false })
    expect((await viewProfile(parts(), self())).research).toMatchObject({ agreed: false, lines: { occupations: [] } })
  })
})

describe('who does research', () => {
  test('sees groups of five and more, and nobody whose yes was taken back', async () => {
    const rowsOf = (value: string, count: number) =>
      Array.from({ length: count }, () => ({ kind: 'occupation' as const, value }))
    expect(groupsOf([...rowsOf('engineer', 4), ...rowsOf('technician', 6)], 'occupation')).toEqual([
      { answer: 'technician', count: 6 },
      { answer: 'engineer', count: undefined },
    ])
    await who.submit(path, { ...answers, yes: 'true' })
    const editor = await product.colleague('web-editor')
    expect(plain((await editor.get('/console/trades')).text)).toContain('In a hospital or practice People fewer than 5')
    const looked = plain((await who.get('/en/privacy-centre/looked?period=all')).text)
    expect(looked).toContain('Counted trades and places, yours among them')
    const people = async () =>
      Number(/(\d+) (?:person|people) agreed/.exec((await editor.get('/console/trades')).text)?.[1])
    const before = await people()
    await who.submit(`${path}/withdraw`, {}, path)
    expect(await people()).toBe(before - 1)
    const desk = await product.colleague('service-desk')
    expect((await desk.get('/console/trades')).status).toBe(403)
  })
})
