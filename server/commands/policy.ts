/** `abide policy …`: what is promised. Everything but `publish` works on files alone. */
import { declarations } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { answerCase } from '../policy/answer-case.ts'
import { loadCases, renderCaseResults, runCases } from '../policy/cases.ts'
import { hasErrors } from '../policy/check.ts'
import { compile } from '../policy/compile.ts'
import { newCommand } from '../policy/draft.ts'
import { casesBeside, loadPolicy } from '../policy/load.ts'
import { neededOf } from '../policy/needed.ts'
import type { Io } from './io.ts'
import { checkCommand, diffCommand, renderFindings, showCommand } from './policy-files.ts'
import { publishFile } from './policy-publish.ts'

const usage = `abide policy new --text FILE --out DIR [--language en] [--company NAME] [--replace]
abide policy check FILE
abide policy show FILE [--language nl]
abide policy diff BEFORE AFTER
abide policy cases FILE [CASES]
abide policy publish FILE [--at 2027-01-01] [--verbose]`

/** Options without a value. */
const flags = ['--replace', '--verbose']

/** Splits `--name value` pairs from the rest. */
function parse(args: readonly string[]): { words: string[]; option: Record<string, string> } {
  const words: string[] = []
  const option: Record<string, string> = {}
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at]!
    if (!word.startsWith('--')) words.push(word)
    else if (flags.includes(word)) option[word.slice(2)] = 'yes'
    else option[word.slice(2)] = args[(at += 1)] ?? ''
  }
  return { words, option }
}

/** Runs one of them. */
export async function run(args: string[], io: Io): Promise<number> {
  const [what, ...rest] = args
  const { words, option } = parse(rest)
  const [first, second] = words
  const print = ({ text, code }: { text: string; code: number }): number => {
    io.out(text.trimEnd())
    return code
  }
  if (what === 'new' && option['text'] && option['out']) {
    const { text, out, language, company } = option
    const made = newCommand({
      textFile: text,
      outDirectory: out,
      ...(language ? { language: language as 'en' } : {}),
      ...(company ? { company } : {}),
      replace: option['replace'] !== undefined,
      needs: neededOf(declarations.acts),
    })
    return print({ text: made.text, code: made.exitCode })
  }
  if (what === 'check' && first) return print(checkCommand(first, systemClock.now(), declarations.acts))
  if (what === 'show' && first) return print(showCommand(first, option['language']))
  if (what === 'diff' && first && second) return print(diffCommand(first, second))
  if (what === 'cases' && first) return print(cases(first, second ?? casesBeside(first)))
  if (what === 'publish' && first)
    return publishFile(first, { at: option['at'], verbose: option['verbose'] !== undefined }, io)
  io.error(usage)
  return 2
}

function cases(file: string, table: string): { text: string; code: number } {
  const read = loadPolicy(file)
  if (!read.loaded) return { text: renderFindings(read.findings, file), code: 1 }
  const loaded = loadCases(table, read.loaded, declarations.acts)
  if (hasErrors(loaded.findings)) return { text: renderFindings(loaded.findings, table), code: 1 }
  const compiled = compile(read.loaded, declarations)
  const results = runCases(loaded.cases, question => answerCase(compiled, question))
  return { text: renderCaseResults(results), code: results.every(result => result.passed) ? 0 : 1 }
}
