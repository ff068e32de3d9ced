/** Every version that was published, each as it was, and what changed between two of them. */
import { link, type Page } from '../../base/http/index.ts'
import { diffPolicies, type Change, type ClauseChange, type PolicyDiff } from '../../policy/diff.ts'
import { languages, type Language, type LoadedPolicy } from '../../policy/document.ts'
import type { PublishedVersion } from '../../policy/versions.ts'
import { Badge, ButtonLink, Copyable, Empty, Notice, Table, Time, useScene, type Tone } from '../../ui/index.ts'
import { policyFrame, type Asked } from './policy-page.tsx'
import { PolicyWords, titleClause } from './policy-text.tsx'
import { purposeNames } from './say.ts'

const tones: Readonly<Record<PublishedVersion['state'], Tone>> = { past: 'neutral', 'in-force': 'ok', coming: 'warn' }

/** The list of versions. */
export function versionsPage({ t, language }: Asked, versions: readonly PublishedVersion[]): Page {
  const before = ({ number }: PublishedVersion) => versions.find(one => one.number < number)
  return {
    title: t('notice.versions.title'),
    wide: true,
    body: (
      <>
        <h1>{t('notice.versions.title')}</h1>
        <p class="lead">{t('notice.versions.lead', { count: versions.length })}</p>
        <Table
          caption={t('notice.versions.title')}
          quietCaption
          rows={versions}
          columns={[
            {
              head: t('notice.versions.version'),
              cell: ({ number }) => (
                <a href={link(language, 'privacy', 'v', number)}>{t('notice.versions.number', { version: number })}</a>
              ),
            },
            {
              head: t('notice.versions.state'),
              cell: ({ state }) => <Badge tone={tones[state]}>{t(`notice.versions.${state}`)}</Badge>,
            },
            { head: t('notice.versions.from'), cell: ({ effectiveAt }) => <Time at={effectiveAt} short /> },
            { head: t('notice.versions.until'), cell: ({ until }) => (until ? <Time at={until} short /> : '–') },
            {
              head: t('notice.versions.changes'),
              cell: version => {
                const earlier = before(version)
                return earlier ? (
                  <a href={link(language, 'privacy', 'diff', earlier.number, version.number)}>
                    {t('notice.versions.compare', { version: earlier.number })}
                  </a>
                ) : (
                  t('notice.versions.first')
                )
              },
            },
          ]}
        />
        <ButtonLink href={link(language, 'privacy')}>{t('notice.versions.current')}</ButtonLink>
      </>
    ),
  }
}

/** A version's words as they were. */
export function versionPage(request: Asked, loaded: LoadedPolicy, version: PublishedVersion): Page {
  const { t, language } = request
  const { text, lang, title, languages: exist, note } = policyFrame(loaded, request)
  const heading = titleClause(text)
  const { number, effectiveAt, until, state, hash } = version
  const when = { version: number, from: effectiveAt, until: until ?? effectiveAt }
  return {
    title: `${title} – ${t('notice.versions.number', { version: number })}`,
    languages: exist,
    body: (
      <>
        {heading ? (
          <h1 id={heading.id} lang={lang} dangerouslySetInnerHTML={{ __html: heading.html }} />
        ) : (
          <h1>{title}</h1>
        )}
        <Notice tone={state === 'in-force' ? 'ok' : 'warn'} title={t(`notice.versions.${state}-notice`, when)}>
          <p>
            <a href={link(language, 'privacy')}>{t('notice.versions.current')}</a>
            {' · '}
            <a href={link(language, 'privacy', 'versions')}>{t('notice.policy.all-versions')}</a>
          </p>
        </Notice>
        {note}
        <PolicyWords text={text} lang={lang} />
        <p class="muted">
          {t('notice.policy.hash')}: <Copyable>{hash}</Copyable>
        </p>
      </>
    ),
  }
}

const effects: Readonly<Record<Change['effect'], Tone>> = { widened: 'warn', narrowed: 'ok', neutral: 'neutral' }

