import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sayConsent, wordingOf } from '../../consent/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { testApp, type TestApp } from '../../../test/app.ts'
import { publishNext } from '../../../test/next-version.ts'
import { addOwn, correct, putBack, remove, viewProfile } from './acts.ts'
import { answerBook } from './books.ts'
import { groupsOf, totalOf } from './console.tsx'

let product: TestApp
let who: Awaited<ReturnType<TestApp['customer']>>
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())
beforeEach(async () => (who = await product.customer({ name: 'An Maes' })))

const path = '/en/account/profile/research'
const answers = { occupation: 'technician', place: 'hospital' }
const self = () => ({ kind: 'customer', person: who.person }) as const
const version = () => product.app.gate.policy().compiled.loaded.policy.policy.version
const yes = () => ({ yes: 'true', version: String(version()) })
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
    const kept = await who.submit(path, { ...answers, ...yes() })
    expect([kept.status, kept.headers['location']]).toEqual([303, '/en/account/profile?done=profile.done.research'])
    expect((await who.submit(path, { ...answers, ...yes() })).status).toBe(303)
    expect(await rows()).toBe(2)
    const page = plain((await who.get('/en/account/profile')).text)
    expect(page).toContain('Your trade Value Technician')
    expect(page).toContain('You agreed to this on')
    const held = plain((await who.get('/en/privacy-centre/held')).text)
    expect(held).toContain('In a hospital or practice')
  })

  test.each([
    [{}, 'occupation'],
    [{ occupation: '<script>alert(1)</script>' }, 'occupation'],
    [{ place: 'technician' }, 'place'],
    [{ yes: 'yes', occupation: 'technician' }, 'yes'],
    [{ place: 'x'.repeat(41) }, 'place'],
  ])('that are wrong are refused beside the field: %j', async (fields, field) => {
    const answer = await who.submit(path, { ...yes(), ...fields })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(`id="field-${field}-error"`)
    expect(answer.text).not.toContain('<script>alert')
    expect(await rows()).toBe(0)
  })

  test('are corrected, removed and put back like every line, and gone at once with the yes', async () => {
    await who.submit(path, { ...answers, ...yes() })
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
    await who.submit(path, { ...answers, ...yes() })
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

  test('corrected while the yes is taken back make neither wait for the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      await sayConsent(parts(), self(), { purpose: 'research', said: 'agree', language: 'en' })
      const added = await addOwn(parts(), self(), { kind: 'occupation', value: 'engineer' }, answerBook)
      const line = (added as { done: string }).done
      const [change, said] = await Promise.all([
        correct(parts(), self(), line, { kind: 'occupation', value: 'teacher' }, { book: answerBook }),
        sayConsent(parts(), self(), { purpose: 'research', said: 'withdraw', language: 'en' }),
      ])
      expect(change).not.toBeInstanceOf(Refusal)
      expect([said, await rows()]).toEqual(['done', 0])
    }
  })

  test('of somebody else are nobody’s', async () => {
    await who.submit(path, { ...answers, ...yes() })
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
    expect((await who.call('POST', '/api/profile/research/yes', { version: version() })).json()).toEqual({
      agreed: true,
    })
    expect((await who.call('PUT', '/api/profile/research', answer)).status).toBe(200)
    expect((await who.call('PUT', '/api/profile/research', { ...answer, answer: 'pirate' })).status).toBe(422)
    const read = (await who.call('GET', '/api/profile')).json<{ research: object }>()
    expect(read.research).toMatchObject({ agreed: true, occupation: { answer: 'engineer', earlier: [] } })
    expect((await who.call('DELETE', '/api/profile/research/yes')).json()).toEqual({ agreed: false })
    expect((await viewProfile(parts(), self())).research).toMatchObject({ agreed: false, lines: { occupations: [] } })
  })
})

