/** The pages of somebody who has lost every second factor, and of whoever takes that back. */
import { Type } from 'typebox'
import { fault, link, problem, redirect, refused, reply } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Form, Notice, type Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { deviceOf } from '../session-cookie.ts'
import { routes, type Visitor } from '../visitor.ts'
import { keepFactors, lookAtLoss, ownLoss, type SaidLost, sayLost } from './losing.ts'

type Half = WebRequest<Extract<Visitor, { kind: 'half' }>> & Words
type Linked = WebRequest<Visitor, unknown, { token?: string }> & Words

const tokenQuery = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) })
const done = Type.Object({ done: Type.Boolean() })

/** What stands in the place of the sentence and the button, once it was said, or where it cannot be. */
function instead({ t, language }: Half, said: Exclude<SaidLost, Refusal>) {
  if (said === 'done') return <p class="lead">{t('care.lost.said')}</p>
  if (said !== 'post') return <Notice tone="warn">{t('care.lost.recent', { until: said.until })}</Notice>
  return (
    <>
      <Notice tone="warn">{t('care.lost.post')}</Notice>
      <Actions>
        <ButtonLink kind="primary" href={link(language, 'forgotten', 'post')}>
          {t('care.post.submit')}
        </ButtonLink>
      </Actions>
    </>
  )
}

function lostPage(request: Half, said?: Exclude<SaidLost, Refusal>): Page {
  const { t, language } = request
  return {
    title: t('care.lost.title'),
    body: (
      <>
        <h1>{t('care.lost.title')}</h1>
        {said ? (
          instead(request, said)
        ) : (
          <>
            <p class="lead">{t('care.lost.lead')}</p>
            <Form action={link(language, 'second-factor', 'lost')}>
              <Actions>
                <Button>{t('care.lost.submit')}</Button>
                <ButtonLink href={link(language, 'second-factor')}>{t('care.back')}</ButtonLink>
              </Actions>
            </Form>
          </>
        )}
      </>
    ),
  }
}

function keepPage(request: Linked, until: Date | undefined): Page {
  const { t, language, query } = request
  return {
    title: t('care.lost.keep-title'),
    status: until === undefined ? 410 : 200,
    referrer: 'none',
    body: (
      <>
        <h1>{t('care.lost.keep-title')}</h1>
        {until === undefined ? (
          <Notice tone="warn">{t('care.lost.unknown')}</Notice>
        ) : (
          <>
            <p class="lead">{t('care.lost.keep', { until })}</p>
            <Form action={`${link(language, 'lost')}?token=${encodeURIComponent(query.token ?? '')}`}>
              <Actions>
                <Button>{t('care.lost.keep-submit')}</Button>
              </Actions>
            </Form>
          </>
        )}
      </>
    ),
  }
}

/** Say that second factors are lost; take it back with a link, or from a session. */
export function lossRoutes(parts: PeopleParts): Route[] {
  const losing = { act: 'people.lose-factors', who: 'half' } as const
  const own = { act: 'people.lose-factors', who: 'customer' } as const
  return [
    routes.page({
      ...losing,
      path: '/:lang/second-factor/lost',
      render: request => (request.visitor.colleague ? fault('not-for-you') : lostPage(request)),
    }),
    routes.form({
      ...losing,
      path: '/:lang/second-factor/lost',
      body: Type.Object({}),
      handle: async request => {
        if (request.visitor.colleague) return fault('not-for-you')
        const said = await sayLost(parts, request.visitor.person, deviceOf(request))
        if (said instanceof Refusal) return refused(said)
        return { ...lostPage(request, said), ...(said === 'done' ? {} : { status: 409 }) }
      },
    }),
    routes.page({
      path: '/:lang/lost',
      act: 'people.check-credentials',
      who: 'anyone',
      query: tokenQuery,
      render: async request => {
        const found = await lookAtLoss(parts, request.query.token ?? '')
        return found instanceof Refusal ? refused(found) : keepPage(request, found?.until)
      },
    }),
    routes.form({
      path: '/:lang/lost',
      act: 'people.lose-factors',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({}),
      handle: async request => {
        const found = await lookAtLoss(parts, request.query.token ?? '')
        if (found instanceof Refusal) return refused(found)
        if (!found) return keepPage(request, undefined)
        const kept = await keepFactors(parts, found.person)
        if (kept instanceof Refusal) return refused(kept)
        return redirect(link(request.language, 'sign-in'), { done: 'care.done.kept' })
      },
    }),
    routes.form({
      ...own,
      path: '/:lang/account/security/keep-factors',
      body: Type.Object({}),
      handle: async request => {
        const kept = await keepFactors(parts, request.visitor.person)
        if (kept instanceof Refusal) return refused(kept)
        return redirect(link(request.language, 'account', 'security'), { done: 'care.done.kept' })
      },
    }),
    routes.api({
      ...losing,
      method: 'POST',
      path: '/api/people/lost-factors',
      name: 'people.say-factors-lost',
      summary: 'Say that every second factor is lost: in seven days they are removed, unless it is taken back.',
      response: done,
      problems: { 'lost-after-reset': 409, 'lost-by-post': 409 },
      handle: async request => {
        const { t, visitor } = request
        if (visitor.colleague) return fault('not-for-you')
        const said = await sayLost(parts, visitor.person, deviceOf(request))
        if (said instanceof Refusal) return refused(said)
        if (said === 'post') return problem('lost-by-post', t('care.lost.post'))
        if (said !== 'done') return problem('lost-after-reset', t('care.lost.recent', { until: said.until }))
        return reply({ done: true })
      },
    }),
    routes.api({
      ...own,
      method: 'GET',
      path: '/api/people/lost-factors',
      name: 'people.lost-factors',
      act: 'people.view-security',
      summary: 'When your second factors are removed because somebody said that they are lost; null: never.',
      response: Type.Object({ until: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]) }),
      handle: async ({ visitor }) => {
        const until = await ownLoss(parts, visitor.actor)
        return until instanceof Refusal ? refused(until) : reply({ until: until?.toISOString() ?? null })
      },
    }),
    routes.api({
      ...own,
      method: 'DELETE',
      path: '/api/people/lost-factors',
      name: 'people.keep-factors',
      summary: 'Your second factors are not lost: they stay.',
      response: done,
      handle: async ({ visitor }) => {
        const kept = await keepFactors(parts, visitor.person)
        return kept instanceof Refusal ? refused(kept) : reply({ done: true })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/lost-factors/keep',
      name: 'people.keep-factors-by-link',
      act: 'people.lose-factors',
      who: 'anyone',
      summary: 'The same with the token of the letter.',
      body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
      response: done,
      problems: { 'link-unknown': 410 },
      handle: async ({ body, t }) => {
        const found = await lookAtLoss(parts, body.token)
        if (found instanceof Refusal) return refused(found)
        if (!found) return problem('link-unknown', t('care.lost.unknown'))
        const kept = await keepFactors(parts, found.person)
        return kept instanceof Refusal ? refused(kept) : reply({ done: true })
      },
    }),
  ]
}
