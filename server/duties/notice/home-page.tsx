/** The first page: what this is, how much of it is proved, and the ways on. */
import { link, type Page } from '../../base/http/index.ts'
import { Actions, ButtonLink, Card, Cards, Notice, useScene } from '../../ui/index.ts'
import { productCookies } from './cookies.ts'
import type { Known } from './live.ts'
import type { Asked } from './asked.ts'
import { countsInWords, KeptBar } from './proof-parts.tsx'

/**
 * @param demo whether fictional people may be tried on
 * @param asks whether something optional waits for a yes
 */
export function homePage(request: Asked, known: Known, demo: boolean, asks: boolean): Page {
  const { t, language, visitor } = request
  const { policy } = known.facts.compiled.loaded
  const policyAt = link(language, 'privacy')
  // A colleague has no data of a customer's here.
  const isCustomer = visitor.kind === 'stranger' || visitor.kind === 'customer'
  return {
    title: t('notice.home.title'),
    wide: true,
    says: visitor.kind === 'stranger' ? ['people.done.signed-out'] : [],
    body: (
      <>
        <div class="hero">
          <h1>{t('notice.home.title')}</h1>
          <p class="lead">{t('notice.home.lead', { company: policy.policy.company })}</p>
          <WaysIn kind={visitor.kind} />
        </div>
        {demo && (
          <Notice tone="info" title={t('notice.home.demo-title')}>
            <p>{t('notice.home.demo')}</p>
            <Actions>
              <ButtonLink kind="primary" href={link(language, 'start')}>
                {t('notice.home.demo-open')}
              </ButtonLink>
              <ButtonLink href={link(language, 'mailbox')}>{t('notice.home.demo-mailbox')}</ButtonLink>
            </Actions>
          </Notice>
        )}
        {known.counts.broken > 0 && (
          <Notice tone="error" title={t('notice.home.broken-title')}>
            <p>
              {t('notice.home.broken')} <a href={policyAt}>{t('notice.home.see')}</a>
            </p>
          </Notice>
        )}
        <section class="card card-wide">
          <h2 class="card-title">
            <a href={policyAt}>{t('notice.home.proof-title')}</a>
          </h2>
          <p>{countsInWords(known.counts, request)}</p>
          <KeptBar counts={known.counts} />
          <p>
            <a href={policyAt}>{t('notice.home.see')}</a>
          </p>
        </section>
        <Cards>
          {isCustomer && (
            <Card
              title={t('notice.home.mine-title')}
              href={link(language, visitor.kind === 'stranger' ? 'account' : 'privacy-centre/held')}
            >
              <p>{t(visitor.kind === 'stranger' ? 'notice.home.mine' : 'notice.home.mine-known')}</p>
            </Card>
          )}
          <Card title={t('notice.home.recipients-title')} href={link(language, 'recipients')}>
            <p>{t('notice.home.recipients', { count: Object.keys(policy.recipients).length })}</p>
          </Card>
          <Card title={t('notice.home.cookies-title')} href={link(language, 'cookies')}>
            <p>
              {asks
                ? t('cookies.home', { count: productCookies.length + 1 })
                : t('notice.home.cookies', { count: productCookies.length })}
            </p>
          </Card>
        </Cards>
      </>
    ),
  }
}

/** What somebody comes for: an ID, the account, or the work. */
function WaysIn({ kind }: { kind: Asked['visitor']['kind'] }) {
  const { t, language } = useScene()
  if (kind === 'customer')
    return (
      <Actions>
        <ButtonLink kind="primary" href={link(language, 'account')}>
          {t('notice.home.to-account')}
        </ButtonLink>
        <ButtonLink href={link(language, 'privacy-centre')}>{t('notice.home.to-centre')}</ButtonLink>
      </Actions>
    )
  if (kind !== 'stranger')
    return (
      <Actions>
        <ButtonLink kind="primary" href={kind === 'half' ? '/console/second-factor' : '/console'}>
          {t('notice.home.to-console')}
        </ButtonLink>
      </Actions>
    )
  return (
    <Actions>
      <ButtonLink kind="primary" href={link(language, 'sign-up')}>
        {t('notice.home.create')}
      </ButtonLink>
      <ButtonLink href={link(language, 'sign-in')}>{t('notice.home.sign-in')}</ButtonLink>
    </Actions>
  )
}