describe('a yes for research', () => {
  test('is asked with the words of the policy beside it, and recorded with the version that was shown', async () => {
    const { text } = await who.get(path)
    const { loaded } = product.app.gate.policy().compiled
    const words = wordingOf(loaded, 'research', 'en')!
    expect(plain(text)).toContain(words.says)
    expect(plain(text)).toContain(words.text.replace(/\s+/g, ' '))
    expect(text).toContain(`name="version" value="${version()}"`)
  })

  test('to words that another version has replaced is not taken, from a page or over JSON', async () => {
    const shown = version()
    await publishNext(product.db, yaml => yaml.setIn(['purposes', 'research', 'says', 'en'], 'Learn all about you'))
    await product.app.given.state.refresh()
    const late = await who.submit(path, { ...answers, yes: 'true', version: String(shown) })
    expect([late.status, await rows(), (await viewProfile(parts(), self())).research?.agreed]).toEqual([409, 0, false])
    expect(late.text).toContain('Learn all about you')
    expect(late.text).toContain(`name="version" value="${version()}"`)
    expect(late.text).toMatch(/value="technician" selected/)
    expect(late.text).not.toMatch(/ checked/)
    expect((await who.submit(path, { ...answers, yes: 'true' })).status).toBe(409)
    const call = await who.call('POST', '/api/profile/research/yes', { version: shown })
    expect([call.status, call.json()['code']]).toEqual([409, 'policy-changed'])
    expect((await who.call('POST', '/api/profile/research/yes', {})).status).toBe(422)
    expect((await who.call('POST', '/api/profile/research/yes', { version: version() })).status).toBe(200)
  })

  test('counts as long as standing says so, whatever was said last', async () => {
    await who.submit(path, { ...answers, ...yes() })
    const basis = product.app.gate.policy().compiled.loaded.policy.purposes['research']!.basis
    for (const one of ['contract', basis])
      await publishNext(product.db, yaml => yaml.setIn(['purposes', 'research', 'basis'], one))
    await product.app.given.state.refresh()
    expect((await viewProfile(parts(), self())).research).toMatchObject({ agreed: false })
    expect((await who.get(path)).text).not.toContain('You agreed to this on')
  })
})

describe('who does research', () => {
  const rowsOf = (value: string, count: number, kind: 'occupation' | 'place' = 'occupation') =>
    Array.from({ length: count }, (_, at) => ({ person_id: `${value} ${at}`, kind, value }))

  test('sees groups as large as the policy says, and no total from which a smaller one can be counted', () => {
    const rows = [...rowsOf('engineer', 9), ...rowsOf('technician', 12)]
    expect(groupsOf(rows, 'occupation', 10)).toEqual([
      { answer: 'technician', count: 12 },
      { answer: 'engineer', count: undefined },
    ])
    expect(totalOf(rows, 10)).toBeUndefined()
    // Nothing is hidden; or two groups are, and nobody can tell how large each is.
    expect(totalOf(rows, 9)).toBe(21)
    expect(totalOf([...rows, ...rowsOf('teacher', 4)], 10)).toBe(25)
    expect(totalOf([...rowsOf('technician', 12), ...rowsOf('teacher', 1), ...rowsOf('care', 1)], 10)).toBeUndefined()
    expect(totalOf([...rowsOf('technician', 12), ...rowsOf('ship', 3, 'place')], 10)).toBeUndefined()
    expect([totalOf([], 10), totalOf(rowsOf('technician', 3), 10)]).toEqual([0, undefined])
  })

  test('sees nobody whose yes was taken back', async () => {
    await who.submit(path, { occupation: 'scientist', place: 'vessel', ...yes() })
    const editor = await product.colleague('web-editor')
    const seen = async () => plain((await editor.get('/console/trades')).text)
    expect(await seen()).toContain('On a vessel or vehicle People fewer than 10')
    expect(await seen()).not.toMatch(/\d+ (?:person|people) agreed/)
    const looked = plain((await who.get('/en/privacy-centre/looked?period=all')).text)
    expect(looked).toContain('Counted trades and places, yours among them')
    await who.submit(`${path}/withdraw`, {}, path)
    expect(await seen()).not.toContain('On a vessel or vehicle')
    const desk = await product.colleague('service-desk')
    expect((await desk.get('/console/trades')).status).toBe(403)
  })
})
