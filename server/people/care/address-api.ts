/** Another e-mail address for one's ID over JSON, for programs. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { isPlainAddress } from '../../base/mail.ts'
import { Refusal } from '../../policy/refusal.ts'
import { needingProof } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { deviceOf } from '../session-cookie.ts'
import { openProblems, ownOf, whyNot } from '../signed-in.ts'
import { routes } from '../visitor.ts'
import { askChange, cancelChange, resend, sayNo, sayYes } from './addressing.ts'
import { waitingFor } from './change-pages.tsx'
import { putBack } from './putting-back.ts'

const done = Type.Object({ done: Type.Boolean() })
const token = Type.String({ minLength: 1, maxLength: 200 })

/** Ask for it, take it back, say yes or no, put the former one back. */
export function addressApiRoutes(parts: PeopleParts): Route[] {
  return [
    routes.api({
      method: 'GET',
      path: '/api/people/email-change',
      name: 'people.email-change',
      act: 'people.view-security',
      who: 'anyone',
      summary: 'The other address for your ID that waits for a yes, if one does.',
      response: Type.Object({
        waits: Type.Union([
          Type.Null(),
          Type.Object({
            email: Type.String(),
            missing: Type.Array(Type.Enum(['new', 'present'] as const)),
            until: Type.String({ format: 'date-time' }),
          }),
        ]),
      }),
      problems: openProblems,
      handle: async request => {
        const own = ownOf(request)
        if (!own) return fault(whyNot(request))
        const waits = await waitingFor(parts, own.visitor)
        if (waits instanceof Refusal) return refused(waits)
        if (!waits) return reply({ waits: null })
        const missing = [
          ...(waits.new_at ? [] : (['new'] as const)),
          ...(waits.old_hash && !waits.old_at ? (['present'] as const) : []),
        ]
        return reply({ waits: { email: waits.address, missing, until: waits.expires_at.toISOString() } })
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/people/email-change',
        name: 'people.change-email',
        statuses: [202],
        act: 'people.change-address',
        who: 'anyone',
        summary:
          'Ask for another e-mail address for your ID; without `email`, for the letters of the one that waits once more.',
        body: Type.Object({ email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })) }),
        response: Type.Object({ asked: Type.Boolean() }),
        problems: openProblems,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))
          const { t, body, visitor } = own
          const { email } = body
          if (email !== undefined && !isPlainAddress(email.trim()))
            return invalid(faultAt('email', t('people.fault.email')))
          const waits = email === undefined ? await waitingFor(parts, visitor) : undefined
          if (waits instanceof Refusal) return refused(waits)
          const asked =
            email === undefined ? await resend(parts, visitor, waits?.address) : await askChange(parts, visitor, email)
          if (asked instanceof Refusal) return refused(asked)
          if (asked === 'none') return fault('not-found')
          if (asked === 'same') return invalid(faultAt('email', t('care.fault.same')))
          if (asked === 'asked') return reply({ asked: true }, { status: 202 })
          return fault('too-many', {
            detail: t('people.sign-up.wait', { count: Math.ceil(asked.wait / 60) }),
            retryAfter: asked.wait,
          })
        },
      }),
    ),
    routes.api({
      method: 'DELETE',
      path: '/api/people/email-change',
      name: 'people.cancel-email-change',
      act: 'people.change-address',
      who: 'anyone',
      summary: 'Take back the other address that you asked for.',
      response: done,
      problems: openProblems,
      handle: async request => {
        const own = ownOf(request)
        if (!own) return fault(whyNot(request))
        const cancelled = await cancelChange(parts, own.visitor.person)
        return cancelled instanceof Refusal ? refused(cancelled) : reply({ done: true })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/email-change/answer',
      name: 'people.answer-email-change',
      act: 'people.change-address',
      who: 'anyone',
      summary: 'Say yes or no to another address, with the token of a letter about it. `done`: it is the address now.',
      body: Type.Object({ token, yes: Type.Boolean() }),
      response: done,
      problems: { 'link-unknown': 410, 'link-expired': 410, 'link-taken': 409 },
      handle: async request => {
        const { t, body } = request
        const said = body.yes
          ? await sayYes(parts, body.token, deviceOf(request))
          : await sayNo(parts, body.token, deviceOf(request))
        if (said instanceof Refusal) return refused(said)
        if (said === 'done') return reply({ done: false })
        return typeof said === 'string' ? problem(`link-${said}`, t(`care.yes.${said}`)) : reply({ done: said.done })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/email-change/undo',
      name: 'people.undo-email-change',
      act: 'people.change-address',
      who: 'anyone',
      summary:
        'Put the former address back, with the token of the letter to it, within seven days. Every session ends, and a change that waits is dropped.',
      body: Type.Object({ token }),
      response: done,
      problems: { 'link-unknown': 410, 'link-taken': 409 },
      handle: async request => {
        const back = await putBack(parts, request.body.token, deviceOf(request))
        if (back instanceof Refusal) return refused(back)
        return back === 'done' ? reply({ done: true }) : problem(`link-${back}`, request.t(`care.back-to.${back}`))
      },
    }),
  ]
}
