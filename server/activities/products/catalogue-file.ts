/** The file from which a company loads its catalogue: YAML or JSON, a list of families. What is wrong is said by line. Pure. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Pair, type YAMLMap } from 'yaml'
import { didYouMean } from '../../policy/nearest.ts'
import type { Family } from './products.ts'
import { schemes } from './serial/index.ts'

/** What is wrong in a line, and how to mend it. */
export interface CatalogueFault {
  line: number
  message: string
}

/** So many families are a catalogue; more are a mistake. */
export const mostFamilies = 2000
/** The longest warranty, in months. */
const longestWarranty = 600

const languages = ['en', 'nl', 'fr', 'de']

type Say = (node: unknown, message: string) => void
type Rule = (value: unknown) => string | undefined

const text =
  (most: number): Rule =>
  value => {
    if (typeof value !== 'string' || value.trim() === '') return 'must be words'
    if (value.length > most) return `must be at most ${most} characters long`
    return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(value) ? 'must be one line, without control characters' : undefined
  }

const months: Rule = value =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= longestWarranty
    ? undefined
    : `must be a whole number of months from 0 to ${longestWarranty}`

/** What each key of a family may hold; `says` is looked at by itself. */
const rules: Readonly<Record<keyof Omit<Family, 'says'>, Rule>> = {
  code: value =>
    typeof value === 'string' && /^[0-9A-Z]{4}$/.test(value)
      ? undefined
      : 'must be the four capitals or digits with which its serial numbers begin, like OU20 (in quotes if it is all digits)',
  scheme: value =>
    typeof value === 'string' && Object.hasOwn(schemes, value)
      ? undefined
      : `must be a way of writing serial numbers that there is: ${Object.keys(schemes).join(', ')}.${didYouMean(String(value), Object.keys(schemes))}`,
  plants: value =>
    typeof value === 'string' && /^[0-9A-Z]+$/.test(value) && new Set(value).size === value.length
      ? undefined
      : "must be the digits of the plants that build it, each once, in quotes: '1234'",
  name: text(100),
  months,
  extraMonths: months,
}

/**
 * Reads a catalogue.
 * @param content the text of the file
 * @returns the families in their order, or everything that is wrong, in the order of the lines
 */
export function readCatalogueFile(content: string): { families: Family[] } | { faults: CatalogueFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines })
  const faults: CatalogueFault[] = document.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    message: message.split('\n')[0]!.replace(/ at line .*$/, ''),
  }))
  if (faults.length > 0) return { faults }
  const say: Say = (node, message) => {
    const [start = 0] = (node as { range?: [number] } | null)?.range ?? []
    faults.push({ line: lines.linePos(start).line, message })
  }
  const root = document.contents
  const list = isMap(root) ? root.get('families', true) : undefined
  if (!isMap(root) || !isSeq(list)) {
    return { faults: [{ line: 1, message: 'The file must hold `families:` and below it a list of them.' }] }
  }
  for (const { key } of root.items)
    if (isScalar(key) && key.value !== 'families') say(key, `There is no \`${String(key.value)}\`; there is families.`)
  if (list.items.length > mostFamilies)
    say(list, `A catalogue has at most ${mostFamilies} families, and these are ${list.items.length}.`)
  const families: Family[] = []
  const lineOfCode = new Map<string, number>()
  for (const item of list.items.slice(0, mostFamilies)) {
    const family = readFamily(item, say)
    if (!family) continue
    const earlier = lineOfCode.get(family.code)
    const node = isMap(item) ? item.get('code', true) : item
    if (earlier !== undefined) say(node, `The code ${family.code} stands in line ${earlier} already.`)
    else lineOfCode.set(family.code, lines.linePos((node as { range?: [number] }).range?.[0] ?? 0).line)
    families.push(family)
  }
  return faults.length > 0 ? { faults: faults.toSorted((a, b) => a.line - b.line) } : { families }
}

function readFamily(item: unknown, say: Say): Family | undefined {
  if (!isMap(item)) {
    say(item, 'A family is written as its settings: code, scheme, plants, name, months, says.')
    return undefined
  }
  let isRight = true
  const wrong: Say = (node, message) => {
    isRight = false
    say(node, message)
  }
  const known = [...Object.keys(rules), 'says']
  for (const { key } of item.items as Pair[]) {
    const name = isScalar(key) ? String(key.value) : ''
    if (!known.includes(name)) wrong(key, `A family has no \`${name}\`.${didYouMean(name, known)}`)
  }
  const read: Record<string, unknown> = { extraMonths: 0 }
  for (const [name, rule] of Object.entries(rules)) {
    const node = item.get(name, true)
    if (node === undefined) {
      if (name !== 'extraMonths') wrong(item, `\`${name}\` is missing.`)
      continue
    }
    const value = isScalar(node) ? node.value : undefined
    const fault = rule(value)
    if (fault) wrong(node, `\`${name}\` ${fault}${/[.)]$/.test(fault) ? '' : '.'}`)
    else read[name] = typeof value === 'string' ? value.trim() : value
  }
  const says = readSays(item, wrong)
  return isRight ? ({ ...read, says } as Family) : undefined
}

function readSays(item: YAMLMap, wrong: Say): Record<string, string> {
  const node = item.get('says', true)
  if (!isMap(node) || node.items.length === 0) {
    wrong(node ?? item, '`says` must say what it is in one language at least: { en: … }.')
    return {}
  }
  const said: Record<string, string> = {}
  for (const { key, value } of node.items as Pair[]) {
    const language = isScalar(key) ? String(key.value) : ''
    const fault = text(300)(isScalar(value) ? value.value : undefined)
    if (!languages.includes(language))
      wrong(key, `There is no language \`${language}\`; there is ${languages.join(', ')}.`)
    else if (fault) wrong(key, `\`says.${language}\` ${fault}.`)
    else said[language] = (value as { value: string }).value.trim()
  }
  return said
}
