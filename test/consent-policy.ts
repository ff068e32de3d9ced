/** A small policy with a purpose of each kind that somebody can say something of, or cannot. */
import type { Clause, LoadedPolicy, Purpose } from '../server/policy/document.ts'

const purpose = (id: string, rest: Partial<Purpose>): Purpose => ({
  says: { en: id },
  clause: `why.${id}`,
  dpv: 'dpv:ServiceProvision',
  basis: 'contract',
  uses: [],
  keep: { for: 'P1Y', after: 'recorded' },
  ...rest,
})
const clause = (text: string): Clause => ({ id: 'why.news', kind: 'item', level: 0, html: text, text, line: 1 })

/** @param news the English sentence about news */
export function testPolicy(news = 'News, if you tick it.'): LoadedPolicy {
  const texts = {
    en: { language: 'en', title: 'Policy', clauses: [clause(news)], source: '' },
    nl: { language: 'nl', title: 'Beleid', clauses: [clause('Nieuws, als u het aanvinkt.')], source: '' },
    fr: { language: 'fr', title: 'Politique', clauses: [], source: '' },
  } as const
  return {
    policy: {
      abide: 1,
      policy: { company: 'Test', version: 1, effective: '2026-01-01', text: {}, original: 'en' },
      controllers: {},
      categories: {},
      purposes: {
        account: purpose('account', {}),
        support: purpose('support', { basis: { consumer: 'contract', 'business-contact': 'legitimate-interest' } }),
        news: purpose('news', { basis: 'consent', says: { en: 'News', nl: 'Nieuws', fr: 'Nouvelles' } }),
        research: purpose('research', { basis: { consumer: 'consent' } }),
        count: purpose('count', { basis: 'legitimate-interest' }),
        adverts: purpose('adverts', { basis: 'legitimate-interest', dpv: 'dpv:DirectMarketing' }),
        guard: purpose('guard', { basis: 'legitimate-interest', restricted: 'continue' }),
      },
      collected: {},
      recipients: {},
      staff: {},
      never: [],
      rights: { 'answer-within': 'P30D', clause: 'rights' },
      cookies: {},
      kept: {},
      'minimum-group': 10,
    },
    texts,
    assessments: {},
    source: '',
    hash: '',
  }
}
