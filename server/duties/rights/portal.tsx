/** The privacy centre: what we hold about somebody, and who looked. */
import { Type } from 'typebox'
import type { OwnEntry } from '../../audit/index.ts'
import { refused, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { viewHeld, viewHome, viewLooked } from './acts.ts'
import { copyRoutes } from './copy/index.ts'
import { csvFile } from './csv.ts'
import { heldPage } from './held-page.tsx'
import { homePage } from './home-page.tsx'
import { joiningConsole, joiningRoutes } from './joining/index.ts'
import { lookedPage } from './looked-page.tsx'
import { actWords, actorWords, fieldWords, type Naming, namingFor, purposeWords, refusalWords } from './naming.tsx'
import type { RightsParts } from './parts.ts'
import { beginOf, pageSize, periodText } from './periods.ts'
import { receivedRoutes } from './received/index.ts'

/**
 * The pages.
 * @param consents whether there is a page on which somebody sees and changes what they agreed to
 */
export function portalRoutes(parts: RightsParts, consents: boolean): Route[] {
  const naming = namingFor(parts)
  return [
    routes.page({
      path: '/:lang/privacy-centre',
      act: 'rights.view-held',
      who: 'customer',
      render: async request => {
        const home = await viewHome(parts, request.visitor.actor)
        return home instanceof Refusal
          ? refused(home)
          : homePage(naming(request), { ...home, consents, now: parts.clock.now() })
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
        period: periodText,
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
    routes.file({
      path: '/:lang/privacy-centre/looked.csv',
      act: 'audit.view-own',
      who: 'customer',
      type: 'text/csv; charset=utf-8',
      query: Type.Object({ period: periodText, purpose: Type.String({ maxLength: 100, default: '' }) }),
      answer: async request => {
        const { period, purpose } = request.query
        const { t } = request
        const words = naming(request)
        // Up to now: what comes while this is read would move the lines that are still to come.
        const until = new Date(parts.clock.now().getTime() + 1)
        const filter = { since: beginOf(period, parts.clock.now()), until, purpose: purpose || null, by: null }
        const head = [t('rights.looked.when'), t('rights.looked.what'), t('rights.looked.why'), t('rights.csv-clause')]
        const rest = [
          t('rights.csv-reference'),
          t('rights.looked.who'),
          t('rights.looked.detail'),
          t('rights.received.proof'),
        ]
        return csvFile('looked', [...head, ...rest], async (limit, offset) => {
          const looked = await viewLooked(parts, request.visitor.actor, filter, offset / limit + 1, limit)
          return looked instanceof Refusal ? looked : looked.entries.map(entry => lineOf(entry, words))
        })
      },
    }),
    ...receivedRoutes(parts),
    ...copyRoutes(parts),
    ...joiningRoutes(parts),
    ...joiningConsole(parts),
  ]
}

function lineOf(entry: OwnEntry, naming: Naming): unknown[] {
  const refusal = refusalWords(entry.outcome, naming)
  const acts = [...entry.acts].sort().map(act => actWords(act, entry.purpose, naming).text)
  return [
    entry.at,
    [...acts, ...(refusal === undefined ? [] : [`${naming.t('rights.looked.refused-word')}: ${refusal}`])].join('; '),
    purposeWords(entry.purpose, naming).text,
    entry.clause,
    entry.reference,
    actorWords(entry, naming),
    fieldWords(entry, naming).join(', '),
    entry.id,
  ]
}
