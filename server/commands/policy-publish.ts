/** `abide policy publish`: a checked policy becomes a version, at once or at a date. */
import { declarations } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'
import { withClient } from '../base/installation.ts'
import { answerCase } from '../policy/answer-case.ts'
import { type Case, parseCases, runCases } from '../policy/cases.ts'
import { findingsOf, hasErrors } from '../policy/check.ts'
import { coverageOf } from '../policy/coverage.ts'
import { compile } from '../policy/compile.ts'
import type { LoadedPolicy } from '../policy/document.ts'
import { casesBeside, loadPolicy } from '../policy/load.ts'
import {
  applyDue,
  type Applied,
  newestVersion,
  precedingVersions,
  publish,
  publishAlone,
  PublishError,
  versionsBefore,
} from '../policy/publish.ts'
import { sayEarlier, storeDraft } from './policy-draft.ts'
import { type Io, momentInWords, momentOf } from './io.ts'
import { openInstallation } from './open.ts'
import { renderFindings } from './policy-files.ts'

export interface PublishOptions {
  /** When it takes effect, as it was typed; undefined: now. */
  at: string | undefined
  /** Whether every GRANT and REVOKE is printed. */
  verbose: boolean
  /** Why the operator publishes it without a second person; undefined: a colleague approves it. */
  alone?: string | undefined
}

/**
 * Publishes a file, and says since or from when it is in force and what the database grants otherwise now.
 * @throws Failure where it cannot be published; the version in force then stays in force
 */
export async function publishFile(file: string, { at, verbose, alone }: PublishOptions, io: Io): Promise<number> {
  const now = systemClock.now()
  const read = loadPolicy(file)
  const findings = findingsOf(read, now, declarations.acts)
  if (!read.loaded || hasErrors(findings)) {
    io.error(renderFindings(findings, file).trimEnd())
    io.error('Nothing was published; the version in force stays in force.')
    return 1
  }
  const { loaded } = read
  const questions = questionsOf(loaded, casesBeside(file))
  if (hasErrors(questions.findings)) {
    io.error(renderFindings(questions.findings, casesBeside(file)).trimEnd())
    io.error('Nothing was published; the version in force stays in force.')
    return 1
  }
  const effective = at === undefined ? now : momentOf(at)
  if (!effective)
    throw new Failure(
      `--at ${at} is no day of the calendar, or no time.`,
      'Write it like 2027-01-01 or 2027-01-01T08:00:00Z.',
    )
  if (effective < now) throw new Failure(`--at ${at} has passed.`, 'Leave it out to publish now.')
  const installation = await openInstallation({ as: 'command', environment: io.environment })
  try {
    return await withClient(installation.owner, async client => {
      const newest = await newestVersion(client)
      const isFirst = newest === undefined || newest.hash === loaded.hash
      sayLanguages(loaded, await versionsBefore(client, loaded.policy.policy.version), io)
      const before = isFirst ? [] : await precedingVersions(client, loaded.policy.policy.version)
      if (alone === undefined && !isFirst) {
        const proposed = at === undefined ? null : effective
        const { version } = newest.policy.policy
        return await storeDraft(
          client,
          installation.vault,
          { loaded, read, newest: version, before, now, proposed },
          io,
        )
      }
      if (!isFirst) sayEarlier(before, loaded, { now, effective }, io)
      const counts =
        newest === undefined || alone === undefined
          ? await publish(client, loaded, now, effective)
          : await publishAlone(client, loaded, { now, effectiveAt: effective, aloneBecause: alone })
      const { version: number, effective: written } = loaded.policy.policy
      const applied = await applyDue(client, declarations, installation.prefix, systemClock.now())
      if (applied?.compiled.loaded.policy.policy.version !== number) {
        io.out(`Version ${number} is published and takes effect on ${momentInWords(counts)}.`)
        sayOtherDate(written, counts, io)
        sayQuestions(questions.cases, loaded, io)
        return 0
      }
      io.out(`Version ${number} is in force since ${momentInWords(applied.since)}.`)
      sayOtherDate(written, applied.since, io)
      sayQuestions(questions.cases, loaded, io)
      sayGrants(applied, verbose, io)
      return 0
    })
  } catch (error) {
    if (error instanceof PublishError)
      throw new Failure(error.message, 'Nothing was published; the version in force stays in force.', { cause: error })
    throw error
  } finally {
    await installation.stop()
  }
}

/** Which translations are older than the original, in this version or since an earlier one, and what a language lacks. */
function sayLanguages(loaded: LoadedPolicy, earlier: readonly LoadedPolicy[], io: Io): void {
  for (const { language, text, clauses, missingWords } of coverageOf(loaded, earlier).languages) {
    if (!text) continue
    const of = (state: string) => [...clauses].flatMap(([id, is]) => (is === state ? [id] : []))
    const [stale, missing] = [of('stale'), of('missing')]
    if (stale.length > 0)
      io.out(`warning: ${count(stale.length, 'clause')} in ${language} older than the original: ${stale.join(', ')}.`)
    if (missing.length > 0)
      io.out(`warning: ${count(missing.length, 'clause')} missing in ${language}: ${missing.join(', ')}.`)
    if (missingWords.length > 0)
      io.out(
        `warning: no words in ${language} for ${missingWords.map(({ section, id }) => `${section}.${id}`).join(', ')}.`,
      )
  }
}

/** What the database grants otherwise now, and which acts of the product stay closed. */
function sayGrants({ changes, inWords, compiled }: Applied, verbose: boolean, io: Io): void {
  if (changes.length === 0) io.out('Nothing had to change in what the database grants.')
  else {
    const revoked = changes.filter(change => change.startsWith('REVOKE')).length
    io.out(
      'What the database grants otherwise now (about rows: ids, dates, where each came from, what row policies ask):',
    )
    for (const line of inWords) io.out(`  ${line}`)
    io.out(
      `${count(changes.length - revoked, 'GRANT')} and ${count(revoked, 'REVOKE')}${verbose ? ':' : '; --verbose lists them.'}`,
    )
    if (verbose) for (const change of changes) io.out(`  ${change}`)
  }
  if (compiled.refused.size === 0) return
  io.out('What the product could do and this policy does not allow:')
  for (const { act, code, detail } of compiled.refused.values()) io.out(`  ${act} (${code}: ${detail})`)
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`

/** The lawyer's questions that stand beside the file, and what is wrong with their table. */
function questionsOf(loaded: LoadedPolicy, table: string): ReturnType<typeof parseCases> {
  if (loaded.cases === undefined) return { cases: [], findings: [] }
  return parseCases(table, loaded.cases, loaded, declarations.acts)
}

/** How many questions were published with it, and whether each is answered as the lawyer wrote. */
function sayQuestions(cases: readonly Case[], loaded: LoadedPolicy, io: Io): void {
  if (cases.length === 0) return
  const compiled = compile(loaded, declarations)
  const otherwise = runCases(cases, question => answerCase(compiled, question)).filter(({ passed }) => !passed).length
  io.out(
    otherwise === 0
      ? `${count(cases.length, 'question')} with a right answer stand beside it; each is answered so.`
      : `${count(cases.length, 'question')} with a right answer stand beside it; ${otherwise} answered otherwise: npx abide policy cases FILE.`,
  )
}

/** What the file says of its day, where something else counts. */
function sayOtherDate(written: string, counts: Date, io: Io): void {
  const day = counts.toISOString().slice(0, 10)
  if (written !== day)
    io.out(`Its file says ${written}; what counts, and what the pages show, is the publication: ${day}.`)
}
