/** A lawyer's questions about a clause, where the table of cases stands beside the policy's file. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectDirectory } from '../../base/config.ts'
import { answerCase } from '../../policy/answer-case.ts'
import { type Case, type CaseResult, loadCases, runCases } from '../../policy/cases.ts'
import type { Compiled } from '../../policy/compile.ts'
import { loadPolicy } from '../../policy/load.ts'

const known = new Map<string, readonly Case[]>()

/** The table beside the file that the policy in force was published from; none if that file is not here. */
function casesOf({ loaded, declarations, hash }: Compiled): readonly Case[] {
  const before = known.get(hash)
  if (before) return before
  const folder = join(projectDirectory, 'policies')
  let cases: readonly Case[] = []
  for (const name of readFolder(folder)) {
    const file = join(folder, name)
    if (loadPolicy(file).loaded?.hash !== loaded.hash) continue
    cases = loadCases(file.replace(/\.ya?ml$/, '.cases.yaml'), loaded, declarations.acts).cases
  }
  known.clear()
  known.set(hash, cases)
  return cases
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => /(?<!\.cases)\.ya?ml$/.test(name))
  } catch {
    return []
  }
}

/** The questions about a clause, asked of the rules in force now. */
export function casesAbout(compiled: Compiled, clause: string): CaseResult[] {
  const { purposes } = compiled.loaded.policy
  const about = casesOf(compiled).filter(
    ({ expected, question }) =>
      (expected.yes && expected.clause === clause) || purposes[question.purpose ?? '']?.clause === clause,
  )
  return runCases(about, question => answerCase(compiled, question))
}
