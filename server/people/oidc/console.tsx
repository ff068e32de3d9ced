/** The sites that people can sign in at: registered, changed and switched off by administrators. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { needingProof } from '../factors/index.ts'
import { faultAt } from '../people.ts'
import { routes } from '../visitor.ts'
import { faultsOf, NewSiteFields, newSiteFrom, SiteFields, siteFrom } from './console-form.tsx'
import { type Asked, type Colleague, home, listPage, newPage, onePage, secretPage } from './console-pages.tsx'
import { oidcAt, type SiteParts } from './parts.ts'
import { changeSite, listSites, registerSite, rotateSecret, switchSite } from './site-acts.ts'
import type { Site } from './sites.ts'

const params = Type.Object({ site: Type.String({ minLength: 1, maxLength: 40 }) })

/** Whether a colleague's role looks after sites: the purposes that accounts and their safety have. */
export const keepsSites = ({ actor }: Pick<Colleague, 'actor'>): boolean =>
  actor.purposes.includes('security') && actor.purposes.includes('account')

/** Where what a form does to a site is led back to, after a proof. */
const siteAt = ({ path }: { path: string }): string => path.replace(/\/(secret|switch)$/, '')

/** List, one site, and the forms on them. */
export function siteConsoleRoutes(parts: SiteParts): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy
  const told = (refusal: Refusal) =>
    refusal.code === 'not-acknowledged' ? redirect('/console/acknowledge') : refused(refusal)
  const notTheirs = () => new Refusal('role-without-purpose', 'people.list-sites', policy().policy.version)

  async function all({ visitor }: Asked): Promise<Site[] | Refusal> {
    return keepsSites(visitor) ? listSites(parts, visitor.actor) : notTheirs()
  }
  async function one(asked: Asked, id: string): Promise<Site | undefined | Refusal> {
    const sites = await all(asked)
    return sites instanceof Refusal ? sites : sites.find(site => site.id === id)
  }

  const shown = async (asked: Asked, id: string): Promise<Page> => {
    const site = await one(asked, id)
    return site === undefined || site instanceof Refusal ? newPage(asked, policy()) : onePage(asked, policy(), site)
  }

  return [
    routes.page({
      path: home,
      act: 'people.list-sites',
      who: 'staff',
      render: async asked => {
        const sites = await all(asked)
        return sites instanceof Refusal ? told(sites) : listPage(asked, policy(), `${parts.publicUrl}${oidcAt}`, sites)
      },
    }),
    routes.page({
      path: `${home}/new`,
      act: 'people.register-site',
      who: 'staff',
      render: asked => (keepsSites(asked.visitor) ? newPage(asked, policy()) : refused(notTheirs())),
    }),
    needingProof(
      routes.form({
        path: `${home}/new`,
        act: 'people.register-site',
        who: 'staff',
        body: NewSiteFields,
        again: async asked => newPage(asked, policy()),
        handle: async asked => {
          const { t, body, visitor } = asked
          if (!keepsSites(visitor)) return refused(notTheirs())
          const site = newSiteFrom(body, visitor.actor)
          const faults = faultsOf(site, policy(), asked)
          if (faults.length > 0) return invalid(...faults)
          const done = await registerSite(parts, visitor.actor, site)
          if (done instanceof Refusal) return told(done)
          if (done === 'taken') return invalid(faultAt('id', t('sites.fault.taken')))
          if (done.secret === undefined) return redirect(`${home}/${site.id}`, { done: 'sites.done.registered' })
          return secretPage(asked, site.id, done.secret)
        },
      }),
    ),
    routes.page({
      path: `${home}/:site`,
      act: 'people.list-sites',
      who: 'staff',
      params,
      render: async asked => {
        const site = await one(asked, asked.params.site)
        if (site instanceof Refusal) return told(site)
        return site ? onePage(asked, policy(), site) : fault('not-found')
      },
    }),
    needingProof(
      routes.form({
        path: `${home}/:site`,
        act: 'people.change-site',
        who: 'staff',
        params,
        body: SiteFields,
        again: async asked => shown(asked, asked.params.site),
        handle: async asked => {
          const former = await one(asked, asked.params.site)
          if (former instanceof Refusal) return told(former)
          if (!former) return fault('not-found')
          const site = siteFrom(asked.body, former)
          const faults = faultsOf(site, policy(), asked, former)
          if (faults.length > 0) return invalid(...faults)
          const done = await changeSite(parts, asked.visitor.actor, site)
          if (done instanceof Refusal) return told(done)
          if (done === 'unknown') return fault('not-found')
          return redirect(`${home}/${site.id}`, { done: 'sites.done.saved' })
        },
      }),
    ),
    needingProof(
      routes.form({
        path: `${home}/:site/secret`,
        act: 'people.change-site',
        who: 'staff',
        params,
        body: Type.Object({ keep: Type.Optional(Type.Boolean()) }),
        handle: async asked => {
          if (!keepsSites(asked.visitor)) return refused(notTheirs())
          const { visitor, params: which, body } = asked
          const done = await rotateSecret(parts, visitor.actor, which.site, body.keep ?? false)
          if (done instanceof Refusal) return told(done)
          return done === 'unknown' ? fault('not-found') : secretPage(asked, asked.params.site, done.secret)
        },
      }),
      siteAt,
    ),
    needingProof(
      routes.form({
        path: `${home}/:site/switch`,
        act: 'people.change-site',
        who: 'staff',
        params,
        body: Type.Object({ to: Type.Enum(['on', 'off'] as const) }),
        handle: async asked => {
          if (!keepsSites(asked.visitor)) return refused(notTheirs())
          const { to } = asked.body
          const done = await switchSite(parts, asked.visitor.actor, asked.params.site, to === 'on')
          if (done instanceof Refusal) return told(done)
          if (done === 'unknown') return fault('not-found')
          return redirect(`${home}/${asked.params.site}`, { done: `sites.done.${to}` })
        },
      }),
      siteAt,
    ),
  ]
}
