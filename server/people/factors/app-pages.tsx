/** Adding, replacing and removing an authenticator app. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, Field, Form } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { deviceOf } from '../session-cookie.ts'
import { elsewhere, type Own, ownOf } from '../signed-in.ts'
import { routes } from '../visitor.ts'
import { newApp, removeApp, setApp } from './changing.ts'
import { countOf, type Factors, factorsOf } from './reading.ts'
import { AppBeginning, codesPage, factorsLink } from './parts.tsx'
import { LastPassword, removalFault } from './removal.tsx'
import { needingProof } from './step-up.tsx'

async function addPage(request: Own, begun: ReturnType<typeof newApp>, replaces: boolean): Promise<Page> {
  const { t } = request
  const title = t(replaces ? 'factors.app.replace' : 'factors.app.add')
  return {
    title,
    current: factorsLink(request),
    body: (
      <>
        <h1>{title}</h1>
        <p class="lead">{t('factors.app.lead')}</p>
        {replaces && <p>{t('factors.app.replaces')}</p>}
        {await AppBeginning(begun, request)}
        <Form action={factorsLink(request, 'app')}>
          <input type="hidden" name="begun" value={begun.begun} />
          <Field
            name="code"
            label={t('people.factor.code')}
            autocomplete="one-time-code"
            inputMode="numeric"
            width="short"
            maxLength={7}
          />
          <Actions>
            <Button>{title}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

function removePage(request: Own, factors: Factors): Page {
  const { t } = request
  return {
    title: t('factors.app.remove'),
    current: factorsLink(request),
    body: (
      <>
        <h1>{t('factors.app.remove')}</h1>
        <p class="lead">{t('factors.app.remove-lead')}</p>
        <Form action={factorsLink(request, 'app', 'remove')}>
          <LastPassword words={request} factors={factors} />
          <Actions>
            <Button
              kind="danger"
              refusal={factors.colleague && countOf(factors) === 1 ? t('factors.fault.last') : undefined}
            >
              {t('factors.app.remove')}
            </Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** `/:lang/account/factors/app`, and its removal. */
export function appRoutes(parts: PeopleParts): Route[] {
  const add = { path: '/:lang/account/factors/app', act: 'people.change-factors', who: 'anyone' } as const
  const remove = { ...add, path: '/:lang/account/factors/app/remove' } as const

  const adding = async (request: Own, begun?: string): Promise<Page> => {
    const factors = await factorsOf(parts, request.visitor.person)
    const replaces = !(factors instanceof Refusal) && factors?.app !== undefined
    return addPage(request, newApp(parts, request.visitor, begun), replaces)
  }
  const removing = async (request: Own): Promise<Page | Refusal | undefined> => {
    const factors = await factorsOf(parts, request.visitor.person)
    return factors instanceof Refusal || !factors?.app ? (factors as Refusal | undefined) : removePage(request, factors)
  }

  return [
    needingProof(
      routes.page({
        ...add,
        render: request => {
          const own = ownOf(request)
          return own ? adding(own) : elsewhere(request)
        },
      }),
    ),
    needingProof(
      routes.form({
        ...add,
        body: Type.Object({
          begun: Type.String({ minLength: 1, maxLength: 100 }),
          code: Type.String({ minLength: 6, maxLength: 10, format: 'password' }),
        }),
        // The same key again: the app has it already.
        again: request => {
          const { begun } = request.typed
          return adding(request as Own, typeof begun === 'string' ? begun : undefined)
        },
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)

          const { t, visitor, body } = own
          const added = await setApp(parts, visitor, body, deviceOf(own))
          if (added instanceof Refusal) return refused(added)
          if (added === 'wrong') return invalid(faultAt('code', t('people.fault.code')))
          if (added.codes) return codesPage(own, added.codes, factorsLink(own))
          return redirect(factorsLink(own), { done: 'factors.done.app' })
        },
      }),
    ),
    needingProof(
      routes.page({
        ...remove,
        render: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)

          const page = await removing(own)
          if (page instanceof Refusal) return refused(page)
          return page ?? redirect(factorsLink(own))
        },
      }),
    ),
    needingProof(
      routes.form({
        ...remove,
        body: Type.Object({ password: Type.Optional(Type.String({ maxLength: 1000, format: 'password' })) }),
        again: async request => {
          const own = request as Own
          const page = await removing(own)
          return page instanceof Refusal || !page ? adding(own) : page
        },
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)

          const { visitor, body } = own
          const removed = await removeApp(parts, visitor, body.password ?? '', deviceOf(own))
          if (removed instanceof Refusal) return refused(removed)
          if (removed === 'unknown') return fault('not-found')
          const wrong = removalFault(own, removed)
          return wrong ? invalid(wrong) : redirect(factorsLink(own), { done: 'factors.done.app-removed' })
        },
      }),
    ),
  ]
}
