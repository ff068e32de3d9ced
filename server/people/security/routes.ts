/** The page and the calls of one's sign-ins and the history of one's ID. */
import { Type } from 'typebox'
import { fault, link, redirect, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { deviceOf } from '../session-cookie.ts'
import { elsewhere, openProblems, ownOf, whyNot } from '../signed-in.ts'
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

/** `/:lang/account/security`, of customers and colleagues: look, end one session, end all others; and the same over JSON. */
export function securityRoutes(parts: PeopleParts): Route[] {
  const ending = { act: 'people.sign-out', who: 'anyone' } as const
  const asked = ({ kind, page = 1 }: { kind?: string; page?: number }) => ({
    kind: isEventKind(kind) ? kind : undefined,
    page,
  })

  return [
    routes.page({
      path: '/:lang/account/security',
      act: 'people.view-security',
      who: 'anyone',
      query,
      render: async request => {
        const own = ownOf(request)
        if (!own) return elsewhere(request)
        const seenNow = await viewSecurity(parts, own.visitor, asked(request.query))
        return seenNow instanceof Refusal ? refused(seenNow) : securityPage(own, seenNow)
      },
    }),
    routes.form({
      ...ending,
      path: '/:lang/account/security/sessions/:mark',
      params: markParams,
      body: Type.Object({}),
      handle: async request => {
        const own = ownOf(request)
        if (!own) return elsewhere(request)
        const { visitor, params, language } = own
        const ended = await endOne(parts, visitor.person, params.mark, deviceOf(request))
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
        const own = ownOf(request)
        if (!own) return elsewhere(request)
        const { visitor, language } = own
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
      who: 'anyone',
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
      problems: openProblems,
      handle: async request => {
        const own = ownOf(request)
        if (!own) return fault(whyNot(request))
        const found = await viewSecurity(parts, own.visitor, asked(own.query))
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
      problems: openProblems,
      handle: async request => {
        const own = ownOf(request)
        if (!own) return fault(whyNot(request))
        const ended = await endOne(parts, own.visitor.person, own.params.mark, deviceOf(request))
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
      problems: openProblems,
      handle: async request => {
        const own = ownOf(request)
        if (!own) return fault(whyNot(request))
        const { visitor } = own
        const ended = await endOthers(parts, visitor.person, visitor.session, deviceOf(request))
        return ended instanceof Refusal ? refused(ended) : reply({ done: true })
      },
    }),
  ]
}
