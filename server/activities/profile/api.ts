/** The profile over JSON, for programs. Its lines, of every kind, are in `api-lines.ts`. */
import { Type } from 'typebox'
import { invalid, languages, problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { changeLanguage, correctName, routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { viewProfile } from './acts.ts'
import { profileAnswer, profileSchema } from './answers.ts'
import { lineApiRoutes, lineProblems } from './api-lines.ts'
import { researchApiRoutes } from './api-research.ts'
import type { ProvingParts } from './proving.ts'
import { nameText, readName } from './reading.ts'

/** See and correct one's own profile. */
export function apiRoutes(parts: ProvingParts): Route[] {
  return [
    routes.api({
      method: 'GET',
      path: '/api/profile',
      name: 'profile.view',
      act: 'profile.view',
      who: 'customer',
      summary:
        'Your own profile: each item with when and where it came from, the version of the policy, and what it was before.',
      response: profileSchema,
      handle: async ({ visitor }) => reply(profileAnswer(await viewProfile(parts, visitor.actor))),
    }),
    routes.api({
      method: 'PUT',
      path: '/api/profile/name',
      name: 'profile.correct-name',
      act: 'people.correct',
      who: 'customer',
      summary:
        'Correct your name. `line` is the id of the name that you correct: 409 if it was replaced in the meantime.',
      body: Type.Object({ line: Type.String({ format: 'uuid' }), name: nameText }),
      response: Type.Object({ saved: Type.Boolean() }),
      problems: lineProblems,
      handle: async request => {
        const { body, t, visitor } = request
        const name = readName(body.name)
        if (name === undefined) return invalid({ field: 'name', message: t('profile.fault.name') })
        const done = await correctName(parts, visitor.actor, body.line, name)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return problem('line-unknown', t('profile.conflict.unknown'))
        if (done === 'done') return reply({ saved: true })
        return problem('line-replaced', t('profile.conflict.detail', { at: done.replaced, now: done.now.value }))
      },
    }),
    routes.api({
      method: 'PUT',
      path: '/api/profile/language',
      name: 'profile.change-language',
      act: 'people.correct',
      who: 'customer',
      summary: `Change the language in which you are addressed: ${languages.join(', ')}.`,
      body: Type.Object({ language: Type.String({ maxLength: 10 }) }),
      response: Type.Object({ saved: Type.Boolean() }),
      handle: async ({ body, t, visitor, languages: offered }) => {
        const language = offered.find(one => one === body.language)
        if (!language) return invalid({ field: 'language', message: t('profile.fault.language') })
        const done = await changeLanguage(parts, visitor.actor, language)
        return done instanceof Refusal ? refused(done) : reply({ saved: true })
      },
    }),
    ...lineApiRoutes(parts),
    ...researchApiRoutes(parts),
  ]
}
