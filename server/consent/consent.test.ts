import { describe, expect, it } from 'vitest'
import { testPolicy } from '../../test/consent-policy.ts'
import {
  alwaysFor,
  type Ask,
  asksOf,
  inDetail,
  kindFor,
  type Said,
  stopsIn,
  unsayable,
  type Standing,
} from './consent.ts'
import { changesIn } from './form.ts'
import { wordingOf } from './wording.ts'

const loaded = testPolicy()
const { policy } = loaded
const idle = ['news']

const standing = (
  given: Partial<Record<'agreed' | 'objected', string[]>> & Partial<Pick<Standing, 'relation'>> = {},
) => ({
  relation: given.relation ?? ('consumer' as const),
  agreed: (id: string) => (given.agreed ?? []).includes(id),
  objected: (id: string) => (given.objected ?? []).includes(id),
})
const asks = (given?: Parameters<typeof standing>[0]) => asksOf({ loaded, idle, bound: new Map() }, standing(given))

describe('what can be said of a purpose', () => {
  it('is yes and no where it waits for a yes, and an objection where it is in our interest', () => {
    const kinds = Object.entries(policy.purposes).map(([id, purpose]) => [id, kindFor(purpose, 'consumer')])
    expect(Object.fromEntries(kinds)).toEqual({
      account: undefined,
      support: undefined,
      news: 'agree',
      research: 'agree',
      count: 'object',
      adverts: 'object',
      guard: 'weighed',
    })
  })

  it('depends on who somebody is', () => {
    expect(kindFor(policy.purposes['support']!, 'business-contact')).toBe('object')
    expect(asks().map(({ purpose }) => purpose)).not.toContain('support')
    expect(asks({ relation: 'business-contact' }).map(({ purpose }) => purpose)).toContain('support')
  })

  it('can always be taken back, whatever a purpose rests on by now', () => {
    expect(asks({ objected: ['account'] })).toContainEqual({
      purpose: 'account',
      kind: 'object',
      on: true,
      choices: [],
      idle: false,
    })
  })

  it('is nothing else, and each mistake has its own answer', () => {
    const why = (purpose: string, said: Said) => unsayable(asks(), policy, { purpose, said })
    expect(why('news', 'agree')).toBeUndefined()
    expect(why('count', 'object')).toBeUndefined()
    expect(why('no-such-purpose', 'agree')).toBe('unknown')
    expect(why('constructor', 'agree')).toBe('unknown')
    expect(why('account', 'agree')).toBe('not-asked')
    expect(why('count', 'agree')).toBe('not-asked')
    expect(why('news', 'object')).toBe('not-asked')
    expect(why('guard', 'object')).toBe('weighed')
    expect(why('guard', 'allow')).toBeUndefined()
  })

  it('leaves over what goes on without it, with the reason', () => {
    expect(alwaysFor(policy, 'consumer')).toEqual([
      { purpose: 'account', basis: 'contract', clause: 'why.account' },
      { purpose: 'support', basis: 'contract', clause: 'why.support' },
    ])
    expect(alwaysFor(policy, 'business-contact').map(({ purpose }) => purpose)).toEqual(['account'])
  })
})

describe('what a form says', () => {
  const form = (given: Partial<Parameters<typeof changesIn>[1]>) =>
    changesIn(asks({ agreed: ['news'] }), { agree: [], object: [], shown: [], ...given })

  it('is what differs from what it showed', () => {
    expect(form({ agree: ['news', 'research'], shown: ['news'] })).toEqual([{ purpose: 'research', said: 'agree' }])
    expect(form({ shown: ['news'] })).toEqual([{ purpose: 'news', said: 'withdraw' }])
    expect(form({ object: ['count'] })).toEqual([{ purpose: 'count', said: 'object' }])
    expect(form({ shown: ['count'] })).toEqual([{ purpose: 'count', said: 'allow' }])
    expect(form({ agree: ['news'], shown: ['news'] })).toEqual([])
  })

  it('takes back nothing that was said on another page since', () => {
    expect(form({ object: ['count'] })).not.toContainEqual({ purpose: 'news', said: 'withdraw' })
  })
})

describe('stopping everything', () => {
  it('takes back every yes and objects to advertising, and leaves what is neither', () => {
    expect(stopsIn(asks({ agreed: ['news', 'research'] }), policy)).toEqual([
      { purpose: 'news', said: 'withdraw' },
      { purpose: 'research', said: 'withdraw' },
      { purpose: 'adverts', said: 'object' },
    ])
    expect(stopsIn(asks({ objected: ['adverts'] }), policy)).toEqual([])
  })
})

