/** What a version that comes would do in our interest: boxes of the same form, so that an objection holds from its first moment. */
import { link } from '../base/http/index.ts'
import { T } from '../ui/index.ts'
import type { Ask } from './consent.ts'
import type { Consents } from './say.ts'
import { type Asked, clauseHref, isAgain, sayPurpose } from './words.tsx'

/** The part of the page; nothing where nothing comes that can be objected to. */
export function Coming({ request, seen }: { request: Asked; seen: Consents }) {
  const { t, language } = request
  const { ahead, inForce } = seen
  if (!ahead) return null
  const { version } = inForce.compiled.loaded.policy.policy
  return (
    <section id="coming">
      <h2>{t('consent.coming.title', { at: ahead.at })}</h2>
      <p>
        <T
          k="consent.coming.lead"
          with={{ version: ahead.number }}
          parts={{ changes: words => <a href={link(language, 'privacy', 'diff', version, ahead.number)}>{words}</a> }}
        />
      </p>
      {ahead.asks.map(ask => (
        <OneComing key={ask.purpose} request={request} seen={seen} ask={ask} version={ahead.number} />
      ))}
    </section>
  )
}

function OneComing({ request, seen, ask, version }: { request: Asked; seen: Consents; ask: Ask; version: number }) {
  const { t, language, typed } = request
  const words = sayPurpose(ask.purpose, seen, language)
  const lang = words.language === language ? undefined : words.language
  const id = `object-${ask.purpose}`
  const ticked = isAgain(request) ? [typed['object'] ?? []].flat().includes(ask.purpose) : ask.on
  const hasBox = ask.kind !== 'weighed' || ask.on
  return (
    <section class="card ask" aria-labelledby={`${id}-title`}>
      <div>
        <h3 id={`${id}-title`} class="card-title" lang={lang}>
          {words.says}
        </h3>
        <p>
          <span lang={lang}>{words.text}</span>{' '}
          <a href={clauseHref(language, words.clause, version)}>
            {t('consent.clause')}
            <span class="unseen">: {words.says}</span>
          </a>
        </p>
      </div>
      <div class="ask-answer">
        {hasBox && (
          <div class="choice">
            <input
              type="checkbox"
              id={id}
              name="object"
              value={ask.purpose}
              checked={ticked}
              aria-describedby={`${id}-title ${id}-state`}
            />
            <label for={id}>{t('consent.do.object')}</label>
          </div>
        )}
        <div id={`${id}-state`} class="hint">
          {hasBox ? (
            t(ask.on ? 'consent.coming.objected' : 'consent.coming.open')
          ) : (
            <T
              k="consent.weighed"
              parts={{ ask: text => <a href={`${link(language, 'contact')}?topic=privacy`}>{text}</a> }}
            />
          )}
        </div>
      </div>
    </section>
  )
}
