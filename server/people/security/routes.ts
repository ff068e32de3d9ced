/** The page and the calls of one's sign-ins and the history of one's ID. */
import { Type } from 'typebox'
import { fault, link, redirect, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { deviceOf } from '../session-cookie.ts'
import { routes } from '../visitor.ts'
import { eventKinds, isEventKind } from './events.ts'
import { securityPage } from './page.tsx'
import { endOne, endOthers, pageSize, type Seen, viewSecurity } from './viewing.ts'

const query = Type.Object({
  kind: Type.Optional(Type.String({ maxLength: 40 })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
})
const markParams = Type.Object({ mark: Type.String({ minLength: 16, maxLength: 16 }) })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])
const moment = Type.String({ format: 'date-time' })
const seen = {
  browser: Type.String({ description: 'as the browser says; empty where it does not' }),
  system: Type.String(),
  address: Type.String(),
  country: orNull(Type.String({ description: 'ISO 3166-1 alpha-2; null where nobody knows' })),
}
const seenOf = ({ device: { browser, system }, address, country }: Seen) => ({
  browser,
  system,
  address,
  country: country ?? null,
})
const done = Type.Object({ done: Type.Boolean() })

/** `/:lang/account/security`: look, end one session, end all others; and the same over JSON. */
export function securityRoutes(parts: PeopleParts): Route[] {
  const ending = { act: 'people.sign-out', who: 'customer' } as const
  const asked = ({ kind, page = 1 }: { kind?: string; page?: number }) => ({
    kind: isEventKind(kind) ? kind : undefined,
    page,
  })

  return [
    routes.page({
      path: '/:lang/account/security',
      act: 'people.view-security',
      who: 'customer',
      query,
      render: async request => {
        const seenNow = await viewSecurity(parts, request.visitor, asked(request.query))
        return seenNow instanceof Refusal ? refused(seenNow) : securityPage(request, seenNow)
      },
    }),
    routes.form({
      ...ending,
      path: '/:lang/account/security/sessions/:mark',
      params: markParams,
      body: Type.Object({}),
      handle: async request => {
        const { visitor, params, language } = request
        const ended = await endOne(parts, visitor.actor, params.mark, deviceOf(request))
        if (ended instanceof Refusal) return refused(ended)
        // Ended elsewhere a moment ago: it is as it should be.
        return redirect(`${link(language, 'account', 'security')}#sessions`, { done: 'security.done.ended' })
      },
    }),
    routes.form({
      ...ending,
      path: '/:lang/account/security/end-others',
      body: Type.Object({}),
      handle: async request => {
        const { visitor, language } = request
        const ended = await endOthers(parts, visitor.person, visitor.session, deviceOf(request))
        if (ended instanceof Refusal) return refused(ended)
        return redirect(`${link(language, 'account', 'security')}#sessions`, { done: 'security.done.others' })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/people/security',
      name: 'people.security',
      act: 'people.view-security',
      who: 'customer',
      summary: `Your open sessions, and what happened to your ID, ${pageSize} lines a page, the newest first.`,
      query: Type.Object({
        kind: Type.Optional(Type.Enum(Object.keys(eventKinds) as (keyof typeof eventKinds)[])),
        page: query.properties.page,
      }),
      response: Type.Object({
        sessions: Type.Array(
          Type.Object({ session: Type.String(), ...seen, since: moment, lastSeen: moment, here: Type.Boolean() }),
        ),
        events: Type.Array(Type.Object({ kind: Type.String(), about: orNull(Type.String()), at: moment, ...seen })),
        total: Type.Integer(),
        placesAsOf: Type.String({ format: 'date', description: 'Countries: nro.net, CC BY 4.0, as of this day' }),
      }),
      handle: async request => {
        const found = await viewSecurity(parts, request.visitor, asked(request.query))
        if (found instanceof Refusal) return refused(found)
        return reply({
          sessions: found.sessions.map(one => ({
            session: one.mark,
            ...seenOf(one),
            since: one.since.toISOString(),
            lastSeen: one.lastSeen.toISOString(),
            here: one.here,
          })),
          events: found.events.map(one => ({
            kind: one.kind,
            about: one.about ?? null,
            at: one.at.toISOString(),
            ...seenOf(one),
          })),
          total: found.total,
          placesAsOf: found.placesAsOf.toISOString().slice(0, 10),
        })
      },
    }),
    routes.api({
      ...ending,
      method: 'DELETE',
      path: '/api/people/security/sessions/:mark',
      name: 'people.end-session',
      params: markParams,
      summary: 'End one of your sessions.',
      response: done,
      handle: async request => {
        const ended = await endOne(parts, request.visitor.actor, request.params.mark, deviceOf(request))
        if (ended instanceof Refusal) return refused(ended)
        return ended === 'unknown' ? fault('not-found') : reply({ done: true })
      },
    }),
    routes.api({
      ...ending,
      method: 'DELETE',
      path: '/api/people/security/sessions',
      name: 'people.end-other-sessions',
      summary: 'End all your sessions but this one.',
      response: done,
      handle: async request => {
        const { visitor } = request
        const ended = await endOthers(parts, visitor.person, visitor.session, deviceOf(request))
        return ended instanceof Refusal ? refused(ended) : reply({ done: true })
      },
    }),
  ]
}
