import type { Declarations } from './draft-declarations.ts'
import { type Drafted, isProposal, toBeConfirmed } from './draft-drafted.ts'
import type { DraftText } from './draft-text.ts'

/**
 * Writes the policy file of a draft: YAML, each declaration under the sentence that it came from.
 * @param name of the Markdown file, relative to the policy file
 */
export function draftYaml(text: DraftText, declarations: Declarations, name: string): string {
  const { company, contact, effective } = declarations
  const controller = {
    name: company ?? null,
    country: toBeConfirmed,
    contact: contact ?? null,
    regions: [toBeConfirmed],
    default: true,
  }
  const sections: [string, string, readonly Drafted[]][] = [
    ['categories', 'What may be held.', declarations.categories],
    ['purposes', 'Why it may be used.', declarations.purposes],
    ['collected', 'In which situations it is collected.', declarations.collected],
    ['recipients', 'Who may receive it.', declarations.recipients],
    ['staff', 'The roles that staff can have.', declarations.staff],
  ]
  return [
    '# Drafted from the text by `abide policy new`. Everything here is to be confirmed by somebody who knows: above each',
    `# declaration stands the sentence that it came from. What the text does not say is \`${toBeConfirmed}\` or empty, and`,
    '# `abide policy check` names every such place.',
    'abide: 1',
    '',
    'policy:',
    `  company: ${scalar(company ?? null)}`,
    '  version: 1',
    `  effective: ${scalar(effective ?? toBeConfirmed)}`,
    `  text: { ${text.language}: ${scalar(name)} }`,
    `  original: ${text.language}`,
    '',
    '# Who answers, and for whose data.',
    'controllers:',
    ...entry('main', controller),
    ...sections.flatMap(([key, about, drafted]) => section(key, about, drafted)),
    ...list('never', 'What will not happen.', declarations.never),
    '',
    comment(declarations.rights),
    `rights: ${flow(declarations.rights.value)}`,
    ...section('cookies', 'What is stored on devices.', declarations.cookies),
    '',
    '# The smallest group ever shown in statistics.',
    'minimum-group: 10',
    '',
  ].join('\n')
}

function section(key: string, about: string, drafted: readonly Drafted[]): string[] {
  if (drafted.length === 0) return ['', `# ${about} The text speaks of none that could be recognised.`, `${key}: {}`]
  return [
    '',
    `# ${about}`,
    `${key}:`,
    ...drafted.flatMap((one, index) => [`  ${comment(one, drafted[index - 1])}`, ...entry(one.id, one.value)]),
  ]
}

function list(key: string, about: string, drafted: readonly Drafted[]): string[] {
  if (drafted.length === 0)
    return ['', `# ${about} The text promises nothing of the kind that could be recognised.`, `${key}: []`]
  return ['', `# ${about}`, `${key}:`, ...drafted.flatMap(one => [`  ${comment(one)}`, `  - ${flow(one.value)}`])]
}

function comment({ from }: Drafted, before?: Drafted): string {
  if (isProposal(from))
    return `# to be confirmed: the product needs this, and the text does not say it. It could, for example: “${from.words} {#${from.id}}”`
  if (before?.from === from) return '# to be confirmed, from the same sentence'
  const quote = from.text.length > 600 ? `${from.text.slice(0, 599)}…` : from.text
  return `# to be confirmed, from line ${from.line}: “${quote}”`
}

function entry(id: string, value: Record<string, unknown>): string[] {
  return [`  ${id}:`, ...Object.entries(value).map(([key, inner]) => `    ${key}: ${flow(inner)}`.trimEnd())]
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flow(inner)}`)
      .join(', ')} }`
  }
  return scalar(value)
}

/** YAML of a plain value; words that YAML could take for something else stand in quotes. */
function scalar(value: unknown): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  return /^[A-Za-z][\w./-]*( [\w./-]+)*$|^(pd|dpv):\w+$/.test(value) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value)
}
