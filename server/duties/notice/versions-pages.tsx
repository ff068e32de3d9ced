/** Every version that was published, and each as it was. */
import { link, type Language, type Page } from '../../base/http/index.ts'
import type { LoadedPolicy } from '../../policy/document.ts'
import type { PublishedVersion } from '../../policy/versions.ts'
import { Badge, ButtonLink, Copyable, Notice, Table, Time, type Tone } from '../../ui/index.ts'
import type { Coverage } from '../../policy/coverage.ts'
import type { Asked } from './asked.ts'
import { LanguagesOf, StaleNote, staleIn, type Coverages } from './coverage.tsx'
import { policyFrame } from './policy-frame.tsx'
import { PolicyWords, titleClause } from './policy-text.tsx'

const tones: Readonly<Record<PublishedVersion['state'], Tone>> = {
  past: 'neutral',
  'in-force': 'ok',
  coming: 'warn',
  never: 'neutral',
}

/** The list of versions. */
export function versionsPage(
  { t, language }: Asked,
  versions: readonly PublishedVersion[],
  coverages: Coverages,
): Page {
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
            {
              head: t('notice.versions.from'),
              cell: ({ effectiveAt, state }) => (state === 'never' ? '–' : <Time at={effectiveAt} short />),
            },
            { head: t('notice.versions.until'), cell: ({ until }) => (until ? <Time at={until} short /> : '–') },
            {
              head: t('notice.versions.material'),
              cell: ({ material }) =>
                material === null ? (
                  '–'
                ) : (
                  <Badge tone={material ? 'warn' : 'ok'}>{t(`notice.versions.${material ? 'more' : 'no'}`)}</Badge>
                ),
            },
            {
              head: t('notice.versions.how'),
              cell: ({ approvedAs, aloneBecause, isOperatorsDraft }) =>
                approvedAs === null && aloneBecause === null
                  ? '–'
                  : t(
                      `notice.versions.${approvedAs === null ? 'alone' : isOperatorsDraft ? 'operators-draft' : 'two'}`,
                    ),
            },
            {
              head: t('notice.versions.notice'),
              cell: ({ publishedAt, effectiveAt, toldAt }) => (
                <>
                  {publishedAt < effectiveAt ? <Time at={publishedAt} short /> : '–'}
                  {toldAt && <span class="cell-more">{t('notice.versions.told', { at: toldAt })}</span>}
                </>
              ),
            },
            { head: t('notice.versions.hash'), cell: ({ hash }) => <Copyable short>{hash}</Copyable> },
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
        <LanguagesOf coverages={versions.flatMap(({ number }) => coverages.get(number) ?? [])} />
        <ButtonLink href={link(language, 'privacy')}>{t('notice.versions.current')}</ButtonLink>
      </>
    ),
  }
}

/** What a version calls a role of its staff. */
const roleName = ({ policy }: LoadedPolicy, role: string, language: Language): string =>
  policy.staff[role]?.says[language] ?? policy.staff[role]?.says[policy.policy.original] ?? role

/** A version's words as they were. */
export function versionPage(request: Asked, loaded: LoadedPolicy, version: PublishedVersion, coverage: Coverage): Page {
  const { t, language } = request
  const { text, lang, title, languages: exist, note, summary } = policyFrame(loaded, request)
  const heading = titleClause(text)
  const stale = staleIn(coverage, text.language)
  const { number, effectiveAt, until, state, hash } = version
  const when = { version: number, from: effectiveAt, until: until ?? effectiveAt }
  return {
    title: `${title} – ${t('notice.versions.number', { version: number })}`,
    languages: exist,
    machine: { href: `/api/policy/v/${number}.jsonld`, type: 'application/ld+json' },
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
            {' · '}
            <a href={link(language, 'privacy', 'v', number, 'allows')}>
              {t(state === 'past' ? 'notice.policy.allowed' : 'notice.policy.allows')}
            </a>
          </p>
          {version.approvedAs !== null && (
            <p>{t('changes.how.approved', { role: roleName(loaded, version.approvedAs, language) })}</p>
          )}
          {version.aloneBecause !== null && <p>{t('changes.how.alone', { reason: version.aloneBecause })}</p>}
          {version.material === true && <p>{t('changes.how.material')}</p>}
        </Notice>
        {note}
        {summary}
        <PolicyWords
          text={text}
          lang={lang}
          under={clause =>
            stale.has(clause.id) && <StaleNote clause={clause} language={text.language} loaded={loaded} />
          }
        />
        <LanguagesOf coverages={[coverage]} />
        <p class="muted">
          {t('notice.policy.hash')}: <Copyable>{hash}</Copyable>
        </p>
      </>
    ),
  }
}
