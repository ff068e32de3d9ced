/** The pages between a colleague's password and the console. */
import { toString as qrCode } from 'qrcode'
import { Type } from 'typebox'
import { fault, invalid, link, redirect, refused } from '../base/http/index.ts'
import type { Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, ButtonLink, Copyable, Field, Form, Time, type Words } from '../ui/index.ts'
import { sessionCookie } from './identify.ts'
import type { PeopleParts } from './parts.ts'
import { faultAt } from './people.ts'
import { cookieOf } from './portal.tsx'
import { acknowledge, enrolment, secondFactor, signOut } from './sign-in.ts'
import { routes, type Visitor } from './visitor.ts'

type Half = WebRequest<Extract<Visitor, { kind: 'half' }>> & Words
type Colleague = WebRequest<Extract<Visitor, { kind: 'staff' }>> & Words

/** Second factor, acknowledgement, and signing out for everybody. */
export function consoleRoutes(parts: PeopleParts): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy.policy

  async function factorPage(request: Half): Promise<Page> {
    const { t, visitor } = request
    const { company } = policy()
    const enrol = await enrolment(parts, visitor.person, visitor.session, visitor.name, company)
    const isNew = enrol !== undefined && !(enrol instanceof Refusal)
    const picture = isNew
      ? `data:image/svg+xml;utf8,${encodeURIComponent(await qrCode(enrol.uri, { type: 'svg', margin: 2 }))}`
      : ''
    return {
      title: t(isNew ? 'people.factor.enrol-title' : 'people.factor.title'),
      body: (
        <>
          <h1>{t(isNew ? 'people.factor.enrol-title' : 'people.factor.title')}</h1>
          <p class="lead">{isNew ? t('people.factor.enrol-lead') : t('people.factor.lead', { company })}</p>
          {isNew && (
            <>
              <p>
                <img src={picture} width="200" height="200" alt={t('people.factor.enrol-picture')} />
              </p>
              <p>
                {t('people.factor.enrol-secret')} <Copyable>{enrol.secret}</Copyable>
              </p>
            </>
          )}
          <Form action="/console/second-factor">
            <Field
              name="code"
              label={t('people.factor.code')}
              autocomplete="one-time-code"
              inputMode="numeric"
              width="short"
              maxLength={7}
            />
            <Actions>
              <Button>{t('people.factor.submit')}</Button>
            </Actions>
          </Form>
        </>
      ),
    }
  }

  function acknowledgePage({ t, language }: Colleague): Page {
    const { version, effective } = policy()
    return {
      title: t('people.acknowledge.title'),
      body: (
        <>
          <h1>{t('people.acknowledge.title')}</h1>
          <p class="lead">{t('people.acknowledge.lead', { version, since: new Date(effective) })}</p>
          <p class="muted">
            <Time at={new Date(effective)} />
          </p>
          <Actions>
            <ButtonLink href={link(language, 'privacy')}>{t('people.acknowledge.read', { version })}</ButtonLink>
          </Actions>
          <Form action="/console/acknowledge">
            <input type="hidden" name="version" value={version} />
            <Actions>
              <Button>{t('people.acknowledge.submit')}</Button>
            </Actions>
          </Form>
        </>
      ),
    }
  }

  const leave = { name: sessionCookie, value: undefined }

  return [
    routes.page({
      path: '/console/second-factor',
      act: 'people.second-factor',
      who: 'half',
      frame: 'portal',
      render: factorPage,
    }),
    routes.form({
      path: '/console/second-factor',
      act: 'people.second-factor',
      who: 'half',
      frame: 'portal',
      body: Type.Object({ code: Type.String({ minLength: 6, maxLength: 10 }) }),
      again: factorPage,
      handle: async request => {
        const opened = await secondFactor(parts, request.visitor.person, request.visitor.session, request.body.code)
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'wrong') return invalid(faultAt('code', request.t('people.fault.code')))
        return redirect('/console', { cookies: [cookieOf(opened)], done: 'people.done.signed-in' })
      },
    }),
    routes.page({ path: '/console/acknowledge', act: 'people.acknowledge', who: 'staff', render: acknowledgePage }),
    routes.form({
      path: '/console/acknowledge',
      act: 'people.acknowledge',
      who: 'staff',
      body: Type.Object({ version: Type.Integer() }),
      handle: async request => {
        // What was read is what was shown: a version that came into force in between is shown first.
        if (request.body.version !== policy().version) return fault('conflict')
        const refusal = await acknowledge(parts, request.visitor.person, request.body.version)
        return refusal ? refused(refusal) : redirect('/console')
      },
    }),
    routes.form({
      path: '/:lang/sign-out',
      act: 'people.sign-out',
      who: 'anyone',
      body: Type.Object({}),
      handle: async request => {
        if (request.visitor.session) await signOut(parts, request.visitor.session)
        return redirect(link(request.language, ''), { cookies: [leave], done: 'people.done.signed-out' })
      },
    }),
  ]
}
