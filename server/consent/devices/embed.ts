/** The banner for the company's other sites: the script, its words, and the proof of what was chosen there. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Type } from 'typebox'
import { projectDirectory } from '../../base/config.ts'
import { fault, invalid, languages, problem, refused, reply, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { wordingOf } from '../wording.ts'
import { directives, noteChoice, optionalNow } from './acts.ts'
import { readChoice } from './choice.ts'
import { companyOf, type DeviceParts } from './portal.tsx'
import { layouts, questionOf } from './words.ts'

const Lang = Type.Union([Type.String(), Type.Null()], {
  description: 'its language, where it is not the one asked for',
})
const language = Type.Optional(Type.Enum(languages))

/** Addresses that pages of other sites call. */
export const embedAddresses: ReadonlySet<string> = new Set(['/api/embed/banner', '/api/embed/choice'])

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
      }),
      problems: { 'origin-unknown': 403 },
      handle: ({ query, ...request }) => {
        const spoken = query.language ?? request.language
        const { t } = parts.words(spoken)
        const list = optionalNow(parts) ?? { version: null, keep: 0, purposes: [] }
        const { loaded } = parts.gate.policy().compiled
        const asked = { language: spoken, t, company: companyOf(parts) }
        const { hash: _hash, ...question } = questionOf(loaded, list, asked)
        const purposes = list.purposes.map(id => {
          const { says = id, language: own = spoken } = wordingOf(loaded, id, spoken) ?? {}
          return { id, says, lang: own === spoken ? null : own }
        })
        const sentences = question.sentences.map(({ text, lang }) => ({ text, lang: lang ?? null }))
        const { version, keep } = list
        const labels = { save: t('cookies.page.save'), change: t('cookies.change') }
        return reply({ ...question, ...labels, version, keep, purposes, sentences })
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
        agree: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50, description: 'purposes; others are a no' }),
        directive: Type.Boolean({ description: 'a signal of the browser, and no choice' }),
        signal: Type.Boolean({ description: 'whether the browser sends Global Privacy Control' }),
        previous: Type.Optional(Type.String({ maxLength: 2100, description: 'what was kept on the device before' })),
        language,
      }),
      response: Type.Object({ id: Type.String(), choices: Type.String() }),
      problems: { 'origin-unknown': 403, 'list-changed': 409, forged: 403 },
      handle: async request => {
        const { body, header } = request
        const origin = header('origin')
        if (origin === undefined || origin === 'null') return fault('forged')
        const spoken = body.language ?? request.language
        const { t } = parts.words(spoken)
        const list = optionalNow(parts)
        if (!list || body.version !== list.version) return problem('list-changed', t('cookies.fault.list'))
        if (!body.agree.every(purpose => list.purposes.includes(purpose)) || (body.directive && body.agree.length > 0))
          return invalid({ field: 'agree', message: t('cookies.fault.purpose') })
        if (body.directive) {
          const noted = await direct(list, spoken, origin)
          return reply(noted ?? { id: randomUUID(), choices: 'gpc' })
        }
        const { hash: wording } = questionOf(parts.gate.policy().compiled.loaded, list, {
          t,
          language: spoken,
          company: companyOf(parts),
        })
        const said = new Map(list.purposes.map(id => [id, body.agree.includes(id)]))
        const device = { choice: readChoice(body.previous, list), signal: body.signal }
        const way = { way: 'embed', language: spoken, wording, layout: layouts.embed, page: origin } as const
        const noted = await noteChoice(parts, list, said, device, way)
        return noted instanceof Refusal ? refused(noted) : reply(noted)
      },
    }),
  ]
}
