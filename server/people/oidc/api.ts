/** Sites over JSON, for programs: one's own, and those that administrators keep. */
import { Type, type Static } from 'typebox'
import { invalid, problem, refused, reply } from '../../base/http/index.ts'
import type { FieldFault, Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { needingProof } from '../factors/index.ts'
import { faultAt } from '../people.ts'
import { deviceOf } from '../session-cookie.ts'
import { routes, type Visitor } from '../visitor.ts'
import { choicesOf, choicesSchema } from './choices.ts'
import { keepsSites } from './console.tsx'
import { faultsOf, NewSiteFields, newSiteFrom, SiteFields, siteFrom } from './console-form.tsx'
import { revokeSite, viewSites } from './consents.ts'
import type { SiteParts } from './parts.ts'
import { changeSite, listSites, registerSite, rotateSecret, switchSite } from './site-acts.ts'
import { called } from './words.tsx'
import type { Site } from './sites.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])
const moment = Type.String({ format: 'date-time' })
const params = Type.Object({ site: Type.String({ minLength: 1, maxLength: 40 }) })
const texts = Type.Array(Type.String())
const runBy = orNull(Type.String({ description: 'a recipient of the privacy policy; null: ourselves' }))

const siteSchema = Type.Object({
  site: Type.String(),
  names: Type.Record(Type.String(), Type.String()),
  address: Type.String(),
  redirects: texts,
  afterSignOut: texts,
  backchannel: orNull(Type.String()),
  confidential: Type.Boolean(),
  purpose: Type.String(),
  runBy,
  controller: Type.String({ description: 'of the privacy policy: whose site it is' }),
  scopes: texts,
  offSince: orNull(moment),
})

const answerOf = (site: Site): Static<typeof siteSchema> => ({
  site: site.id,
  names: site.names as Record<string, string>,
  address: site.address,
  redirects: [...site.redirectUris],
  afterSignOut: [...site.postLogoutUris],
  backchannel: site.backchannelUri,
  confidential: site.confidential,
  purpose: site.purpose,
  runBy: site.runBy,
  controller: site.controller,
  scopes: [...site.scopes],
  offSince: site.offAt?.toISOString() ?? null,
})

const problems = { 'site-unknown': 404 }
const done = Type.Object({ done: Type.Boolean() })
const secret = Type.Object({ secret: orNull(Type.String({ description: 'shown once' })) })

/** Everything of the pages. */
export function siteApiRoutes(parts: SiteParts): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy
  const mayNot = ({ actor }: Extract<Visitor, { kind: 'staff' }>) =>
    keepsSites({ actor })
      ? undefined
      : new Refusal('role-without-purpose', 'people.list-sites', policy().policy.version)

  return [
    routes.api({
      method: 'GET',
      path: '/api/people/sites',
      name: 'sites.own',
      act: 'people.view-sites',
      who: 'customer',
      summary: 'The sites that may use your ID, and what each may see.',
      response: Type.Object({
        sites: Type.Array(
          Type.Object({
            site: Type.String(),
            name: Type.String(),
            address: Type.String(),
            runBy,
            purpose: Type.String(),
            scopes: texts,
            since: moment,
            used: orNull(moment),
          }),
        ),
      }),
      handle: async ({ visitor, language }) => {
        const sites = await viewSites(parts, visitor.actor)
        if (sites instanceof Refusal) return refused(sites)
        return reply({
          sites: sites.map(row => ({
            site: row.site,
            name: called({ names: row.names, id: row.site }, language),
            address: row.address,
            runBy: row.run_by,
            purpose: row.purpose,
            scopes: [...row.scopes],
            since: row.recorded_at.toISOString(),
            used: row.used_at?.toISOString() ?? null,
          })),
        })
      },
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/people/sites/:site',
      name: 'sites.revoke',
      act: 'people.revoke-site',
      who: 'customer',
      summary: 'Take back what a site may see; its tokens are worth nothing at once.',
      params,
      response: done,
      problems,
      handle: async request => {
        const ended = await revokeSite(parts, request.visitor, request.params.site, deviceOf(request))
        if (ended instanceof Refusal) return refused(ended)
        return ended === 'unknown' ? problem('site-unknown') : reply({ done: true })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/console/sites',
      name: 'sites.list',
      act: 'people.list-sites',
      who: 'staff',
      summary: 'The sites that people can sign in at and that you look after.',
      response: Type.Object({ sites: Type.Array(siteSchema) }),
      handle: async ({ visitor }) => {
        const sites = mayNot(visitor) ?? (await listSites(parts, visitor.actor))
        return sites instanceof Refusal ? refused(sites) : reply({ sites: sites.map(answerOf) })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/console/sites/choices',
      name: 'sites.choices',
      act: 'people.list-sites',
      who: 'staff',
      summary: 'What a site can be registered with: whose it is, who runs it, for which purpose it asks, and for what.',
      response: choicesSchema,
      handle: ({ visitor }) => {
        const refusal = mayNot(visitor)
        return refusal ? refused(refusal) : reply(choicesOf(policy(), visitor.actor))
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/console/sites',
        name: 'sites.register',
        statuses: [201],
        act: 'people.register-site',
        who: 'staff',
        summary: 'Register a site; its secret is shown once.',
        body: NewSiteFields,
        response: secret,
        handle: async request => {
          const { t, body, visitor } = request
          const refusal = mayNot(visitor)
          if (refusal) return refused(refusal)
          const site = newSiteFrom(body, visitor.actor)
          const faults: FieldFault[] = faultsOf(site, policy(), request)
          if (faults.length > 0) return invalid(...faults)
          const made = await registerSite(parts, visitor.actor, site)
          if (made instanceof Refusal) return refused(made)
          if (made === 'taken') return invalid(faultAt('id', t('sites.fault.taken')))
          return reply({ secret: made.secret ?? null }, { status: 201 })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'PUT',
        path: '/api/console/sites/:site',
        name: 'sites.change',
        act: 'people.change-site',
        who: 'staff',
        summary: 'Change what a site is called, its addresses, its purpose and what it may ask for.',
        params,
        body: SiteFields,
        response: done,
        problems,
        handle: async request => {
          const { visitor, params: which, body } = request
          const sites = mayNot(visitor) ?? (await listSites(parts, visitor.actor))
          if (sites instanceof Refusal) return refused(sites)
          const former = sites.find(site => site.id === which.site)
          if (!former) return problem('site-unknown')
          const site = siteFrom(body, former)
          const faults = faultsOf(site, policy(), request, former)
          if (faults.length > 0) return invalid(...faults)
          const changed = await changeSite(parts, visitor.actor, site)
          if (changed instanceof Refusal) return refused(changed)
          return changed === 'unknown' ? problem('site-unknown') : reply({ done: true })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/console/sites/:site/secret',
        name: 'sites.rotate-secret',
        act: 'people.change-site',
        who: 'staff',
        summary: 'Give a site another secret; the former one is worth nothing at once, nor are the sign-ins there.',
        params,
        body: Type.Object({
          keep: Type.Optional(Type.Boolean({ description: 'true: whoever is signed in there stays so' })),
        }),
        response: secret,
        problems,
        handle: async ({ visitor, params: which, body }) => {
          const made = mayNot(visitor) ?? (await rotateSecret(parts, visitor.actor, which.site, body.keep ?? false))
          if (made instanceof Refusal) return refused(made)
          return made === 'unknown' ? problem('site-unknown') : reply(made)
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'PUT',
        path: '/api/console/sites/:site/state',
        name: 'sites.switch',
        act: 'people.change-site',
        who: 'staff',
        summary: 'Switch a site off, which ends the sign-ins there, or on again.',
        params,
        body: Type.Object({ on: Type.Boolean() }),
        response: done,
        problems,
        handle: async ({ visitor, params: which, body }) => {
          const changed = mayNot(visitor) ?? (await switchSite(parts, visitor.actor, which.site, body.on))
          if (changed instanceof Refusal) return refused(changed)
          return changed === 'unknown' ? problem('site-unknown') : reply({ done: true })
        },
      }),
    ),
  ]
}
