/** In which languages the versions of the policy exist: measured once for each version, and shown. */
import { coverageOf, follow, noLine, type Coverage, type LanguageCoverage, type Line } from '../../policy/coverage.ts'
import type { Clause, Language, LoadedPolicy } from '../../policy/document.ts'
import type { PublishedVersion, Versions } from '../../policy/versions.ts'
import { CoverageTable, useScene, type Covered, type Words } from '../../ui/index.ts'
import { originalText } from './notice.ts'

/** Version → how far each language goes in it. */
export type Coverages = ReadonlyMap<number, Coverage>

/**
 * Follows the versions that were published: each is read once, for it does not change.
 * @returns how far each language goes in each version of a list
 */
export function followCoverage(versions: Versions): (published: readonly PublishedVersion[]) => Promise<Coverages> {
  let followed: { hash: string; coverage: Coverage }[] = []
  let line: Line = noLine
  let last: Promise<unknown> = Promise.resolve()

  async function measure(published: readonly PublishedVersion[]): Promise<Coverages> {
    const oldestFirst = published.toSorted((a, b) => a.number - b.number)
    // One that nobody was bound by yet may have been put in the place of another: then all is followed anew.
    if (!followed.every(({ hash }, place) => oldestFirst[place]?.hash === hash)) {
      followed = []
      line = noLine
    }
    for (const { number, hash } of oldestFirst.slice(followed.length)) {
      const loaded = await versions.read(number)
      if (!loaded) break
      const next = follow(line, loaded)
      line = next.line
      followed.push({ hash, coverage: next.coverage })
    }
    return new Map(followed.map(({ coverage }) => [coverage.version, coverage]))
  }

  return published => {
    const measured = last.then(() => measure(published))
    last = measured.catch(() => undefined)
    return measured
  }
}

/** One language of one version, as a table shows it. */
function coveredIn(one: LanguageCoverage, { t }: Words): Covered {
  const { text, counts, missingWords, share } = one
  const more = [
    ...(counts.original > 0 ? [t('notice.coverage.original')] : []),
    ...(text ? [] : [t('notice.coverage.none')]),
    ...(counts.stale > 0 ? [t('notice.coverage.stale', { count: counts.stale })] : []),
    ...(text && counts.missing > 0 ? [t('notice.coverage.missing', { count: counts.missing })] : []),
    ...(text && missingWords.length > 0 ? [t('notice.coverage.words', { count: missingWords.length })] : []),
  ]
  return { share: text ? share : undefined, more }
}

/** How far the languages go in some versions. @param coverages the newest first */
export function LanguagesOf({ coverages }: { coverages: readonly Coverage[] }) {
  const scene = useScene()
  const { t, formats, languages } = scene
  if (coverages.length === 0) return null
  return (
    <>
      <h2>{t('notice.coverage.title')}</h2>
      <p>{t('notice.coverage.lead')}</p>
      <CoverageTable
        caption={t('notice.coverage.title')}
        quietCaption
        head={t('notice.versions.version')}
        languages={languages.map(code => ({ code, label: formats.languageName(code) }))}
        rows={coverages.map(({ version, languages: all }) => ({
          head: t('notice.versions.number', { version }),
          cells: Object.fromEntries(all.map(one => [one.language, coveredIn(one, scene)])),
        }))}
      />
    </>
  )
}

/** Beside a clause whose translation is older than the original: that it is, and what the original says now. */
export function StaleNote({ clause, language, loaded }: { clause: Clause; language: Language; loaded: LoadedPolicy }) {
  const scene = useScene()
  const { original } = loaded.policy.policy
  const says = originalText(loaded).clauses.find(({ id }) => id === clause.id)
  if (!says) return null
  return (
    <p class="declares" lang={language === scene.language ? undefined : scene.language} data-translation="stale">
      {scene.t('notice.policy.stale', { language: scene.formats.languageName(original) })}{' '}
      <q lang={original} cite={`#${clause.id}`}>
        {says.text}
      </q>
    </p>
  )
}

/** The ids of what is stale in a language. */
export const staleIn = (coverage: Coverage | undefined, language: Language): ReadonlySet<string> =>
  new Set(
    [...(coverage?.languages.find(one => one.language === language)?.clauses ?? [])]
      .filter(([, state]) => state === 'stale')
      .map(([id]) => id),
  )

/** What a clause is in the language that somebody reads. Where earlier versions are not known, nothing is stale. */
export const coverageIn = (coverages: Coverages, loaded: LoadedPolicy): Coverage =>
  coverages.get(loaded.policy.policy.version) ?? coverageOf(loaded)
