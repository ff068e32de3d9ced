/** What somebody sees when a site's question cannot be answered, and the site cannot be told either. */
import type { Page } from '../../base/http/index.ts'
import { Notice, type Words } from '../../ui/index.ts'

const codes = ['invalid_request', 'invalid_client', 'invalid_redirect_uri', 'unauthorized_client'] as const

/** @param code of the protocol (RFC 6749, 4.1.2.1); others than we have words for are a fault of ours or the site's */
export function failedPage({ t }: Words, code: string, status: number): Page {
  const known = codes.find(one => one === code)
  return {
    title: t('sites.failed.title'),
    status: status >= 400 ? status : 400,
    body: (
      <>
        <h1>{t('sites.failed.title')}</h1>
        <Notice tone="warn">{t(`sites.failed.${known ?? 'other'}`)}</Notice>
        <p>{t('sites.failed.next')}</p>
        <p class="muted">{t('sites.failed.code', { code: /^[a-z_]{1,40}$/.test(code) ? code : 'error' })}</p>
      </>
    ),
  }
}
