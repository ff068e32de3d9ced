/** The console's pages about colleagues, roles and keys. */
import { Type } from 'typebox'
import { fault, invalid, redirect, type Page, type Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { needingProof } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { routes } from '../visitor.ts'
import {
  appoint,
  type Done,
  invite,
  sendAgain,
  suspend,
  takeBack,
  viewColleague,
  viewColleagues,
} from './administering.ts'
import { colleaguePage, colleaguesPage, invitePage } from './colleague-pages.tsx'
import { keyConsoleRoutes } from './key-console.tsx'
import { liveKeysOf } from './keys.ts'
import { resetFactors } from './renewing.ts'
import { inviteBody, personParams, placeBody, placeFaults, readInvite } from './reading.ts'
import { rolesFile, rolesPage } from './roles-page.tsx'
import { isAdministrator } from './staff.ts'
import { type Asked, denied, told } from './words.tsx'

const here = '/console/colleagues'
const nothing = Type.Object({})

/** All of them. What changes something needs a proof of the last minutes. */
export function staffConsoleRoutes(parts: PeopleParts): Route[] {
  const compiled = () => parts.gate.policy().compiled
  const judged = (request: Asked) => ({
    t: request.t,
    compiled: compiled(),
    actor: request.visitor.actor,
    languages: request.languages,
  })

  async function onePage(request: Asked, person: string) {
    const { actor } = request.visitor
    const keys = await liveKeysOf(parts, actor, person)
    if (keys instanceof Refusal) return told(keys)
    const one = await viewColleague(parts, actor, person)
    if (one instanceof Refusal) return told(one)
    return one ? colleaguePage(compiled(), request, one, keys) : fault('not-found')
  }

  /** How a change ended, as an answer. @param done key of the sentence @param to the page after it */
  function ended(request: Asked, how: Done, done: string, to: string) {
    if (how instanceof Refusal) return told(how)
    if (how === 'unknown') return fault('not-found')
    return typeof how === 'object' ? denied(request, how.why) : redirect(to, { done })
  }

  /** Who has which role and may sign in. */
  async function held(request: Asked) {
    const seen = await viewColleagues(parts, request.visitor.actor)
    return seen instanceof Refusal ? seen : seen.filter(({ access }) => access === 'active')
  }

  const again = async (request: Asked, page: Awaited<ReturnType<typeof onePage>>): Promise<Page> =>
    'body' in page ? page : invitePage(compiled(), request)

  return [
    routes.page({
      path: here,
      act: 'people.view-staff',
      who: 'staff',
      query: Type.Object({ search: Type.Optional(Type.String({ maxLength: 100 })) }),
      render: async request => {
        const search = request.query.search ?? ''
        const seen = await viewColleagues(parts, request.visitor.actor, search)
        return seen instanceof Refusal ? told(seen) : colleaguesPage(compiled(), request, seen, search)
      },
    }),
    needingProof(
      routes.page({
        path: `${here}/invite`,
        act: 'people.invite-staff',
        who: 'staff',
        render: request => invitePage(compiled(), request),
      }),
    ),
    needingProof(
      routes.form({
        path: `${here}/invite`,
        act: 'people.invite-staff',
        who: 'staff',
        body: inviteBody,
        again: request => invitePage(compiled(), request),
        handle: async request => {
          const who = readInvite(request.body, judged(request))
          if (Array.isArray(who)) return invalid(...who)
          const made = await invite(parts, request.visitor.actor, who)
          if (made instanceof Refusal) return told(made)
          if ('why' in made) return denied(request, made.why)
          return redirect(`${here}/${made.person}`, { done: 'staff.done.invited' })
        },
      }),
    ),
    routes.page({
      path: `${here}/:person`,
      act: 'people.view-staff',
      who: 'staff',
      params: personParams,
      render: request => onePage(request, request.params.person),
    }),
    needingProof(
      routes.form({
        path: `${here}/:person/role`,
        act: 'people.appoint-staff',
        who: 'staff',
        params: personParams,
        body: placeBody,
        again: async request => again(request, await onePage(request, request.params.person)),
        handle: async request => {
          const { body, params, visitor } = request
          const faults = placeFaults(body, judged(request))
          if (faults.length > 0) return invalid(...faults)
          const how = await appoint(parts, visitor.actor, params.person, body)
          return ended(request, how, 'staff.done.appointed', `${here}/${params.person}`)
        },
      }),
    ),
    ...(['suspend', 'resume'] as const).map(what =>
      needingProof(
        routes.form({
          path: `${here}/:person/${what}`,
          act: 'people.suspend-colleague',
          who: 'staff',
          params: personParams,
          body: nothing,
          handle: async request => {
            const { params, visitor } = request
            if (!isAdministrator(parts.gate.policy().compiled, visitor.actor)) return fault('not-for-you')
            const how = await suspend(parts, visitor.actor, params.person, what === 'resume')
            const done = what === 'resume' ? 'staff.done.resumed' : 'staff.done.suspended'
            return ended(request, how, done, `${here}/${params.person}`)
          },
        }),
        ({ path }) => path.slice(0, path.lastIndexOf('/')),
      ),
    ),
    needingProof(
      routes.form({
        path: `${here}/:person/factors`,
        act: 'people.reset-factors',
        who: 'staff',
        params: personParams,
        body: nothing,
        handle: async request => {
          const { params, visitor } = request
          if (!isAdministrator(parts.gate.policy().compiled, visitor.actor)) return fault('not-for-you')
          const how = await resetFactors(parts, visitor.actor, params.person)
          return ended(request, how, 'staff.done.factors-reset', `${here}/${params.person}`)
        },
      }),
      ({ path }) => path.slice(0, path.lastIndexOf('/')),
    ),
    needingProof(
      routes.form({
        path: `${here}/:person/send-again`,
        act: 'people.invite-staff',
        who: 'staff',
        params: personParams,
        body: nothing,
        handle: async request => {
          const made = await sendAgain(parts, request.visitor.actor, request.params.person)
          if (typeof made === 'object' && 'person' in made)
            return redirect(`${here}/${made.person}`, { done: 'staff.done.invited' })
          return ended(request, made, 'staff.done.invited', here)
        },
      }),
      ({ path }) => path.slice(0, path.lastIndexOf('/')),
    ),
    needingProof(
      routes.form({
        path: `${here}/:person/take-back`,
        act: 'people.withdraw-staff',
        who: 'staff',
        params: personParams,
        body: nothing,
        handle: async request =>
          ended(
            request,
            await takeBack(parts, request.visitor.actor, request.params.person),
            'staff.done.taken-back',
            here,
          ),
      }),
      ({ path }) => path.slice(0, path.lastIndexOf('/')),
    ),
    routes.page({
      path: '/console/roles',
      act: 'people.view-staff',
      who: 'staff',
      render: async request => {
        const own = await held(request)
        return own instanceof Refusal ? told(own) : rolesPage(compiled(), request, own)
      },
    }),
    routes.file({
      path: '/console/roles.csv',
      act: 'people.view-staff',
      who: 'staff',
      type: 'text/csv; charset=utf-8',
      answer: async request => {
        const own = await held(request)
        return own instanceof Refusal ? told(own) : rolesFile(compiled(), request, own)
      },
    }),
    ...keyConsoleRoutes(parts),
  ]
}
