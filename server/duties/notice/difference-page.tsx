/** What changed between two versions, in meaning and in words. */
import { link, type Page } from '../../base/http/index.ts'
import { diffPolicies, type Change, type ClauseChange, type PolicyDiff } from '../../policy/diff.ts'
import { languages, type Language, type LoadedPolicy } from '../../policy/document.ts'
import { concernedBy, type Concerned } from '../../policy/life.ts'
import { Badge, Empty, Notice, useScene, type Tone } from '../../ui/index.ts'
import type { Asked } from './asked.ts'
import {
  changeInWords,
  concernsInWords,
  type DifferenceReader,
  meaningsInWords,
  meaningsOf,
  subjectInWords,
  whomInWords,
} from '../../ui/change-words.ts'
import { purposeNames } from '../../ui/policy-words.ts'

const effects: Readonly<Record<Change['effect'], Tone>> = { widened: 'warn', narrowed: 'ok', neutral: 'neutral' }

/** What changed from one version to another. */
export function differencePage(request: Asked, a: LoadedPolicy, b: LoadedPolicy): Page {
  const { t, language } = request
  const diff = diffPolicies(a, b)
  const title = t('notice.diff.title', { from: diff.from, to: diff.to })
  const same = diff.meaning.length + diff.clauses.length === 0
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
          <Notice tone="ok" title={t(same ? 'notice.diff.same' : 'notice.diff.immaterial')} />
        )}
        <p>
          <a href={link(language, 'privacy', 'v', diff.from)}>{t('notice.versions.number', { version: diff.from })}</a>
          {' · '}
          <a href={link(language, 'privacy', 'v', diff.to)}>{t('notice.versions.number', { version: diff.to })}</a>
          {' · '}
          <a href={link(language, 'privacy', 'versions')}>{t('notice.policy.all-versions')}</a>
        </p>
        <Meaning diff={diff} a={a} b={b} />
        <WordsChanged diff={diff} first={language} />
      </>
    ),
  }
}

/** What was widened first; each change under the name that the policy gives to what it is about. */
function Meaning({ diff, a, b }: { diff: PolicyDiff; a: LoadedPolicy; b: LoadedPolicy }) {
  const scene = useScene()
  const { t } = scene
  return (
    <>
      <h2>{t('notice.diff.meaning')}</h2>
      {diff.meaning.length === 0 && <Empty>{t('notice.diff.meaning-none')}</Empty>}
      {(['widened', 'narrowed', 'neutral'] as const).map(effect => {
        const changes = diff.meaning.filter(change => change.effect === effect)
        if (changes.length === 0) return null
        return (
          <section key={effect}>
            <h3>
              <Badge tone={effects[effect]}>{t(`notice.diff.${effect}`)}</Badge>{' '}
              <span class="muted">{changes.length}</span>
            </h3>
            <ul class="changes">
              {changes.map((change, place) => (
                <li key={place}>
                  <OneChange
                    change={change}
                    reader={{ ...scene, policy: b.policy, before: a.policy }}
                    whom={concernedBy({ ...diff, meaning: [change] }, a, b)}
                  />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

/** What it is about, what changed, whom it concerns, and what that means. */
function OneChange({ change, reader, whom }: { change: Change; reader: DifferenceReader; whom: Concerned }) {
  const subject = subjectInWords(change, reader)
  const who = whomInWords(whom, reader)
  return (
    <>
      {subject !== undefined && (
        <>
          <strong>{subject}</strong>
          <br />
        </>
      )}
      {changeInWords(change, reader)}
      <span class="cell-more">{concernsInWords(change, reader)}</span>
      {change.effect === 'widened' && who !== '' && change.purposes.length > 0 && (
        <span class="cell-more" data-whom>
          {reader.t('notice.change.who.affected', { who })}
        </span>
      )}
      {change.effect === 'widened' && (
        <span class="cell-more" data-means={meaningsOf(change).join(' ')}>
          {meaningsInWords(change, reader).join(' ')}
        </span>
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
