/** The pages, and the call, of somebody who wants an ID and has no e-mail address. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused, reply } from '../base/http/index.ts'
import type { FieldFault } from '../base/http/problem.ts'
import type { Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, ButtonLink, Copyable, Field, Form, Notice, T, type Words } from '../ui/index.ts'
import type { PeopleParts } from './parts.ts'
import { faultAt, isName, passwordFault, shortestPassword } from './people.ts'
import { cookieOf, deviceOf, homeOf } from './session-cookie.ts'
import { openSession, signOut } from './sign-in.ts'
import { clauseLink, passwordField } from './sign-up-pages.tsx'
import { companyWords } from './sign-up.ts'
import { routes, type Visitor } from './visitor.ts'
import { signUpWithout } from './without-email.ts'

type Asked = WebRequest<Visitor> & Words

const body = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }), password: passwordField })

function formPage({ language, t }: Asked, clause: string): Page {
  return {
    title: t('security.without.title'),
    body: (
      <>
        <h1>{t('security.without.title')}</h1>
        <p class="lead">{t('security.without.lead')}</p>
        <Form action={link(language, 'sign-up', 'without-email')}>
          <Field
            name="name"
            label={t('people.sign-up.name')}
            hint={t('people.sign-up.name-hint')}
            autocomplete="name"
            maxLength={100}
          />
          <Field
            name="password"
            type="password"
            label={t('people.sign-up.password')}
            hint={t('people.sign-up.password-hint')}
            autocomplete="new-password"
          />
          <p>
            <T k="security.without.notice" parts={{ clause: clauseLink(language, clause) }} />
          </p>
          <Actions>
            <Button>{t('people.sign-up.submit')}</Button>
            <ButtonLink href={link(language, 'sign-up')}>{t('security.without.not')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

function madePage({ language, t }: Asked, id: string): Page {
  return {
    title: t('security.without.made-title'),
    referrer: 'none',
    body: (
      <>
        <h1>{t('security.without.made-title')}</h1>
        <p class="lead">{t('security.without.made')}</p>
        <p>
          <strong>
            <Copyable>{id}</Copyable>
          </strong>
        </p>
        <Notice>{t('security.without.keep')}</Notice>
        <Actions>
          <ButtonLink kind="primary" href={link(language, 'account')}>
            {t('security.without.on')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** Sign up without an e-mail address. */
export function withoutEmailRoutes(parts: PeopleParts): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy
  const page = (request: Asked) => formPage(request, policy().purposes['account']?.clause ?? 'account')
  const faultsOf = async (
    { name, password }: { name: string; password: string },
    { t }: Words,
  ): Promise<FieldFault[]> => {
    const limit = shortestPassword.customer
    const weak = passwordFault(password, { name, email: '', company: await companyWords(parts) }, limit)
    return [
      ...(isName(name) ? [] : [faultAt('name', t('people.fault.name'))]),
      ...(weak ? [faultAt('password', t(`people.fault.${weak}`, { limit }))] : []),
    ]
  }
  async function enter(request: Asked, form: { name: string; password: string }) {
    const made = await signUpWithout(parts, { ...form, language: request.language })
    if (made instanceof Refusal) return made
    const opened = await openSession(parts, made.person, 'customer', deviceOf(request))
    if (opened instanceof Refusal) return opened
    await signOut(parts, request.visitor)
    return { id: made.id, opened }
  }
  const common = { act: 'people.sign-up', who: 'anyone' } as const

  return [
    routes.page({
      ...common,
      path: '/:lang/sign-up/without-email',
      render: request =>
        request.visitor.kind === 'stranger' ? page(request) : redirect(homeOf(request.visitor, request.language)),
    }),
    routes.form({
      ...common,
      path: '/:lang/sign-up/without-email',
      body,
      again: page,
      handle: async request => {
        const faults = await faultsOf(request.body, request)
        if (faults.length > 0) return invalid(...faults)
        const made = await enter(request, request.body)
        if (made instanceof Refusal) return refused(made)
        return { ...madePage(request, made.id), cookies: [cookieOf(made.opened)] }
      },
    }),
    routes.api({
      ...common,
      method: 'POST',
      path: '/api/people/sign-up/without-email',
      name: 'people.sign-up-without-email',
      statuses: [201],
      summary: 'Get an ID that is no e-mail address; opens a session. Keep the ID: no letter can bring it back.',
      body,
      response: Type.Object({ id: Type.String(), lasts: Type.Integer({ description: 'seconds' }) }),
      handle: async request => {
        const faults = await faultsOf(request.body, request)
        if (faults.length > 0) return invalid(...faults)
        const made = await enter(request, request.body)
        if (made instanceof Refusal) return refused(made)
        return reply({ id: made.id, lasts: made.opened.lasts }, { status: 201, cookies: [cookieOf(made.opened)] })
      },
    }),
  ]
}
