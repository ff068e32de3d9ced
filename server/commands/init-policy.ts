/** The policy that a new site begins with: what the software does by itself, and the company's own text word for word. */
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { parseDocument } from 'yaml'
import { declarations } from '../app.ts'
import { projectDirectory } from '../base/config.ts'
import type { Language } from '../base/http/index.ts'
import { findingsOf } from '../policy/check.ts'
import { inEea } from '../policy/countries.ts'
import type { Finding } from '../policy/document.ts'
import { draftPolicy, type Draft } from '../policy/draft.ts'
import { readSource } from '../policy/draft-source.ts'
import { loadPolicyFromSources } from '../policy/load.ts'
import { neededOf } from '../policy/needed.ts'

/** Whose policy it is. */
export interface Company {
  name: string
  /** ISO 3166-1 alpha-2. */
  country: string
  /** How people reach it about their data. */
  contact: string
}

/** Path from the site's folder → content. */
export type Files = Readonly<Record<string, string>>

const starter = join(projectDirectory, 'policies/starter')
/** The section that says what the software does, with everything below it. */
const section = /^## .*\{#our-software\}$[^]*/m
const languageNames: Readonly<Record<Language, string>> = { en: 'English', nl: 'Dutch', fr: 'French', de: 'German' }

/**
 * Reads the text that a company has.
 * @param language undefined: found out
 * @returns a draft of its policy, or what is wrong with it in a sentence
 */
export function draftFrom(
  file: string,
  company: string,
  languages: readonly Language[],
  language: Language | undefined,
): Draft | { wrong: string } {
  const source = readSource(file)
  if ('refused' in source) return { wrong: source.refused }
  const draft = draftPolicy(source.text, {
    file,
    company,
    markdown: ['.md', '.markdown'].includes(extname(file).toLowerCase()),
    needs: neededOf(declarations.acts),
    ...(language === undefined ? {} : { language }),
  })
  if (!draft) return { wrong: `${file} holds no sentence, or headings only.` }
  const spoken = draft.text.language
  if (!languages.includes(spoken))
    return {
      wrong: `${file} is in ${languageNames[spoken]}, and the site is in ${languages.map(one => languageNames[one]).join(', ')}. Add ${spoken} to the languages; if it is in another language, say --policy-language.`,
    }
  if (draft.text.markdown.includes('{#our-software'))
    return { wrong: `${file} has a heading “Our software”, which Abide needs for what it adds. Call it otherwise.` }
  return draft
}

/**
 * The policy of a new site. It promises what the software needs and no more, so that it can be published at once; a draft of
 * what the company's text says beyond that stands beside it, to be confirmed.
 * @param today ISO 8601
 * @param draft of the company's own text; undefined: it has none
 */
export function firstPolicy(
  company: Company,
  languages: readonly Language[],
  today: string,
  draft: Draft | undefined,
): Files {
  const spoken = draft ? [draft.text.language] : languages
  const yaml = parseDocument(readFileSync(join(starter, 'policy.yaml'), 'utf8'))
  yaml.setIn(['policy', 'company'], company.name)
  yaml.setIn(['policy', 'effective'], today)
  const names = Object.fromEntries(spoken.map(one => [one, `text/${one}.md`]))
  yaml.setIn(['policy', 'text'], yaml.createNode(names, { flow: true }))
  yaml.setIn(['policy', 'original'], spoken[0])
  yaml.setIn(['controllers', 'main', 'name'], company.name)
  yaml.setIn(['controllers', 'main', 'country'], company.country)
  yaml.setIn(['controllers', 'main', 'contact'], company.contact)
  yaml.setIn(['controllers', 'main', 'regions'], yaml.createNode(regionsOf(company), { flow: true }))
  const texts = spoken.map(one => [`policy/text/${one}.md`, textIn(one, company, draft)] as const)
  return {
    'policy/policy.yaml': yaml.toString({ lineWidth: 130, flowCollectionPadding: false }),
    ...Object.fromEntries(texts),
    ...(draft ? draftFiles(company, draft) : {}),
  }
}

/** What keeps the policy among these files from being published. */
export function errorsIn(files: Files, today: Date): Finding[] {
  const texts = Object.entries(files).flatMap(([path, content]) => {
    const language = /^policy\/text\/(\w+)\.md$/.exec(path)?.[1]
    return language ? [[language, content] as const] : []
  })
  const sources = { yaml: files['policy/policy.yaml'] ?? '', texts: Object.fromEntries(texts), assessments: {} }
  const read = loadPolicyFromSources(sources)
  return findingsOf(read, today, declarations.acts).filter(({ level }) => level === 'error')
}

const regionsOf = ({ country }: Company): string[] => [inEea(country) ? 'EEA' : country]

function textIn(language: Language, company: Company, draft: Draft | undefined): string {
  const template = readFileSync(join(starter, `text/${language}.md`), 'utf8')
  const values: Readonly<Record<string, string>> = { company: company.name, contact: company.contact }
  const filled = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => asWords(values[name] ?? ''))
  if (!draft) return filled(template)
  return `${draft.text.markdown.trimEnd()}\n\n${filled(section.exec(template)![0])}`
}

/** A name is words, whatever Markdown would make of it; and it closes no clause. */
const asWords = (name: string): string =>
  name
    .replace(/[\\`*_[\]<>#|~]|&(?=#?\w+;)/g, '\\$&')
    .replace(/^([-+=]|\d+(?=[.)]))/, start => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replace(/\{(?=\\?#)/g, '{ ')

/** The draft of all that the text says, as the version that comes next. */
function draftFiles(company: Company, { files }: Draft): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => {
      const said = path.endsWith('.yaml') ? withCompany(content, company) : content
      return [`draft/${path}`, said]
    }),
  )
}

const withCompany = (yaml: string, company: Company): string =>
  yaml
    .replace('\n  version: 1\n', '\n  version: 2\n')
    .replace('    country: to be confirmed', `    country: ${company.country}`)
    .replace('    regions: [to be confirmed]', `    regions: [${regionsOf(company).join(', ')}]`)
    .replace(/\n {4}contact:[^\n]*\n/, () => `\n    contact: ${JSON.stringify(company.contact)}\n`)