/** What changed from one version to another. */
export function differencePage(request: Asked, a: LoadedPolicy, b: LoadedPolicy): Page {
  const { t, language } = request
  const diff = diffPolicies(a, b)
  const title = t('notice.diff.title', { from: diff.from, to: diff.to })
  const widened = diff.meaning.filter(({ effect }) => effect === 'widened').length
  return {
    title,
    wide: true,
    body: (
      <>
        <h1>{title}</h1>
        {diff.material ? (
          <Notice tone="warn" title={t('notice.diff.material', { count: widened })}>
            {diff.askAgain.length > 0 && (
              <p>
                {t('notice.diff.ask-again', {
                  purposes: purposeNames(diff.askAgain, { ...request, policy: b.policy }),
                })}
              </p>
            )}
          </Notice>
        ) : (
          <Notice tone="ok" title={t(a.hash === b.hash ? 'notice.diff.same' : 'notice.diff.immaterial')} />
        )}
        <p>
          <a href={link(language, 'privacy', 'v', diff.from)}>{t('notice.versions.number', { version: diff.from })}</a>
          {' · '}
          <a href={link(language, 'privacy', 'v', diff.to)}>{t('notice.versions.number', { version: diff.to })}</a>
          {' · '}
          <a href={link(language, 'privacy', 'versions')}>{t('notice.policy.all-versions')}</a>
        </p>
        <Meaning diff={diff} />
        <WordsChanged diff={diff} first={language} />
      </>
    ),
  }
}

function Meaning({ diff }: { diff: PolicyDiff }) {
  const { t } = useScene()
  const order: Change['effect'][] = ['widened', 'narrowed', 'neutral']
  const rows = diff.meaning.toSorted((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect))
  return (
    <>
      <h2>{t('notice.diff.meaning')}</h2>
      {rows.length === 0 ? (
        <Empty>{t('notice.diff.meaning-none')}</Empty>
      ) : (
        <Table
          caption={t('notice.diff.meaning')}
          quietCaption
          rows={rows}
          columns={[
            { head: t('notice.diff.what'), cell: ({ says }) => <span lang="en">{says.replaceAll('`', '')}</span> },
            {
              head: t('notice.diff.effect'),
              cell: ({ effect }) => <Badge tone={effects[effect]}>{t(`notice.diff.${effect}`)}</Badge>,
            },
          ]}
        />
      )}
    </>
  )
}

function WordsChanged({ diff, first }: { diff: PolicyDiff; first: Language }) {
  const { t, formats } = useScene()
  const order = [first, ...languages.filter(language => language !== first)]
  const changed = order.filter(language => diff.clauses.some(change => change.language === language))
  const rest = changed.filter(language => language !== first)
  return (
    <>
      <h2>{t('notice.diff.words')}</h2>
      {diff.stale.length > 0 && <Notice tone="warn">{t('notice.diff.stale', { count: diff.stale.length })}</Notice>}
      {!changed.includes(first) && <Empty>{t('notice.diff.words-none')}</Empty>}
      {changed.includes(first) && <Clauses changes={diff.clauses.filter(({ language }) => language === first)} />}
      {rest.map(language => (
        <details key={language}>
          <summary>{t('notice.diff.words-in', { language: formats.languageName(language) })}</summary>
          <Clauses changes={diff.clauses.filter(change => change.language === language)} />
        </details>
      ))}
    </>
  )
}

function Clauses({ changes }: { changes: readonly ClauseChange[] }) {
  const { t } = useScene()
  const tone = { added: 'ok', removed: 'neutral', changed: 'info' } as const
  return (
    <dl class="word-changes">
      {changes.map(({ id, kind, words, language }) => (
        <div key={id}>
          <dt>
            <code>{id}</code> <Badge tone={tone[kind]}>{t(`notice.diff.${kind}`)}</Badge>
          </dt>
          <dd lang={language}>
            {words.map((run, place) =>
              run.kind === 'same' ? (
                run.text
              ) : run.kind === 'added' ? (
                <ins key={place}>{run.text}</ins>
              ) : (
                <del key={place}>{run.text}</del>
              ),
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
