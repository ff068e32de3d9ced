/** How proofs look: a mark, sentences, a bar of how much is kept. */
import type { ComponentChildren } from 'preact'
import { link } from '../../base/http/index.ts'
import type { Policy } from '../../policy/document.ts'
import { Badge, T, useScene, type Tone } from '../../ui/index.ts'
import { countedDays } from './live.ts'
import { kinds, type KeptClause, type Kind, type Proof, type Reliance } from './proof.ts'
import { valuesOf } from './say.ts'
import { screenHref } from './screens.ts'

const tones: Readonly<Record<Kind, Tone>> = {
  enforced: 'ok',
  checked: 'info',
  declared: 'neutral',
  promise: 'warn',
  broken: 'error',
}

/** A kind as a mark with its word. */
export function KindMark({ kind }: { kind: Kind }) {
  const { t } = useScene()
  return <Badge tone={tones[kind]}>{t(`notice.kind.${kind}`)}</Badge>
}

/** How well a clause is kept, and what better is known of a part of it. */
export function KeptMark({ kept: { kind, partly } }: { kept: Pick<KeptClause, 'kind' | 'partly'> }) {
  const { t } = useScene()
  return (
    <>
      <KindMark kind={kind} />
      {partly && <span class="muted"> {t(`notice.partly.${partly as 'enforced' | 'checked'}`)}</span>}
    </>
  )
}

/** From the best kept to the worst; none where there is none. */
const shown = (counts: Record<Kind, number>): Kind[] => kinds.toReversed().filter(kind => counts[kind] > 0)

/** The counts in one sentence. */
export function countsInWords(
  counts: Record<Kind | 'all', number>,
  { t, formats }: Pick<ReturnType<typeof useScene>, 't' | 'formats'>,
): string {
  const parts = shown(counts).map(kind => t(`notice.count.${kind}`, { count: counts[kind] }))
  return t('notice.count.all', { count: counts.all, kinds: formats.list(parts) })
}

/** How much of the policy is kept in which way, as a bar; the sentence beside it says the same. */
export function KeptBar({ counts }: { counts: Record<Kind | 'all', number> }) {
  let from = 0
  return (
    <svg
      class="kept-bar"
      viewBox={`0 0 ${counts.all || 1} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {shown(counts).map(kind => {
        const x = from
        from += counts[kind]
        return <rect key={kind} class={`kept-${kind}`} x={x} y="0" width={counts[kind]} height="1" />
      })}
    </svg>
  )
}

/** What each mark means. */
export function Legend({ counts }: { counts: Record<Kind, number> }) {
  const { t } = useScene()
  return (
    <dl class="legend">
      {shown(counts).map(kind => (
        <div key={kind}>
          <dt>
            <KindMark kind={kind} /> <span class="legend-count">{counts[kind]}</span>
          </dt>
          <dd>{t(`notice.kind-means.${kind}`)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** One proof as a sentence; a failed control says what it found. */
export function ProofSentence({ proof, policy, all = false }: { proof: Proof; policy: Policy; all?: boolean }) {
  const scene = useScene()
  const found = proof.found ?? []
  const listed = all ? found : found.slice(0, 3)
  return (
    <>
      <T
        k={`notice.proof.${proof.code}`}
        with={valuesOf(proof, { ...scene, policy })}
        parts={{ code: words => <code>{words}</code> }}
      />
      {listed.length > 0 && (
        <ul class="found">
          {listed.map(what => (
            <li key={what}>
              <code>{what}</code>
            </li>
          ))}
          {listed.length < found.length && <li>…</li>}
        </ul>
      )}
    </>
  )
}

/** How often it was relied on, and how often refused. */
export function RelianceWords({ reliance }: { reliance: Reliance }) {
  const { t, formats } = useScene()
  const days = countedDays
  if (reliance.done + reliance.refused === 0) return <>{t('notice.policy.unused', { days })}</>
  const parts = [t('notice.policy.relied', { count: reliance.done, days })]
  if (reliance.refused > 0) parts.push(t('notice.policy.refused', { count: reliance.refused }))
  if (reliance.last) parts.push(t('notice.policy.last', { when: new Date(reliance.last) }))
  return <>{formats.list(parts)}.</>
}

/** What a purpose or a situation declares belongs to the sentence itself; the rest stands beside it. */
export const isDeclaration = ({ code }: Proof): boolean => code === 'purpose-declared' || code === 'situation'

/** Where a sentence is seen kept. */
function Screens({ screens }: Pick<KeptClause, 'screens'>) {
  const { t, language } = useScene()
  if (screens.length === 0) return null
  return (
    <p class="screens">
      {t('notice.policy.seen')}{' '}
      {screens.map((id, place) => (
        <>
          {place > 0 && ' · '}
          <a href={screenHref(id, language)}>{t(`notice.screen.${id}`)}</a>
        </>
      ))}
    </p>
  )
}

/** Every sentence, or those that are kept in one way: each with how many there are. */
export function KindFilter({ counts, chosen }: { counts: Record<Kind | 'all', number>; chosen: Kind | undefined }) {
  const { t, language } = useScene()
  const here = link(language, 'privacy')
  return (
    <nav class="kinds" aria-label={t('notice.policy.filter')}>
      <ul>
        <li>
          <a href={here} aria-current={chosen === undefined ? 'true' : undefined}>
            {t('notice.policy.every')} <span class="legend-count">{counts.all}</span>
          </a>
        </li>
        {shown(counts).map(kind => (
          <li key={kind}>
            <a href={`${here}?kind=${kind}`} aria-current={chosen === kind ? 'true' : undefined}>
              {t(`notice.kind.${kind}`)} <span class="legend-count">{counts[kind]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** What keeps a clause that promises something: beside it where there is room, to be opened under it where there is not. */
export function ProofBeside({ kept, policy }: { kept: KeptClause; policy: Policy }) {
  const { t, language } = useScene()
  const { id, promises, kind, proofs, acts, reliance, screens } = kept
  if (!promises) return null
  const beside = proofs.filter(proof => !isDeclaration(proof))
  const mark: ComponentChildren = <KeptMark kept={kept} />
  if (proofs.length === 0) return <div class="proof">{mark}</div>
  return (
    <>
      <details class="proof" open={kind === 'broken'}>
        <summary>{mark}</summary>
        {beside.length > 0 && (
          <ul>
            {beside.map((proof, place) => (
              <li key={place} class={proof.kind === 'broken' ? 'proof-broken' : undefined}>
                <ProofSentence proof={proof} policy={policy} />
              </li>
            ))}
          </ul>
        )}
        <p>
          {acts.length > 0 && (
            <>
              <RelianceWords reliance={reliance} />{' '}
            </>
          )}
          <a href={link(language, 'privacy', 'clause', id)}>{t('notice.policy.how', { id })}</a>
        </p>
      </details>
      <Screens screens={screens} />
    </>
  )
}
