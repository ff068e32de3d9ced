/** What the pages of second factors have in common. */
import type { ComponentChildren } from 'preact'
import { toString as qrCode } from 'qrcode'
import { link } from '../../base/http/index.ts'
import type { Page } from '../../base/http/index.ts'
import { Actions, Button, ButtonLink, Copyable, Form, type Words } from '../../ui/index.ts'
import type { Own } from '../signed-in.ts'
import type { Enrolment } from './second-factor.ts'

/** Where the pages about one's own factors stand. */
export const factorsLink = ({ language }: Pick<Own, 'language'>, ...more: string[]): string =>
  link(language, 'account', 'factors', ...more)

/** The picture, the link and the key with which an authenticator app begins. */
export async function AppBeginning({ uri, secret }: Enrolment, { t }: Words) {
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(await qrCode(uri, { type: 'svg', margin: 2 }))}`
  return (
    <>
      <p>
        <img src={picture} width="200" height="200" alt={t('people.factor.enrol-picture')} />
      </p>
      <p>
        <a href={uri}>{t('people.factor.enrol-here')}</a>
      </p>
      <p>
        {t('people.factor.enrol-secret')} <Copyable>{secret}</Copyable>
      </p>
    </>
  )
}

/**
 * A form that a passkey fills in: a script asks the browser for it when the button is pressed (web/passkeys.ts). Without a
 * script nobody can show a passkey, so that it is not there then.
 * @param options the address of what the browser is asked
 */
export function PasskeyForm({
  words: { t },
  action,
  options,
  button,
  kind = 'secondary',
  children,
}: {
  words: Words
  action: string
  options: string
  button: string
  kind?: 'primary' | 'secondary'
  children?: ComponentChildren
}) {
  return (
    <div class="passkey" data-passkey={options} hidden>
      <Form action={action}>
        {children}
        <input type="hidden" name="response" value="" />
        <p class="message" role="alert" data-failed={t('factors.keys.failed')} />
        <Actions>
          <Button kind={kind}>{button}</Button>
        </Actions>
      </Form>
    </div>
  )
}

/**
 * Recovery codes, shown once: the only answer that holds them, kept nowhere.
 * @param onward where one goes after that
 */
export function codesPage({ t }: Words, codes: readonly string[], onward: string): Page {
  const text = codes.join('\n')
  return {
    title: t('factors.codes.title'),
    body: (
      <>
        <h1>{t('factors.codes.title')}</h1>
        <p class="lead">{t('factors.codes.lead')}</p>
        <div class="recovery-codes">
          <Copyable>{text}</Copyable>
        </div>
        <div class="actions" data-print={t('factors.codes.print')}>
          <a
            class="button button-secondary"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
            download={`${t('factors.codes.file')}.txt`}
          >
            {t('factors.codes.download')}
          </a>
          <ButtonLink kind="primary" href={onward}>
            {t('factors.codes.continue')}
          </ButtonLink>
        </div>
      </>
    ),
  }
}
