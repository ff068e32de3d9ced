/** The same over JSON, and what browsers look for by themselves. */
import { Type } from 'typebox'
import { invalid, languages, problem, refused, reply, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { accountSaid, cookieOf, noteChoice, optionalNow, proofsOf, sayOnAccount } from './acts.ts'
import { deviceOf, isDirected, mayOnDevice } from './choice.ts'
import { eventOf } from './proof.ts'
import { withoutToken, type DeviceParts } from './portal.tsx'
import { layouts, pageHash } from './words.ts'

const version = Type.String({
  maxLength: 40,
  description: 'fingerprint of what is asked about: send it with the choice',
})

const State = Type.Object({
  version: Type.Union([Type.String(), Type.Null()], { description: 'null: nothing is optional here' }),
  wording: Type.Union([Type.String(), Type.Null()], {
    description: 'SHA-256 of the words of the cookies page in that language, in hex: send it with the choice',
  }),
  language: Type.Enum(languages),
  asked: Type.Boolean({ description: 'whether this browser is to be asked' }),
  signal: Type.Boolean({ description: 'whether Global Privacy Control is heard as a no' }),
  purposes: Type.Array(Type.Object({ purpose: Type.String(), allowed: Type.Boolean() })),
  events: Type.Array(
    Type.Object({
      event: Type.String(),
      at: Type.String({ format: 'date-time' }),
      policyVersion: Type.Integer(),
      language: Type.String(),
      wording: Type.String({ description: 'SHA-256 of the words that were shown, in hex' }),
      way: Type.String(),
    }),
  ),
})

/** The state of this browser, and a choice. */
export function apiRoutes(parts: DeviceParts): Route[] {
  return [
    routes.api({
      method: 'GET',
      path: '/api/cookies',
      name: 'cookies.read',
      act: 'consent.see-device-proof',
      who: 'anyone',
      summary: 'What is optional on a device, and what this browser said of it.',
      response: State,
      handle: async request => {
        const list = optionalNow(parts)
        const { t, language } = request
        if (!list)
          return reply({
            version: null,
            wording: null,
            language,
            asked: false,
            signal: false,
            purposes: [],
            events: [],
          })
        const device = deviceOf(request, list)
        const account = await accountSaid(parts, request.visitor, list)
        const rows = device.choice ? await proofsOf(parts, device.choice.id) : []
        return reply({
          version: list.version,
          wording: pageHash(parts.gate.policy().compiled.loaded, list, { t, language }),
          language,
          asked: !device.choice && !device.signal && !list.purposes.every(id => account.has(id)),
          signal: isDirected(device),
          purposes: list.purposes.map(purpose => ({
            purpose,
            allowed: mayOnDevice(list, device, purpose, account),
          })),
          events: rows.map(eventOf),
        })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/cookies',
      name: 'cookies.choose',
      act: 'consent.choose-on-device',
      who: 'anyone',
      summary:
        'Says of everything optional whether it may be: what is not named is a no. From a page of this site alone.',
      withoutToken,
      fromHere: true,
      bodyLimit: 4096,
      body: Type.Object({
        version,
        wording: Type.String({ maxLength: 64, description: 'of the words that were shown, as they are told' }),
        agree: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50, description: 'purposes' }),
        language: Type.Optional(Type.Enum(languages, { description: 'in which the words were shown' })),
      }),
      response: Type.Object({ allowed: Type.Array(Type.String()) }),
      problems: { 'list-changed': 409, 'policy-changed': 409 },
      handle: async request => {
        const { body, visitor } = request
        const language = body.language ?? request.language
        const { t } = parts.words(language)
        const list = optionalNow(parts)
        if (!list || body.version !== list.version) return problem('list-changed', t('cookies.fault.list'))
        if (!body.agree.every(purpose => list.purposes.includes(purpose)))
          return invalid({ field: 'agree', message: t('cookies.fault.purpose') })
        const wording = pageHash(parts.gate.policy().compiled.loaded, list, { t, language })
        if (body.wording !== wording) return problem('policy-changed', t('cookies.fault.overtaken'))
        const said = new Map(list.purposes.map(id => [id, body.agree.includes(id)]))
        const way = { way: 'api', language, wording, layout: layouts.page, page: request.path } as const
        const noted = await noteChoice(parts, list, said, deviceOf(request, list), way)
        if (noted instanceof Refusal) return refused(noted)
        await sayOnAccount(parts, visitor, list, said, { ...way, place: 'cookies' })
        return reply({ allowed: [...body.agree] }, { cookies: [cookieOf(list, noted)] })
      },
    }),
    routes.file({
      path: '/.well-known/gpc.json',
      act: 'public',
      who: 'anyone',
      type: 'application/json; charset=utf-8',
      answer: () => {
        const { effective } = parts.gate.policy().compiled.loaded.policy.policy
        return { content: `${JSON.stringify({ gpc: true, lastUpdate: effective.slice(0, 10) })}\n` }
      },
    }),
  ]
}
