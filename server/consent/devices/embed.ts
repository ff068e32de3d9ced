/** The banner for the company's other sites: the script, its words, and the proof of what was chosen there. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Type } from 'typebox'
import { projectDirectory } from '../../base/config.ts'
import {
  fault,
  invalid,
  languages,
  problem,
  refused,
  reply,
  spokenIn,
  type Language,
  type Route,
} from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { wordingOf } from '../wording.ts'
import { directives, noteChoice, optionalNow } from './acts.ts'
import { type OptionalList, readChoice } from './choice.ts'
import { companyOf, type DeviceParts } from './portal.tsx'
import { embedHash, layouts, questionOf } from './words.ts'

const Lang = Type.Union([Type.String(), Type.Null()], {
  description: 'its language, where it is not the one asked for',
})
/** As the page says it, whether we have it or not. */
const language = Type.Optional(
  Type.String({ maxLength: 35, description: 'one that the site does not have: its first' }),
)

/** Addresses that pages of other sites call. */
export const embedAddresses: ReadonlySet<string> = new Set(['/api/embed/banner', '/api/embed/choice'])

/** What another site shows: the question, a box for each purpose, and what all of it is known by. */
function shownOn(parts: DeviceParts, list: Pick<OptionalList, 'purposes'>, language: Language) {
  const { loaded } = parts.gate.policy().compiled
  const { t } = parts.words(language)
  const question = questionOf(loaded, list, { language, t, company: companyOf(parts) })
  const purposes = list.purposes.map(id => {
    const { says = id, language: own = language } = wordingOf(loaded, id, language) ?? {}
    return { id, says, lang: own === language ? null : own }
  })
  return { question, purposes, wording: embedHash(question, purposes, t('cookies.page.save')) }
}

/** The script and its two calls. */
export function embedRoutes(parts: DeviceParts): Route[] {
  const direct = directives(parts)
  return [
    routes.file({
      path: '/embed.js',
      act: 'public',
      who: 'anyone',
      type: 'text/javascript; charset=utf-8',
      answer: async () => ({
        content: await readFile(join(projectDirectory, 'dist/embed/embed.js'), 'utf8'),
        headers: { 'cross-origin-resource-policy': 'cross-origin', 'cache-control': 'public, max-age=600' },
      }),
    }),
    routes.api({
      method: 'GET',
      path: '/api/embed/banner',
      name: 'embed.banner',
      act: 'public',
      who: 'anyone',
      summary: 'What the cookie banner of another site of ours says.',
      query: Type.Object({ language }),
      response: Type.Object({
        version: Type.Union([Type.String(), Type.Null()], { description: 'null: nothing is optional' }),
        wording: Type.String({ description: 'SHA-256 of all these words, in hex: send it with the choice' }),
        language: Type.Enum(languages, { description: 'in which the words are' }),
        keep: Type.Integer({ description: 'seconds for which a choice counts' }),
        purposes: Type.Array(Type.Object({ id: Type.String(), says: Type.String(), lang: Lang })),
        heading: Type.String(),
        sentences: Type.Array(Type.Object({ text: Type.String(), lang: Lang })),
        reject: Type.String(),
        accept: Type.String(),
        choose: Type.String(),
        save: Type.String(),
        saved: Type.String(),
        change: Type.String(),
        close: Type.String(),
        failed: Type.String(),
      }),
      problems: { 'origin-unknown': 403 },
      handle: ({ query, ...request }) => {
        const spoken = spokenIn(query.language, request.languages)
        const { t } = parts.words(spoken)
        const list = optionalNow(parts) ?? { version: null, keep: 0, purposes: [] }
        const { question: shown, purposes, wording } = shownOn(parts, list, spoken)
        const { hash: _hash, ...question } = shown
        const sentences = question.sentences.map(({ text, lang }) => ({ text, lang: lang ?? null }))
        const { version, keep } = list
        const labels = {
          save: t('cookies.page.save'),
          change: t('cookies.change'),
          close: t('cookies.close'),
          failed: t('cookies.failed'),
        }
        return reply({ ...question, ...labels, version, wording, language: spoken, keep, purposes, sentences })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/embed/choice',
      name: 'embed.choose',
      act: 'consent.choose-on-device',
      who: 'anyone',
      summary: 'Keeps the proof of a choice that was made on another site of ours.',
      withoutToken: 'pages of other sites have none; they are told by their origin',
      bodyLimit: 8192,
      body: Type.Object({
        version: Type.String({ maxLength: 40 }),
        wording: Type.Optional(
          Type.String({ maxLength: 64, description: 'of the words that were shown; not of a signal' }),
        ),
        agree: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50, description: 'purposes; others are a no' }),
        directive: Type.Boolean({ description: 'a signal of the browser, and no choice' }),
        signal: Type.Boolean({ description: 'whether the browser sends Global Privacy Control' }),
        previous: Type.Optional(Type.String({ maxLength: 2100, description: 'what was kept on the device before' })),
        language,
      }),
      response: Type.Object({ id: Type.String(), choices: Type.String() }),
      problems: { 'origin-unknown': 403, 'list-changed': 409, 'policy-changed': 409, forged: 403 },
      handle: async request => {
        const { body, header } = request
        const origin = header('origin')
        if (origin === undefined || origin === 'null') return fault('forged')
        const spoken = spokenIn(body.language, request.languages)
        const { t } = parts.words(spoken)
        const list = optionalNow(parts)
        if (!list || body.version !== list.version) return problem('list-changed', t('cookies.fault.list'))
        if (!body.agree.every(purpose => list.purposes.includes(purpose)) || (body.directive && body.agree.length > 0))
          return invalid({ field: 'agree', message: t('cookies.fault.purpose') })
        if (body.directive) {
          const noted = await direct(list, spoken, origin)
          return reply(noted ?? { id: randomUUID(), choices: 'gpc' })
        }
        const { wording } = shownOn(parts, list, spoken)
        if (body.wording !== wording) return problem('policy-changed', t('cookies.fault.overtaken'))
        const said = new Map(list.purposes.map(id => [id, body.agree.includes(id)]))
        const device = { choice: readChoice(body.previous, list), signal: body.signal }
        const way = { way: 'embed', language: spoken, wording, layout: layouts.embed, page: origin } as const
        const noted = await noteChoice(parts, list, said, device, way)
        return noted instanceof Refusal ? refused(noted) : reply(noted)
      },
    }),
  ]
}
