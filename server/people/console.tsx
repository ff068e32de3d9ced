/** The pages between a colleague's password and the console. */
import { toString as qrCode } from 'qrcode'
import { Type } from 'typebox'
import { fault, invalid, link, redirect, refused } from '../base/http/index.ts'
import type { Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, ButtonLink, Copyable, Field, Form, type Words } from '../ui/index.ts'
import type { PeopleParts } from './parts.ts'
import { changeLanguage } from './own.ts'
import { faultAt } from './people.ts'
import { acknowledge, enrolment, secondFactor } from './second-factor.ts'
import { cookieOf, homeOf, noCookie, withNext } from './session-cookie.ts'
import { routes, type Visitor } from './visitor.ts'

type Half = Extract<Visitor, { kind: 'half' }>
type Asked = WebRequest<Visitor, unknown, { next?: string }> & Words
type Colleague = WebRequest<Extract<Visitor, { kind: 'staff' }>> & Words

const nextQuery = Type.Object({ next: Type.Optional(Type.String()) })

/** Second factor and acknowledgement. */
export function consoleRoutes(parts: PeopleParts): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy.policy

  async function factorPage({ t, query }: Asked, visitor: Half): Promise<Page> {
    const { company } = policy()
    const enrol = await enrolment(parts, visitor, company)
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
                <a href={enrol.uri}>{t('people.factor.enrol-here')}</a>
              </p>
              <p>
                {t('people.factor.enrol-secret')} <Copyable>{enrol.secret}</Copyable>
              </p>
            </>
          )}
          <Form action={withNext('/console/second-factor', query.next)}>
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

  return [
    routes.page({
      path: '/console/second-factor',
      act: 'people.second-factor',
      who: 'anyone',
      frame: 'portal',
      query: nextQuery,
      render: request => {
        const { visitor, language, query } = request
        if (visitor.kind === 'half') return factorPage(request, visitor)
        return redirect(
          visitor.kind === 'stranger' ? link(language, 'sign-in') : homeOf(visitor.kind, language, query.next),
        )
      },
    }),
    routes.form({
      path: '/console/second-factor',
      act: 'people.second-factor',
      who: 'half',
      frame: 'portal',
      query: nextQuery,
      // Never shown again, like a password: the next try is another code.
      body: Type.Object({ code: Type.String({ minLength: 6, maxLength: 10, format: 'password' }) }),
      again: request => factorPage(request, request.visitor),
      handle: async request => {
        const { t, language, query } = request
        const opened = await secondFactor(parts, request.visitor, request.body.code)
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'wrong') return invalid(faultAt('code', t('people.fault.code')))
        if (opened === 'ended') return redirect(`${link(language, 'sign-in')}?why=codes`, { cookies: [noCookie] })
        if ('wait' in opened) return invalid(faultAt('code', t('people.factor.wait', { count: opened.wait })))
        const to = homeOf(opened.kind, language, query.next)
        return redirect(to, { cookies: [cookieOf(opened)], done: 'people.done.signed-in' })
      },
    }),
    routes.form({
      path: '/console/language',
      act: 'people.correct',
      who: 'staff',
      body: Type.Object({ language: Type.String({ maxLength: 10 }) }),
      handle: async ({ visitor, body, languages, t }) => {
        const next = languages.find(one => one === body.language)
        if (next === undefined) return invalid(faultAt('language', t('ui.field.choice')))
        // A colleague corrects what stands about themselves, as every person may.
        const done = await changeLanguage(parts, { kind: 'customer', person: visitor.person }, next)
        return done instanceof Refusal ? refused(done) : redirect('/console', { done: 'people.done.language' })
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
        return refusal ? refused(refusal) : redirect('/console', { done: 'people.done.acknowledged' })
      },
    }),
  ]
}
