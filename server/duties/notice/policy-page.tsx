/** The policy in force, and beside each sentence what keeps it. */
import { link, type Page } from '../../base/http/index.ts'
import { ButtonLink, Copyable, Details, Notice, T, useScene } from '../../ui/index.ts'
import type { Asked } from './asked.ts'
import { coverageIn, StaleNote, staleIn } from './coverage.tsx'
import { keptBody } from './kept-body.tsx'
import type { Known } from './live.ts'
import { onlyKind } from './notice.ts'
import { policyFrame } from './policy-frame.tsx'
import { PolicyWords, titleClause } from './policy-text.tsx'
import { kinds } from './proof.ts'
import {
  countsInWords,
  isDeclaration,
  KeptBar,
  KindFilter,
  Legend,
  ProofBeside,
  ProofSentence,
} from './proof-parts.tsx'

function Contents({ headings, lang }: { headings: readonly { id: string; html: string }[]; lang: string | undefined }) {
  const { t } = useScene()
  if (headings.length < 3) return null
  return (
    <nav class="contents" aria-labelledby="contents">
      <h2 id="contents">{t('notice.policy.contents')}</h2>
      <ol lang={lang}>
        {headings.map(({ id, html }) => (
          <li key={id}>
            <a href={`#${id}`} dangerouslySetInnerHTML={{ __html: html.replace(/<\/?a\b[^>]*>/g, '') }} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function VersionLine({ known }: { known: Known }) {
  const { t, language, formats } = useScene()
  const { loaded } = known.facts.compiled
  const { version, original } = loaded.policy.policy
  const inForce = known.versions.find(one => one.number === version)
  const coming = known.versions.find(one => one.state === 'coming')
  const earlier = known.versions.filter(one => one.state === 'past').length
  return (
    <>
      <p class="muted">
        {t('notice.policy.in-force', {
          version,
          when: inForce?.effectiveAt ?? new Date(loaded.policy.policy.effective),
        })}{' '}
        {original !== language && loaded.texts[language] && (
          <>{t('notice.policy.translated', { language: formats.languageName(original) })} </>
        )}
        <a href={link(language, 'privacy', 'versions')}>
          {earlier > 0 ? t('notice.policy.earlier', { count: earlier }) : t('notice.policy.all-versions')}
        </a>
        {' · '}
        <a href={link(language, 'privacy', 'allows')}>{t('notice.policy.allows')}</a>
      </p>
      {coming && (
        <Notice tone="warn" title={t('notice.policy.coming', { version: coming.number, when: coming.effectiveAt })}>
          <p>
            <a href={link(language, 'privacy', 'diff', version, coming.number)}>{t('notice.policy.coming-compare')}</a>
            {' · '}
            <a href={link(language, 'privacy', 'v', coming.number)}>{t('notice.policy.coming-read')}</a>
          </p>
        </Notice>
      )}
    </>
  )
}

/** Every failed control on top of the page: nobody should have to scroll to find it. */
function Broken({ known }: { known: Known }) {
  const { t } = useScene()
  const broken = [...known.clauses.values()].filter(clause => clause.kind === 'broken')
  if (broken.length === 0) return null
  return (
    <Notice tone="error" title={t('notice.home.broken-title')}>
      <ul>
        {broken.map(({ id, proofs }) => (
          <li key={id}>
            <a href={`#${id}`}>{id}</a>:{' '}
            {proofs
              .filter(proof => proof.kind === 'broken')
              .map((proof, place) => (
                <ProofSentence key={place} proof={proof} policy={known.facts.compiled.loaded.policy} />
              ))}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/**
 * The page of the policy in force.
 * @param typed the kind of sentences that is asked for; what is none shows them all
 */
export function policyPage(request: Asked, known: Known, typed?: string): Page {
  const { t, language } = request
  const { loaded } = known.facts.compiled
  const { text: whole, lang, title, languages, note, summary } = policyFrame(loaded, request)
  const heading = titleClause(whole)
  const ofClause = (id: string) => known.clauses.get(id)
  const chosen = kinds.find(kind => kind === typed)
  const text = chosen ? onlyKind(whole, id => ofClause(id)?.promises === true && ofClause(id)!.kind === chosen) : whole
  // Beside words in another language, what we say ourselves is marked as the page's own.
  const own = lang && language
  const stale = staleIn(coverageIn(known.coverages, loaded), whole.language)
  const explains = loaded.policy.explains?.length ?? 0
  const inPart = [...known.clauses.values()].filter(one => one.promises && one.partly === 'enforced').length
  return {
    title,
    wide: true,
    languages,
    machine: { href: '/api/policy.jsonld', type: 'application/ld+json' },
    body: keptBody(known, request, chosen ?? '', () => (
      <>
        {heading ? (
          <h1 id={heading.id} lang={lang} dangerouslySetInnerHTML={{ __html: heading.html }} />
        ) : (
          <h1>{title}</h1>
        )}
        {note}
        {summary}
        <p class="lead">
          {countsInWords(known.counts, request)}
          {inPart > 0 && <> {t('notice.count.in-part', { count: inPart })}</>}
        </p>
        <KeptBar counts={known.counts} />
        <KindFilter counts={known.counts} chosen={chosen} />
        {chosen && <p>{t(`notice.kind-means.${chosen}`)}</p>}
        <VersionLine known={known} />
        <Broken known={known} />
        <Details summary={t('notice.policy.colour-legend')}>
          <Legend counts={known.counts} />
          {explains > 0 && <p class="muted">{t('notice.policy.explains', { count: explains })}</p>}
        </Details>
        <Contents
          headings={text.clauses.filter(clause => clause.kind === 'heading' && clause.level === 2)}
          lang={lang}
        />
        <PolicyWords
          text={text}
          lang={lang}
          under={clause => (
            <>
              {stale.has(clause.id) && <StaleNote clause={clause} language={whole.language} loaded={loaded} />}
              {ofClause(clause.id)
                ?.proofs.filter(isDeclaration)
                .map((proof, place) => (
                  <p key={place} class="declares" lang={own}>
                    <ProofSentence proof={proof} policy={loaded.policy} />
                  </p>
                ))}
            </>
          )}
          beside={clause => (
            <div key={clause.id} lang={own} data-clause={clause.id}>
              {ofClause(clause.id) && <ProofBeside kept={ofClause(clause.id)!} policy={loaded.policy} />}
            </div>
          )}
        />
        <Ending known={known} />
      </>
    )),
  }
}

function Ending({ known }: { known: Known }) {
  const { t, language } = useScene()
  return (
    <footer class="policy-ending">
      <p class="muted">
        {t('notice.policy.hash')}: <Copyable>{known.facts.compiled.loaded.hash}</Copyable>
      </p>
      <p class="muted">
        <T k="notice.policy.measured" with={{ at: known.at }} /> <a href="/api/policy">{t('notice.policy.machine')}</a>
        {' · '}
        <a href="/api/policy.jsonld" type="application/ld+json">
          {t('notice.policy.linked')}
        </a>
      </p>
      <p>{t('notice.policy.questions')}</p>
      <ButtonLink href={`${link(language, 'contact')}?topic=privacy`}>{t('notice.policy.ask')}</ButtonLink>
    </footer>
  )
}
