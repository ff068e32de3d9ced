/** The pages with which somebody who is signed in changes the password or the e-mail address of their ID. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { isPlainAddress } from '../../base/mail.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Field, Form, Notice, Time, type Words } from '../../ui/index.ts'
import { factorsOf, needingProof, shortestFor } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { deviceOf, noCookie } from '../session-cookie.ts'
import { elsewhere, ownOf, type SignedIn } from '../signed-in.ts'
import { passwordField } from '../sign-up-pages.tsx'
import { routes, type Visitor } from '../visitor.ts'
import { askChange, cancelChange, presentOf, resend } from './addressing.ts'
import { type ChangeRow, pendingChange } from './address-store.ts'
import { changePassword } from './password.ts'

type Asked = WebRequest<SignedIn> & Words

/** What protects the ID of whoever may not come in any more. */
const noFactors = { app: undefined, passkeys: 0, colleague: false }

/** Where sign-ins and the history of an ID are shown. */
export const securityLink = (language: Asked['language']): string => link(language, 'account', 'security')

/** The present password is asked for besides the proof: OWASP ASVS 5.0, 6.2.3. */
function passwordPage({ t, language }: Asked, limit: number): Page {
  return {
    title: t('care.password.title'),
    current: securityLink(language),
    body: (
      <>
        <h1>{t('care.password.title')}</h1>
        <p class="lead">{t('care.password.lead')}</p>
        <Form action={link(language, 'account', 'password')}>
          <Field name="password" type="password" label={t('care.password.present')} autocomplete="current-password" />
          <Field
            name="chosen"
            type="password"
            label={t('people.choose.password')}
            hint={t('care.reset.hint', { limit })}
            autocomplete="new-password"
          />
          <Actions>
            <Button>{t('care.password.submit')}</Button>
            <ButtonLink href={securityLink(language)}>{t('care.back')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** What was asked for and not done yet, with its two ways on. */
function Waiting({ t, language, waits }: Pick<Asked, 't' | 'language'> & { waits: ChangeRow }) {
  const both = waits.old_hash !== null
  const sentence = !both
    ? 'care.email.waits-new'
    : waits.new_at
      ? 'care.email.waits-old'
      : waits.old_at
        ? 'care.email.waits-new'
        : 'care.email.waits-both'
  return (
    <Notice title={t('care.email.waits-title', { address: waits.address })}>
      <p>{t(sentence)}</p>
      <p>
        {t('care.email.waits-until')} <Time at={waits.expires_at} precise />
      </p>
      <Form action={link(language, 'account', 'email', 'resend')}>
        <Actions>
          <Button kind="secondary">{t('care.email.resend')}</Button>
        </Actions>
      </Form>
      <Form action={link(language, 'account', 'email', 'cancel')}>
        <Actions>
          <Button kind="plain">{t('care.email.cancel')}</Button>
        </Actions>
      </Form>
    </Notice>
  )
}

function emailPage({ t, language }: Asked, present: string, waits: ChangeRow | undefined): Page {
  return {
    title: t('care.email.title'),
    current: securityLink(language),
    body: (
      <>
        <h1>{t('care.email.title')}</h1>
        <p class="lead">{t('care.email.lead', { id: present })}</p>
        {waits && <Waiting t={t} language={language} waits={waits} />}
        <Form action={link(language, 'account', 'email')}>
          <Field
            name="email"
            type="email"
            label={t('care.email.new')}
            hint={t('care.email.hint')}
            autocomplete="email"
          />
          <Actions>
            <Button>{t('care.email.submit')}</Button>
            <ButtonLink href={securityLink(language)}>{t('care.back')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** What waits for somebody, as they may see it: a colleague too sees what stands about themselves as every person may. */
export async function waitingFor(
  { gate, clock }: Pick<PeopleParts, 'gate' | 'clock'>,
  { person }: Pick<SignedIn, 'person'>,
): Promise<ChangeRow | undefined | Refusal> {
  const read = await gate.read(
    { act: 'people.view-security', actor: { kind: 'customer', person }, subject: { person } },
    { change: pendingChange(person, clock.now()) },
  )
  return read instanceof Refusal ? read : read.change[0]
}

/** Change the password; ask for another address, again, or no more. Customers and colleagues alike. */
export function changeRoutes(parts: PeopleParts): Route[] {
  async function showPassword(request: Asked): Promise<Page | Refusal> {
    const factors = await factorsOf(parts, request.visitor.person)
    return factors instanceof Refusal ? factors : passwordPage(request, shortestFor(factors ?? noFactors))
  }
  async function showEmail(request: Asked): Promise<Page | Refusal> {
    const [present, waits] = await Promise.all([
      presentOf(parts, request.visitor.person),
      waitingFor(parts, request.visitor),
    ])
    if (present instanceof Refusal) return present
    return waits instanceof Refusal ? waits : emailPage(request, present.address, waits)
  }
  // Shown to nobody else: who is not signed in is led elsewhere.
  const passwordAgain = async (request: WebRequest<Visitor> & Words) => {
    const page = await showPassword(request as Asked)
    return page instanceof Refusal ? passwordPage(request as Asked, shortestFor(noFactors)) : page
  }
  const emailAgain = async (request: WebRequest<Visitor> & Words) => {
    const page = await showEmail(request as Asked)
    return page instanceof Refusal ? emailPage(request as Asked, '', undefined) : page
  }
  const password = { path: '/:lang/account/password', act: 'people.change-password', who: 'anyone' } as const
  const email = { act: 'people.change-address', who: 'anyone' } as const
  const back = (request: Pick<Asked, 'language'>) => link(request.language, 'account', 'email')
  const tooMany = ({ t }: Words, wait: number) =>
    invalid(faultAt('email', t('people.sign-up.wait', { count: Math.ceil(wait / 60) })))

  return [
    needingProof(
      routes.page({
        ...password,
        render: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)
          const page = await showPassword(own)
          return page instanceof Refusal ? refused(page) : page
        },
      }),
    ),
    needingProof(
      routes.form({
        ...password,
        body: Type.Object({ password: passwordField, chosen: passwordField }),
        again: passwordAgain,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)
          const { t, language, body, visitor } = own
          const done = await changePassword(parts, visitor, body.password, body.chosen, deviceOf(request))
          if (done instanceof Refusal) return refused(done)
          if (done === 'wrong') return invalid(faultAt('password', t('care.fault.password')))
          if (done === 'ended') return redirect(link(language, 'sign-in'), { cookies: [noCookie] })
          if (done === 'done') return redirect(securityLink(language), { done: 'care.done.password' })
          if ('weak' in done) return invalid(faultAt('chosen', t(`people.fault.${done.weak}`, { limit: done.limit })))
          return invalid(faultAt('password', t('people.sign-in.wait', { count: done.wait })))
        },
      }),
    ),
    needingProof(
      routes.page({
        ...email,
        path: '/:lang/account/email',
        render: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)
          const page = await showEmail(own)
          return page instanceof Refusal ? refused(page) : page
        },
      }),
    ),
    needingProof(
      routes.form({
        ...email,
        path: '/:lang/account/email',
        body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254 }) }),
        again: emailAgain,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)
          const { t, body, visitor } = own
          if (!isPlainAddress(body.email.trim())) return invalid(faultAt('email', t('people.fault.email')))
          const done = await askChange(parts, visitor, body.email)
          if (done instanceof Refusal) return refused(done)
          if (done === 'same') return invalid(faultAt('email', t('care.fault.same')))
          return done === 'asked' ? redirect(back(request), { done: 'care.done.asked' }) : tooMany(request, done.wait)
        },
      }),
    ),
    needingProof(
      routes.form({
        ...email,
        path: '/:lang/account/email/resend',
        body: Type.Object({}),
        again: emailAgain,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)
          const waits = await waitingFor(parts, own.visitor)
          if (waits instanceof Refusal) return refused(waits)
          const done = await resend(parts, own.visitor, waits?.address)
          if (done instanceof Refusal) return refused(done)
          if (typeof done === 'object') return tooMany(request, done.wait)
          return redirect(back(request), done === 'asked' ? { done: 'care.done.asked' } : {})
        },
      }),
      back,
    ),
    routes.form({
      ...email,
      path: '/:lang/account/email/cancel',
      body: Type.Object({}),
      handle: async request => {
        const own = ownOf(request)
        if (!own) return elsewhere(request)
        const done = await cancelChange(parts, own.visitor.person)
        if (done instanceof Refusal) return refused(done)
        return redirect(back(request), { done: 'care.done.cancelled' })
      },
    }),
  ]
}
