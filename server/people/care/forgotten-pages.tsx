/** The pages of somebody who cannot sign in any more: ask for a link, and choose another password with it. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused, type Page, type Route, type WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Field, Form, Notice, T, type Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { cookieOf, deviceOf, homeOf } from '../session-cookie.ts'
import { signOut } from '../sign-in.ts'
import { passwordField } from '../sign-up-pages.tsx'
import { routes, type Visitor } from '../visitor.ts'
import { askAgain, askReset, type BrokenReset, lookAtReset, resetPassword, shortestOf } from './resetting.ts'
import type { ResetRow } from './reset-store.ts'

type Asked = WebRequest<Visitor> & Words
type Linked = WebRequest<Visitor, unknown, { token?: string }> & Words

const tokenQuery = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) })
const tokenOf = ({ query }: Linked): string => query.token ?? ''
const withToken = (request: Linked, ...where: string[]): string =>
  `${link(request.language, ...where)}?token=${encodeURIComponent(tokenOf(request))}`

function forgottenPage({ t, language }: Asked): Page {
  return {
    title: t('care.forgotten.title'),
    body: (
      <>
        <h1>{t('care.forgotten.title')}</h1>
        <p class="lead">{t('care.forgotten.lead')}</p>
        <Form action={link(language, 'forgotten')}>
          <Field name="id" label={t('people.sign-in.id')} hint={t('people.sign-in.id-hint')} autocomplete="username" />
          <Actions>
            <Button>{t('care.forgotten.submit')}</Button>
          </Actions>
        </Form>
        <p>
          <T
            k="care.forgotten.post"
            parts={{ post: words => <a href={link(language, 'forgotten', 'post')}>{words}</a> }}
          />
        </p>
      </>
    ),
  }
}

/** The same for every ID. */
function askedPage({ t, language }: Words & Pick<Asked, 'language'>, demo: boolean): Page {
  return {
    title: t('care.forgotten.asked-title'),
    body: (
      <>
        <h1>{t('care.forgotten.asked-title')}</h1>
        <p class="lead">{t('care.forgotten.asked')}</p>
        {demo && (
          <Notice>
            <T
              k="people.sign-up.sent-demo"
              parts={{ mailbox: words => <a href={link(language, 'mailbox')}>{words}</a> }}
            />
          </Notice>
        )}
        <p>
          <T k="care.forgotten.nothing" parts={{ again: words => <a href={link(language, 'forgotten')}>{words}</a> }} />
        </p>
      </>
    ),
  }
}

function resetPage(request: Linked, row: ResetRow): Page {
  const { t } = request
  const { address } = row
  return {
    title: t('care.reset.title'),
    referrer: 'none',
    body: (
      <>
        <h1>{t('care.reset.title')}</h1>
        <p class="lead">{t('care.reset.lead', { id: address })}</p>
        <Form action={withToken(request, 'reset')}>
          {/* Nothing is sent from here: it tells a password manager whose password this is. */}
          <input type="text" autocomplete="username" value={address} readOnly hidden />
          <Field
            name="password"
            type="password"
            label={t('people.choose.password')}
            hint={t('care.reset.hint', { limit: shortestOf(row) })}
            autocomplete="new-password"
          />
          <Actions>
            <Button>{t('care.reset.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** A link that opens nothing: why, and the way to begin again with one press. */
function brokenPage(request: Linked, why: BrokenReset): Page {
  const { t, language } = request
  return {
    title: t(`care.reset.${why}-title`),
    status: 410,
    referrer: 'none',
    body: (
      <>
        <h1>{t(`care.reset.${why}-title`)}</h1>
        <Notice tone="warn">{t(`care.reset.${why}`)}</Notice>
        {why === 'unknown' ? (
          <Actions>
            <ButtonLink kind="primary" href={link(language, 'forgotten')}>
              {t('care.reset.again')}
            </ButtonLink>
          </Actions>
        ) : (
          <Form action={withToken(request, 'reset', 'again')}>
            <Actions>
              <Button>{t('care.reset.again')}</Button>
            </Actions>
          </Form>
        )}
      </>
    ),
  }
}

/** Ask for a link, ask again with one that is over, choose another password. */
export function forgottenRoutes(parts: PeopleParts & { demo: boolean }): Route[] {
  const tooMany = ({ t }: Words, wait: number) =>
    invalid(faultAt('id', t('people.sign-up.wait', { count: Math.ceil(wait / 60) })))

  async function showReset(request: Linked): Promise<Page | Refusal> {
    const found = await lookAtReset(parts, tokenOf(request))
    if (found instanceof Refusal) return found
    return typeof found === 'string' ? brokenPage(request, found) : resetPage(request, found)
  }

  return [
    routes.page({ path: '/:lang/forgotten', act: 'people.ask-reset', who: 'anyone', render: forgottenPage }),
    routes.form({
      path: '/:lang/forgotten',
      act: 'people.ask-reset',
      who: 'anyone',
      body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 254 }) }),
      again: forgottenPage,
      handle: async request => {
        const done = await askReset(parts, request.body.id)
        if (done instanceof Refusal) return refused(done)
        return done === 'asked' ? askedPage(request, parts.demo) : tooMany(request, done.wait)
      },
    }),
    routes.page({
      path: '/:lang/reset',
      act: 'people.check-credentials',
      who: 'anyone',
      query: tokenQuery,
      render: async request => {
        const page = await showReset(request)
        return page instanceof Refusal ? refused(page) : page
      },
    }),
    routes.form({
      path: '/:lang/reset',
      act: 'people.reset-password',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({ password: passwordField }),
      again: async request => {
        const page = await showReset(request)
        return page instanceof Refusal ? brokenPage(request, 'unknown') : page
      },
      handle: async request => {
        const { t, language, body, visitor } = request
        const opened = await resetPassword(parts, tokenOf(request), body.password, deviceOf(request))
        if (opened instanceof Refusal) return refused(opened)
        if (typeof opened === 'string') return brokenPage(request, opened)
        if ('weak' in opened)
          return invalid(faultAt('password', t(`people.fault.${opened.weak}`, { limit: opened.limit })))
        // Whoever was signed in here, with this ID or another, is not any more.
        await signOut(parts, visitor)
        return redirect(homeOf(opened, language), { cookies: [cookieOf(opened)], done: 'care.done.reset' })
      },
    }),
    routes.form({
      path: '/:lang/reset/again',
      act: 'people.ask-reset',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({}),
      again: forgottenPage,
      handle: async request => {
        const done = await askAgain(parts, tokenOf(request))
        if (done instanceof Refusal) return refused(done)
        return done === 'asked' ? askedPage(request, parts.demo) : tooMany(request, done.wait)
      },
    }),
  ]
}
