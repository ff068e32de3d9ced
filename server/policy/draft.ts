import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Finding, Language } from './document.ts'
import { companyIn, draftDeclarations, type Declarations } from './draft-declarations.ts'
import { countsOf, findingsDocument } from './draft-findings.ts'
import { readSource } from './draft-source.ts'
import { draftText, isLanguage, type DraftOptions, type DraftText } from './draft-text.ts'
import { draftYaml } from './draft-yaml.ts'
import type { Needs } from './needed.ts'
import { parseText } from './text.ts'
import { findingsInWords } from './wording.ts'

/** A policy drafted from a text, as files to be written. */
export interface Draft {
  text: DraftText
  declarations: Declarations
  /** What the words get wrong or leave out. */
  findings: readonly Finding[]
  /** Path, relative to the policy's folder → content. */
  files: Readonly<Record<string, string>>
}

/**
 * Drafts a policy from the text that a company has. Pure.
 * @param source the text, with \n as line ends
 * @param options how it is read; the company's name if the text does not say it
 * @returns nothing where the text has no sentence, or headings only
 */
export function draftPolicy(source: string, options: DraftOptions): Draft | undefined {
  const company = options.company ?? companyIn(source)
  const text = draftText(source, { ...options, ...(company === undefined ? {} : { company }) })
  if (text.sentences.every(sentence => sentence.heading)) return undefined
  const declarations = draftDeclarations(text, company, options.needs)
  const findings = findingsInWords(text.sentences)
  const name = `text/${text.language}.md`
  return {
    text,
    declarations,
    findings,
    files: {
      [name]: text.markdown,
      'policy.yaml': draftYaml(text, declarations, name),
      'FINDINGS.md': findingsDocument(options.file, text, declarations, findings),
    },
  }
}

/**
 * Writes a draft's files. All or none: what stands there already stays, unless it is to be replaced.
 * @throws Error with a sentence for the person, when something stands in the way
 */
export function writeDraft(draft: Draft, directory: string, replace = false): void {
  const paths = Object.keys(draft.files).map(name => join(directory, name))
  const there = paths.filter(path => existsSync(path))
  if (there.length > 0 && !replace) {
    throw new Error(
      `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} already there, and nothing was written. Name another directory with --out, or say --replace.`,
    )
  }
  const written: string[] = []
  try {
    for (const [name, content] of Object.entries(draft.files)) {
      const path = join(directory, name)
      mkdirSync(join(path, '..'), { recursive: true })
      writeFileSync(path, content, { flag: replace ? 'w' : 'wx' })
      written.push(path)
    }
  } catch (error) {
    if (!replace) for (const path of written) rmSync(path, { force: true })
    const code = (error as NodeJS.ErrnoException).code
    const why: Record<string, string> = {
      EEXIST: 'a file stands where a folder is needed',
      ENOTDIR: 'a file stands where a folder is needed',
      EACCES: 'this user may not write there',
      EPERM: 'this user may not write there',
      EROFS: 'it is read-only',
      ENOSPC: 'the disk is full',
    }
    throw new Error(
      `${directory} cannot be written: ${why[code ?? ''] ?? code ?? 'unknown reason'}. Name another directory with --out.`,
      { cause: error },
    )
  }
}

/** What `abide policy new` is asked. */
export interface NewCommand {
  /** File with the text that the company has. */
  textFile: string
  /** Where the draft goes; it is made if it is not there. */
  outDirectory: string
  /** Language of the text; found out if it is left out. */
  language?: string
  /** Name of the company, if the text does not say it. */
  company?: string
  /** Write over an earlier draft; its sentences keep their ids. */
  replace?: boolean
  /** What the product itself needs: see `neededOf`. */
  needs?: Needs
}

/**
 * `abide policy new --text FILE --out DIR`: drafts a policy and writes it.
 * @returns what to print, and 0; or 1 when nothing was written
 */
export function newCommand({ textFile, outDirectory, language, company, replace = false, needs }: NewCommand): {
  text: string
  exitCode: number
} {
  const refuse = (text: string) => ({ text: `${text}\n`, exitCode: 1 })
  if (language !== undefined && !isLanguage(language))
    return refuse(`${language} is not a language of the product: use en, nl, fr or de.`)
  const source = readSource(textFile)
  if ('refused' in source) return refuse(source.refused)
  const draft = draftPolicy(source.text, {
    file: textFile,
    markdown: ['.md', '.markdown'].includes(extname(textFile).toLowerCase()),
    ...(language === undefined ? {} : { language }),
    ...(company === undefined ? {} : { company }),
    ...(needs === undefined ? {} : { needs }),
    ...(replace ? { earlier: idsOf(outDirectory) } : {}),
  })
  if (!draft) return refuse(`${textFile} holds no sentence, or headings only. Put the policy's words in it.`)
  try {
    writeDraft(draft, outDirectory, replace)
  } catch (error) {
    return refuse((error as Error).message)
  }
  return { text: report(draft, outDirectory), exitCode: 0 }
}

/** Ids of an earlier draft's sentences, by their words. */
function idsOf(directory: string): Map<string, string> {
  const ids = new Map<string, string>()
  for (const language of ['en', 'nl', 'fr', 'de'] satisfies Language[]) {
    const path = join(directory, 'text', `${language}.md`)
    if (!existsSync(path)) continue
    for (const clause of parseText(language, path, readFileSync(path, 'utf8')).text.clauses) {
      if (!ids.has(clause.text)) ids.set(clause.text, clause.id)
    }
  }
  return ids
}

function report(draft: Draft, directory: string): string {
  const { findings, text, declarations } = draft
  const notes = [
    text.sentences.some(sentence => sentence.heading)
      ? []
      : ['The text has no headings, so the ids come from the sentences alone.'],
    declarations.company === undefined
      ? ['The text does not say whose it is: name the company with --company, or in policy.yaml.']
      : [],
    text.language === 'en'
      ? []
      : ['Only English sentences are recognised so far: the declarations are for you to write.'],
  ].flat()
  const said = findings.flatMap(({ file, line, column, code, message, quote, mend }) => [
    `${file}:${line}:${column}  ${code}: ${message}`,
    `    “${quote}”`,
    `    ${mend}`,
  ])
  const heard =
    findings.length === 0
      ? 'Its words show no fault that could be recognised.'
      : `What its words get wrong or leave out (${findings.length}):`
  return [
    `Drafted ${countsOf(text, declarations)}.`,
    ...Object.keys(draft.files).map(name => `  ${join(directory, name)}`),
    ...notes,
    '',
    heard,
    ...said,
    '',
    `Next: abide policy check ${join(directory, 'policy.yaml')} names each place that is to be confirmed.`,
    '',
  ].join('\n')
}
