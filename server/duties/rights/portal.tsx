/** The privacy centre: what we hold about somebody, and who looked. */
import { Type } from 'typebox'
import { refused, type Language, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import { viewHeld, viewLooked } from './acts.ts'
import { heldPage } from './held-page.tsx'
import { homePage } from './home-page.tsx'
import { lookedPage } from './looked-page.tsx'
import type { Naming } from './naming.tsx'
import type { RightsParts } from './parts.ts'
import { beginOf, pageSize, periods } from './periods.ts'

/** The pages. */
export function portalRoutes(parts: RightsParts): Route[] {
  const naming = ({ language, t, say, hasText, formats }: Words & { language: Language }): Naming => ({
    language,
    t,
    say,
    hasText,
    formats,
    compiled: parts.gate.policy().compiled,
  })
  const nobodyElse = { until: null, purpose: null }

  return [
    routes.page({
      path: '/:lang/privacy-centre',
      act: 'rights.view-held',
      who: 'customer',
      render: async request => {
        const { actor } = request.visitor
        const since = beginOf('year', parts.clock.now())
        const [held, others, looks] = await Promise.all([
          viewHeld(parts, actor),
          viewLooked(parts, actor, { ...nobodyElse, since, by: ['staff', 'system', 'stranger'] }, 1, 3),
          viewLooked(parts, actor, { ...nobodyElse, since, by: ['staff'] }, 1, 20),
        ])
        if (held instanceof Refusal) return refused(held)
        if (others instanceof Refusal) return refused(others)
        if (looks instanceof Refusal) return refused(looks)
        const lastLook = looks.entries.find(entry => entry.outcome === 'done')
        return homePage(naming(request), { held, others, lastLook })
      },
    }),
    routes.page({
      path: '/:lang/privacy-centre/held',
      act: 'rights.view-held',
      who: 'customer',
      render: async request => {
        const held = await viewHeld(parts, request.visitor.actor)
        return held instanceof Refusal ? refused(held) : heldPage(naming(request), held)
      },
    }),
    routes.page({
      path: '/:lang/privacy-centre/looked',
      act: 'audit.view-own',
      who: 'customer',
      query: Type.Object({
        period: Type.Union(
          periods.map(period => Type.Literal(period)),
          { default: 'year' },
        ),
        purpose: Type.String({ maxLength: 100, default: '' }),
        page: Type.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
      }),
      render: async request => {
        const { period, purpose, page } = request.query
        const filter = { since: beginOf(period, parts.clock.now()), until: null, purpose: purpose || null, by: null }
        const looked = await viewLooked(parts, request.visitor.actor, filter, page, pageSize)
        return looked instanceof Refusal
          ? refused(looked)
          : lookedPage(naming(request), { looked, period, purpose, page, several: request.visitor.several })
      },
    }),
  ]
}
