import { describe, expect, it } from 'vitest'
import type { Acts } from './activity.ts'
import { parseCases, renderCaseResults, runCases } from './cases.ts'
import { loadedSmall } from './fixtures/read.ts'

const acts: Acts = {
  'campaigns.send': { purpose: 'product-news', by: 'system', reads: ['contact'] },
  'support.look-up': { purpose: 'support', by: 'staff', reads: ['contact'] },
}
const loaded = loadedSmall()
const parse = (source: string) => parseCases('cases.yaml', source, loaded, acts)
const one = (rows: Record<string, string>) => {
  const { cases, findings } = parse(
    `- ${Object.entries({ answer: 'no, objected', ...rows })
      .map(([key, value]) => `${key}: ${value}`)
      .join('\n  ')}\n`,
  )
  expect(findings).toEqual([])
  return cases[0]!.question
}
const nobody = { region: 'obe', relation: 'consumer', restricted: false, erased: false, agreed: [], objected: [] }

describe('a lawyer’s phrase', () => {
  it.each([
    ['someone', {}],
    ['someone who agreed to product news by e-mail', { agreed: ['product-news'], channels: ['email'] }],
    ['someone who agreed to product-news', { agreed: ['product-news'] }],
    ['someone who agreed to Tell you about new products', { agreed: ['product-news'] }],
    ['someone who agreed', { agreed: ['product-news'] }],
    ['someone who agreed, then objected', { objected: ['product-news'] }],
    ['someone who agreed to product news, then withdrew', {}],
    ['someone who objected to measurement', { objected: ['measurement'] }],
    ['someone whose data is restricted', { restricted: true }],
    ['someone who was erased', { erased: true }],
    ['a business contact in the United States who has not agreed', { region: 'ous', relation: 'business-contact' }],
    ['a consumer in Bosnia & Herzegovina and whose data is restricted', { region: 'obe', restricted: true }],
    [
      'a customer in CA who agreed to product news by post and objected to measurement',
      { region: 'ous', agreed: ['product-news'], channels: ['post'], objected: ['measurement'] },
    ],
  ])('to: %s', (to, expected) => {
    expect(one({ may: 'campaigns.send', to }).standing).toEqual({ ...nobody, ...expected })
  })

  const agent = { kind: 'staff', controller: 'obe', purposes: ['support'], acknowledged: 4 }
  it.each([
    ['an agent', agent],
    ['an agent of Orchard America', { ...agent, controller: 'ous' }],
    ['an agent of ous', { ...agent, controller: 'ous' }],
    ['an agent who has not acknowledged version 4', { ...agent, acknowledged: 3 }],
    ['an agent who has not acknowledged version 1', { ...agent, acknowledged: null }],
    ['a colleague without the role for it', { ...agent, purposes: [] }],
    ['the person themselves', { kind: 'customer', self: true }],
    ['a stranger', { kind: 'customer', self: false }],
    ['the system', { kind: 'system' }],
  ])('by: %s', (by, actor) => {
    expect(one({ may: 'support.look-up', by })).toMatchObject({
      act: 'support.look-up',
      purpose: 'support',
      actor,
      standing: nobody,
    })
  })

  it('can name the agent and the customer at once', () => {
    expect(one({ may: 'support', by: 'an agent of Orchard America for a customer in Belgium' })).toEqual({
      act: undefined,
      purpose: 'support',
      actor: { ...agent, controller: 'ous' },
      standing: nobody,
    })
  })

  it('leaves out who usually does it', () => {
    expect(one({ may: 'support.look-up' }).actor).toEqual(agent)
    expect(one({ may: 'campaigns.send' }).actor).toEqual({ kind: 'system' })
  })
})

describe('a row that cannot be read', () => {
  it.each([
    ['to: someone nice', 'unknown-phrase', /Known are: someone/],
    ['to: someone who agreed to gossip', 'unknown-phrase', /Known are/],
    ['by: an agent of Orchard', 'unknown-phrase', /Known are: an agent/],
    ['by: an agent for a customer in Belgium\n  to: someone', 'person-twice', /once/],
    ['answer: perhaps', 'wrong-value', /yes or no/],
    ['answer: no, objektion', 'unknown-answer', /objected/],
    ['answer: yes, why.newz', 'dangling-clause', /why.news/],
    ['when: today', 'unknown-key', /may, to, by/],
  ])('%s', (row, code, mend) => {
    const { findings } = parse(
      `- may: support.look-up\n  ${row}\n${row.startsWith('answer') ? '' : '  answer: no, objected\n'}`,
    )
    expect(findings[0]).toMatchObject({ code, file: 'cases.yaml', line: row.includes('\n') ? 3 : 2 })
    expect(findings[0]!.mend).toMatch(mend)
  })

  it('needs the purpose’s name where the product has no such act', () => {
    expect(parse('- may: orders.ship\n  to: someone who agreed\n  answer: no, objected').findings[0]!.message).toMatch(
      /must be named/,
    )
    expect(
      parse('- may: orders.ship\n  to: someone\n  answer: no, no-such-purpose').cases[0]!.question.purpose,
    ).toBeUndefined()
  })
})

it('a table is asked row by row, and what was answered otherwise is shown with its line', () => {
  const { cases } = parse(
    '- may: support\n  answer: yes, why.support\n- may: support\n  answer: no, restricted\n- may: support\n  answer: yes\n',
  )
  const results = runCases(cases, () => ({ yes: true, clause: 'why.support' }))
  expect(results.map(result => result.passed)).toEqual([true, false, true])
  expect(renderCaseResults(results)).toBe(
    'cases.yaml:3:3  may support\n    expected: no, restricted\n    got:      yes, why.support\n3 cases, 1 answered otherwise.\n',
  )
})
