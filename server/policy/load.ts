import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { languages, type Finding, type Language, type LoadedPolicy, type Policy, type PolicyText } from './document.ts'
import { deepFreeze } from './freeze.ts'
import { readYaml, type Path, type PlaceOf } from './load-yaml.ts'
import { againstSchema } from './schema-findings.ts'
import { policySchema, type PolicyFile } from './schema.ts'
import { parseText } from './text.ts'

/** Larger than any policy that people could read. */
const maximumBytes = 2 * 1024 * 1024

const schemaFindings = againstSchema(policySchema)

/** What came of reading a policy. Only one without any error among its findings is published. */
export type ReadPolicy = Understood | NotUnderstood

/**
 * The declarations and the original text could be understood. `findings` may still hold errors (a paragraph without
 * id, a balancing test that is not there), so that one run of `check` shows as much as possible.
 */
interface Understood {
  loaded: LoadedPolicy
  findings: Finding[]
  place: PlaceOf
}

/** They could not. The texts that the file names are there as far as they can be read: their words can be checked. */
interface NotUnderstood {
  loaded?: undefined
  findings: Finding[]
  texts?: readonly { file: string; text: PolicyText }[]
}

/** Where a file's text comes from: its words, or why there are none. */
type ReadSource = (name: string) => { text: string } | { code: string; message: string; mend: string }

/**
 * Reads a policy and the files that it names.
 * @param file path of the YAML file, as the person gave it; findings name files from there
 */
export function loadPolicy(file: string): ReadPolicy {
  const source = readText(file)
  if (!('text' in source)) return { findings: [{ file, line: 1, column: 1, level: 'error', ...source }] }
  const folder = dirname(file)
  const beside = (name: string) => join(folder, name)
  const result = read(
    file,
    source.text,
    beside,
    (_language, name) => readText(beside(name)),
    name => readText(beside(name)),
  )
  if (!result.loaded) return result
  const cases = readText(casesBeside(file))
  return 'text' in cases ? { ...result, loaded: deepFreeze({ ...result.loaded, cases: cases.text }) } : result
}

/** Where the table of a lawyer's questions about a policy stands: `company.cases.yaml` beside `company.yaml`. */
export const casesBeside = (file: string): string => `${file.replace(/\.ya?ml$/, '')}.cases.yaml`

/** What a published version is made of, as the database stores it. */
export interface PolicySources {
  yaml: string
  /** Language → Markdown */
  texts: Partial<Record<Language, string>>
  /** File name as the YAML has it → text */
  assessments: Readonly<Record<string, string>>
}

/**
 * Reads a policy from texts in memory, exactly as `loadPolicy` reads it from files: the same hash, the same findings.
 * @param sources the texts
 * @param file name for the findings
 */
export function loadPolicyFromSources(sources: PolicySources, file = 'policy.yaml'): ReadPolicy {
  const given = (text: string | undefined): ReturnType<ReadSource> =>
    text === undefined ? notThere : withinSize(unixLines(text))
  const yaml = withinSize(unixLines(sources.yaml))
  if (!('text' in yaml)) return { findings: [{ file, line: 1, column: 1, level: 'error', ...yaml }] }
  return read(
    file,
    yaml.text,
    name => name,
    language => given(sources.texts[language]),
    name => given(Object.hasOwn(sources.assessments, name) ? sources.assessments[name] : undefined),
  )
}

