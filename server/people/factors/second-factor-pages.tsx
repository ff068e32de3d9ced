/** The page between the password and the session, for customers and colleagues. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, Details, Field, Form, type Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { cookieOf, deviceOf, homeOf, noCookie, withNext } from '../session-cookie.ts'
import { routes, type Visitor } from '../visitor.ts'
import { type Factors, factorsOf } from './reading.ts'
import { AppBeginning, codesPage, PasskeyForm } from './parts.tsx'
import { type Enrolment, enrolment, passkeyAsFactor, type Proof, secondFactor } from './second-factor.ts'

type Asked = WebRequest<Visitor, unknown, { next?: string }> & Words
type Half = Extract<Visitor, { kind: 'half' }>

const nextQuery = Type.Object({ next: Type.Optional(Type.String()) })
/** Never shown again, like a password: the next try is another code. */
const code = Type.Optional(Type.String({ maxLength: 40, format: 'password' }))
const shown = Type.Object({ code, recovery: code, response: Type.Optional(Type.String({ maxLength: 20_000 })) })

/** `/console/second-factor` is where colleagues have always gone; both do the same. */
const paths = ['/:lang/second-factor', '/console/second-factor'] as const

function CodeForm({ words: { t }, action, label }: { words: Words; action: string; label: string }) {
  return (
    <Form action={action}>
      <Field name="code" label={label} autocomplete="one-time-code" inputMode="numeric" width="short" maxLength={7} />
      <Actions>
        <Button>{t('people.factor.submit')}</Button>
      </Actions>
    </Form>
  )
}

function RecoveryForm({ request, action, codes }: { request: Asked; action: string; codes: number }) {
  const { t, faults } = request
  return (
    <Details summary={t('factors.half.recovery-title')} open={faults.some(({ field }) => field === 'recovery')}>
      <p>{t('factors.half.recovery-lead', { count: codes })}</p>
      <Form action={action}>
        <Field name="recovery" label={t('factors.half.recovery')} autocomplete="off" width="short" maxLength={20} />
        <Actions>
          <Button kind="secondary">{t('factors.half.recovery-submit')}</Button>
        </Actions>
      </Form>
    </Details>
  )
}

async function enrolPage(request: Asked, action: string, begun: Enrolment): Promise<Page> {
  const { t } = request
  return {
    title: t('people.factor.enrol-title'),
    body: (
      <>
        <h1>{t('people.factor.enrol-title')}</h1>
        <p class="lead">{t('people.factor.enrol-lead')}</p>
        {await AppBeginning(begun, request)}
        <CodeForm words={request} action={action} label={t('people.factor.code')} />
      </>
    ),
  }
}

function showPage(request: Asked, action: string, factors: Factors, company: string): Page {
  const { t, language } = request
  const { app, passkeys, codes, colleague } = factors
  return {
    title: t('people.factor.title'),
    body: (
      <>
        <h1>{t('people.factor.title')}</h1>
        <p class="lead">{app ? t('people.factor.lead', { company }) : t('factors.half.lead')}</p>
        {app && <CodeForm words={request} action={action} label={t('people.factor.code')} />}
        {passkeys > 0 && (
          <PasskeyForm
            words={request}
            action={action}
            options="/api/people/passkeys/challenge?for=second-factor"
            button={t('factors.half.passkey')}
            kind={app ? 'secondary' : 'primary'}
          />
        )}
        {passkeys > 0 && !app && (
          <noscript>
            <p>{t('factors.keys.no-script')}</p>
          </noscript>
        )}
        {codes > 0 && <RecoveryForm request={request} action={action} codes={codes} />}
        {!colleague && (
          <p>
            <a href={link(language, 'second-factor', 'lost')}>{t('care.lost.link')}</a>
          </p>
        )}
      </>
    ),
  }
}

/** Second factor: show it, or (a colleague who has none) add it. */
export function secondFactorRoutes(parts: PeopleParts): Route[] {
  const company = () => parts.gate.policy().compiled.loaded.policy.policy.company

  const page = async (request: Asked, visitor: Half): Promise<Page | Refusal> => {
    const { language, path, query } = request
    const action = withNext(path.startsWith('/console') ? path : link(language, 'second-factor'), query.next)
    const [begun, factors] = await Promise.all([enrolment(parts, visitor, company()), factorsOf(parts, visitor.person)])
    if (begun instanceof Refusal) return begun
    if (factors instanceof Refusal) return factors
    if (begun) return enrolPage(request, action, begun)
    return showPage(
      request,
      action,
      factors ?? { app: undefined, passkeys: 0, codes: 0, colleague: true, addedAt: undefined },
      company(),
    )
  }

  /** What was refused in between is a page without any form. */
  const again = async (request: Asked & { visitor: Half }): Promise<Page> => {
    const shownAgain = await page(request, request.visitor)
    const title = request.t('people.factor.title')
    return shownAgain instanceof Refusal ? { title, body: <h1>{title}</h1> } : shownAgain
  }

  async function answered(
    request: Asked & { visitor: Half; body: { code?: string; recovery?: string; response?: string } },
  ): Promise<{ field: 'code' | 'recovery' | ''; proof: Proof }> {
    const { visitor, body, holder } = request
    const device = deviceOf(request)
    if (body.response)
      return { field: '', proof: await passkeyAsFactor(parts, visitor, { response: body.response, holder }, device) }
    const field = body.recovery === undefined ? 'code' : 'recovery'
    return { field, proof: await secondFactor(parts, visitor, body[field] ?? '', device) }
  }

  return paths.flatMap(path => [
    routes.page({
      path,
      act: 'people.second-factor',
      who: 'anyone',
      frame: 'portal',
      query: nextQuery,
      render: async request => {
        const { visitor, language, query } = request
        if (visitor.kind === 'stranger') return redirect(withNext(link(language, 'sign-in'), query.next))
        if (visitor.kind !== 'half') return redirect(homeOf(visitor, language, query.next))
        const made = await page(request, visitor)
        return made instanceof Refusal ? refused(made) : made
      },
    }),
    routes.form({
      path,
      act: 'people.second-factor',
      who: 'half',
      frame: 'portal',
      query: nextQuery,
      body: shown,
      again,
      handle: async request => {
        const { t, language, query } = request
        const { field, proof } = await answered(request)
        if (proof instanceof Refusal) return refused(proof)
        if (proof === 'wrong') return invalid(faultAt(field, t(wrongIn[field])))
        if (proof === 'ended') return redirect(`${link(language, 'sign-in')}?why=codes`, { cookies: [noCookie] })
        if ('wait' in proof) return invalid(faultAt(field, t('people.factor.wait', { count: proof.wait })))
        const to = homeOf(proof, language, query.next)
        const cookies = [cookieOf(proof)]
        if (proof.codes) return { ...codesPage(request, proof.codes, to), cookies }
        return redirect(to, { cookies, done: 'people.done.signed-in' })
      },
    }),
  ])
}

const wrongIn = {
  code: 'people.fault.code',
  recovery: 'factors.fault.recovery',
  '': 'factors.fault.passkey',
} as const
