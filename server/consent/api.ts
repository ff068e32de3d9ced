/** The same over JSON, for programs. */
import { Type, type Static } from 'typebox'
import { languages, problem, invalid, refused, reply, type Route } from '../base/http/index.ts'
import { routes } from '../people/index.ts'
import type { Language } from '../policy/document.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Words } from '../ui/index.ts'
import { everyAsk, wordsOf } from './ahead.ts'
import { type Ask, sayings } from './consent.ts'
import { historySize } from './portal.tsx'
import * as acts from './say.ts'
import { figuresOf, sayPurpose, sayTopic } from './words.tsx'

const moment = Type.String({ format: 'date-time' })
const version = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const said = Type.Enum(sayings)

const lastSchema = Type.Object({
  said,
  at: moment,
  policyVersion: version,
  language: Type.String({ description: 'of the words that were shown' }),
  place: Type.String({ description: 'the page or call on which it was said; empty where that was not kept' }),
  sameWords: Type.Boolean({ description: 'whether the words of the policy in force are the same' }),
})

const consentSchema = Type.Object({
  purpose: Type.String(),
  kind: Type.Enum(['agree', 'object', 'weighed'], {
    description:
      'agree: it waits for a yes. object: it goes on until you object. weighed: ask us; a person weighs the objection',
  }),
  on: Type.Boolean({ description: 'agreed, or objected' }),
  choices: Type.Array(
    Type.Object({
      choice: Type.String({ description: '`topic/channel`: name it to say something of it alone' }),
      topic: Type.String(),
      channel: Type.String(),
      says: Type.String({ description: 'the topic in words; empty where there is none' }),
      on: Type.Boolean(),
    }),
    { description: 'what can be agreed to by itself; none where it is all or nothing' },
  ),
  widened: Type.Union([version, Type.Null()], {
    description:
      'the version that does more than your yes reaches; until you say it again, that does not happen to you',
  }),
  idle: Type.Boolean({ description: 'nothing is done for it yet' }),
  from: Type.Union([Type.Object({ version, at: moment }), Type.Null()], {
    description: 'it begins with a version that comes; you can object to it already. null: it is in force',
  }),
  says: Type.String(),
  text: Type.String({ description: 'the sentence of the policy: show it, and say with a yes which version it was of' }),
  language: Type.String({ description: 'that both are in' }),
  clause: Type.String(),
  last: Type.Union([lastSchema, Type.Null()]),
})

const entrySchema = Type.Object({
  purpose: Type.Union([Type.String(), Type.Null()], { description: 'null: every purpose' }),
  said: Type.String(),
  at: moment,
  policyVersion: version,
  language: Type.String(),
  source: Type.String(),
  place: Type.String(),
  wording: Type.String({ description: 'SHA-256 of the words that were shown, in hex' }),
  choices: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'null: all of it' }),
  category: Type.Union([Type.String(), Type.Null()], { description: 'of a restriction; null: everything' }),
  layout: Type.String({ description: 'the form that was shown; empty where none was' }),
})

const problems = {
  'purpose-unknown': 404,
  'choice-unknown': 404,
  'not-asked': 409,
  'objection-weighed': 409,
  'policy-changed': 409,
}
const codes = {
  unknown: 'purpose-unknown',
  'not-asked': 'not-asked',
  weighed: 'objection-weighed',
  'no-choice': 'choice-unknown',
  overtaken: 'policy-changed',
} as const

const unsaid = ({ why }: acts.Unsaid, { t }: Pick<Words, 't'>) => problem(codes[why], t(`consent.fault.${why}`))

