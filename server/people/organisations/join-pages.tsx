/** Joining a company: what it means, said before it is done; and why an invitation opens nothing. */
import { link, type Page, type WebRequest } from '../../base/http/index.ts'
import { Actions, Button, ButtonLink, Field, Form, Notice, type Words } from '../../ui/index.ts'
import type { Visitor } from '../visitor.ts'
import { ownName } from './form-pages.tsx'
import type { Joinable } from './joining.ts'
import { type Asked, companiesLink, offerSentence } from './list-page.tsx'
import type { Broken } from './organisations.ts'

/** For somebody whom we do not know yet: nothing of the invitation is shown. @param here the page, to come back to */
export function strangerPage({ t, language }: WebRequest<Visitor> & Words, here: string): Page {
  return {
    title: t('companies.join.stranger-title'),
    referrer: 'none',
    body: (
      <>
        <h1>{t('companies.join.stranger-title')}</h1>
        <p class="lead">{t('companies.join.stranger')}</p>
        <Actions>
          <ButtonLink kind="primary" href={`${link(language, 'sign-in')}?next=${encodeURIComponent(here)}`}>
            {t('companies.join.sign-in')}
          </ButtonLink>
          <ButtonLink href={link(language, 'sign-up')}>{t('companies.join.sign-up')}</ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** @param action where the form goes: the way stays in the address, which no referrer carries on */
export function joinPage(request: Asked, offer: Joinable, action: string): Page {
  const { t, language } = request
  const title = t('companies.join.title', { company: offer.name })
  return {
    title,
    current: companiesLink(language),
    referrer: 'none',
    body: (
      <>
        <h1>{title}</h1>
        <p class="lead">{offerSentence(request, offer)}</p>
        {offer.until && <p>{t('companies.join.until', { until: offer.until })}</p>}
        <h2>{t('companies.join.means')}</h2>
        <ul>
          {(['sees-name', 'sees-nothing', 'sees-company', 'leave'] as const).map(what => (
            <li key={what}>{t(`companies.join.${what}`)}</li>
          ))}
        </ul>
        <Form action={action}>
          <Field
            name="name"
            label={t('companies.join.name')}
            value={ownName(request)}
            autocomplete="name"
            maxLength={100}
          />
          <Actions>
            <Button>{t('companies.join.submit', { company: offer.name })}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** 410 for an invitation that is over, 403 for somebody else's. */
export function brokenPage({ t, language }: Asked, why: Broken): Page {
  return {
    title: t('companies.join.broken-title'),
    status: why === 'not-yours' ? 403 : why === 'already' ? 409 : 410,
    current: companiesLink(language),
    referrer: 'none',
    body: (
      <>
        <h1>{t('companies.join.broken-title')}</h1>
        <Notice tone="warn">{t(`companies.broken.${why}`)}</Notice>
        <Actions>
          <ButtonLink kind="primary" href={companiesLink(language)}>
            {t('companies.join.home')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}
