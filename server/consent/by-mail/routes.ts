/** The link at the end of every letter. Opening it changes nothing: mail scanners open it too. */
import { Type } from 'typebox'
import { link, problem, redirect, refused, reply, type Route } from '../../base/http/index.ts'
import { longestMailToken, routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { boxOf } from '../form.ts'
import { sayPurpose, sayTopic } from '../words.tsx'
import { type MailParts, sayMailed, stopMailed, viewMailed } from './acts.ts'
import { type Linked, mailedPage, mailPage, overPage } from './page.tsx'

const who = 'anyone'
const params = Type.Object({ token: Type.String({ minLength: 1, maxLength: longestMailToken }) })
const purposes = Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200, default: [] })
const formBody = Type.Object({
  version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  shown: purposes,
  agree: purposes,
  object: purposes,
})
const said = Type.Object({ changed: Type.Boolean() })
const problems = { 'link-unknown': 410, 'policy-changed': 409 }

/** The page, its two forms, the same as calls, and the one press of a mail program (RFC 8058). */
export function byMailRoutes(parts: MailParts): Route[] {
  const again = async (request: Linked) => {
    const mailed = await viewMailed(parts, request.params.token)
    return mailed === 'over' || mailed instanceof Refusal ? overPage(request) : mailedPage(request, mailed)
  }
  const done = (request: Linked, at: Date | undefined, what: 'saved' | 'stopped') =>
    redirect(mailPage(request), { done: `receipts.done.${at ? what : 'nothing'}` })

  return [
    routes.page({
      path: '/:lang/mail/:token',
      act: 'consent.view-by-mail',
      who,
      params,
      render: async request => {
        const mailed = await viewMailed(parts, request.params.token)
        if (mailed instanceof Refusal) return refused(mailed)
        return mailed === 'over' ? overPage(request) : mailedPage(request, mailed)
      },
    }),
    routes.form({
      path: '/:lang/mail/:token',
      act: 'consent.say-by-mail',
      who,
      params,
      body: formBody,
      again,
      handle: async request => {
        const mailed = await viewMailed(parts, request.params.token)
        if (mailed instanceof Refusal) return refused(mailed)
        if (mailed === 'over') return overPage(request)
        const now = await sayMailed(parts, mailed, request.body, request.language)
        if (now instanceof Refusal) return refused(now)
        if (!now.overtaken) return done(request, now.at, 'saved')
        const anew = await viewMailed(parts, request.params.token)
        if (anew instanceof Refusal) return refused(anew)
        return anew === 'over' ? overPage(request) : mailedPage(request, anew, true)
      },
    }),
    routes.form({
      path: '/:lang/mail/:token/all',
      act: 'consent.say-by-mail',
      who,
      params,
      body: Type.Object({}),
      again,
      handle: async request => {
        const mailed = await viewMailed(parts, request.params.token)
        if (mailed instanceof Refusal) return refused(mailed)
        if (mailed === 'over') return overPage(request)
        const now = await stopMailed(parts, mailed, request.language)
        return now instanceof Refusal ? refused(now) : done(request, now.at, 'stopped')
      },
    }),
    // Who opens the same address without pressing: a person, or a scanner. Both get the page, which changes nothing.
    routes.file({
      path: '/mail/:token/stop',
      act: 'public',
      who,
      params,
      type: 'text/html; charset=utf-8',
      answer: ({ language, params: { token } }) =>
        redirect(link(language, 'mail', token), { headers: { 'referrer-policy': 'no-referrer' } }),
    }),
    routes.form({
      path: '/mail/:token/stop',
      act: 'consent.say-by-mail',
      who,
      params,
      body: Type.Object({ 'List-Unsubscribe': Type.Optional(Type.Enum(['One-Click'])) }),
      withoutToken: 'RFC 8058 one-click: the sealed token in the address is what nobody else has',
      handle: async request => {
        const mailed = await viewMailed(parts, request.params.token)
        if (mailed instanceof Refusal) return refused(mailed)
        if (mailed === 'over') return overPage(request)
        const now = await stopMailed(parts, mailed, request.language, true)
        if (now instanceof Refusal) return refused(now)
        return { content: `${request.t('receipts.stopped-by-program')}\n`, type: 'text/plain; charset=utf-8' }
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/mail/:token',
      name: 'mail.view',
      act: 'consent.view-by-mail',
      who,
      summary: 'What is sent to the address of a letter, with the token of the link in it.',
      params,
      response: Type.Object({
        policyVersion: Type.Integer(),
        consents: Type.Array(
          Type.Object({
            purpose: Type.String(),
            kind: Type.Enum(['agree', 'object']),
            on: Type.Boolean({ description: 'agreed, or objected' }),
            choices: Type.Array(
              Type.Object({
                box: Type.String({
                  description: 'what `agree` and `shown` name it; where there are none, the purpose',
                }),
                says: Type.String(),
                on: Type.Boolean(),
              }),
            ),
            says: Type.String(),
            text: Type.String(),
            language: Type.String(),
          }),
        ),
      }),
      problems: { 'link-unknown': 410 },
      handle: async request => {
        const mailed = await viewMailed(parts, request.params.token)
        if (mailed instanceof Refusal) return refused(mailed)
        if (mailed === 'over') return problem('link-unknown', request.t('receipts.over.next'))
        const { seen } = mailed
        return reply({
          policyVersion: seen.inForce.compiled.loaded.policy.policy.version,
          consents: seen.asks.map(({ purpose, kind, on, choices }) => {
            const { says, text, language } = sayPurpose(purpose, seen, request.language)
            return {
              purpose,
              kind: kind === 'agree' ? ('agree' as const) : ('object' as const),
              on,
              choices: choices.map(one => ({
                box: boxOf(purpose, one.choice),
                says: one.topic && sayTopic(one.topic, seen, request.language).says,
                on: one.on,
              })),
              says,
              text,
              language,
            }
          }),
        })
      },
    }),
    routes.api({
      method: 'PUT',
      path: '/api/mail/:token',
      name: 'mail.say',
      act: 'consent.say-by-mail',
      who,
      summary: 'Say yes or no to what is sent to that address, as the form does: what differs from `shown`.',
      params,
      body: formBody,
      response: said,
      problems,
      handle: async request => {
        const mailed = await viewMailed(parts, request.params.token)
        if (mailed instanceof Refusal) return refused(mailed)
        if (mailed === 'over') return problem('link-unknown', request.t('receipts.over.next'))
        const now = await sayMailed(parts, mailed, request.body, request.language)
        if (now instanceof Refusal) return refused(now)
        if (now.overtaken) return problem('policy-changed', request.t('receipts.mail.overtaken'))
        return reply({ changed: now.at !== undefined })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/mail/:token/stop',
      name: 'mail.stop',
      act: 'consent.say-by-mail',
      who,
      summary: 'Stop everything that is sent to that address except safety and order messages.',
      params,
      response: said,
      problems: { 'link-unknown': 410 },
      handle: async request => {
        const mailed = await viewMailed(parts, request.params.token)
        if (mailed instanceof Refusal) return refused(mailed)
        if (mailed === 'over') return problem('link-unknown', request.t('receipts.over.next'))
        const now = await stopMailed(parts, mailed, request.language)
        return now instanceof Refusal ? refused(now) : reply({ changed: now.at !== undefined })
      },
    }),
  ]
}