/** See, give and take back. */
export function apiRoutes(parts: acts.ConsentParts): Route[] {
  return [
    routes.api({
      method: 'GET',
      path: '/api/consents',
      act: 'consent.view',
      who: 'customer',
      summary:
        'What you agreed to and what you object to: every purpose of the policy that you can say something of, and those of a version that comes that you can object to already.',
      response: Type.Object({
        policyVersion: version,
        agreed: Type.Integer(),
        of: Type.Integer({ description: 'purposes that wait for your yes' }),
        consents: Type.Array(consentSchema),
      }),
      handle: async ({ visitor, language }) => {
        const seen = await acts.viewConsents(parts, visitor.actor)
        if (seen instanceof Refusal) return refused(seen)
        const { count: agreed, of } = figuresOf(seen.asks)
        const policyVersion = seen.inForce.compiled.loaded.policy.policy.version
        return reply({ policyVersion, agreed, of, consents: everyAsk(seen).map(ask => answerOf(ask, seen, language)) })
      },
    }),
    routes.api({
      method: 'PUT',
      path: '/api/consents/:purpose',
      act: 'consent.say',
      who: 'customer',
      summary:
        'Say one thing of one purpose. What is so already changes nothing. A yes names the version whose words were shown; another one in force is 409.',
      params: Type.Object({ purpose: Type.String({ maxLength: 100 }) }),
      body: Type.Object({
        said,
        choices: Type.Optional(
          Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200, description: 'absent: all of it' }),
        ),
        version: Type.Optional(version),
        language: Type.Optional(Type.Enum(languages, { description: 'in which the words were shown' })),
      }),
      response: Type.Object({ purpose: Type.String(), said, changed: Type.Boolean() }),
      problems,
      handle: async request => {
        const { params, body, visitor } = request
        if (body.said === 'agree' && body.version === undefined)
          return invalid({ field: 'version', message: request.t('consent.fault.version') })
        const where = { language: body.language ?? request.language, place: 'api', shown: body.version }
        const done = await acts.sayAll(
          parts,
          visitor.actor,
          [{ purpose: params.purpose, said: body.said, choices: body.choices }],
          where,
        )
        if (done instanceof Refusal) return refused(done)
        if ('why' in done) return unsaid(done, request)
        return reply({ purpose: params.purpose, said: body.said, changed: done.at !== undefined })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/consents/stop',
      act: 'consent.say',
      who: 'customer',
      summary:
        'Stop everything except safety and order messages: every yes is taken back, and what advertises in our interest is objected to.',
      response: Type.Object({ said: Type.Array(Type.Object({ purpose: Type.String(), said })) }),
      handle: async request => {
        const { visitor, language } = request
        const done = await acts.stopAll(parts, visitor.actor, { language, place: 'api' })
        if (done instanceof Refusal) return refused(done)
        return reply({ said: done.said.map(one => ({ purpose: one.purpose, said: one.said })) })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/consents/history',
      act: 'consent.view',
      who: 'customer',
      summary: `Everything that you said, the newest first, ${historySize} a page.`,
      query: Type.Object({ page: Type.Integer({ minimum: 1, maximum: 100_000, default: 1 }) }),
      response: Type.Object({ total: Type.Integer(), page: Type.Integer(), entries: Type.Array(entrySchema) }),
      handle: async ({ visitor, query }) => {
        const lines = await acts.viewHistory(parts, visitor.actor, query.page, historySize)
        if (lines instanceof Refusal) return refused(lines)
        return reply({
          total: lines.total,
          page: query.page,
          entries: lines.rows.map(row => ({
            purpose: row.purpose,
            said: row.said,
            at: row.recorded_at.toISOString(),
            policyVersion: row.policy_version,
            language: row.language,
            source: row.source,
            place: row.place,
            wording: row.wording,
            choices: row.choices,
            category: row.category,
            layout: row.layout,
          })),
        })
      },
    }),
  ]
}

function answerOf(ask: Ask, seen: acts.Consents, wanted: Language): Static<typeof consentSchema> {
  const { purpose, kind, on, idle, widened, from } = ask
  const { says, text, language, clause } = sayPurpose(purpose, seen, wanted)
  const last = seen.last.get(purpose)
  const now = last && wordsOf(seen, purpose, last.language as Language)
  return {
    purpose,
    kind,
    on,
    choices: ask.choices.map(one => ({ ...one, says: one.topic && sayTopic(one.topic, seen, wanted).says })),
    widened: widened ?? null,
    idle,
    from: from ? { version: from.version, at: from.at.toISOString() } : null,
    says,
    text,
    language,
    clause,
    last: last
      ? {
          said: last.said,
          at: last.recorded_at.toISOString(),
          policyVersion: last.policy_version,
          language: last.language,
          place: last.place,
          sameWords: now?.hash === last.wording,
        }
      : null,
  }
}
