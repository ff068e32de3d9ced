/** One sentence of the policy, and everything that keeps it. */
import { link, type Page } from '../../base/http/index.ts'
import { citedClauses } from '../../policy/citations.ts'
import type { Clause, LoadedPolicy } from '../../policy/document.ts'
import { Empty, useScene } from '../../ui/index.ts'
import { Acts, Cases, Columns, Declarations, Privileges } from './clause-tables.tsx'
import type { Known } from './live.ts'
import type { KeptClause } from './proof.ts'
import type { Asked } from './asked.ts'
import { policyFrame } from './policy-frame.tsx'
import { KeptMark, KindMark, ProofSentence, RelianceWords } from './proof-parts.tsx'

/** @returns undefined if no text has this clause */
export function clausePage(request: Asked, known: Known, id: string): Page | undefined {
  const { t, language } = request
  const { facts, clauses } = known
  const { loaded } = facts.compiled
  const { text, lang, languages } = policyFrame(loaded, request)
  const clause = findClause(loaded, id, text.clauses)
  const kept = clauses.get(id)
  if (!clause || !kept) return undefined
  const citations = citedClauses(loaded.policy).get(id) ?? []
  const grants = kept.acts.map(act => facts.compiled.grants.get(act)!)
  return {
    title: `${t('notice.clause.title')}: ${id}`,
    wide: true,
    languages,
    body: (
      <div class="clause-facts">
        <h1>{t('notice.clause.title')}</h1>
        <blockquote class="clause-quoted" lang={lang} dangerouslySetInnerHTML={{ __html: clause.html }} />
        <p>
          <a href={`${link(language, 'privacy')}#${id}`}>{t('notice.clause.back')}</a>{' '}
          <span class="muted">
            (<code>{id}</code>)
          </span>
        </p>
        {kept.promises ? (
          <Proofs kept={kept} known={known} />
        ) : (
          <Empty>{t(clause.kind === 'heading' ? 'notice.clause.heading' : 'notice.clause.explains')}</Empty>
        )}
        {citations.length > 0 && <Declarations citations={citations} loaded={loaded} />}
        {citations.some(({ what }) => what === 'category') && <Columns citations={citations} facts={facts} />}
        {grants.length > 0 && <Acts grants={grants} facts={facts} />}
        {citations
          .filter(({ what }) => what === 'purpose')
          .map(({ id: purpose }) => (
            <Privileges key={purpose} purpose={purpose} facts={facts} />
          ))}
        {kept.promises && <Cases known={known} id={id} />}
      </div>
    ),
  }
}

/** A clause of the text that is read, or of any other: a translation may lack one. */
function findClause({ texts }: LoadedPolicy, id: string, first: readonly Clause[]): Clause | undefined {
  return [first, ...Object.values(texts).map(text => text.clauses)].flat().find(clause => clause.id === id)
}

function Proofs({ kept, known }: { kept: KeptClause; known: Known }) {
  const { t } = useScene()
  const { policy } = known.facts.compiled.loaded
  return (
    <>
      <h2>{t('notice.clause.proofs')}</h2>
      <p>
        <KeptMark kept={kept} /> {t(`notice.kind-means.${kept.kind}`)}
      </p>
      {kept.proofs.length === 0 ? (
        <Empty>{t('notice.clause.none')}</Empty>
      ) : (
        <ul class="proofs">
          {kept.proofs.map((proof, place) => (
            <li key={place}>
              <KindMark kind={proof.kind} />
              <div>
                <ProofSentence proof={proof} policy={policy} all />
              </div>
            </li>
          ))}
        </ul>
      )}
      {kept.acts.length > 0 && (
        <p class="muted">
          <RelianceWords reliance={kept.reliance} />
        </p>
      )}
    </>
  )
}
