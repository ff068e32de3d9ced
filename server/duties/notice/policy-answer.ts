/** The policy in force as a program reads it: every clause with what keeps it, and how its translation stands. */
import { Type } from 'typebox'
import type { Language } from '../../base/http/index.ts'
import { translationOf } from '../../policy/coverage.ts'
import { coverageIn } from './coverage.tsx'
import type { Known } from './live.ts'
import { originalText, textFor } from './notice.ts'
import { kinds } from './proof.ts'
import { type Reader } from '../../ui/policy-words.ts'
import { sentenceOf } from './say.ts'

const Kind = Type.Enum([...kinds])

/** The answer of /api/policy. */
export const PolicyAnswer = Type.Object({
  company: Type.String(),
  version: Type.Integer(),
  hash: Type.String(),
  effective: Type.String({ format: 'date-time' }),
  original: Type.String(),
  languages: Type.Array(Type.String()),
  measured: Type.String({ format: 'date-time' }),
  coming: Type.Optional(Type.Object({ version: Type.Integer(), effective: Type.String({ format: 'date-time' }) })),
  counts: Type.Record(Type.String(), Type.Integer()),
  clauses: Type.Array(
    Type.Object({
      id: Type.String(),
      heading: Type.Boolean(),
      promises: Type.Boolean(),
      language: Type.String(),
      translation: Type.Enum(['original', 'current', 'stale', 'missing'], {
        description: 'Of this sentence in the language that was asked for; missing: the text is the original.',
      }),
      text: Type.String(),
      kind: Kind,
      partly: Type.Union([Kind, Type.Null()]),
      proofs: Type.Array(
        Type.Object({ kind: Kind, code: Type.String(), says: Type.String(), found: Type.Array(Type.String()) }),
      ),
      reliance: Type.Object({
        days: Type.Integer(),
        done: Type.Integer(),
        refused: Type.Integer(),
        last: Type.Union([Type.String(), Type.Null()]),
      }),
    }),
  ),
})

/** The policy in force for a program, with its sentences in one language. @param days over which reliance is counted */
export function policyAnswer(known: Known, reader: Reader, language: Language, days: number) {
  const { loaded } = known.facts.compiled
  const { company, version, effective, original } = loaded.policy.policy
  const coming = known.versions.find(one => one.state === 'coming')
  const inForce = known.versions.find(one => one.number === version)
  const coverage = coverageIn(known.coverages, loaded)
  const read = textFor(loaded, language)
  const words = new Map(read.clauses.map(clause => [clause.id, clause]))
  return {
    company,
    version,
    hash: loaded.hash,
    effective: (inForce?.effectiveAt ?? new Date(effective)).toISOString(),
    original,
    languages: Object.keys(loaded.texts),
    measured: known.at.toISOString(),
    ...(coming ? { coming: { version: coming.number, effective: coming.effectiveAt.toISOString() } } : {}),
    counts: known.counts,
    clauses: originalText(loaded).clauses.map(clause => {
      const kept = known.clauses.get(clause.id)!
      const shown = words.get(clause.id)
      return {
        id: clause.id,
        heading: clause.kind === 'heading',
        promises: kept.promises,
        language: shown ? read.language : original,
        translation: translationOf(coverage, language, clause.id) ?? 'missing',
        text: (shown ?? clause).text,
        kind: kept.kind,
        partly: kept.partly ?? null,
        proofs: kept.proofs.map(proof => ({
          kind: proof.kind,
          code: proof.code,
          says: sentenceOf(proof, reader),
          found: [...(proof.found ?? [])],
        })),
        reliance: { days, ...kept.reliance, last: kept.reliance.last ?? null },
      }
    }),
  }
}
