import { describe, expect, it } from 'vitest'
import { citedClauses, findingsOf } from './check.ts'
import { inShort, loadedSmall, smallPolicy, smallSources } from './fixtures/read.ts'
import { compile } from './compile.ts'
import { loadPolicyFromSources } from './load.ts'
import { renderPolicy } from './render.ts'

const usual = 'warning translation-incomplete'

describe('a policy in order', () => {
  it('has only the warning that its translation is a summary', () => {
    expect(inShort(smallPolicy())).toEqual([usual])
  })

  it('tells which declarations cite a clause', () => {
    const cited = citedClauses(loadedSmall().policy)
    expect(cited.get('why.support')!.map(({ what, id }) => `${what} ${id}`)).toEqual([
      'purpose support',
      'situation call',
      'staff role service-desk',
    ])
    expect(cited.has('why.stop')).toBe(false)
  })
})

describe('a fault of meaning', () => {
  it.each([
    [
      'a clause that the text has not',
      'clause: why.news',
      'clause: why.newz',
      'error dangling-clause',
      /why.newz/,
      /Did you mean `why.news`/,
    ],
    [
      'a category that is not declared',
      'uses: [visits]',
      'uses: [visit]',
      'error unknown-category',
      /visit/,
      /Did you mean `visits`/,
    ],
    [
      'a recipient’s unknown purpose',
      /for: \[support\]\n    gets/,
      'for: [suport]\n    gets',
      'error unknown-purpose',
      /suport/,
      /support/,
    ],
    [
      'a role with an unknown purpose',
      'purposes: [support]',
      'purposes: [sales]',
      'error unknown-purpose',
      /sales/,
      /Declare/,
    ],
    [
      'a recipient that gets more than its purposes use',
      'gets: [identity, contact]',
      'gets: [identity, contact, visits]',
      'error gets-more-than-purpose',
      /visits/,
      /gets/,
    ],
    [
      'a form that asks for more than its purposes use',
      'asks: [identity, contact]',
      'asks: [identity, interests]',
      'error asked-without-purpose',
      /interests/,
      /5\(1\)\(c\)/,
    ],
    ['a cookie of an unknown purpose', 'purpose: necessary', 'purpose: fun', 'error unknown-purpose', /fun/, /Declare/],
    [
      'a third country without mechanism',
      '    mechanism: [dpf, scc]\n',
      '',
      'error third-country',
      /United States/,
      /scc/,
    ],
    ['a void framework alone', '[dpf, scc]', '[safe-harbor]', 'error void-framework', /2015/, /Replace/],
    [
      'a void framework beside a valid one',
      '[dpf, scc]',
      '[privacy-shield, scc]',
      'warning void-framework',
      /2020/,
      /Take it out/,
    ],
    [
      'an adequacy decision that does not exist',
      '[dpf, scc]',
      '[adequacy]',
      'error mechanism-does-not-reach',
      /United States/,
      /No adequacy/,
    ],
    [
      'the framework for another country',
      'countries: [US]\n    mechanism: [dpf, scc]',
      'countries: [IN]\n    mechanism: [dpf]',
      'error mechanism-does-not-reach',
      /India/,
      /United States/,
    ],
    ['a derogation for every day', '[dpf, scc]', '[derogation]', 'warning derogation-only', /GDPR 49/, /contractual/],
    [
      'a country that does not exist',
      'countries: [BE, NL]',
      'countries: [BE, QQ]',
      'error unknown-country',
      /QQ/,
      /3166/,
    ],
    [
      'a country under its old code',
      'countries: [BE, NL]',
      'countries: [BE, UK]',
      'error unknown-country',
      /UK/,
      /`GB`/,
    ],
    [
      'a purpose that uses what it never uses',
      'uses: [identity, contact, interests]',
      'uses: [identity, contact, interests, visits]',
      'error promise-contradicted',
      /cookies.not-you/,
      /never/,
    ],
    [
      'a purpose that sells',
      'dpv: dpv:ServiceUsageAnalytics',
      'dpv: dpv:SellDataToThirdParties',
      'error promise-contradicted',
      /sells/,
      /promise/,
    ],
    [
      'a marketer among the recipients',
      /kind: processor([^]*?)for: \[support\]/,
      'kind: controller$1for: [support, product-news]',
      'error promise-contradicted',
      /rented/,
      /processor/,
    ],
    [
      'a recipient that gets what it never gets',
      '{ what: sale,',
      '{ what: { recipient: carrier, gets: contact },',
      'error promise-contradicted',
      /carrier/,
      /gets/,
    ],
    [
      'a legitimate interest without balancing test',
      '    assessment: balancing/support.md\n',
      '',
      'error assessment-missing',
      /6\(1\)\(f\)/,
      /balancing\/support.md/,
    ],
    ['no default controller', ', default: true', '', 'error no-default-controller', /none names/, /default: true/],
    [
      'two default controllers',
      'regions: [US, CA]',
      'regions: [US, CA], default: true',
      'error two-default-controllers',
      /obe/,
      /one/,
    ],
    [
      'two controllers for one country',
      'regions: [US, CA]',
      'regions: [US, CH]',
      'error region-twice',
      /CH/,
      /one controller/,
    ],
    [
      'a contact that cannot be written to',
      'contact: privacy@orchard.example',
      'contact: below',
      'warning contact-unclear',
      /below/,
      /13/,
    ],
    [
      'marketing on a contract',
      'basis: consent\n    topics',
      'basis: contract\n    topics',
      'warning marketing-basis',
      /contract/,
      /consent/,
    ],
    [
      'consent of staff',
      'consumer: contract',
      'consumer: contract, staff: consent',
      'warning consent-of-staff',
      /free/,
      /leave staff out/,
    ],
    [
      'marketing that goes on while restricted',
      'keep: { for: P2Y, after: last-yes }',
      'keep: { for: P2Y, after: last-yes }\n    restricted: continue',
      'warning continues-while-restricted',
      /18/,
      /stop/,
    ],
    [
      'words without the language that rules',
      'says: { en: your name, nl: uw naam }',
      'says: { nl: uw naam }',
      'error words-missing',
      /en/,
      /Add `en:`/,
    ],
    [
      'words without a language of the text',
      'says: { en: your name, nl: uw naam }',
      'says: { en: your name }',
      'warning words-untranslated',
      /nl/,
      /Add `nl:`/,
    ],
    [
      'a term that nobody knows',
      'dpv: [pd:Name]',
      'dpv: [pd:Nam]',
      'warning unknown-dpv-term',
      /pd:Nam/,
      /Did you mean `pd:Name`/,
    ],
    ['a group that is too small', 'minimum-group: 10', 'minimum-group: 3', 'warning small-group', /3/, /10/],
    ['a day that does not exist', '2026-10-01', '2026-02-30', 'error impossible-date', /02-30/, /calendar/],
    [
      'an explanation that the text has not',
      'minimum-group: 10',
      'explains: [why.stopp]',
      'error dangling-clause',
      /why.stopp/,
      /Did you mean `why.stop`/,
    ],
    [
      'an explanation that promises something',
      'minimum-group: 10',
      'explains: [why.stop, share.never-sold]',
      'error explains-a-promise',
      /share.never-sold.*never `1` cites it/,
      /Take it out/,
    ],
    [
      'a heading that is said to explain',
      'minimum-group: 10',
      'explains: [why]',
      'warning explains-heading',
      /`why` is a heading/,
      /Take it out/,
    ],
    ['one language', ', nl: text/nl.md', '', 'warning one-language', /en/, /Translate/],
  ] as const)('%s', (_name, from, to, short, message, mend) => {
    const read = smallPolicy([from, to])
    const finding = findingsOf(read).find(one => `${one.level} ${one.code}` === short)
    expect(finding).toBeDefined()
    expect(finding!.message).toMatch(message)
    expect(finding!.mend).toMatch(mend)
  })

  it('is none in a sentence that only explains, and says so where the policy is shown', () => {
    const read = smallPolicy(['minimum-group: 10', 'explains: [why.stop]'])
    expect(inShort(read)).toEqual([usual])
    expect(renderPolicy(read.loaded!, 'en')).toContain('{#why.stop} ← explains')
    expect(compile(read.loaded!, { acts: {}, holdings: [] }).promises).not.toContain('why.stop')
    expect(compile(loadedSmall(), { acts: {}, holdings: [] }).promises).toContain('why.stop')
  })

  it('is found on its line', () => {
    const finding = findingsOf(smallPolicy(['uses: [visits]', 'uses: [visit]'])).find(one => one.level === 'error')
    expect(finding).toMatchObject({ file: 'policy.yaml', line: 48, column: 12, code: 'unknown-category' })
  })

  it('is not made of a recipient in a country that the law calls adequate', () => {
    expect(inShort(smallPolicy(['countries: [BE, NL]', 'countries: [GB, CH, BR, IS]']))).toEqual([usual])
  })

  it('is a category that nobody may read', () => {
    expect(inShort(smallPolicy([', interests]', ']']))).toContain('warning unused-category')
  })

  it('is a purpose of the whole group that reaches staff where no transfer is declared', () => {
    const reach: [string, string] = ['    restricted: continue', '    reach: all']
    expect(inShort(smallPolicy(reach))).toEqual([usual])
    expect(inShort(smallPolicy(reach, ['kind: group', 'kind: processor']))).toContain('warning reach-without-transfer')
  })

  it('is a period for answers that can end after the month of the law, unless the clause promises the month', () => {
    const days: [string, string] = ['answer-within: P1M', 'answer-within: P30D']
    expect(inShort(smallPolicy(days))).toEqual([usual])
    const text = smallSources.texts.en!.replace('within one month', 'as soon as we can')
    const codes = (period: string) => {
      const yaml = smallSources.yaml.replace('P1M', period)
      return inShort(loadPolicyFromSources({ ...smallSources, yaml, texts: { ...smallSources.texts, en: text } }))
    }
    expect(codes('P30D')).toContain('warning answer-may-exceed-month')
    expect(codes('P1M1D')).toContain('warning answer-may-exceed-month')
    expect(codes('P28D')).toEqual([usual])
  })

  it('is a translated clause that the original has not', () => {
    const texts = { ...smallSources.texts, nl: 'Nieuw. {#why.nieuw}' }
    const read = loadPolicyFromSources({ ...smallSources, texts })
    expect(findingsOf(read).find(one => one.code === 'clause-not-in-original')).toMatchObject({
      level: 'error',
      quote: 'Nieuw.',
    })
  })

  it('is a balancing test without words', () => {
    const read = loadPolicyFromSources({ ...smallSources, assessments: { 'balancing/support.md': ' \n' } })
    expect(inShort(read)).toContain('error assessment-empty')
  })

  it('is a sentence of the text that the law has overtaken, with its own file and line', () => {
    const en = smallSources.texts.en!.replace('Nobody buys it.', 'Safe Harbor protects what goes to America.')
    const read = loadPolicyFromSources({ ...smallSources, texts: { ...smallSources.texts, en } })
    expect(findingsOf(read).find(one => one.code === 'void-framework')).toMatchObject({
      level: 'warning',
      file: 'text/en.md',
      line: 22,
    })
  })
})
