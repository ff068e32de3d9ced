/** A lawyer's questions about a clause: those that were published with the version in force. */
import { answerCase } from '../../policy/answer-case.ts'
import { type Case, type CaseResult, parseCases, runCases } from '../../policy/cases.ts'
import type { Compiled } from '../../policy/compile.ts'

const parsed = new WeakMap<Compiled, { source: string; cases: readonly Case[] }>()

function casesIn(source: string, compiled: Compiled): readonly Case[] {
  const before = parsed.get(compiled)
  if (before?.source === source) return before.cases
  const { cases } = parseCases('cases.yaml', source, compiled.loaded, compiled.declarations.acts)
  parsed.set(compiled, { source, cases })
  return cases
}

/**
 * The questions about a clause, asked of the rules in force now.
 * @param source the table that was published with the version
 */
export function casesAbout(source: string, compiled: Compiled, clause: string): CaseResult[] {
  const { purposes } = compiled.loaded.policy
  const about = casesIn(source, compiled).filter(
    ({ expected, question }) =>
      (expected.yes && expected.clause === clause) || purposes[question.purpose ?? '']?.clause === clause,
  )
  return runCases(about, question => answerCase(compiled, question))
}
