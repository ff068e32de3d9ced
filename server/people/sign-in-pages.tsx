/** Signing in and out. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused } from '../base/http/index.ts'
import type { Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, Field, Form, Notice, T, type Words } from '../ui/index.ts'
import { PasskeyForm, signInWithPasskey } from './factors/index.ts'
import type { PeopleParts } from './parts.ts'
import { faultAt } from './people.ts'
import { cookieOf, deviceOf, homeOf, noCookie, withNext } from './session-cookie.ts'
import { signIn, signOut } from './sign-in.ts'
import { clauseLink, passwordField } from './sign-up-pages.tsx'
import { routes, type Visitor } from './visitor.ts'

type Asked = WebRequest<Visitor, unknown, { next?: string; why?: string }> & Words

/** `next`: the page that was wanted. `why`: what brought somebody back here. */
const query = Type.Object({ next: Type.Optional(Type.String()), why: Type.Optional(Type.String()) })

function signInPage(words: Asked, clause: string, demo: boolean): Page {
  const {
    language,
    t,
    query: { next, why },
  } = words
  return {
    title: t('people.sign-in.title'),
    body: (
      <>
        <h1>{t('people.sign-in.title')}</h1>
        {why === 'codes' ? (
          <Notice tone="warn">{t('people.factor.ended')}</Notice>
        ) : (
          next !== undefined && <p class="lead">{t('people.sign-in.first')}</p>
        )}
        <Form action={withNext(link(language, 'sign-in'), next)}>
          <Field name="id" label={t('people.sign-in.id')} hint={t('people.sign-in.id-hint')} autocomplete="username" />
          <Field name="password" type="password" label={t('people.sign-up.password')} autocomplete="current-password" />
          <Actions>
            <Button>{t('people.sign-in.submit')}</Button>
          </Actions>
        </Form>
        <PasskeyForm
          words={words}
          action={withNext(link(language, 'sign-in', 'passkey'), next)}
          options="/api/people/passkeys/challenge?for=sign-in"
          button={t('factors.sign-in.passkey')}
        >
          <h2>{t('factors.sign-in.passkey-title')}</h2>
          <p>{t('factors.sign-in.passkey-lead')}</p>
          <input type="hidden" name="id" value="" data-typed="field-id" />
        </PasskeyForm>
        <p>
          <T k="people.sign-in.new" parts={{ 'sign-up': words => <a href={link(language, 'sign-up')}>{words}</a> }} />
        </p>
        <p>
          <T k="security.forgotten" parts={{ forgotten: words => <a href={link(language, 'forgotten')}>{words}</a> }} />
        </p>
        {demo && (
          <p>
            <a href={withNext(link(language, 'start'), next)}>{t('people.mailbox.sign-in')}</a>
          </p>
        )}
        <p class="muted">
          <T k="people.sign-in.notice" parts={{ clause: clauseLink(language, clause) }} />
        </p>
      </>
    ),
  }
}

/** Sign in, sign out. */
export function signInRoutes(parts: PeopleParts & { demo: boolean }): Route[] {
  const page = (request: Asked) =>
    signInPage(
      request,
      parts.gate.policy().compiled.loaded.policy.purposes['security']?.clause ?? 'security',
      parts.demo,
    )
  return [
    routes.page({
      path: '/:lang/sign-in',
      act: 'people.sign-in',
      who: 'anyone',
      query,
      render: request =>
        request.visitor.kind === 'stranger'
          ? page(request)
          : redirect(homeOf(request.visitor, request.language, request.query.next)),
    }),
    routes.form({
      path: '/:lang/sign-in',
      act: 'people.sign-in',
      who: 'anyone',
      query,
      body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 254 }), password: passwordField }),
      again: async request => page(request),
      handle: async request => {
        const { t, body, language } = request
        const opened = await signIn(parts, body.id, body.password, deviceOf(request))
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'wrong') return invalid(faultAt('id', t('people.sign-in.wrong')))
        if ('wait' in opened) return invalid(faultAt('id', t('people.sign-in.wait', { count: opened.wait })))
        // Who signs in again leaves no session behind.
        await signOut(parts, request.visitor)
        return redirect(homeOf(opened, language, request.query.next), {
          cookies: [cookieOf(opened)],
          ...(opened.kind === 'customer' ? { done: 'people.done.signed-in' } : {}),
        })
      },
    }),
    routes.form({
      path: '/:lang/sign-in/passkey',
      act: 'people.use-passkey',
      who: 'anyone',
      query,
      body: Type.Object({
        id: Type.Optional(Type.String({ maxLength: 254 })),
        response: Type.Optional(Type.String({ maxLength: 20_000 })),
      }),
      again: async request => page(request),
      handle: async request => {
        const { t, body, language, holder } = request
        const answered = { response: body.response ?? '', holder }
        const opened = await signInWithPasskey(parts, answered, body.id, deviceOf(request))
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'wrong') return invalid(faultAt('', t('factors.fault.passkey')))
        await signOut(parts, request.visitor)
        const cookies = [cookieOf(opened)]
        return redirect(homeOf(opened, language, request.query.next), { cookies, done: 'people.done.signed-in' })
      },
    }),
    routes.form({
      path: '/:lang/sign-out',
      act: 'people.sign-out',
      who: 'anyone',
      body: Type.Object({}),
      handle: async request => {
        await signOut(parts, request.visitor, deviceOf(request))
        return redirect(link(request.language, ''), { cookies: [noCookie], done: 'people.done.signed-out' })
      },
    }),
  ]
}
