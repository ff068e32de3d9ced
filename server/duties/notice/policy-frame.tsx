/** What pages that show a policy's words say of the language in which they stand. */
import { link } from '../../base/http/index.ts'
import type { Language, LoadedPolicy } from '../../policy/document.ts'
import { summaryHtml } from '../../policy/text.ts'
import { Notice, type Words } from '../../ui/index.ts'
import type { Asked } from './asked.ts'
import { languagesOf, summaryIn, textFor } from './notice.ts'

/** What pages that show a policy's words have in common: title, languages, the note on a text in another language. */
export function policyFrame(loaded: LoadedPolicy, { t, language, formats }: Asked) {
  const text = textFor(loaded, language)
  const elsewhere = text.language !== language
  const name = formats.languageName(text.language)
  const summary = summaryIn(loaded, language)
  return {
    text,
    lang: elsewhere ? text.language : undefined,
    title: elsewhere ? t('notice.policy.title-in', { language: name }) : t('notice.policy.title'),
    languages: languagesOf(loaded, text.language) as Language[],
    note: elsewhere && (
      <Notice tone="info">
        <p>
          {t('notice.policy.only-in', { language: name })}{' '}
          {summary !== undefined && (
            <>
              <a href={`#summary-${language}`}>
                {t('notice.policy.summary', { language: formats.languageName(language) })}
              </a>
              {' · '}
            </>
          )}
          <a href={`${link(language, 'contact')}?topic=policy-translation`}>{t('notice.policy.ask-translation')}</a>
        </p>
      </Notice>
    ),
    summary: summary !== undefined && (
      <section id={`summary-${language}`} lang={language} class="policy-summary">
        <h2>{t('notice.policy.summary-title')}</h2>
        <p>
          <strong>{t('notice.policy.summary-binds', { language: name })}</strong>
        </p>
        <div dangerouslySetInnerHTML={{ __html: summaryHtml(summary) }} />
      </section>
    ),
  }
}

/** A link to the policy in its menu of links: in which language it leads, where that is another one, and says so. */
export function policyLink(loaded: LoadedPolicy, language: Language, { t, formats }: Words) {
  const { language: shown } = textFor(loaded, language)
  if (shown === language) return undefined
  return { label: t('notice.policy.title-in', { language: formats.languageName(shown) }), hreflang: shown }
}
