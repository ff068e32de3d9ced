/** `site.yaml`: what a site is called, where it is, how it looks, and which languages it has. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml'
import { languages as known, type Language } from '../http/language.ts'
import { colourOf } from './colours.ts'

/** What stands in the file. What is left out has a default, or comes from the environment. */
export interface SiteFile {
  /** What the company is called on its pages; left out: what its policy says. */
  name?: string
  /** In the order of the menu; the first one is for whoever asks for none of them. */
  languages?: readonly Language[]
  /** The public address, without a slash at its end. */
  url?: string
  /** Name of the file beside it. */
  logo?: string
  /** `#rrggbb`, on light and on dark ground. */
  accent?: string
  'accent-dark'?: string
  /** The sender of letters. */
  'mail-from'?: string
}

/** What is wrong in a line. */
export interface SiteFault {
  line: number
  message: string
}

/** How the text of a setting is read. Each answers with the value, or with what is wrong as “must be …”. */
export const siteRules = {
  name: (text: string): string | { wrong: string } => {
    const name = text.normalize('NFC').trim()
    if (name === '') return { wrong: 'must not be empty' }
    if (name.length > 80) return { wrong: `must be at most 80 characters long, not ${name.length}` }
    return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name) ? { wrong: 'must hold no control characters' } : name
  },
  languages: (text: string): readonly Language[] | { wrong: string } => {
    const typed = text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean)
    const strange = typed.find(one => !(known as readonly string[]).includes(one))
    if (strange !== undefined) return { wrong: `must be among ${known.join(', ')}; “${strange}” is not` }
    if (new Set(typed).size < typed.length) return { wrong: 'must name each language once' }
    return typed.length === 0
      ? { wrong: `must be one to ${known.length} of ${known.join(', ')}` }
      : (typed as Language[])
  },
  url: (text: string): string | { wrong: string } => {
    const typed = text.trim()
    const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
    if (!URL.canParse(whole)) return { wrong: 'must be a domain or an address, like account.company.example' }
    const { protocol, username, password, pathname, search, hash, hostname, origin } = new URL(whole)
    if (!['http:', 'https:'].includes(protocol)) return { wrong: 'must begin with https:// or http://' }
    if (username || password) return { wrong: 'must hold no user and no password' }
    if (pathname !== '/' || search || hash) return { wrong: 'must be a domain alone, without a path behind it' }
    const isReal = hostname === 'localhost' || hostname.startsWith('[') || /[^.]\.[^.]/.test(hostname)
    return isReal ? origin : { wrong: `must be a whole domain; “${hostname}” has no dot` }
  },
  accent: (text: string): string | { wrong: string } => colourOf(text) ?? { wrong: 'must be a colour like #0b57a4' },
  'mail-from': (text: string): string | { wrong: string } =>
    /^[^@\r\n]*[^@\s]@[^@\s]+$/.test(text.trim())
      ? text.trim()
      : { wrong: 'must be an e-mail address, or `Name <address>`' },
} as const

const rules: Readonly<Record<keyof SiteFile, (text: string) => unknown>> = {
  name: siteRules.name,
  languages: siteRules.languages,
  url: siteRules.url,
  logo: text =>
    /^[\w-][\w.-]*\.(svg|png)$/i.test(text)
      ? text
      : { wrong: 'must be the name of a file beside site.yaml that ends in .svg or .png' },
  accent: siteRules.accent,
  'accent-dark': siteRules.accent,
  'mail-from': siteRules['mail-from'],
}

/** Whether a rule found something wrong. */
export const isWrong = <T>(read: T | { wrong: string }): read is { wrong: string } =>
  typeof read === 'object' && read !== null && 'wrong' in read

/** Reads the file's text. @returns what it says, or everything that is wrong with it */
export function parseSiteFile(text: string): SiteFile | { faults: SiteFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const lineOf = (node: unknown) => lines.linePos((node as { range?: [number] }).range?.[0] ?? 0).line
  const faults: SiteFault[] = document.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    message: message.split('\n')[0]!.replace(/ at line .*$/, ''),
  }))
  if (faults.length > 0) return { faults }
  if (document.contents === null) return {}
  if (!isMap(document.contents))
    return { faults: [{ line: 1, message: 'It must be settings, one a line: `name: …`.' }] }
  const said: Record<string, unknown> = {}
  for (const { key, value } of document.contents.items) {
    const name = isScalar(key) ? String(key.value) : ''
    if (!Object.hasOwn(rules, name)) {
      faults.push({ line: lineOf(key), message: `There is no \`${name}\`; there is ${Object.keys(rules).join(', ')}.` })
      continue
    }
    const written = writtenOf(value)
    const read = written === undefined ? { wrong: 'must be one value' } : rules[name as keyof SiteFile](written)
    if (isWrong(read)) faults.push({ line: lineOf(key), message: `\`${name}\` ${read.wrong}.` })
    else said[name] = read
  }
  return faults.length > 0 ? { faults } : said
}

/** A value as it would be typed; a list with commas. */
function writtenOf(node: unknown): string | undefined {
  if (isScalar(node) && ['string', 'number'].includes(typeof node.value)) return node.source ?? String(node.value)
  if (!isSeq(node)) return undefined
  const parts = node.items.map(writtenOf)
  return parts.every(part => part !== undefined) ? parts.join(',') : undefined
}

const heading = ` What this site is called, where it is and how it looks. \`npx abide init\` asks for it and changes it;
 what the environment says (\`npx abide help settings\`) wins. No secret stands here.`

/**
 * Writes settings into the text of a file. What somebody wrote beside them, comments among it, stays.
 * @param before the file's text as it stands; undefined: there is none
 */
export function writeSiteFile(said: SiteFile, before?: string): string {
  const document: Document = parseDocument(before ?? '{}')
  if (before === undefined) {
    document.contents = document.createNode({})
    document.commentBefore = heading
  }
  for (const name of Object.keys(rules) as (keyof SiteFile)[]) {
    const value = said[name]
    if (value === undefined) document.delete(name)
    else if (JSON.stringify(document.toJS()?.[name]) !== JSON.stringify(value))
      document.set(name, document.createNode(value, { flow: true }))
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true })
}
