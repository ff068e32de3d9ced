/** The page that the letter to a former address leads to. Opening it changes nothing: mail scanners open it too. */
import { Type } from 'typebox'
import { link, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Form, Notice, type Words } from '../../ui/index.ts'
import type { ReturnRow } from '../address-back-store.ts'
import type { PeopleParts } from '../parts.ts'
import { deviceOf } from '../session-cookie.ts'
import { routes, type Visitor } from '../visitor.ts'
import { type BrokenReturn, lookAtReturn, putBack } from './putting-back.ts'

type Linked = WebRequest<Visitor, unknown, { token?: string }> & Words

const tokenQuery = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) })
const tokenOf = ({ query }: Linked): string => query.token ?? ''

function backPage(request: Linked, { address, present }: ReturnRow): Page {
  const { t, language } = request
  return {
    title: t('care.back-to.title'),
    referrer: 'none',
    body: (
      <>
        <h1>{t('care.back-to.title')}</h1>
        <p class="lead">{t('care.back-to.lead', { address, present })}</p>
        <p>{t('care.back-to.ends')}</p>
        <Form action={`${link(language, 'email-back')}?token=${encodeURIComponent(tokenOf(request))}`}>
          <Actions>
            <Button>{t('care.back-to.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** What came of it, or why a link does nothing. */
function saidPage({ t, language }: Linked, what: 'done' | BrokenReturn): Page {
  const isDone = what === 'done'
  return {
    title: t(`care.back-to.${what}-title`),
    status: isDone ? 200 : what === 'taken' ? 409 : 410,
    referrer: 'none',
    body: (
      <>
        <h1>{t(`care.back-to.${what}-title`)}</h1>
        <Notice tone={isDone ? 'info' : 'warn'}>{t(`care.back-to.${what}`)}</Notice>
        <Actions>
          <ButtonLink kind="primary" href={link(language, isDone ? 'forgotten' : 'contact')}>
            {t(isDone ? 'care.back-to.next' : 'care.back-to.contact')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** Put a former address back. */
export function backRoutes(parts: PeopleParts): Route[] {
  async function show(request: Linked): Promise<Page | Refusal> {
    const found = await lookAtReturn(parts, tokenOf(request))
    if (found instanceof Refusal) return found
    return typeof found === 'string' ? saidPage(request, found) : backPage(request, found)
  }
  return [
    routes.page({
      path: '/:lang/email-back',
      act: 'people.check-credentials',
      who: 'anyone',
      query: tokenQuery,
      render: async request => {
        const page = await show(request)
        return page instanceof Refusal ? refused(page) : page
      },
    }),
    routes.form({
      path: '/:lang/email-back',
      act: 'people.change-address',
      who: 'anyone',
      query: tokenQuery,
      body: Type.Object({}),
      again: async request => {
        const page = await show(request)
        return page instanceof Refusal ? saidPage(request, 'unknown') : page
      },
      handle: async request => {
        const done = await putBack(parts, tokenOf(request), deviceOf(request))
        return done instanceof Refusal ? refused(done) : saidPage(request, done)
      },
    }),
  ]
}
