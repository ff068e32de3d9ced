/** Adding, renaming and removing passkeys. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, Field, Form, type Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt, isName } from '../people.ts'
import { deviceOf } from '../session-cookie.ts'
import { elsewhere, type Own, ownOf } from '../signed-in.ts'
import { routes, type Visitor } from '../visitor.ts'
import { addPasskey, removePasskey, renamePasskey } from './changing.ts'
import { countOf, type Factors, factorsOf } from './reading.ts'
import type { PasskeyRow } from './passkey-store.ts'
import { passkeysOf } from './passkeys.ts'
import { codesPage, factorsLink, PasskeyForm } from './parts.tsx'
import { LastPassword, removalFault } from './removal.tsx'
import { needingProof } from './step-up.tsx'

/** A name that somebody gives to a passkey. */
export const passkeyName = Type.String({ minLength: 1, maxLength: 60 })
const one = Type.Object({ id: Type.String({ format: 'uuid' }) })
type OfOne = WebRequest<Visitor, { id: string }> & Words

function addPage(request: Own): Page {
  const { t, typed } = request
  const name = typeof typed['name'] === 'string' ? typed['name'] : undefined
  return {
    title: t('factors.keys.add'),
    current: factorsLink(request),
    body: (
      <>
        <h1>{t('factors.keys.add')}</h1>
        <p class="lead">{t('factors.keys.lead')}</p>
        <PasskeyForm
          words={request}
          action={factorsLink(request, 'passkeys')}
          options="/api/people/passkeys/new"
          button={t('factors.keys.add')}
          kind="primary"
        >
          <Field
            name="name"
            label={t('factors.keys.name')}
            hint={t('factors.keys.name-hint')}
            value={name}
            autocomplete="off"
            maxLength={60}
          />
        </PasskeyForm>
        <noscript>
          <p>{t('factors.keys.no-script')}</p>
        </noscript>
      </>
    ),
  }
}

function onePage(request: Own, { id, name }: PasskeyRow, factors: Factors): Page {
  const { t } = request
  const title = t('factors.keys.one-title', { name })
  const isLast = factors.colleague && countOf(factors) === 1
  return {
    title,
    current: factorsLink(request),
    body: (
      <>
        <h1>{title}</h1>
        <Form action={factorsLink(request, 'passkeys', id)}>
          <Field name="name" label={t('factors.keys.name')} value={name} autocomplete="off" maxLength={60} />
          <Actions>
            <Button>{t('factors.keys.rename')}</Button>
          </Actions>
        </Form>
        <h2>{t('factors.keys.remove-title')}</h2>
        <p>{t('factors.keys.remove-lead')}</p>
        <Form action={factorsLink(request, 'passkeys', id, 'remove')}>
          <LastPassword words={request} factors={factors} />
          <Actions>
            <Button kind="danger" refusal={isLast ? t('factors.fault.last') : undefined}>
              {t('factors.keys.remove')}
            </Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** `/:lang/account/factors/passkeys`, and a page for each. */
export function passkeyRoutes(parts: PeopleParts): Route[] {
  const all = { path: '/:lang/account/factors/passkeys', act: 'people.change-factors', who: 'anyone' } as const
  const single = { ...all, path: '/:lang/account/factors/passkeys/:id', params: one } as const

  async function found({ visitor, params }: Own & { params: { id: string } }) {
    const [passkeys, factors] = await Promise.all([passkeysOf(parts, visitor.person), factorsOf(parts, visitor.person)])
    if (passkeys instanceof Refusal) return passkeys
    if (factors instanceof Refusal) return factors
    const passkey = passkeys.find(({ id }) => id === params.id)
    return passkey && factors ? { passkey, factors } : undefined
  }

  /** Where it is gone in the meantime, another can be added. */
  const again = async (request: OfOne): Promise<Page> => {
    const own = request as Own & { params: { id: string } }
    const there = await found(own)
    return !there || there instanceof Refusal ? addPage(own) : onePage(own, there.passkey, there.factors)
  }

  return [
    needingProof(
      routes.page({
        ...all,
        render: request => {
          const own = ownOf(request)
          return own ? addPage(own) : elsewhere(request)
        },
      }),
    ),
    needingProof(
      routes.form({
        ...all,
        body: Type.Object({ name: passkeyName, response: Type.Optional(Type.String({ maxLength: 20_000 })) }),
        again: request => addPage(request as Own),
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)

          const { t, visitor, body, holder } = own
          if (!isName(body.name)) return invalid(faultAt('name', t('factors.fault.name')))
          const answered = { response: body.response ?? '', holder }
          const added = await addPasskey(parts, visitor, body.name, answered, deviceOf(own))
          if (added instanceof Refusal) return refused(added)
          if (added === 'wrong') return invalid(faultAt('', t('factors.fault.new-passkey')))
          if (added.codes) return codesPage(own, added.codes, factorsLink(own))
          return redirect(factorsLink(own), { done: 'factors.done.passkey' })
        },
      }),
    ),
    needingProof(
      routes.page({
        ...single,
        render: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)

          const there = await found(own)
          if (there instanceof Refusal) return refused(there)
          return there ? onePage(own, there.passkey, there.factors) : fault('not-found')
        },
      }),
    ),
    needingProof(
      routes.form({
        ...single,
        body: Type.Object({ name: passkeyName }),
        again,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)

          const { t, visitor, body, params } = own
          if (!isName(body.name)) return invalid(faultAt('name', t('factors.fault.name')))
          const renamed = await renamePasskey(parts, visitor, params.id, body.name)
          if (renamed instanceof Refusal) return refused(renamed)
          if (renamed === 'unknown') return fault('not-found')
          return redirect(factorsLink(own), { done: 'factors.done.passkey-renamed' })
        },
      }),
    ),
    needingProof(
      routes.form({
        ...single,
        path: '/:lang/account/factors/passkeys/:id/remove',
        body: Type.Object({ password: Type.Optional(Type.String({ maxLength: 1000, format: 'password' })) }),
        again,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return elsewhere(request)

          const { visitor, body } = own
          const there = await found(own)
          if (there instanceof Refusal) return refused(there)
          if (!there) return fault('not-found')
          const removed = await removePasskey(parts, visitor, there.passkey, body.password ?? '', deviceOf(own))
          if (removed instanceof Refusal) return refused(removed)
          if (removed === 'unknown') return fault('not-found')
          const wrong = removalFault(own, removed)
          return wrong ? invalid(wrong) : redirect(factorsLink(own), { done: 'factors.done.passkey-removed' })
        },
      }),
      ({ path }) => path.replace(/\/remove$/, ''),
    ),
  ]
}
