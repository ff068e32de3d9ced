/** What is kept and not used, and the subjects that interest somebody, over JSON. */
import { Type } from 'typebox'
import { invalid, problem, refused, reply, type Route } from '../base/http/index.ts'
import { routes } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { categoriesToPause } from './consent.ts'
import { chooseInterests, subjectsOf, viewInterests } from './interests.ts'
import { sayRestrictions } from './restrict.ts'
import * as acts from './say.ts'
import { sayCategory } from './words.tsx'

const who = 'customer'
const Id = Type.String({ maxLength: 100 })

/** Pauses and interests. */
export function moreApiRoutes(parts: acts.ConsentParts): Route[] {
  const pause = (
    { path, name }: { path: string; name: string },
    category: (params: { category?: string }) => string | null,
    summary: string,
  ) =>
    routes.api({
      method: 'PUT',
      path,
      name,
      act: 'consent.restrict',
      who,
      summary,
      params: Type.Object({ category: Type.Optional(Id) }),
      body: Type.Object({ paused: Type.Boolean() }),
      response: Type.Object({ paused: Type.Boolean() }),
      problems: { 'category-unknown': 404 },
      handle: async ({ params, body, visitor, language, t }) => {
        const said = body.paused ? 'restrict' : 'release'
        const where = { language, place: 'api' }
        const done = await sayRestrictions(parts, visitor.actor, [{ said, category: category(params) }], where)
        if (done instanceof Refusal) return refused(done)
        return done === 'unknown' ? problem('category-unknown', t('consent.fault.category')) : reply(body)
      },
    })
  return [
    routes.api({
      method: 'GET',
      path: '/api/pauses',
      act: 'consent.view',
      who,
      summary: 'What you asked us to keep and not to use, and what each pause stops.',
      response: Type.Object({
        everything: Type.Boolean(),
        categories: Type.Array(
          Type.Object({
            category: Type.String(),
            says: Type.String(),
            paused: Type.Boolean(),
            stops: Type.Array(Type.String(), { description: 'purposes that do not use it while it is paused' }),
          }),
        ),
      }),
      handle: async ({ visitor, language }) => {
        const seen = await acts.viewConsents(parts, visitor.actor)
        if (seen instanceof Refusal) return refused(seen)
        const { everything, categories } = seen.restricted
        const all = categoriesToPause(seen.inForce.compiled.loaded.policy, categories)
        return reply({
          everything,
          categories: all.map(({ category, stops }) => ({
            category,
            says: sayCategory(category, seen, language),
            paused: categories.includes(category),
            stops,
          })),
        })
      },
    }),
    pause(
      { path: '/api/pauses', name: 'pauses.everything' },
      () => null,
      'Have everything kept and not used, but for what has to go on; or end that.',
    ),
    pause(
      { path: '/api/pauses/:category', name: 'pauses.category' },
      ({ category }) => category ?? '',
      'Have one category kept and not used, but for what has to go on; or end that.',
    ),
    routes.api({
      method: 'GET',
      path: '/api/interests',
      act: 'consent.choose',
      who,
      summary: 'The subjects that interest you, of those that there are.',
      response: Type.Object({ subjects: Type.Array(Type.String()), chosen: Type.Array(Type.String()) }),
      handle: async ({ visitor }) =>
        reply({
          subjects: [...subjectsOf(parts.gate)],
          chosen: (await viewInterests(parts, visitor.actor)) ?? [],
        }),
    }),
    routes.api({
      method: 'PUT',
      path: '/api/interests',
      act: 'consent.choose',
      who,
      summary:
        'Choose the subjects that interest you, in place of those before. They go when you take back the last yes to news.',
      body: Type.Object({ chosen: Type.Array(Id, { maxItems: 100 }) }),
      response: Type.Object({ chosen: Type.Array(Type.String()) }),
      problems: { 'not-agreed-yet': 409 },
      handle: async ({ body, visitor, t }) => {
        const done = await chooseInterests(parts, visitor.actor, body.chosen)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return invalid({ field: 'chosen', message: t('consent.fault.interest') })
        return done === 'not-agreed' ? problem('not-agreed-yet', t('consent.fault.interests')) : reply(body)
      },
    }),
  ]
}