function read(
  file: string,
  source: string,
  nameOf: (name: string) => string,
  textOf: (language: Language, name: string) => ReturnType<ReadSource>,
  assessmentOf: ReadSource,
): ReadPolicy {
  const yaml = readYaml(file, source)
  if ('findings' in yaml) return yaml
  const findings = schemaFindings(yaml.value, yaml.place)
  if (findings.length > 0) return { findings, texts: textsNamedBy(yaml.value, nameOf, textOf) }
  const policy: Policy = yaml.value as PolicyFile

  const fileFrom = (
    path: Path,
    name: string,
    content: (name: string) => ReturnType<ReadSource>,
  ): string | undefined => {
    const found = leaves(name)
      ? {
          code: 'file-elsewhere',
          message: `\`${name}\` leads out of the policy's folder.`,
          mend: 'Put the file beside the policy or in a folder below it.',
        }
      : content(name)
    if ('text' in found) return found.text
    findings.push({
      ...yaml.place(path),
      level: 'error',
      ...found,
      message: found.message.replace('This file', `\`${name}\``),
    })
    return undefined
  }

  const texts: Partial<Record<Language, PolicyText>> = {}
  for (const [language, name] of Object.entries(policy.policy.text) as [Language, string][]) {
    const content = fileFrom(['policy', 'text', language], name, () => textOf(language, name))
    if (content === undefined) continue
    const parsed = parseText(language, nameOf(name), content)
    texts[language] = parsed.text
    findings.push(...parsed.findings)
  }
  const assessments: Record<string, string> = {}
  for (const [id, purpose] of Object.entries(policy.purposes)) {
    for (const key of ['assessment', 'compatibility'] as const) {
      const name = purpose[key]
      if (name === undefined || Object.hasOwn(assessments, name)) continue
      const content = fileFrom(['purposes', id, key], name, assessmentOf)
      if (content !== undefined) assessments[name] = content
    }
  }
  for (const [language, name] of Object.entries(policy.policy.summary ?? {})) {
    if (Object.hasOwn(assessments, name)) continue
    const content = fileFrom(['policy', 'summary', language], name, assessmentOf)
    if (content !== undefined) assessments[name] = content
  }
  if (!Object.hasOwn(policy.policy.text, policy.policy.original)) {
    findings.push({
      ...yaml.place(['policy', 'original']),
      level: 'error',
      code: 'no-original-text',
      message: `The original language is \`${policy.policy.original}\`, but \`policy.text\` names no file in it.`,
      mend: 'Name the text in that language, or make another one the original.',
    })
  }
  if (!texts[policy.policy.original]) return { findings }
  const hash = createHash('sha256')
    .update(canonical({ declarations: policy, texts: sourcesOf(texts), assessments }))
    .digest('hex')
  return { loaded: deepFreeze({ policy, texts, assessments, source, hash }), findings, place: yaml.place }
}

/** The texts that a file names whose declarations are not understood yet: a drafted one, for instance. */
function textsNamedBy(
  value: unknown,
  nameOf: (name: string) => string,
  textOf: (language: Language, name: string) => ReturnType<ReadSource>,
): { file: string; text: PolicyText }[] {
  const named = (value as { policy?: { text?: unknown } } | null)?.policy?.text
  if (typeof named !== 'object' || named === null) return []
  return languages.flatMap(language => {
    const name: unknown = Object.hasOwn(named, language) ? (named as Record<string, unknown>)[language] : undefined
    if (typeof name !== 'string' || name === '' || leaves(name)) return []
    const content = textOf(language, name)
    return 'text' in content ? [{ file: nameOf(name), text: parseText(language, nameOf(name), content.text).text }] : []
  })
}

const sourcesOf = (texts: Partial<Record<Language, PolicyText>>) =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.source]))

/** JSON with the keys of every object in alphabetical order, so that the same meaning has the same hash. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{${pairs
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join(',')}}`
}

/** A file of the policy's folder must stay in it: a policy may come from somebody else. */
const leaves = (name: string) => normalize(name).split(/[/\\]/)[0] === '..'

const notThere = { code: 'missing-file', message: 'This file is not there.', mend: 'Write it, or correct its name.' }

/** Line ends differ between machines; what is published, stored and hashed does not. */
const unixLines = (text: string) => text.replace(/\r\n?/g, '\n')

const withinSize = (text: string): ReturnType<ReadSource> =>
  text.length > maximumBytes
    ? {
        code: 'too-large',
        message: 'This file is larger than 2 MB.',
        mend: 'A policy is read by people: make it shorter.',
      }
    : { text }

/**
 * The text of a file of a person's choosing: UTF-8, at most 2 MB, with line ends as \n.
 * @returns the text, or what is wrong with the file
 */
export function readText(file: string): ReturnType<ReadSource> {
  try {
    const stat = statSync(file)
    if (stat.isDirectory())
      return { code: 'is-a-folder', message: 'This file is a folder.', mend: 'Name the file in it.' }
    if (!stat.isFile())
      return { code: 'not-a-file', message: 'This file is a device or a pipe.', mend: 'Name an ordinary file.' }
    if (stat.size > maximumBytes) return withinSize('x'.repeat(maximumBytes + 1))
    return { text: unixLines(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))) }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return notThere
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return { code: 'not-utf-8', message: 'This file is not UTF-8 text.', mend: 'Save it as UTF-8.' }
    }
    return {
      code: 'unreadable-file',
      message: `This file cannot be read (${code ?? 'unknown reason'}).`,
      mend: 'See who may read it.',
    }
  }
}
