import { Type, type Static } from 'typebox'
import type { Acts } from './activity.ts'
import {
  agentOf,
  knownPhrases,
  nobodyInParticular,
  readActor,
  readPerson,
  UnknownPhrase,
  type AskedStanding,
} from './cases-phrases.ts'
import type { Decision, Party } from './decide.ts'
import type { Finding, LoadedPolicy, Place } from './document.ts'
import { readText } from './load.ts'
import { readYaml, type PlaceOf } from './load-yaml.ts'
import { didYouMean } from './nearest.ts'
import { refusalCodes, type RefusalCode } from './refusal.ts'
import { againstSchema } from './schema-findings.ts'

export type { AskedStanding } from './cases-phrases.ts'

/**
 * A table of cases: questions that a lawyer answers beforehand, and that the compiled policy must answer the same way.
 *
 *     - may: campaigns.send                  an act, or a purpose (then: an act of it that reads all that it uses)
 *       to: someone who agreed to product news by e-mail
 *       by: an agent of Lesse America        left out: whoever usually does it
 *       answer: yes, why.news                yes and the clause, or no and the reason
 *
 * The phrases of `to` and `by` are in cases-phrases.ts.
 */
const CasesSchema = Type.Array(
  Type.Object(
    {
      may: Type.String({
        title: 'an act or a purpose',
        pattern: '^[a-z][a-z0-9.-]*$',
        description: 'What is asked: an act, or a purpose.',
      }),
      to: Type.Optional(Type.String({ description: 'The person whose data it is.' })),
      by: Type.Optional(Type.String({ description: 'Who does it.' })),
      at: Type.Optional(
        Type.String({ title: 'a date', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'On which day.' }),
      ),
      note: Type.Optional(Type.String({ description: 'For the reader.' })),
      answer: Type.String({
        title: 'yes or no',
        pattern: '^(yes|no)\\b',
        description: '`yes, <clause>` or `no, <reason>`.',
      }),
    },
    { additionalProperties: false, title: 'case' },
  ),
  { title: 'cases' },
)
const schemaFindings = againstSchema(() => CasesSchema)

/** What is asked, in plain data. */
export interface Question {
  /** The act, unless the question is about a purpose as such. */
  act: string | undefined
  /** The purpose asked about, or that of the act; undefined where the product has no such act. */
  purpose: string | undefined
  actor: Party
  standing: AskedStanding
  /** ISO date */
  at?: string
}

export type Answer = { yes: true; clause?: string } | { yes: false; reason: RefusalCode }

/** One row of the table. */
export interface Case extends Place {
  /** The row in the words of its writer. */
  words: string
  question: Question
  expected: Answer
}

export interface CaseResult {
  case: Case
  passed: boolean
  /** `yes, why.news` */
  expected: string
  got: string
}

/**
 * Reads `<company>.cases.yaml`.
 * @param acts what the product does; a question about an act is about its purpose
 */
export function loadCases(file: string, loaded: LoadedPolicy, acts: Acts): { cases: Case[]; findings: Finding[] } {
  const read = readText(file)
  if ('text' in read) return parseCases(file, read.text, loaded, acts)
  return { cases: [], findings: [{ file, line: 1, column: 1, level: 'error', ...read }] }
}

/** Reads a table of cases from memory; see `loadCases`. */
export function parseCases(
  file: string,
  source: string,
  loaded: LoadedPolicy,
  acts: Acts,
): { cases: Case[]; findings: Finding[] } {
  const yaml = readYaml(file, source)
  if ('findings' in yaml) return { cases: [], findings: yaml.findings }
  const findings = schemaFindings(yaml.value, yaml.place)
  if (findings.length > 0) return { cases: [], findings }
  const cases: Case[] = []
  for (const [index, row] of (yaml.value as Static<typeof CasesSchema>).entries()) {
    const found = readCase(row, index, yaml.place, loaded, acts)
    if (Array.isArray(found)) findings.push(...found)
    else cases.push(found)
  }
  return { cases, findings }
}

type Row = Static<typeof CasesSchema>[number]

