/** The pages on which colleagues are invited and join, and on which a domain is claimed. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { routes } from '../visitor.ts'
import { viewCompany } from './acts.ts'
import { invitePage } from './form-pages.tsx'
import { claimDomain, dropDomain, invite, withdraw } from './inviting.ts'
import { brokenPage, joinPage, strangerPage } from './join-pages.tsx'
import { join, lookAtWay, type Way } from './joining.ts'
import { type Asked, companiesLink, denied } from './list-page.tsx'
import { mostInvitations } from './organisations.ts'
import { companyParams, domainBody, invitationParams, inviteBody, joinBody, nameFaults, readInvite } from './reading.ts'

const id = Type.Optional(Type.String({ format: 'uuid' }))
const wayQuery = Type.Object({
  token: Type.Optional(Type.String({ maxLength: 200 })),
  invitation: id,
  company: id,
})

type WayQuery = { token?: string; invitation?: string; company?: string }

/** How somebody came here: of several ways the first. */
function wayOf({ token, invitation, company }: WayQuery): { way: Way; query: string } {
  if (token !== undefined) return { way: { token }, query: `token=${encodeURIComponent(token)}` }
  if (invitation !== undefined) return { way: { invitation }, query: `invitation=${invitation}` }
  return { way: { company: company ?? '' }, query: `company=${company ?? ''}` }
}

/** @param parts see people/parts.ts */
export function joiningRoutes(parts: PeopleParts): Route[] {
  async function showJoin(request: Asked & { query: WayQuery }): Promise<Page | Refusal> {
    const { way, query } = wayOf(request.query)
    const found = await lookAtWay(parts, request.visitor.actor, way)
    if (found instanceof Refusal) return found
    if (typeof found === 'string') return brokenPage(request, found)
    return joinPage(request, found, `${companiesLink(request.language, 'join')}?${query}`)
  }

  async function showInvite(request: Asked, company: string) {
    const found = await viewCompany(parts, request.visitor.actor, company)
    if (found === 'unknown') return fault('not-found')
    if (found instanceof Refusal) return refused(found)
    return found.notLeading ? denied(request, found.notLeading) : invitePage(request, found)
  }

  return [
    routes.page({
      path: '/:lang/account/companies/join',
      act: 'people.find-invitation',
      who: 'anyone',
      query: wayQuery,
      render: async request => {
        const { visitor, language } = request
        const { query } = wayOf(request.query)
        // A colleague of ours joins no customer's company: the ID of the letter is a customer's.
        if (visitor.kind !== 'customer') return strangerPage(request, `${companiesLink(language, 'join')}?${query}`)
        const page = await showJoin({ ...request, visitor })
        return page instanceof Refusal ? refused(page) : page
      },
    }),
    routes.form({
      path: '/:lang/account/companies/join',
      act: 'people.join-organisation',
      who: 'customer',
      query: wayQuery,
      body: joinBody,
      again: async request => {
        const page = await showJoin(request)
        return page instanceof Refusal ? brokenPage(request, 'unknown') : page
      },
      handle: async request => {
        const { body, language, visitor } = request
        const faults = nameFaults(body.name, request)
        if (faults.length > 0) return invalid(...faults)
        const done = await join(parts, visitor.actor, wayOf(request.query).way, body.name)
        if (done instanceof Refusal) return refused(done)
        if (typeof done === 'string') return brokenPage(request, done)
        return redirect(companiesLink(language, done.company), { done: 'companies.done.joined' })
      },
    }),
    routes.page({
      path: '/:lang/account/companies/:company/invite',
      act: 'people.invite',
      who: 'customer',
      params: companyParams,
      render: request => showInvite(request, request.params.company),
    }),
    routes.form({
      path: '/:lang/account/companies/:company/invite',
      act: 'people.invite',
      who: 'customer',
      params: companyParams,
      body: inviteBody,
      again: async request => {
        const page = await showInvite(request, request.params.company)
        return 'body' in page ? page : brokenPage(request, 'unknown')
      },
      handle: async request => {
        const { t, language, visitor, params } = request
        const given = readInvite(request.body, request)
        if (Array.isArray(given)) return invalid(...given)
        const done = await invite(parts, visitor.actor, params.company, given)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done === 'too-many')
          return invalid({ field: '', message: t('companies.fault.too-many', { count: mostInvitations }) })
        if (done === 'sent')
          return redirect(companiesLink(language, params.company), { done: 'companies.done.invited' })
        if ('wait' in done) {
          const message = t('companies.fault.wait', { count: Math.ceil(done.wait / 60) })
          return invalid({ field: 'email', message })
        }
        return denied(request, done.why)
      },
    }),
    routes.form({
      path: '/:lang/account/companies/:company/invitations/:invitation/withdraw',
      act: 'people.invite',
      who: 'customer',
      params: invitationParams,
      body: Type.Object({}),
      handle: async request => {
        const { language, params, visitor } = request
        const done = await withdraw(parts, visitor.actor, params.company, params.invitation)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        return redirect(companiesLink(language, params.company), { done: 'companies.done.withdrawn' })
      },
    }),
    routes.form({
      path: '/:lang/account/companies/:company/domains',
      act: 'people.claim-domain',
      who: 'customer',
      params: companyParams,
      body: domainBody,
      handle: async request => {
        const { t, language, params, visitor, body } = request
        const done = await claimDomain(parts, visitor.actor, params.company, body.domain)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done === 'done')
          return redirect(companiesLink(language, params.company), { done: 'companies.done.domain-claimed' })
        if (typeof done === 'string')
          return fault('conflict', { detail: t(`companies.fault.${done}`, { domain: body.domain }) })
        return denied(request, done.why)
      },
    }),
    routes.form({
      path: '/:lang/account/companies/:company/domains/drop',
      act: 'people.claim-domain',
      who: 'customer',
      params: companyParams,
      body: domainBody,
      handle: async request => {
        const { language, params, visitor, body } = request
        const done = await dropDomain(parts, visitor.actor, params.company, body.domain)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        return redirect(companiesLink(language, params.company), { done: 'companies.done.domain-dropped' })
      },
    }),
  ]
}