describe('the words beside a question', () => {
  it('are in the language of the reader, or in the policy’s own where one of the two is missing', () => {
    expect(wordingOf(loaded, 'news', 'nl')).toMatchObject({
      says: 'Nieuws',
      text: 'Nieuws, als u het aanvinkt.',
      language: 'nl',
    })
    expect(wordingOf(loaded, 'news', 'fr')).toMatchObject({
      says: 'News',
      text: 'News, if you tick it.',
      language: 'en',
    })
    expect(wordingOf(loaded, 'nothing', 'en')).toBeUndefined()
  })

  it('have another fingerprint as soon as a word is another', () => {
    const hash = (text: string) => wordingOf(testPolicy(text), 'news', 'en')!.hash
    expect(hash('News, if you tick it.')).toBe(wordingOf(loaded, 'news', 'en')!.hash)
    expect(hash('News, if you tick it!')).not.toBe(hash('News, if you tick it.'))
    expect(hash('News.')).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a yes by topic and channel', () => {
  const compiled = {
    loaded: testPolicy(),
    idle: [],
    bound: new Map(),
  }
  const inNews = {
    ...compiled.loaded.policy.purposes['news']!,
    topics: ['offers', 'events'],
    channels: ['email', 'post'] as const,
  }
  const withTopics = {
    ...compiled,
    loaded: {
      ...compiled.loaded,
      policy: { ...compiled.loaded.policy, purposes: { ...compiled.loaded.policy.purposes, news: inNews } },
    },
  }
  const held = (version: number, ...choices: string[]) =>
    new Map([
      [
        'news',
        choices.map(choice => ({
          choice,
          agreed_at: new Date(0),
          language: 'en',
          wording: '',
          policy_version: version,
        })),
      ],
    ])
  const newsOf = (given: Parameters<typeof asksOf>[2], bound: Parameters<typeof asksOf>[0]['bound'] = new Map()) =>
    asksOf({ ...withTopics, bound }, standing(given?.size ? { agreed: ['news'] } : {}), given).find(
      ({ purpose }) => purpose === 'news',
    )!
  const on = (ask: Ask) => ask.choices.flatMap(one => (one.on ? [one.choice] : []))

  it('ticks what was chosen, and nothing else', () => {
    expect(newsOf(undefined).choices.map(({ choice }) => choice)).toEqual([
      'offers/email',
      'offers/post',
      'events/email',
      'events/post',
    ])
    expect(on(newsOf(undefined))).toEqual([])
    expect(on(newsOf(held(4, 'offers/post')))).toEqual(['offers/post'])
  })

  it('gives what was ticked and takes back what was unticked, in one form', () => {
    const asked = [newsOf(held(4, 'offers/post', 'events/post'))]
    const shown = ['news:offers/post', 'news:events/post']
    expect(changesIn(asked, { agree: ['news:offers/post', 'news:events/email'], object: [], shown })).toEqual([
      { purpose: 'news', said: 'withdraw', choices: ['events/post'] },
      { purpose: 'news', said: 'agree', choices: ['events/email'] },
    ])
  })

  it('asks again where the policy does more than it reached, and takes a second yes for all that is ticked', () => {
    const bound = new Map([['news ', { since: 5, closed: [] }]])
    const asked = newsOf(held(4, 'offers/post'), bound)
    expect([asked.widened, newsOf(held(5, 'offers/post'), bound).widened]).toEqual([5, undefined])
    const shown = ['news:offers/post']
    const form = { agree: shown, object: [], shown }
    expect(changesIn([asked], form)).toEqual([])
    expect(changesIn([asked], { ...form, renew: ['news'] })).toEqual([
      { purpose: 'news', said: 'agree', choices: ['offers/post'] },
    ])
  })

  it('is taken back choice by choice, and never of what there is not', () => {
    const asked = newsOf(held(4, 'offers/post'))
    expect(inDetail({ purpose: 'news', said: 'withdraw' }, asked, held(4, 'offers/post').get('news')!)).toEqual({
      purpose: 'news',
      said: 'withdraw',
      choices: ['offers/post'],
    })
    expect(
      inDetail({ purpose: 'news', said: 'agree', choices: ['offers/post', 'offers/post'] }, asked, []).choices,
    ).toEqual(['offers/post'])
    expect(
      unsayable([asked], withTopics.loaded.policy, { purpose: 'news', said: 'agree', choices: ['gossip/email'] }),
    ).toBe('no-choice')
  })
})
