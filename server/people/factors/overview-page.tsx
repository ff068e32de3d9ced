/** How somebody signs in: what protects their ID now, in sentences, and what they can do about it. */
import { refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, ButtonLink, Empty, T } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { elsewhere, type Own, ownOf } from '../signed-in.ts'
import { routes } from '../visitor.ts'
import { countOf, type Factors, factorsOf } from './reading.ts'
import type { PasskeyRow } from './passkey-store.ts'
import { passkeysOf } from './passkeys.ts'
import { factorsLink } from './parts.tsx'

/** What protects it, as keys of sentences. */
function sentencesOf(factors: Factors) {
  if (countOf(factors) === 0) return ['alone'] as const
  const guarded = factors.passkeys > 0 ? (['guarded', 'passwordless'] as const) : (['guarded'] as const)
  return factors.colleague ? ([...guarded, 'colleague'] as const) : guarded
}

function App({ request, factors: { app } }: { request: Own; factors: Factors }) {
  const { t } = request
  return (
    <section>
      <h2>{t('factors.app.heading')}</h2>
      {app ? (
        <p>
          <T k="factors.overview.app-since" with={{ at: app.at }} />
        </p>
      ) : (
        <Empty>{t('factors.overview.app-none')}</Empty>
      )}
      <Actions>
        <ButtonLink href={factorsLink(request, 'app')}>{t(app ? 'factors.app.replace' : 'factors.app.add')}</ButtonLink>
        {app && <ButtonLink href={factorsLink(request, 'app', 'remove')}>{t('factors.app.remove')}</ButtonLink>}
      </Actions>
    </section>
  )
}

function Passkeys({ request, passkeys }: { request: Own; passkeys: readonly PasskeyRow[] }) {
  const { t } = request
  return (
    <section>
      <h2>{t('factors.keys.heading')}</h2>
      {passkeys.length === 0 ? (
        <Empty>{t('factors.overview.passkeys-none')}</Empty>
      ) : (
        <ul class="passkeys">
          {passkeys.map(({ id, name, recorded_at: added, used_at: used }) => (
            <li key={id}>
              <p>
                <strong>{name}</strong>{' '}
                <a href={factorsLink(request, 'passkeys', id)} aria-label={`${t('factors.keys.change')}: ${name}`}>
                  {t('factors.keys.change')}
                </a>
              </p>
              <p class="muted">
                {t('factors.keys.added', { at: added })}.{' '}
                {used ? t('factors.keys.used', { at: used }) : t('factors.keys.unused')}.
              </p>
            </li>
          ))}
        </ul>
      )}
      <Actions>
        <ButtonLink href={factorsLink(request, 'passkeys')}>{t('factors.keys.add')}</ButtonLink>
      </Actions>
    </section>
  )
}

function Codes({ request, factors }: { request: Own; factors: Factors }) {
  const { t } = request
  const { codes } = factors
  return (
    <section>
      <h2>{t('factors.codes.heading')}</h2>
      {countOf(factors) === 0 ? (
        <Empty>{t('factors.overview.codes-none')}</Empty>
      ) : (
        <>
          <p>{t('factors.overview.codes-left', { count: codes })}</p>
          <Actions>
            <ButtonLink href={factorsLink(request, 'recovery')}>{t('factors.codes.renew')}</ButtonLink>
          </Actions>
        </>
      )}
    </section>
  )
}

function overviewPage(request: Own, factors: Factors, passkeys: readonly PasskeyRow[]): Page {
  const { t } = request
  return {
    title: t('factors.overview.title'),
    current: factorsLink(request),
    body: (
      <>
        <h1>{t('factors.overview.title')}</h1>
        <p class="lead">
          {sentencesOf(factors)
            .map(what => t(`factors.overview.${what}`))
            .join(' ')}
        </p>
        <Passkeys request={request} passkeys={passkeys} />
        <App request={request} factors={factors} />
        <Codes request={request} factors={factors} />
        <p class="muted">{t('factors.overview.told')}</p>
      </>
    ),
  }
}

/** `/:lang/account/factors`. */
export function overviewRoutes(parts: PeopleParts): Route[] {
  return [
    routes.page({
      path: '/:lang/account/factors',
      act: 'people.check-credentials',
      who: 'anyone',
      render: async request => {
        const own = ownOf(request)
        if (!own) return elsewhere(request)

        const { person } = own.visitor
        const [factors, passkeys] = await Promise.all([factorsOf(parts, person), passkeysOf(parts, person)])
        if (factors instanceof Refusal) return refused(factors)
        if (passkeys instanceof Refusal) return refused(passkeys)
        return overviewPage(
          own,
          factors ?? { app: undefined, passkeys: 0, codes: 0, colleague: true, addedAt: undefined },
          passkeys,
        )
      },
    }),
  ]
}
