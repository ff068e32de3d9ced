/** The pages of somebody whom no e-mail reaches: ask for a letter by post, and type the code that it brings. */
import { Type } from 'typebox'
import { fault, invalid, link, problem, redirect, refused, reply } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Field, Form, type Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { routes, type Visitor } from '../visitor.ts'
import { askReset } from './resetting.ts'
import { takeCode } from './return-codes.ts'

type Asked = WebRequest<Visitor> & Words

const id = Type.String({ minLength: 1, maxLength: 254 })
const code = Type.String({ minLength: 1, maxLength: 40 })

function postPage({ t, language }: Asked): Page {
  return {
    title: t('care.post.title'),
    body: (
      <>
        <h1>{t('care.post.title')}</h1>
        <p class="lead">{t('care.post.lead')}</p>
        <Form action={link(language, 'forgotten', 'post')}>
          <Field name="id" label={t('people.sign-in.id')} hint={t('care.post.code-hint')} autocomplete="username" />
          <Actions>
            <Button>{t('care.post.submit')}</Button>
            <ButtonLink href={link(language, 'return')}>{t('care.post.have')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

function askedPage({ t, language }: Asked): Page {
  return {
    title: t('care.post.asked-title'),
    body: (
      <>
        <h1>{t('care.post.asked-title')}</h1>
        <p class="lead">{t('care.post.asked')}</p>
        <Actions>
          <ButtonLink href={link(language, 'return')}>{t('care.post.have')}</ButtonLink>
        </Actions>
      </>
    ),
  }
}

function codePage({ t, language }: Asked): Page {
  return {
    title: t('care.return.title'),
    body: (
      <>
        <h1>{t('care.return.title')}</h1>
        <p class="lead">{t('care.return.lead')}</p>
        <Form action={link(language, 'return')}>
          <Field name="id" label={t('people.sign-in.id')} hint={t('care.post.id-hint')} autocomplete="username" />
          <Field name="code" label={t('care.return.code')} hint={t('care.return.hint')} width="short" maxLength={40} />
          <Actions>
            <Button>{t('care.return.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** Ask for a letter by post; come back with a code. */
export function returningRoutes(parts: PeopleParts): Route[] {
  const asking = { act: 'people.ask-reset', who: 'anyone' } as const
  const coming = { act: 'people.recover', who: 'anyone' } as const
  const minutes = (wait: number) => ({ count: Math.ceil(wait / 60) })
  return [
    routes.page({ ...asking, path: '/:lang/forgotten/post', render: postPage }),
    routes.form({
      ...asking,
      path: '/:lang/forgotten/post',
      body: Type.Object({ id }),
      again: postPage,
      handle: async request => {
        const done = await askReset(parts, request.body.id, 'post')
        if (done instanceof Refusal) return refused(done)
        if (done === 'asked') return askedPage(request)
        return invalid(faultAt('id', request.t('people.sign-up.wait', minutes(done.wait))))
      },
    }),
    routes.page({ ...coming, path: '/:lang/return', render: codePage }),
    routes.form({
      ...coming,
      path: '/:lang/return',
      body: Type.Object({ id, code }),
      again: codePage,
      handle: async request => {
        const { t, language, body } = request
        const done = await takeCode(parts, body.id, body.code)
        if (done instanceof Refusal) return refused(done)
        if (done === 'wrong') return invalid(faultAt('code', t('care.return.wrong')))
        if ('wait' in done) return invalid(faultAt('code', t('people.sign-in.wait', { count: done.wait })))
        return redirect(`${link(language, 'reset')}?token=${done.token}`)
      },
    }),
    routes.api({
      ...asking,
      method: 'POST',
      path: '/api/people/password/forgotten/post',
      name: 'people.ask-letter-by-post',
      statuses: [202],
      summary: 'Ask for a code in a letter by post. The answer never tells whether anybody has the ID, or an address.',
      body: Type.Object({ id }),
      response: Type.Object({ asked: Type.Boolean() }),
      handle: async ({ body, t }) => {
        const asked = await askReset(parts, body.id, 'post')
        if (asked instanceof Refusal) return refused(asked)
        if (asked === 'asked') return reply({ asked: true }, { status: 202 })
        return fault('too-many', {
          detail: t('people.sign-up.wait', minutes(asked.wait)),
          retryAfter: asked.wait,
        })
      },
    }),
    routes.api({
      ...coming,
      method: 'POST',
      path: '/api/people/return',
      name: 'people.return',
      statuses: [201],
      summary: 'Come back with a code from a letter by post or from a colleague: the token chooses another password.',
      body: Type.Object({ id, code }),
      response: Type.Object({ token: Type.String() }),
      problems: { 'sign-in-wrong': 401 },
      handle: async ({ body, t }) => {
        const done = await takeCode(parts, body.id, body.code)
        if (done instanceof Refusal) return refused(done)
        if (done === 'wrong') return problem('sign-in-wrong', t('care.return.wrong'))
        if ('token' in done) return reply(done, { status: 201 })
        return fault('too-many', {
          detail: t('people.sign-in.wait', { count: done.wait }),
          retryAfter: done.wait,
        })
      },
    }),
  ]
}