function readCase(row: Row, index: number, place: PlaceOf, loaded: LoadedPolicy, acts: Acts): Case | Finding[] {
  const findings: Finding[] = []
  const fault = (key: keyof Row, code: string, message: string, mend: string) =>
    findings.push({ ...place([index, key]), level: 'error', code, message, mend })
  const isAct = row.may.includes('.')
  const act = isAct && Object.hasOwn(acts, row.may) ? acts[row.may] : undefined
  const setting = { policy: loaded.policy, purpose: isAct ? act?.purpose : row.may }
  const phrase = <T>(key: 'to' | 'by', text: string | undefined, read: (text: string) => T): T | undefined => {
    if (text === undefined) return undefined
    try {
      return read(text)
    } catch (error) {
      if (!(error instanceof UnknownPhrase)) throw error
      fault(
        key,
        'unknown-phrase',
        `“${text}” is not a phrase of this table: ${error.message}.`,
        `Known are: ${knownPhrases[key].join('; ')}.`,
      )
      return undefined
    }
  }
  const by = phrase('by', row.by, text => readActor(text, setting))
  const to = phrase('to', row.to, text => readPerson(text, setting))
  if (to && by?.standing) fault('to', 'person-twice', '`by … for …` already says whose data it is.', 'Say it once.')
  const expected = readAnswer(row.answer, loaded, (code, message, mend) => fault('answer', code, message, mend))
  if (findings.length > 0 || !expected) return findings

  const usual: Party =
    act?.by === 'staff'
      ? agentOf(setting)
      : act?.by === 'customer'
        ? { kind: 'customer', self: true }
        : { kind: 'system' }
  return {
    ...place([index]),
    words: [`may ${row.may}`, row.by && `by ${row.by}`, row.to && `to ${row.to}`].filter(Boolean).join(' '),
    question: {
      act: isAct ? row.may : undefined,
      purpose: setting.purpose,
      actor: by?.actor ?? usual,
      standing: to ?? by?.standing ?? nobodyInParticular(loaded.policy),
      ...(row.at === undefined ? {} : { at: row.at }),
    },
    expected,
  }
}

function readAnswer(
  text: string,
  loaded: LoadedPolicy,
  fault: (code: string, message: string, mend: string) => void,
): Answer | undefined {
  const [, word, detail] = /^(yes|no)(?:\s*,\s*(\S+))?\s*$/.exec(text) ?? []
  if (word === 'yes') {
    const clauses = loaded.texts[loaded.policy.policy.original]?.clauses.map(clause => clause.id) ?? []
    if (detail === undefined) return { yes: true }
    if (clauses.includes(detail)) return { yes: true, clause: detail }
    fault(
      'dangling-clause',
      `The text has no clause \`${detail}\`.`,
      `Cite one that it has.${didYouMean(detail, clauses)}`,
    )
    return undefined
  }
  const reason = refusalCodes.find(code => code === detail)
  if (word === 'no' && reason) return { yes: false, reason }
  fault(
    'unknown-answer',
    `“${text}” is not an answer.`,
    `Write \`yes, <clause>\`, or \`no, <reason>\` with one of: ${refusalCodes.join(', ')}.${didYouMean(detail ?? '', refusalCodes)}`,
  )
  return undefined
}

/**
 * Asks every question.
 * @param decide answers one question from the compiled policy
 */
export function runCases(cases: readonly Case[], decide: (question: Question) => Decision): CaseResult[] {
  return cases.map(one => {
    const got = decide(one.question)
    const { expected } = one
    const passed = expected.yes
      ? got.yes && (expected.clause === undefined || expected.clause === got.clause)
      : !got.yes && expected.reason === got.reason
    return {
      case: one,
      passed,
      expected: expected.yes ? `yes${expected.clause ? `, ${expected.clause}` : ''}` : `no, ${expected.reason}`,
      got: got.yes ? `yes, ${got.clause}` : `no, ${got.reason}`,
    }
  })
}

/** The outcome for a terminal: every case that failed with its place, and a count. */
export function renderCaseResults(results: readonly CaseResult[]): string {
  const failed = results.filter(result => !result.passed)
  const lines = failed.map(
    ({ case: { file, line, column, words }, expected, got }) =>
      `${file}:${line}:${column}  ${words}\n    expected: ${expected}\n    got:      ${got}`,
  )
  const count = `${results.length} ${results.length === 1 ? 'case' : 'cases'}`
  return `${[...lines, failed.length === 0 ? `${count}, all answered as written.` : `${count}, ${failed.length} answered otherwise.`].join('\n')}\n`
}
