/** The question above every page, the line that a signal was heard, and the sentence after a choice. */
import type { ComponentChildren } from 'preact'
import { link, type CookieChange, type Frame, type Page, type WebRequest } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import type { Words } from '../../ui/index.ts'
import { type AccountParts, accountSaid, cookieOf, directives, optionalNow } from './acts.ts'
import { deviceOf, isDirected } from './choice.ts'
import { questionOf, type Question } from './words.ts'

type Asked = WebRequest<Visitor> & Words

/** What a page shows of it. */
type Shown = { kind: 'question'; version: string } | { kind: 'signal' } | { kind: 'saved' }

/** What the frame of a page gets. */
export interface Banner {
  /** Awaited before a page is drawn. @returns cookies that go with it */
  before(page: Page, request: Asked, frame: Frame): Promise<readonly CookieChange[]>
  /** What stands above the header; undefined: nothing. */
  above(request: Asked, company: string): ComponentChildren | undefined
  /** The sentence after a choice, which has a link; undefined: some other sentence, or none. */
  said(request: Asked): ComponentChildren | undefined
}

/** Makes it, for `app.ts`. */
export function createBanner(parts: AccountParts): Banner {
  const shown = new WeakMap<object, Shown>()
  const direct = directives(parts)

  /** Whether the account answered every question already. The database may be away: the page of that fault is shown all the same. */
  const isAnswered = async (request: Asked, list: NonNullable<ReturnType<typeof optionalNow>>): Promise<boolean> => {
    const said = await accountSaid(parts, request.visitor, list).catch(() => new Map<string, boolean>())
    return list.purposes.every(purpose => said.has(purpose))
  }

  return {
    async before(page, request, frame) {
      const list = frame === 'portal' ? optionalNow(parts) : undefined
      if (!list) return []
      const device = deviceOf(request, list)
      const status = page.status ?? 200
      if (isDirected(device)) {
        const isNew = (device.choice?.said.size ?? 1) > 0 && request.method === 'GET' && status < 400
        if (device.signal) shown.set(request, { kind: 'signal' })
        const noted = isNew ? await direct(list, request.language, request.path).catch(() => undefined) : undefined
        return noted ? [cookieOf(list, noted)] : []
      }
      if (device.choice) {
        if (request.done === 'cookies.done.saved') shown.set(request, { kind: 'saved' })
        return []
      }
      if (status < 500 && (await isAnswered(request, list))) return []
      shown.set(request, { kind: 'question', version: list.version })
      return []
    },
    above(request, company) {
      const what = shown.get(request)
      const list = optionalNow(parts)
      if (!what || !list || what.kind === 'saved') return undefined
      if (what.kind === 'signal') return <Heard request={request} />
      const { t, language } = request
      const words = questionOf(parts.gate.policy().compiled.loaded, list, { t, language, company })
      return <Ask request={request} words={words} version={what.version} />
    },
    said(request) {
      if (shown.get(request)?.kind !== 'saved') return undefined
      return (
        <>
          {request.t('cookies.done.saved')}{' '}
          <a href={link(request.language, 'cookies')}>{request.t('cookies.change')}</a>
        </>
      )
    },
  }
}

/** Refusing comes first, and is the same button as accepting. No token: that would take a cookie (decision 0022). */
function Ask({ request, words, version }: { request: Asked; words: Question; version: string }) {
  const action = link(request.language, 'cookies')
  return (
    <section class="cookie-banner" aria-label={words.heading} data-cookies>
      <div class="cookie-banner-inner">
        <h2>{words.heading}</h2>
        <p>
          {words.sentences.map(({ text, lang }) => (
            <>
              <span lang={lang}>{text}</span>{' '}
            </>
          ))}
        </p>
        <form method="post" action={action} class="cookie-answers">
          <input type="hidden" name="version" value={version} />
          <input type="hidden" name="wording" value={words.hash} />
          <input type="hidden" name="page" value={request.method === 'GET' ? request.path : action} />
          <div class="cookie-buttons">
            <button type="submit" class="button button-secondary" name="choice" value="refuse">
              {words.reject}
            </button>
            <button type="submit" class="button button-secondary" name="choice" value="accept">
              {words.accept}
            </button>
          </div>
          <a href={action}>{words.choose}</a>
        </form>
      </div>
    </section>
  )
}

function Heard({ request: { t, language, path } }: { request: Asked }) {
  const href = link(language, 'cookies')
  return (
    <section class="cookie-banner cookie-heard" aria-label={t('cookies.signal.label')}>
      <p class="cookie-banner-inner">
        {t('cookies.signal.heard')} {path !== href && <a href={href}>{t('cookies.signal.otherwise')}</a>}
      </p>
    </section>
  )
}
