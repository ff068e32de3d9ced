/** The pages of somebody who has no ID yet, or is about to use it. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused } from '../base/http/index.ts'
import type { Language, Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, ButtonLink, Details, Field, Form, Notice, T, type Words } from '../ui/index.ts'
import { sessionCookie } from './identify.ts'
import type { PeopleParts } from './parts.ts'
import { faultAt, passwordFault, shortestPassword } from './people.ts'
import { openSession, signIn, type Opened } from './sign-in.ts'
import { confirm, signUp } from './sign-up.ts'
import { routes, type Visitor } from './visitor.ts'

type Asked = WebRequest<Visitor> & Words

const device = (request: Asked) => ({
  agent: (request.header('user-agent') ?? '').slice(0, 300),
  address: request.address,
})

/** The cookie of a session that was opened. */
export const cookieOf = ({ token, lasts }: Opened) => ({ name: sessionCookie, value: token, maxAge: lasts })

const clauseLink = (language: Language, clause: string) => (words: string) => (
  <a href={`${link(language, 'privacy')}#${clause}`}>{words}</a>
)

function signUpPage({ language, t }: Asked, clause: string): Page {
  return {
    title: t('people.sign-up.title'),
    body: (
      <>
        <h1>{t('people.sign-up.title')}</h1>
        <p class="lead">{t('people.sign-up.lead')}</p>
        <Form action={link(language, 'sign-up')}>
          <Field
            name="name"
            label={t('people.sign-up.name')}
            hint={t('people.sign-up.name-hint')}
            autocomplete="name"
            maxLength={100}
          />
          <Field
            name="email"
            type="email"
            label={t('people.sign-up.email')}
            hint={t('people.sign-up.email-hint')}
            autocomplete="email"
          />
          <Field
            name="password"
            type="password"
            label={t('people.sign-up.password')}
            hint={t('people.sign-up.password-hint')}
            autocomplete="new-password"
          />
          <Details summary={t('people.sign-up.notice-title')} open>
            <p>
              <T k="people.sign-up.notice" parts={{ clause: clauseLink(language, clause) }} />
            </p>
          </Details>
          <Actions>
            <Button>{t('people.sign-up.submit')}</Button>
          </Actions>
        </Form>
        <p>
          <T
            k="people.sign-up.have-one"
            parts={{ 'sign-in': words => <a href={link(language, 'sign-in')}>{words}</a> }}
          />
        </p>
      </>
    ),
  }
}

function sentPage({ language, t }: Asked, email: string): Page {
  return {
    title: t('people.sign-up.sent-title'),
    body: (
      <>
        <h1>{t('people.sign-up.sent-title')}</h1>
        <p class="lead">{t('people.sign-up.sent', { email })}</p>
        <p>
          <T
            k="people.sign-up.sent-nothing"
            parts={{ again: words => <a href={link(language, 'sign-up')}>{words}</a> }}
          />
        </p>
      </>
    ),
  }
}

