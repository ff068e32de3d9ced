/** The page with which somebody shows once more who they are. */
import { Type } from 'typebox'
import { invalid, isOwnPath, link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, Field, Form, type Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { cookieOf, deviceOf, homeOf, withNext } from '../session-cookie.ts'
import { isSignedIn, type SignedIn } from '../signed-in.ts'
import { routes, type Visitor } from '../visitor.ts'
import { countOf, factorsOf } from './reading.ts'
import { PasskeyForm } from './parts.tsx'
import { prove, proveWithPasskey } from './proving.ts'

type Asked = WebRequest<Visitor, unknown, { next?: string }> & Words

const nextQuery = Type.Object({ next: Type.Optional(Type.String()) })
const shown = Type.Object({
  password: Type.Optional(Type.String({ maxLength: 1000, format: 'password' })),
  code: Type.Optional(Type.String({ maxLength: 40, format: 'password' })),
  response: Type.Optional(Type.String({ maxLength: 20_000 })),
})

function provePage(request: Asked, has: { factor: boolean; passkey: boolean }): Page {
  const { t, language, query } = request
  const action = withNext(link(language, 'prove'), query.next)
  return {
    title: t('factors.prove.title'),
    body: (
      <>
        <h1>{t('factors.prove.title')}</h1>
        <p class="lead">{t('factors.prove.lead')}</p>
        <Form action={action}>
          <Field name="password" type="password" label={t('people.sign-up.password')} autocomplete="current-password" />
          {has.factor && (
            <Field
              name="code"
              label={t('factors.prove.code')}
              autocomplete="one-time-code"
              width="short"
              maxLength={20}
            />
          )}
          <Actions>
            <Button>{t('factors.prove.submit')}</Button>
          </Actions>
        </Form>
        {has.passkey && (
          <PasskeyForm
            words={request}
            action={action}
            options="/api/people/passkeys/challenge?for=prove"
            button={t('factors.prove.passkey')}
          >
            <h2>{t('factors.prove.passkey-title')}</h2>
          </PasskeyForm>
        )}
      </>
    ),
  }
}

/** Where whoever is not signed in goes instead: a stranger signs in, half a session shows the second factor. */
const elsewhere = ({ visitor, language, query }: Asked) =>
  redirect(
    visitor.kind === 'stranger' || visitor.kind === 'system'
      ? withNext(link(language, 'sign-in'), query.next)
      : homeOf(visitor, language, query.next),
  )

/** Unlike after signing in, a colleague may have been on a page of the portal. */
const backTo = (next: string | undefined, kind: SignedIn['kind'], { language }: Asked): string =>
  next !== undefined && isOwnPath(next) && !next.startsWith('/api/') ? next : homeOf({ kind }, language)

/** Showing once more who one is: `/:lang/prove?next=…`. */
export function proveRoutes(parts: PeopleParts): Route[] {
  const common = { path: '/:lang/prove', act: 'people.prove', who: 'anyone', query: nextQuery } as const

  const page = async (request: Asked): Promise<Page> => {
    const { visitor } = request
    const factors = isSignedIn(visitor) ? await factorsOf(parts, visitor.person) : undefined
    if (!factors || factors instanceof Refusal) return provePage(request, { factor: false, passkey: false })
    return provePage(request, { factor: countOf(factors) > 0, passkey: factors.passkeys > 0 })
  }

  return [
    routes.page({ ...common, render: request => (isSignedIn(request.visitor) ? page(request) : elsewhere(request)) }),
    routes.form({
      ...common,
      body: shown,
      again: page,
      handle: async request => {
        const { t, visitor, query, body, holder, language } = request
        if (!isSignedIn(visitor)) return elsewhere(request)
        const { password = '', code, response } = body
        const opened = response
          ? await proveWithPasskey(parts, visitor, { response, holder })
          : await prove(parts, visitor, { password, code }, deviceOf(request))
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'ended') return redirect(withNext(link(language, 'sign-in'), query.next))
        if (opened === 'code') return invalid(faultAt('code', t('factors.fault.code')))
        if (opened === 'wrong')
          return invalid(
            response ? faultAt('', t('factors.fault.passkey')) : faultAt('password', t('factors.fault.password')),
          )
        if ('wait' in opened) return invalid(faultAt('password', t('people.sign-in.wait', { count: opened.wait })))
        return redirect(backTo(query.next, visitor.kind, request), { cookies: [cookieOf(opened)] })
      },
    }),
  ]
}
