/** Companies over JSON, for programs. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { routes } from '../visitor.ts'
import { changeRole, type Changed, endPlace, foundCompany, organisationsOf, viewCompany } from './acts.ts'
import { claimDomain, dropDomain, invite, withdraw } from './inviting.ts'
import { join, joinable, type Way } from './joining.ts'
import { mostInvitations, roles, type Why } from './organisations.ts'
import {
  companyParams,
  domainBody,
  invitationParams,
  inviteBody,
  isRole,
  joinBody,
  nameFaults,
  newBody,
  newFaults,
  placeParams,
  readInvite,
  roleBody,
} from './reading.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])
const role = Type.Enum(roles)
const companyShape = {
  id: Type.String(),
  name: Type.String(),
  country: Type.String(),
  number: orNull(Type.String()),
  role,
}
const done = Type.Object({ done: Type.Boolean() })
const problems = {
  'company-unknown': 404,
  'company-owners-only': 403,
  'company-highest-only': 403,
  'company-last-owner': 409,
}
const broken = {
  'invitation-unknown': 410,
  'invitation-used': 410,
  'invitation-withdrawn': 410,
  'invitation-sender-gone': 410,
  'invitation-expired': 410,
  'invitation-not-yours': 403,
  'invitation-already': 409,
}

/** Everything of the pages. */
export function companyApiRoutes(parts: PeopleParts): Route[] {
  const unknown = ({ t }: Words) => problem('company-unknown', t('companies.fault.unknown'))
  const because = ({ t }: Words, why: Why) => problem(`company-${why}`, t(`companies.refusal.${why}`))
  function ended(changed: Changed, words: Words) {
    if (changed instanceof Refusal) return refused(changed)
    if (changed === 'unknown') return unknown(words)
    return changed === 'done' ? reply({ done: true }) : because(words, changed.why)
  }

  return [
    routes.api({
      method: 'GET',
      path: '/api/people/companies',
      name: 'people.companies',
      act: 'people.view-organisations',
      who: 'customer',
      summary: 'The companies that you act for, and those that you may join now.',
      response: Type.Object({
        companies: Type.Array(Type.Object(companyShape)),
        joinable: Type.Array(
          Type.Object({
            company: Type.String(),
            name: Type.String(),
            country: Type.String(),
            role,
            invitation: orNull(Type.String({ description: 'null where your address is enough' })),
            invitedBy: orNull(Type.String()),
            until: orNull(Type.String({ format: 'date-time' })),
          }),
        ),
      }),
      handle: async ({ visitor }) => {
        const companies = await organisationsOf(parts, visitor.actor)
        if (companies instanceof Refusal) return refused(companies)
        const offers = await joinable(parts, visitor.actor)
        if (offers instanceof Refusal) return refused(offers)
        return reply({
          companies: [...companies],
          joinable: offers.map(offer => ({
            company: offer.organisation,
            name: offer.name,
            country: offer.country,
            role: offer.role,
            invitation: offer.invitation ?? null,
            invitedBy: offer.sender,
            until: offer.until?.toISOString() ?? null,
          })),
        })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/companies',
      name: 'people.found-company',
      statuses: [201],
      act: 'people.found-organisation',
      who: 'customer',
      summary: 'Create a company; you are its owner. `name` is what colleagues will see of you.',
      body: newBody,
      response: Type.Object({ company: Type.String() }),
      handle: async request => {
        const { body, visitor } = request
        const faults = newFaults(body, request)
        if (faults.length > 0) return invalid(...faults)
        const { company: name, country, number } = body
        const made = await foundCompany(parts, visitor.actor, { name, country, number }, body.name)
        return made instanceof Refusal ? refused(made) : reply(made, { status: 201 })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/people/companies/:company',
      name: 'people.company',
      act: 'people.view-colleagues',
      who: 'customer',
      summary: 'A company of yours: who works there; for whoever decides that, the invitations that wait.',
      params: companyParams,
      response: Type.Object({
        ...companyShape,
        people: Type.Array(
          Type.Object({
            place: Type.String(),
            name: orNull(Type.String()),
            role,
            since: Type.String(),
            you: Type.Boolean(),
          }),
        ),
        invitations: Type.Array(
          Type.Object({ invitation: Type.String(), email: Type.String(), role, until: Type.String() }),
        ),
        domains: Type.Array(Type.String()),
      }),
      problems,
      handle: async request => {
        const company = await viewCompany(parts, request.visitor.actor, request.params.company)
        if (company instanceof Refusal) return refused(company)
        if (company === 'unknown') return unknown(request)
        const { id, name, country, number } = company
        return reply({
          id,
          name,
          country,
          number,
          role: company.role,
          people: company.colleagues.map(one => ({
            place: one.id,
            name: one.name,
            role: one.role,
            since: one.joined_at.toISOString(),
            you: one.person === request.visitor.person,
          })),
          invitations: company.invitations.map(one => ({
            invitation: one.id,
            email: one.address,
            role: one.role,
            until: one.expires_at.toISOString(),
          })),
          domains: [...company.domains],
        })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/companies/:company/invitations',
      name: 'people.invite',
      statuses: [202],
      act: 'people.invite',
      who: 'customer',
      summary: 'Invite a colleague by e-mail. The answer never tells whether the address has an ID.',
      params: companyParams,
      body: inviteBody,
      response: Type.Object({ sent: Type.Boolean() }),
      problems: { ...problems, 'company-too-many': 409, 'too-many': 429 },
      handle: async request => {
        const { t } = request
        const given = readInvite(request.body, request)
        if (Array.isArray(given)) return invalid(...given)
        const sent = await invite(parts, request.visitor.actor, request.params.company, given)
        if (sent instanceof Refusal) return refused(sent)
        if (sent === 'unknown') return unknown(request)
        if (sent === 'sent') return reply({ sent: true }, { status: 202 })
        if (sent === 'too-many')
          return problem('company-too-many', t('companies.fault.too-many', { count: mostInvitations }))
        if ('why' in sent) return because(request, sent.why)
        const detail = t('companies.fault.wait', { count: Math.ceil(sent.wait / 60) })
        return fault('too-many', { detail, retryAfter: sent.wait })
      },
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/people/companies/:company/invitations/:invitation',
      name: 'people.withdraw-invitation',
      act: 'people.invite',
      who: 'customer',
      summary: 'Take an invitation back.',
      params: invitationParams,
      response: done,
      problems,
      handle: async request =>
        ended(await withdraw(parts, request.visitor.actor, request.params.company, request.params.invitation), request),
    }),
    routes.api({
      method: 'PUT',
      path: '/api/people/companies/:company/people/:place',
      name: 'people.change-role',
      act: 'people.change-role',
      who: 'customer',
      summary: 'Give somebody in a company another role.',
      params: placeParams,
      body: roleBody,
      response: done,
      problems,
      handle: async request => {
        const { body, params, visitor } = request
        if (!isRole(body.role)) return invalid({ field: 'role', message: request.t('companies.fault.role') })
        return ended(await changeRole(parts, visitor.actor, params.company, params.place, body.role), request)
      },
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/people/companies/:company/people/:place',
      name: 'people.end-place',
      act: 'people.leave-organisation',
      who: 'customer',
      summary: 'Leave a company, at once, with your own place; or remove a colleague with theirs.',
      params: placeParams,
      response: done,
      problems,
      handle: async request =>
        ended(await endPlace(parts, request.visitor.actor, request.params.company, request.params.place), request),
    }),
    ...(['POST', 'DELETE'] as const).map(method =>
      routes.api({
        method,
        path: '/api/people/companies/:company/domains',
        name: method === 'POST' ? 'people.claim-domain' : 'people.drop-domain',
        act: 'people.claim-domain',
        who: 'customer',
        summary:
          method === 'POST'
            ? 'Let everybody join who has a confirmed address in the domain of your own confirmed ID.'
            : 'End that: whoever has joined stays.',
        params: companyParams,
        body: domainBody,
        response: done,
        problems: { ...problems, 'domain-public': 409, 'domain-taken': 409, 'domain-unproven': 403 },
        handle: async request => {
          const { params, visitor, body, t } = request
          const change = method === 'POST' ? claimDomain : dropDomain
          const changed = await change(parts, visitor.actor, params.company, body.domain)
          if (changed === 'public' || changed === 'taken' || changed === 'unproven')
            return problem(`domain-${changed}`, t(`companies.fault.${changed}`, { domain: body.domain }))
          return ended(changed, request)
        },
      }),
    ),
    routes.api({
      method: 'POST',
      path: '/api/people/companies/join',
      name: 'people.join-company',
      statuses: [201],
      act: 'people.join-organisation',
      who: 'customer',
      summary:
        'Join a company: with the token of a letter, an invitation that waits, or the company at your address. `name` is what colleagues will see.',
      body: Type.Object({
        ...joinBody.properties,
        token: Type.Optional(Type.String({ maxLength: 200 })),
        invitation: Type.Optional(Type.String({ format: 'uuid' })),
        company: Type.Optional(Type.String({ format: 'uuid' })),
      }),
      response: Type.Object({ company: Type.String() }),
      problems: broken,
      handle: async request => {
        const { body, t, visitor } = request
        const faults = nameFaults(body.name, request)
        if (faults.length > 0) return invalid(...faults)
        const joined = await join(parts, visitor.actor, wayOf(body), body.name)
        if (joined instanceof Refusal) return refused(joined)
        if (typeof joined === 'string') return problem(`invitation-${joined}`, t(`companies.broken.${joined}`))
        return reply({ company: joined.company }, { status: 201 })
      },
    }),
  ]
}

function wayOf(body: { token?: string; invitation?: string; company?: string }): Way {
  if (body.token !== undefined) return { token: body.token }
  return body.invitation === undefined ? { company: body.company ?? '' } : { invitation: body.invitation }
}