function confirmPage({ language, t }: Asked, token: string): Page {
  return {
    title: t('people.confirm.title'),
    referrer: 'none',
    body: (
      <>
        <h1>{t('people.confirm.title')}</h1>
        <p class="lead">{t('people.confirm.lead')}</p>
        <Form action={`${link(language, 'confirm')}?token=${encodeURIComponent(token)}`}>
          <Field name="password" type="password" label={t('people.sign-up.password')} autocomplete="current-password" />
          <Actions>
            <Button>{t('people.confirm.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

function brokenLinkPage({ language, t }: Asked, why: 'unknown' | 'expired' | 'used' | 'taken'): Page {
  const ready = why === 'used' || why === 'taken'
  return {
    title: t('people.confirm.title'),
    status: ready ? 200 : 410,
    referrer: 'none',
    body: (
      <>
        <h1>{t('people.confirm.title')}</h1>
        <Notice tone={ready ? 'info' : 'warn'}>{t(`people.confirm.${why}`)}</Notice>
        <Actions>
          {ready ? (
            <ButtonLink kind="primary" href={link(language, 'sign-in')}>
              {t('people.sign-in.title')}
            </ButtonLink>
          ) : (
            <ButtonLink kind="primary" href={link(language, 'sign-up')}>
              {t('people.confirm.again')}
            </ButtonLink>
          )}
        </Actions>
      </>
    ),
  }
}

function signInPage({ language, t }: Asked, clause: string): Page {
  return {
    title: t('people.sign-in.title'),
    body: (
      <>
        <h1>{t('people.sign-in.title')}</h1>
        <Form action={link(language, 'sign-in')}>
          <Field name="id" label={t('people.sign-in.id')} hint={t('people.sign-in.id-hint')} autocomplete="username" />
          <Field name="password" type="password" label={t('people.sign-up.password')} autocomplete="current-password" />
          <Actions>
            <Button>{t('people.sign-in.submit')}</Button>
          </Actions>
        </Form>
        <p>
          <T k="people.sign-in.new" parts={{ 'sign-up': words => <a href={link(language, 'sign-up')}>{words}</a> }} />
        </p>
        <p class="muted">
          <T k="people.sign-in.notice" parts={{ clause: clauseLink(language, clause) }} />
        </p>
      </>
    ),
  }
}

const tokenQuery = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) })
const password = Type.String({ minLength: 1, maxLength: 1000, format: 'password' })

/** The pages: sign up, confirm, sign in, sign out. */
export function portalRoutes(parts: PeopleParts): Route[] {
  const clauseOf = (purpose: string) => parts.gate.policy().compiled.loaded.policy.purposes[purpose]?.clause ?? purpose
  const accountClause = () => clauseOf('account')
  const company = () => parts.gate.policy().compiled.loaded.policy.policy.company

  return [
    routes.page({
      path: '/:lang/sign-up',
      act: 'people.sign-up',
      who: 'anyone',
      render: request => signUpPage(request, accountClause()),
    }),
    routes.form({
      path: '/:lang/sign-up',
      act: 'people.sign-up',
      who: 'anyone',
      body: Type.Object({
        name: Type.String({ minLength: 1, maxLength: 100 }),
        email: Type.String({ format: 'email', maxLength: 254 }),
        password,
      }),
      again: request => signUpPage(request, accountClause()),
      handle: async request => {
        const { name, email } = request.body
        if (!name.trim()) return invalid(faultAt('name', request.t('people.fault.name')))
        const weak = passwordFault(
          request.body.password,
          { name, email, company: company() },
          shortestPassword.customer,
        )
        if (weak)
          return invalid(faultAt('password', request.t(`people.fault.${weak}`, { limit: shortestPassword.customer })))
        const done = await signUp(parts, { ...request.body, language: request.language })
        return done instanceof Refusal ? refused(done) : sentPage(request, email)
      },
    }),
    routes.page({
      path: '/:lang/confirm',
      act: 'people.confirm',
      who: 'anyone',
      query: tokenQuery,
      render: request => confirmPage(request, request.query.token),
    }),
    routes.form({
      path: '/:lang/confirm',
      act: 'people.confirm',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({ password }),
      again: request => confirmPage(request, request.query.token),
      handle: async request => {
        const done = await confirm(parts, request.query.token, request.body.password)
        if (done instanceof Refusal) return refused(done)
        if (done === 'wrong-password') return invalid(faultAt('password', request.t('people.fault.password-wrong')))
        if (typeof done === 'string') return brokenLinkPage(request, done)
        const opened = await openSession(parts, done.person, 'customer', device(request))
        if (opened instanceof Refusal) return refused(opened)
        return redirect(link(request.language, 'account'), {
          done: 'people.done.confirmed',
          cookies: [cookieOf(opened)],
        })
      },
    }),
    routes.page({
      path: '/:lang/sign-in',
      act: 'people.sign-in',
      who: 'anyone',
      render: request => signInPage(request, clauseOf('security')),
    }),
    routes.form({
      path: '/:lang/sign-in',
      act: 'people.sign-in',
      who: 'anyone',
      body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 254 }), password }),
      again: request => signInPage(request, clauseOf('security')),
      handle: async request => {
        const opened = await signIn(parts, request.body.id, request.body.password, device(request))
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'wrong') return invalid(faultAt('id', request.t('people.sign-in.wrong')))
        if ('wait' in opened) return invalid(faultAt('id', request.t('people.sign-in.wait', { count: opened.wait })))
        const to = opened.kind === 'staff-half' ? '/console/second-factor' : link(request.language, 'account')
        return redirect(to, {
          cookies: [cookieOf(opened)],
          ...(opened.kind === 'customer' ? { done: 'people.done.signed-in' } : {}),
        })
      },
    }),
  ]
}
