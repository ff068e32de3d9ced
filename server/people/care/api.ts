/** Looking after one's ID over JSON, for programs. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { lastDay } from '../closed.ts'
import { needingProof } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { cookieOf, deviceOf, noCookie } from '../session-cookie.ts'
import { openProblems, ownOf, whyNot } from '../signed-in.ts'
import { signOut } from '../sign-in.ts'
import { passwordField } from '../sign-up-pages.tsx'
import { routes } from '../visitor.ts'
import { addressApiRoutes } from './address-api.ts'
import { changePassword } from './password.ts'
import { goOn, rest } from './pausing.ts'
import { askAgain, askReset, resetPassword } from './resetting.ts'

const done = Type.Object({ done: Type.Boolean() })
const token = Type.String({ minLength: 1, maxLength: 200 })
const moment = Type.String({ format: 'date-time' })
const tooMany = (detail: string, wait: number) => fault('too-many', { detail, retryAfter: wait })

/** Everything of the pages. */
export function careApiRoutes(parts: PeopleParts): Route[] {
  const ending = (how: 'pause' | 'close', summary: string) =>
    needingProof(
      routes.api({
        method: 'POST',
        path: `/api/people/${how}`,
        name: `people.${how}`,
        act: how === 'pause' ? 'people.pause' : 'people.close',
        who: 'customer',
        summary,
        response: done,
        handle: async request => {
          const rested = await rest(parts, how, request.visitor.person, deviceOf(request))
          return rested instanceof Refusal ? refused(rested) : reply({ done: true }, { cookies: [noCookie] })
        },
      }),
    )

  return [
    routes.api({
      method: 'POST',
      path: '/api/people/password/forgotten',
      name: 'people.forgot-password',
      statuses: [202],
      act: 'people.ask-reset',
      who: 'anyone',
      summary:
        'Ask for a link with which to choose another password. The answer never tells whether anybody has the ID.',
      body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 254 }) }),
      response: Type.Object({ asked: Type.Boolean() }),
      handle: async ({ body, t }) => {
        const asked = await askReset(parts, body.id)
        if (asked instanceof Refusal) return refused(asked)
        if (asked === 'asked') return reply({ asked: true }, { status: 202 })
        return tooMany(t('people.sign-up.wait', { count: Math.ceil(asked.wait / 60) }), asked.wait)
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/password/reset',
      name: 'people.reset-password',
      statuses: [201],
      act: 'people.reset-password',
      who: 'anyone',
      summary: 'Choose another password with the token of the letter. Every session ends, and a new one opens.',
      body: Type.Object({ token, password: passwordField }),
      response: Type.Object({
        kind: Type.Enum(['customer', 'half', 'staff'] as const, {
          description: '`half`: the second factor is still missing',
        }),
        lasts: Type.Integer({ description: 'seconds' }),
      }),
      problems: { 'link-unknown': 410, 'link-expired': 410, 'link-used': 409 },
      handle: async request => {
        const { t, body } = request
        const opened = await resetPassword(parts, body.token, body.password, deviceOf(request))
        if (opened instanceof Refusal) return refused(opened)
        if (typeof opened === 'string') return problem(`link-${opened}`, t(`care.reset.${opened}`))
        if ('weak' in opened)
          return invalid(faultAt('password', t(`people.fault.${opened.weak}`, { limit: opened.limit })))
        await signOut(parts, request.visitor)
        return reply({ kind: opened.kind, lasts: opened.lasts }, { status: 201, cookies: [cookieOf(opened)] })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/password/reset/again',
      name: 'people.ask-reset-again',
      statuses: [202],
      act: 'people.ask-reset',
      who: 'anyone',
      summary:
        'Ask for another link with the token of one that is too old or was used. The answer never tells whose it was.',
      body: Type.Object({ token }),
      response: Type.Object({ asked: Type.Boolean() }),
      handle: async ({ body, t }) => {
        const asked = await askAgain(parts, body.token)
        if (asked instanceof Refusal) return refused(asked)
        if (asked === 'asked') return reply({ asked: true }, { status: 202 })
        return tooMany(t('people.sign-up.wait', { count: Math.ceil(asked.wait / 60) }), asked.wait)
      },
    }),
    needingProof(
      routes.api({
        method: 'PUT',
        path: '/api/people/password',
        name: 'people.change-password',
        act: 'people.change-password',
        who: 'anyone',
        summary: 'Change your password; all other sessions end.',
        body: Type.Object({ password: passwordField, chosen: passwordField }),
        response: done,
        problems: openProblems,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))
          const { t, body, visitor } = own
          const changed = await changePassword(parts, visitor, body.password, body.chosen, deviceOf(request))
          if (changed instanceof Refusal) return refused(changed)
          if (changed === 'done') return reply({ done: true })
          if (changed === 'wrong') return invalid(faultAt('password', t('care.fault.password')))
          if (changed === 'ended') return fault('sign-in-needed')
          if ('weak' in changed)
            return invalid(faultAt('chosen', t(`people.fault.${changed.weak}`, { limit: changed.limit })))
          return tooMany(t('people.sign-in.wait', { count: changed.wait }), changed.wait)
        },
      }),
    ),
    ...addressApiRoutes(parts),
    ending('pause', 'Pause your ID: every session ends, this one too.'),
    ending('close', 'Close your ID: every session ends, this one too; it can be opened again for a while.'),
    routes.api({
      method: 'GET',
      path: '/api/people/resting',
      name: 'people.resting',
      act: 'people.check-session',
      who: 'resting',
      summary: 'Since when your ID is paused or closed, and until when a closed one can be opened again.',
      response: Type.Object({
        state: Type.Enum(['paused', 'closed'] as const),
        since: moment,
        until: Type.Union([moment, Type.Null()]),
      }),
      handle: ({ visitor: { state, since } }) =>
        reply({
          state,
          since: since.toISOString(),
          until: state === 'closed' ? lastDay(parts, since).toISOString() : null,
        }),
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/people/resting',
      name: 'people.go-on',
      act: 'people.pause',
      who: 'resting',
      summary: 'Go on with an ID that is paused, or open one again that is closed.',
      response: done,
      handle: async request => {
        const { visitor } = request
        const opened = await goOn(parts, visitor.state, visitor.person, deviceOf(request))
        return opened instanceof Refusal ? refused(opened) : reply({ done: true })
      },
    }),
  ]
}
