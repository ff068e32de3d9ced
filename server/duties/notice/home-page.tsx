/** The first page: what this is, how much of it is proved, and the ways on. */
import { link, type Page } from '../../base/http/index.ts'
import { Actions, ButtonLink, Card, Cards, Notice } from '../../ui/index.ts'
import { productCookies } from './cookies.ts'
import type { Known } from './live.ts'
import type { Asked } from './asked.ts'
import { countsInWords, KeptBar } from './proof-parts.tsx'

/** @param demo whether fictional people may be tried on */
export function homePage(request: Asked, known: Known, demo: boolean): Page {
  const { t, language, visitor } = request
  const { policy } = known.facts.compiled.loaded
  const policyAt = link(language, 'privacy')
  return {
    title: t('notice.home.title'),
    wide: true,
    body: (
      <>
        <div class="hero">
          <h1>{t('notice.home.title')}</h1>
          <p class="lead">{t('notice.home.lead', { company: policy.policy.company })}</p>
          {visitor.kind === 'stranger' && (
            <Actions>
              <ButtonLink kind="primary" href={link(language, 'sign-up')}>
                {t('notice.home.create')}
              </ButtonLink>
              <ButtonLink href={link(language, 'sign-in')}>{t('notice.home.sign-in')}</ButtonLink>
            </Actions>
          )}
        </div>
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
          <Card title={t('notice.home.mine-title')} href={link(language, 'account')}>
            <p>{t('notice.home.mine')}</p>
          </Card>
          <Card title={t('notice.home.recipients-title')} href={link(language, 'recipients')}>
            <p>{t('notice.home.recipients', { count: Object.keys(policy.recipients).length })}</p>
          </Card>
          <Card title={t('notice.home.cookies-title')} href={link(language, 'cookies')}>
            <p>{t('notice.home.cookies', { count: productCookies.length })}</p>
          </Card>
        </Cards>
        {demo && (
          <Notice tone="info" title={t('notice.home.demo-title')}>
            <p>{t('notice.home.demo')}</p>
            <p>
              <a href={link(language, 'mailbox')}>{t('notice.home.demo-open')}</a>
            </p>
          </Notice>
        )}
      </>
    ),
  }
}
