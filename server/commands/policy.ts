/** `abide policy …`: what is promised. Everything but `publish` works on files alone. */
import { declarations } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { answerCase } from '../policy/answer-case.ts'
import { loadCases, renderCaseResults, runCases } from '../policy/cases.ts'
import { hasErrors } from '../policy/check.ts'
import { compile } from '../policy/compile.ts'
import { newCommand } from '../policy/draft.ts'
import { casesBeside, loadPolicy } from '../policy/load.ts'
import { didYouMean } from '../policy/nearest.ts'
import { neededOf } from '../policy/needed.ts'
import { type Arguments, Misused, readArguments, type Takes } from './arguments.ts'
import type { Io } from './io.ts'
import { checkCommand, diffCommand, notRead, renderFindings, showCommand } from './policy-files.ts'
import { publishFile } from './policy-publish.ts'

const usage = `abide policy new --text FILE --out DIR [--language en] [--company NAME] [--replace]
abide policy check FILE
abide policy show FILE [--language nl]
abide policy diff BEFORE AFTER
abide policy cases FILE [CASES]
abide policy publish FILE [--at 2027-01-01] [--alone "REASON"] [--verbose]`

/** What each of them takes. */
const takes: Readonly<Record<string, Takes>> = {
  new: { options: ['text', 'out', 'language', 'company'], flags: ['replace'] },
  check: { words: [1, 1] },
  show: { words: [1, 1], options: ['language'] },
  diff: { words: [2, 2] },
  cases: { words: [1, 2] },
  publish: { words: [1, 1], options: ['at', 'alone'], flags: ['verbose'] },
}

const usageOf = (what: string) => usage.split('\n').find(line => line.startsWith(`abide policy ${what} `))

/** Runs one of them. */
export async function run(args: string[], io: Io): Promise<number> {
  const [what = '', ...rest] = args
  if (!Object.hasOwn(takes, what)) {
    io.error(what ? `There is no \`policy ${what}\`.${didYouMean(what, Object.keys(takes))}` : 'Say what to do.')
    io.error(usage)
    return 2
  }
  const { words, option, flags } = readArguments(rest, takes[what]!, usageOf(what))
  const [first = '', second] = words
  const print = ({ text, code }: { text: string; code: number }): number => {
    io.out(text.trimEnd())
    return code
  }
  if (what === 'new') return print(draft(option, flags.has('replace')))
  if (what === 'check') return print(checkCommand(first, systemClock.now(), declarations.acts))
  if (what === 'show') return print(showCommand(first, option['language']))
  if (what === 'diff') return print(diffCommand(first, second!))
  if (what === 'cases') return print(cases(first, second ?? casesBeside(first)))
  return publishFile(first, { at: option['at'], alone: option['alone'], verbose: flags.has('verbose') }, io)
}

function draft({ text, out, language, company }: Arguments['option'], replace: boolean) {
  if (!text || !out)
    throw new Misused(
      'Say with --text which file holds your text, and with --out where the draft goes.',
      usageOf('new'),
    )
  const made = newCommand({
    textFile: text,
    outDirectory: out,
    ...(language ? { language } : {}),
    ...(company ? { company } : {}),
    replace,
    needs: neededOf(declarations.acts),
  })
  return { text: made.text, code: made.exitCode }
}

function cases(file: string, table: string): { text: string; code: number } {
  const read = loadPolicy(file)
  if (!read.loaded) return { text: renderFindings(read.findings, file, notRead), code: 1 }
  const loaded = loadCases(table, read.loaded, declarations.acts)
  if (hasErrors(loaded.findings)) return { text: renderFindings(loaded.findings, table, notRead), code: 1 }
  const compiled = compile(read.loaded, declarations)
  const results = runCases(loaded.cases, question => answerCase(compiled, question))
  return { text: renderCaseResults(results), code: results.every(result => result.passed) ? 0 : 1 }
}
