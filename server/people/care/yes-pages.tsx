/** The page that the letters about another address lead to. Opening it changes nothing: mail scanners open it too. */
import { Type } from 'typebox'
import { link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Form, Notice, type Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { deviceOf, noCookie } from '../session-cookie.ts'
import { routes, type Visitor } from '../visitor.ts'
import { type BrokenChange, lookAtChange, type Looked, sayNo, sayYes } from './addressing.ts'

type Linked = WebRequest<Visitor, unknown, { token?: string }> & Words

const tokenQuery = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) })
const tokenOf = ({ query }: Linked): string => query.token ?? ''
const action = (request: Linked, ...where: string[]): string =>
  `${link(request.language, 'email-change', ...where)}?token=${encodeURIComponent(tokenOf(request))}`

function yesPage(request: Linked, { side, address, present, said }: Looked): Page {
  const { t } = request
  return {
    title: t(`care.yes.${side}-title`),
    referrer: 'none',
    body: (
      <>
        <h1>{t(`care.yes.${side}-title`)}</h1>
        <p class="lead">{t(`care.yes.${side}`, { address, present })}</p>
        {said && <Notice>{t('care.yes.said')}</Notice>}
        <Form action={action(request)}>
          <Actions>
            <Button>{t(`care.yes.${side}-submit`)}</Button>
          </Actions>
        </Form>
        <Form action={action(request, 'no')}>
          <Actions>
            <Button kind="secondary">{t(`care.yes.${side}-no`)}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** What came of it, or why a link does nothing. */
function saidPage({ t, language }: Linked, what: 'waits' | 'no' | BrokenChange): Page {
  const isBroken = what === 'unknown' || what === 'expired' || what === 'taken'
  return {
    title: t(`care.yes.${what}-title`),
    status: what === 'taken' ? 409 : isBroken ? 410 : 200,
    referrer: 'none',
    body: (
      <>
        <h1>{t(`care.yes.${what}-title`)}</h1>
        <Notice tone={isBroken ? 'warn' : 'info'}>{t(`care.yes.${what}`)}</Notice>
        <Actions>
          <ButtonLink kind="primary" href={link(language, what === 'no' ? 'forgotten' : 'account/email')}>
            {t(what === 'no' ? 'care.yes.no-next' : 'care.yes.next')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** Say yes, or no, to another address. */
export function yesRoutes(parts: PeopleParts): Route[] {
  async function show(request: Linked): Promise<Page | Refusal> {
    const found = await lookAtChange(parts, tokenOf(request))
    if (found instanceof Refusal) return found
    return typeof found === 'string' ? saidPage(request, found) : yesPage(request, found)
  }
  const again = async (request: Linked) => {
    const page = await show(request)
    return page instanceof Refusal ? saidPage(request, 'unknown') : page
  }
  return [
    routes.page({
      path: '/:lang/email-change',
      act: 'people.check-credentials',
      who: 'anyone',
      query: tokenQuery,
      render: async request => {
        const page = await show(request)
        return page instanceof Refusal ? refused(page) : page
      },
    }),
    routes.form({
      path: '/:lang/email-change',
      act: 'people.change-address',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({}),
      again,
      handle: async request => {
        const done = await sayYes(parts, tokenOf(request), deviceOf(request))
        if (done instanceof Refusal) return refused(done)
        if (typeof done === 'string') return saidPage(request, done)
        if (!done.done) return saidPage(request, 'waits')
        const { visitor } = request
        const goesOn = visitor.session === done.goesOn
        // Somebody else may read the letter in a browser of their own.
        const isTheirs = 'person' in visitor && visitor.person === done.person
        return redirect(link(request.language, goesOn ? 'account/security' : 'sign-in'), {
          ...(goesOn || !isTheirs ? {} : { cookies: [noCookie] }),
          done: 'care.done.address',
        })
      },
    }),
    routes.form({
      path: '/:lang/email-change/no',
      act: 'people.change-address',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({}),
      again,
      handle: async request => {
        const done = await sayNo(parts, tokenOf(request), deviceOf(request))
        if (done instanceof Refusal) return refused(done)
        return saidPage(request, done === 'done' ? 'no' : done)
      },
    }),
  ]
}
