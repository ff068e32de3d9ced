/** The pages of somebody who has no ID yet. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused } from '../base/http/index.ts'
import type { Language, Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, Details, Field, Form, Notice, T, type Words } from '../ui/index.ts'
import type { PeopleParts } from './parts.ts'
import { homeOf } from './session-cookie.ts'
import { companyWords, faultsOf, signUp } from './sign-up.ts'
import { routes, type Visitor } from './visitor.ts'

type Asked = WebRequest<Visitor> & Words

/** A link to a clause of the policy, for the words in a sentence. */
export const clauseLink = (language: Language, clause: string) => (words: string) => (
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
            k="security.without-email"
            parts={{ without: words => <a href={link(language, 'sign-up', 'without-email')}>{words}</a> }}
          />
        </p>
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

function sentPage({ language, t }: Asked, email: string, demo: boolean): Page {
  return {
    title: t('people.sign-up.sent-title'),
    body: (
      <>
        <h1>{t('people.sign-up.sent-title')}</h1>
        <p class="lead">{t('people.sign-up.sent', { email })}</p>
        {demo && (
          <Notice>
            <T
              k="people.sign-up.sent-demo"
              parts={{ mailbox: words => <a href={link(language, 'mailbox')}>{words}</a> }}
            />
          </Notice>
        )}
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

/** Sign up. */
export function signUpRoutes(parts: PeopleParts & { demo: boolean }): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy
  const page = (request: Asked) => signUpPage(request, policy().purposes['account']?.clause ?? 'account')
  return [
    routes.page({
      path: '/:lang/sign-up',
      act: 'people.sign-up',
      who: 'anyone',
      render: request =>
        request.visitor.kind === 'stranger' ? page(request) : redirect(homeOf(request.visitor, request.language)),
    }),
    routes.form({
      path: '/:lang/sign-up',
      act: 'people.sign-up',
      who: 'anyone',
      body: signUpBody,
      again: async request => page(request),
      handle: async request => {
        const { body, language, t } = request
        const faults = faultsOf(body, await companyWords(parts), t)
        if (faults.length > 0) return invalid(...faults)
        const done = await signUp(parts, { ...body, language })
        if (done instanceof Refusal) return refused(done)
        if (done !== 'sent')
          return invalid({ field: 'email', message: t('people.sign-up.wait', { count: Math.ceil(done.wait / 60) }) })
        return sentPage(request, body.email, parts.demo)
      },
    }),
  ]
}

/** A password as it is typed: never trimmed, never shown again. */
export const passwordField = Type.String({ minLength: 1, maxLength: 1000, format: 'password' })

/** What a sign-up asks for, on the page and in the API. */
export const signUpBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  email: Type.String({ format: 'email', maxLength: 254 }),
  password: passwordField,
})
