/** Colleagues and roles over JSON, for programs of an administrator. Keys are in `key-api.ts`. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply, type Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import { needingProof } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { routes } from '../visitor.ts'
import { appoint, type Done, invite, sendAgain, suspend, takeBack, viewColleagues } from './administering.ts'
import { keyApiRoutes } from './key-api.ts'
import { liveKeysOf } from './keys.ts'
import { roleMatrix } from './matrix.ts'
import { resetFactors } from './renewing.ts'
import { inviteBody, personParams, placeBody, placeFaults, readInvite } from './reading.ts'
import { isAdministrator, type Why } from './staff.ts'
import type { Asked } from './words.tsx'

const accesses = ['active', 'suspended', 'invited', 'lapsed'] as const
const why = {
  yourself: 'colleague-yourself',
  elsewhere: 'colleague-elsewhere',
  last: 'colleague-last',
  'not-active': 'colleague-not-active',
  'no-access': 'colleague-no-access',
  'not-invited': 'colleague-not-invited',
  'id-taken': 'colleague-id-taken',
} as const satisfies Record<Why, string>
const problems = {
  'colleague-unknown': 404,
  'colleague-yourself': 403,
  'colleague-elsewhere': 403,
  'colleague-last': 409,
  'colleague-not-active': 409,
  'colleague-not-invited': 409,
}
const done = Type.Object({ changed: Type.Boolean({ description: 'false: it was so before' }) })
const doneWithKeys = Type.Object({
  ...done.properties,
  keys: Type.Array(Type.Object({ key: Type.String({ format: 'uuid' }), name: Type.String() }), {
    description: 'of our systems, that this colleague made and that still work: they are not ended by it',
  }),
})
const person = Type.Object({ person: Type.String({ format: 'uuid' }) })
const moment = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

const because = ({ t }: Words, which: Why) => problem(why[which], t(`staff.why.${which}`))
const unknown = ({ t }: Words) => problem('colleague-unknown', t('staff.fault.unknown'))

function failed(how: Exclude<Done, 'done' | 'already'>, words: Words) {
  if (how instanceof Refusal) return refused(how)
  return how === 'unknown' ? unknown(words) : because(words, how.why)
}

const ended = (how: Done, words: Words) =>
  how === 'done' || how === 'already' ? reply({ changed: how === 'done' }) : failed(how, words)

/** Everything of the console's pages about colleagues, roles and keys. */
export function staffApiRoutes(parts: PeopleParts): Route[] {
  const compiled = () => parts.gate.policy().compiled
  const judged = (request: Asked) => ({
    t: request.t,
    compiled: compiled(),
    actor: request.visitor.actor,
    languages: request.languages,
  })

  /** With the keys that go on though their maker's role or access has changed. */
  async function withKeys(how: Done, request: Asked, of: string) {
    if (how !== 'done' && how !== 'already') return failed(how, request)
    const keys = await liveKeysOf(parts, request.visitor.actor, of)
    if (keys instanceof Refusal) return refused(keys)
    return reply({ changed: how === 'done', keys: keys.map(({ id, name }) => ({ key: id, name })) })
  }

  return [
    routes.api({
      method: 'GET',
      path: '/api/people/staff',
      name: 'people.staff',
      act: 'people.view-staff',
      who: 'staff',
      summary: 'Every colleague, the newest first; with `search` those with it in their name or ID.',
      query: Type.Object({ search: Type.Optional(Type.String({ maxLength: 100 })) }),
      response: Type.Object({
        colleagues: Type.Array(
          Type.Object({
            person: Type.String({ format: 'uuid' }),
            name: Type.Union([Type.String(), Type.Null()]),
            id: Type.String(),
            role: Type.String(),
            controller: Type.String(),
            answeredBy: Type.String({ description: 'the controller that answers for their own data' }),
            access: Type.Enum(accesses),
            suspendedAt: moment,
            invitedUntil: moment,
            secondFactor: Type.Boolean(),
            lastSeen: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
          }),
        ),
      }),
      handle: async ({ query, visitor }) => {
        const seen = await viewColleagues(parts, visitor.actor, query.search)
        if (seen instanceof Refusal) return refused(seen)
        return reply({
          colleagues: seen.map(one => ({
            person: one.person_id,
            name: one.name,
            id: one.address,
            role: one.role,
            controller: one.controller,
            answeredBy: one.region,
            access: one.access,
            suspendedAt: one.suspended_at?.toISOString() ?? null,
            invitedUntil: one.access === 'invited' ? (one.invited_until?.toISOString() ?? null) : null,
            secondFactor: one.factor,
            lastSeen: one.seen_at?.toISOString().slice(0, 10) ?? null,
          })),
        })
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/people/staff',
        name: 'people.invite-staff',
        statuses: [201],
        act: 'people.invite-staff',
        who: 'staff',
        summary:
          'Invite a colleague: the link goes to them by letter. An earlier invitation of the address is taken back.',
        body: inviteBody,
        response: person,
        problems: { 'colleague-id-taken': 409 },
        handle: async request => {
          const who = readInvite(request.body, judged(request))
          if (Array.isArray(who)) return invalid(...who)
          const made = await invite(parts, request.visitor.actor, who)
          if (made instanceof Refusal) return refused(made)
          return 'why' in made ? because(request, made.why) : reply(made, { status: 201 })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'PUT',
        path: '/api/people/staff/:person/role',
        name: 'people.appoint-staff',
        act: 'people.appoint-staff',
        who: 'staff',
        summary: 'Give a colleague another role, for a controller. It holds from their next request on.',
        params: personParams,
        body: placeBody,
        response: doneWithKeys,
        problems,
        handle: async request => {
          const { body, params, visitor } = request
          const faults = placeFaults(body, judged(request))
          if (faults.length > 0) return invalid(...faults)
          return withKeys(await appoint(parts, visitor.actor, params.person, body), request, params.person)
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'PUT',
        path: '/api/people/staff/:person/access',
        name: 'people.suspend-colleague',
        act: 'people.suspend-colleague',
        who: 'staff',
        summary:
          'End a colleague’s access at once, sessions that are open included; or give it back. Who works for the default controller ends it for all.',
        params: personParams,
        body: Type.Object({ may: Type.Boolean({ description: 'whether they may come in' }) }),
        response: doneWithKeys,
        problems,
        handle: async request => {
          const { body, params, visitor } = request
          if (!isAdministrator(parts.gate.policy().compiled, visitor.actor)) return fault('not-for-you')
          return withKeys(await suspend(parts, visitor.actor, params.person, body.may), request, params.person)
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/people/staff/:person/invitation',
        name: 'people.invite-staff-again',
        statuses: [201],
        act: 'people.invite-staff',
        who: 'staff',
        summary:
          'Send an invitation again, with a new link: they are another person then, and the old link opens nothing.',
        params: personParams,
        response: person,
        problems,
        handle: async request => {
          const made = await sendAgain(parts, request.visitor.actor, request.params.person)
          if (made instanceof Refusal) return refused(made)
          if (typeof made === 'string') return unknown(request)
          return 'why' in made ? because(request, made.why) : reply(made, { status: 201 })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'DELETE',
        path: '/api/people/staff/:person/invitation',
        name: 'people.withdraw-staff',
        act: 'people.withdraw-staff',
        who: 'staff',
        summary: 'Take an invitation back that nobody has used: what was noted goes with it.',
        params: personParams,
        response: done,
        problems,
        handle: async request => ended(await takeBack(parts, request.visitor.actor, request.params.person), request),
      }),
    ),
    needingProof(
      routes.api({
        method: 'DELETE',
        path: '/api/people/staff/:person/factors',
        name: 'people.reset-factors',
        act: 'people.reset-factors',
        who: 'staff',
        summary:
          'For a colleague who lost every second factor: password, factors and sessions go, and a link to begin anew is mailed to them.',
        params: personParams,
        response: done,
        problems: { ...problems, 'colleague-no-access': 409 },
        handle: async request => {
          const { params, visitor } = request
          if (!isAdministrator(parts.gate.policy().compiled, visitor.actor)) return fault('not-for-you')
          return ended(await resetFactors(parts, visitor.actor, params.person), request)
        },
      }),
    ),
    routes.api({
      method: 'GET',
      path: '/api/people/roles',
      name: 'people.roles',
      act: 'people.view-staff',
      who: 'staff',
      summary:
        'Every role of the policy in force: its purposes with their clauses, what they reach, and how many have it now.',
      response: Type.Object({
        policyVersion: Type.Integer(),
        roles: Type.Array(
          Type.Object({
            role: Type.String(),
            clause: Type.String(),
            purposes: Type.Array(
              Type.Object({
                purpose: Type.String(),
                clause: Type.String(),
                regions: Type.Enum(['own', 'all']),
                categories: Type.Array(Type.String()),
              }),
            ),
            people: Type.Record(Type.String(), Type.Integer(), { description: 'by controller' }),
          }),
        ),
      }),
      handle: async ({ visitor }) => {
        const seen = await viewColleagues(parts, visitor.actor)
        if (seen instanceof Refusal) return refused(seen)
        const rows = roleMatrix(
          compiled(),
          seen.filter(({ access }) => access === 'active'),
        )
        return reply({
          policyVersion: compiled().loaded.policy.policy.version,
          roles: rows.map(({ role, clause, reaches, people }) => ({
            role,
            clause,
            purposes: reaches.map(one => ({ ...one, categories: [...one.categories] })),
            people: Object.fromEntries(people),
          })),
        })
      },
    }),
    ...keyApiRoutes(parts),
  ]
}
