/** The pages that mailed links lead to. Opening one changes nothing: mail scanners open them too. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused } from '../base/http/index.ts'
import type { Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, ButtonLink, Field, Form, Notice, type Words } from '../ui/index.ts'
import { choosePassword, confirm } from './confirming.ts'
import { type BrokenInvitation, lookAtInvitation, lookAtLink } from './links.ts'
import { openingOf } from './factors/index.ts'
import type { PeopleParts } from './parts.ts'
import { faultAt, shortestPassword } from './people.ts'
import { cookieOf, deviceOf, homeOf } from './session-cookie.ts'
import { openSession, signOut } from './sign-in.ts'
import { passwordField } from './sign-up-pages.tsx'
import type { LinkRow } from './store.ts'
import { routes, type Visitor } from './visitor.ts'

type Linked = WebRequest<Visitor, unknown, { token?: string }> & Words
type Where = 'confirm' | 'choose-password'

const tokenQuery = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) })
const tokenOf = ({ query }: Linked): string => query.token ?? ''
/** Where the form of the page goes: the token stays in the address, which no referrer carries on. */
const formOf = (request: Linked, where: Where): string =>
  `${link(request.language, where)}?token=${encodeURIComponent(tokenOf(request))}`

function confirmPage(request: Linked): Page {
  const { t } = request
  return {
    title: t('people.confirm.title'),
    referrer: 'none',
    body: (
      <>
        <h1>{t('people.confirm.title')}</h1>
        <p class="lead">{t('people.confirm.lead')}</p>
        <Form action={formOf(request, 'confirm')}>
          <Field name="password" type="password" label={t('people.sign-up.password')} autocomplete="current-password" />
          <Actions>
            <Button>{t('people.confirm.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

function choosePage(request: Linked, { name, address }: LinkRow, company: string): Page {
  const { t } = request
  return {
    title: t('people.choose.title'),
    referrer: 'none',
    body: (
      <>
        <h1>{t('people.choose.title')}</h1>
        <p class="lead">{t('people.choose.lead', { name: name ?? '', company, id: address })}</p>
        <Form action={formOf(request, 'choose-password')}>
          {/* Nothing is sent from here: it tells a password manager whose password this is. */}
          <input type="text" autocomplete="username" value={address} readOnly hidden />
          <Field
            name="password"
            type="password"
            label={t('people.choose.password')}
            hint={t('people.choose.hint', { limit: shortestPassword.staff })}
            autocomplete="new-password"
          />
          <Actions>
            <Button>{t('people.choose.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** A link that opens nothing: why, and what to do. */
function brokenPage({ language, t }: Linked, where: Where, why: BrokenInvitation): Page {
  const part = where === 'confirm' ? 'confirm' : 'choose'
  const words = why === 'replaced' ? 'people.choose.replaced' : (`people.${part}.${why}` as const)
  const isReady = why === 'used' || (why === 'taken' && where === 'confirm')
  const status = why === 'taken' ? 409 : isReady ? 200 : 410
  return {
    title: t(`${words}-title`),
    status,
    referrer: 'none',
    body: (
      <>
        <h1>{t(`${words}-title`)}</h1>
        <Notice tone={isReady ? 'info' : 'warn'}>{t(words)}</Notice>
        <Actions>
          {isReady && (
            <ButtonLink kind="primary" href={link(language, 'sign-in')}>
              {t('people.sign-in.title')}
            </ButtonLink>
          )}
          {!isReady && where === 'confirm' && (
            <ButtonLink kind="primary" href={link(language, 'sign-up')}>
              {t('people.confirm.again')}
            </ButtonLink>
          )}
        </Actions>
      </>
    ),
  }
}

/** Confirm an ID; choose a password as a colleague. */
export function linkRoutes(parts: PeopleParts): Route[] {
  const company = () => parts.gate.policy().compiled.loaded.policy.policy.company

  async function showConfirm(request: Linked): Promise<Page | Refusal> {
    const found = await lookAtLink(parts, 'confirm', tokenOf(request))
    if (found instanceof Refusal) return found
    return typeof found === 'string' ? brokenPage(request, 'confirm', found) : confirmPage(request)
  }

  async function showChoose(request: Linked): Promise<Page | Refusal> {
    const found = await lookAtInvitation(parts, tokenOf(request))
    if (found instanceof Refusal) return found
    if (typeof found === 'string') return brokenPage(request, 'choose-password', found)
    return choosePage(request, found, company())
  }

  const shown = (show: typeof showConfirm) => async (request: Linked) => {
    const page = await show(request)
    return page instanceof Refusal ? refused(page) : page
  }

  /** For a form that is shown again: what was refused in between is a link that opens nothing. */
  const again = (show: typeof showConfirm, where: Where) => async (request: Linked) => {
    const page = await show(request)
    return page instanceof Refusal ? brokenPage(request, where, 'unknown') : page
  }

  async function enter(request: Linked, person: string, done?: string) {
    const opening = await openingOf(parts, person)
    if (opening instanceof Refusal) return refused(opening)
    const opened = await openSession(parts, person, opening, deviceOf(request))
    if (opened instanceof Refusal) return refused(opened)
    await signOut(parts, request.visitor)
    return redirect(homeOf(opened, request.language), {
      cookies: [cookieOf(opened)],
      ...(done === undefined ? {} : { done }),
    })
  }

  return [
    routes.page({
      path: '/:lang/confirm',
      act: 'people.check-link',
      who: 'anyone',
      query: tokenQuery,
      render: shown(showConfirm),
    }),
    routes.form({
      path: '/:lang/confirm',
      act: 'people.confirm',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({ password: passwordField }),
      again: again(showConfirm, 'confirm'),
      handle: async request => {
        const { t } = request
        const done = await confirm(parts, tokenOf(request), request.body.password)
        if (done instanceof Refusal) return refused(done)
        if (done === 'wrong-password') return invalid(faultAt('password', t('people.fault.password-wrong')))
        if (typeof done === 'string') return brokenPage(request, 'confirm', done)
        if ('wait' in done) return invalid(faultAt('password', t('people.sign-in.wait', { count: done.wait })))
        return enter(request, done.person, done.claimed ? 'people.done.claimed' : 'people.done.confirmed')
      },
    }),
    routes.page({
      path: '/:lang/choose-password',
      act: 'people.check-link',
      who: 'anyone',
      query: tokenQuery,
      render: shown(showChoose),
    }),
    routes.form({
      path: '/:lang/choose-password',
      act: 'people.confirm',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({ password: passwordField }),
      again: again(showChoose, 'choose-password'),
      handle: async request => {
        const done = await choosePassword(parts, tokenOf(request), request.body.password)
        if (done instanceof Refusal) return refused(done)
        if (typeof done === 'string') return brokenPage(request, 'choose-password', done)
        if ('weak' in done)
          return invalid(faultAt('password', request.t(`people.fault.${done.weak}`, { limit: shortestPassword.staff })))
        return enter(request, done.person)
      },
    }),
  ]
}
