/** New recovery codes. */
import { Type } from 'typebox'
import { invalid, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, Form } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { deviceOf } from '../session-cookie.ts'
import { elsewhere, type Own, ownOf } from '../signed-in.ts'
import { routes } from '../visitor.ts'
import { renewCodes } from './changing.ts'
import { codesPage, factorsLink } from './parts.tsx'
import { needingProof } from './step-up.tsx'

function renewPage(request: Own): Page {
  const { t } = request
  return {
    title: t('factors.codes.renew'),
    current: factorsLink(request),
    body: (
      <>
        <h1>{t('factors.codes.renew')}</h1>
        <p class="lead">{t('factors.codes.renew-lead')}</p>
        <Form action={factorsLink(request, 'recovery')}>
          <Actions>
            <Button>{t('factors.codes.renew')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** `/:lang/account/factors/recovery`. */
export function recoveryRoutes(parts: PeopleParts): Route[] {
  const common = { path: '/:lang/account/factors/recovery', act: 'people.change-factors', who: 'anyone' } as const
  return [
    needingProof(
      routes.page({
        ...common,
        render: request => {
          const own = ownOf(request)
          return own ? renewPage(own) : elsewhere(request)
        },
      }),
    ),
    needingProof(
      routes.form({
        ...common,
        body: Type.Object({}),
        again: request => renewPage(request as Own),
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)

          const made = await renewCodes(parts, own.visitor, deviceOf(own))
          if (made instanceof Refusal) return refused(made)
          if (made === 'none') return invalid(faultAt('', own.t('factors.codes.none')))
          return codesPage(own, made.codes, factorsLink(own))
        },
      }),
    ),
  ]
}
