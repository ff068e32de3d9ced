/** A line of evidence as something that happened, in front of the person whom it is about. */
import type { OwnEntry } from '../../audit/index.ts'
import { actorWords, actWords, type Naming, purposeHref, purposeWords, refusalWords, Say } from './naming.tsx'

/** What was done, when, by which part of us, and for which purpose: an event of a timeline. */
export function eventOf(entry: OwnEntry, naming: Naming) {
  const refusal = refusalWords(entry.outcome, naming)
  return {
    at: entry.at,
    ...(refusal === undefined ? {} : { tone: 'warn' as const }),
    title: <Say words={actWords(entry.acts[0] ?? '', entry.purpose, naming)} naming={naming} />,
    children: (
      <p>
        {actorWords(entry, naming)}
        {' · '}
        <a href={purposeHref(entry.purpose, naming.language, naming.compiled.loaded.policy)}>
          <Say words={purposeWords(entry.purpose, naming)} naming={naming} />
        </a>
        {refusal !== undefined && ` · ${naming.t('rights.looked.refused-word')}: ${refusal}`}
      </p>
    ),
  }
}
