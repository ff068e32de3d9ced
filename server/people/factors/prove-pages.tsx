/** The page, and the call, with which somebody shows once more who they are. */
import { Type } from 'typebox'
import { fault, invalid, isOwnPath, link, redirect, refused, reply } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, Field, Form, type Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt, lifetimes } from '../people.ts'
import { cookieOf, homeOf, withNext } from '../session-cookie.ts'
import { passwordField } from '../sign-up-pages.tsx'
import { routes, type Visitor } from '../visitor.ts'
import { prove } from './proving.ts'
import { isSignedIn } from './step-up.ts'

type Asked = WebRequest<Visitor, unknown, { next?: string }> & Words

const nextQuery = Type.Object({ next: Type.Optional(Type.String()) })
const proof = Type.Object({ password: passwordField })

function provePage({ t, language, query }: Asked): Page {
  return {
    title: t('factors.prove.title'),
    body: (
      <>
        <h1>{t('factors.prove.title')}</h1>
        <p class="lead">{t('factors.prove.lead')}</p>
        <Form action={withNext(link(language, 'prove'), query.next)}>
          <Field name="password" type="password" label={t('people.sign-up.password')} autocomplete="current-password" />
          <Actions>
            <Button>{t('factors.prove.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** Where whoever is not signed in goes instead: a stranger signs in, half a session shows the second factor. */
const elsewhere = ({ visitor, language, query }: Asked) =>
  redirect(
    visitor.kind === 'stranger'
      ? withNext(link(language, 'sign-in'), query.next)
      : homeOf(visitor.kind, language, query.next),
  )

/** Unlike after signing in, a colleague may have been on a page of the portal. */
const backTo = (next: string | undefined, kind: 'customer' | 'staff', { language }: Asked): string =>
  next !== undefined && isOwnPath(next) && !next.startsWith('/api/') ? next : homeOf(kind, language)

/** Showing once more who one is: `/:lang/prove?next=…`, and `POST /api/people/session/proof`. */
export function proveRoutes(parts: PeopleParts): Route[] {
  const common = { path: '/:lang/prove', act: 'people.prove', who: 'anyone', query: nextQuery } as const
  return [
    routes.page({
      ...common,
      render: request => (isSignedIn(request.visitor) ? provePage(request) : elsewhere(request)),
    }),
    routes.form({
      ...common,
      body: proof,
      again: provePage,
      handle: async request => {
        const { t, visitor, query } = request
        if (!isSignedIn(visitor)) return elsewhere(request)
        const opened = await prove(parts, visitor, request.body)
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'ended') return redirect(withNext(link(request.language, 'sign-in'), query.next))
        if (opened === 'wrong') return invalid(faultAt('password', t('factors.fault.password')))
        if ('wait' in opened) return invalid(faultAt('password', t('people.sign-in.wait', { count: opened.wait })))
        return redirect(backTo(query.next, visitor.kind, request), { cookies: [cookieOf(opened)] })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/session/proof',
      name: 'people.prove',
      act: 'people.prove',
      who: 'anyone',
      summary:
        'Show once more who you are, for calls that end with `proof-needed`; the session has another token after it.',
      body: proof,
      response: Type.Object({ lasts: Type.Integer({ description: 'seconds for which it counts' }) }),
      problems: { 'sign-in-needed': 401, 'not-for-you': 403 },
      handle: async ({ t, visitor, body }) => {
        if (!isSignedIn(visitor)) return fault(visitor.kind === 'stranger' ? 'sign-in-needed' : 'not-for-you')
        const opened = await prove(parts, visitor, body)
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'ended') return fault('sign-in-needed')
        if (opened === 'wrong') return invalid(faultAt('password', t('factors.fault.password')))
        if ('wait' in opened)
          return fault('too-many', {
            detail: t('people.sign-in.wait', { count: opened.wait }),
            retryAfter: opened.wait,
          })
        return reply({ lasts: lifetimes.proof / 1000 }, { cookies: [cookieOf(opened)] })
      },
    }),
  ]
}
