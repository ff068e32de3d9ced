/** The addresses of the public pages. */
import { Type } from 'typebox'
import { fault, link, redirect, type Language, type Route } from '../../base/http/index.ts'
import { choiceSection, optionalNow } from '../../consent/index.ts'
import { routes } from '../../people/index.ts'
import { allowsPage } from './allows-page.tsx'
import type { Asked } from './asked.ts'
import { clausePage } from './clause-page.tsx'
import { coverageIn } from './coverage.tsx'
import { productCookies } from './cookies.ts'
import { homePage } from './home-page.tsx'
import { countedDays, type LiveParts, watchLive } from './live.ts'
import { machineRoutes } from './machine.ts'
import { differencePage } from './difference-page.tsx'
import { accessibilityPage, contactPage, cookiesPage } from './plain-pages.tsx'
import { policyPage } from './policy-page.tsx'
import { recipientsPage } from './recipients-page.tsx'
import { versionPage, versionsPage } from './versions-pages.tsx'

export interface NoticeParts extends Omit<LiveParts, 'cookies'> {
  publicUrl: string
  languages: readonly Language[]
  demo: boolean
}

const open = { act: 'public', who: 'anyone' } as const
const Number = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const Word = Type.Optional(Type.String({ maxLength: 60 }))

const neverPublished = ({ t }: Asked, version: number) =>
  fault('not-found', { detail: t('notice.versions.unknown', { version }) })

/** Every public page of this part. */
export function noticeRoutes(given: NoticeParts): Route[] {
  const parts: LiveParts = { ...given, cookies: [...productCookies.map(({ name }) => name), 'choice'] }
  const live = watchLive(parts)
  const inForce = () => given.gate.policy().compiled.loaded
  return [
    routes.page({
      ...open,
      path: '/:lang',
      render: async request => homePage(request, await live.known(), given.demo, optionalNow(given) !== undefined),
    }),
    routes.page({
      ...open,
      path: '/:lang/privacy',
      query: Type.Object({ kind: Word }),
      render: async request => policyPage(request, await live.known(), request.query.kind),
    }),
    routes.page({
      ...open,
      path: '/:lang/privacy/clause/:id',
      params: Type.Object({ id: Type.String({ maxLength: 80 }) }),
      render: async request => clausePage(request, await live.known(), request.params.id) ?? fault('not-found'),
    }),
    routes.page({
      ...open,
      path: '/:lang/privacy/allows',
      query: Type.Object({ who: Word }),
      render: request => allowsPage(request, inForce(), given.gate.policy().compiled, request.query.who),
    }),
    routes.page({
      ...open,
      path: '/:lang/privacy/v/:number/allows',
      params: Type.Object({ number: Number }),
      query: Type.Object({ who: Word }),
      render: async request => {
        const { number } = request.params
        const loaded = await live.versions.read(number)
        return loaded ? allowsPage(request, loaded, undefined, request.query.who) : neverPublished(request, number)
      },
    }),
    routes.page({
      ...open,
      path: '/:lang/privacy/versions',
      render: async request => {
        const published = await live.versions.list()
        return versionsPage(request, published, await live.coverage(published))
      },
    }),
    routes.page({
      ...open,
      path: '/:lang/privacy/v/:number',
      params: Type.Object({ number: Number }),
      render: async request => {
        const { number } = request.params
        const [loaded, all] = await Promise.all([live.versions.read(number), live.versions.list()])
        const version = all.find(one => one.number === number)
        if (!loaded || !version) return neverPublished(request, number)
        return versionPage(request, loaded, version, coverageIn(await live.coverage(all), loaded))
      },
    }),
    routes.page({
      ...open,
      path: '/:lang/privacy/diff/:from/:to',
      params: Type.Object({ from: Number, to: Number }),
      render: async request => {
        const { from, to } = request.params
        const [a, b] = await Promise.all([live.versions.read(from), live.versions.read(to)])
        if (!a || !b) return neverPublished(request, a ? to : from)
        if (from < to) return differencePage(request, a, b)
        // Nothing differs from itself, and what changed is told from the earlier one to the later.
        const forward = from === to ? ['v', to] : ['diff', to, from]
        return redirect(link(request.language, 'privacy', ...forward))
      },
    }),
    routes.page({ ...open, path: '/:lang/recipients', render: request => recipientsPage(request, inForce()) }),
    routes.page({
      ...open,
      path: '/:lang/cookies',
      act: 'consent.see-device-proof',
      render: async request =>
        cookiesPage(request, inForce(), await choiceSection({ ...given, versions: live.versions }, request)),
    }),
    routes.page({
      ...open,
      path: '/:lang/contact',
      query: Type.Object({
        reference: Word,
        topic: Word,
        at: Type.Optional(Type.String({ format: 'date-time' })),
        purpose: Word,
      }),
      render: request => contactPage(request, inForce()),
    }),
    routes.page({ ...open, path: '/:lang/accessibility', render: request => accessibilityPage(request, inForce()) }),
    ...machineRoutes({ ...parts, publicUrl: given.publicUrl, languages: given.languages }, live, countedDays),
  ]
}
