/** The account home: what a customer can do here, one card each. */
import { link, type Page } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Card, Cards, Notice } from '../../ui/index.ts'
import type { Reach } from './acts.ts'
import { profileLink, type Asked } from './lines.tsx'
import type { Promised } from './promised.ts'

/** The page after signing in. @param otherIds other IDs that are the same person's, as they proved */
export function accountPage(
  request: Asked,
  reach: Reach | Refusal,
  promised: Promised,
  otherIds: readonly string[],
): Page {
  const { t, language, visitor } = request
  const { version, effective, purposes } = promised
  return {
    title: t('profile.account.title'),
    current: link(language, 'account'),
    wide: true,
    body: (
      <>
        <h1>
          {visitor.several ? t('profile.account.hello-several') : t('profile.account.hello', { name: visitor.name })}
        </h1>
        <p class="lead">{t('profile.account.lead')}</p>
        {otherIds.map(id => (
          <Notice tone="info" key={id}>
            {t('profile.account.other-id', { id })}{' '}
            <a href={link(language, 'privacy-centre', 'join')}>{t('profile.account.other-id-link')}</a>
          </Notice>
        ))}
        <Cards>
          <Card title={t('profile.account.profile')}>
            <p>{profileSentence(request, reach)}</p>
            <p>
              <a href={profileLink(language)}>{t('profile.account.profile-link')}</a>
            </p>
            <p>
              <a href={link(language, 'account', 'factors')}>{t('factors.overview.title')}</a>
            </p>
          </Card>
          <Card title={t('security.account.title')}>
            <p>{t('security.account.text')}</p>
            <p>
              <a href={link(language, 'account/security')}>{t('security.account.link')}</a>
            </p>
          </Card>
          <Card title={t('profile.account.privacy')}>
            <p>{t('profile.account.privacy-text', { count: purposes })}</p>
            <p>
              <a href={link(language, 'privacy-centre')}>{t('profile.account.privacy-link')}</a>
            </p>
            <p>
              <a href={link(language, 'privacy-centre/consents')}>{t('profile.account.consents-link')}</a>
            </p>
          </Card>
          <Card title={t('sites.own.title')}>
            <p>{t('sites.own.lead')}</p>
            <p>
              <a href={link(language, 'account', 'sites')}>{t('sites.own.look')}</a>
            </p>
          </Card>
          <Card title={t('profile.account.policy')}>
            <p>{t('profile.account.policy-text', { version, since: effective })}</p>
            <p>
              <a href={link(language, 'privacy')}>{t('profile.account.policy-link')}</a>
            </p>
          </Card>
        </Cards>
      </>
    ),
  }
}

function profileSentence({ t }: Asked, reach: Reach | Refusal): string {
  if (reach instanceof Refusal) return t('profile.withheld.short')
  const { phones, addresses } = reach.lines
  if (phones.length + addresses.length === 0) return t('profile.account.profile-none')
  return t('profile.account.profile-some', {
    phones: t('profile.account.phones', { count: phones.length }),
    addresses: t('profile.account.addresses', { count: addresses.length }),
  })
}
