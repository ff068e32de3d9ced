import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Finding } from './document.ts'
import type { Path, PlaceOf } from './load-yaml.ts'
import { didYouMean, nearest } from './nearest.ts'

interface Node {
  title?: string
  description?: string
  properties?: Record<string, Node>
  patternProperties?: Record<string, Node>
  anyOf?: Node[]
  type?: string
}

/**
 * Makes the function that holds a value read from YAML against a schema, fills in the defaults of keys that were left
 * out (in the value itself), and says each fault in words.
 * @param schema JSON Schema, asked for at the first use
 */
export function againstSchema(schema: () => object): (value: unknown, place: PlaceOf) => Finding[] {
  let validate: ValidateFunction | undefined
  return (value, place) => {
    validate ??= new Ajv({ allErrors: true, strict: false, useDefaults: true, verbose: true }).compile(schema())
    if (validate(value)) return []
    return withoutMisspelt(withoutUnionNoise(validate.errors ?? [])).map(error => inWords(error, place))
  }
}

/** A union reports the faults of all its branches: keep those of the branch that the writer was probably writing. */
function withoutUnionNoise(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(error => error.keyword === 'anyOf')
  let kept = [...errors]
  for (const union of unions) {
    const branches = new Map<string, ErrorObject[]>()
    for (const error of kept) {
      const inside = error !== union && error.schemaPath.startsWith(`${union.schemaPath}/`) && under(error, union)
      if (!inside) continue
      const branch = error.schemaPath.slice(union.schemaPath.length + 1).split('/')[0]!
      branches.set(branch, [...(branches.get(branch) ?? []), error])
    }
    const inside = new Set([...branches.values()].flat())
    const wrongKind = (list: ErrorObject[]) =>
      list.some(e => e.keyword === 'type' && e.instancePath === union.instancePath)
    const textual = typeof union.data === 'string'
    const fitting = [...branches.values()]
      .filter(
        list =>
          !wrongKind(list) &&
          (textual || !list.some(e => e.keyword === 'enum' && e.instancePath === union.instancePath)),
      )
      .sort((a, b) => a.length - b.length)[0]
    // Nothing fits: the union itself says what is allowed.
    kept = kept.filter(error => !inside.has(error) && !(error === union && fitting))
    if (fitting) kept.push(...fitting)
  }
  return kept
}

/** A misspelt key is not missing as well. */
function withoutMisspelt(errors: readonly ErrorObject[]): ErrorObject[] {
  const meant = new Set<string>()
  for (const error of errors) {
    if (error.keyword !== 'additionalProperties') continue
    const known = Object.keys((error.parentSchema as Node).properties ?? {})
    meant.add(`${error.instancePath} ${nearest(String(error.params.additionalProperty), known)}`)
  }
  return errors.filter(
    error => error.keyword !== 'required' || !meant.has(`${error.instancePath} ${error.params.missingProperty}`),
  )
}

const under = (error: ErrorObject, union: ErrorObject) =>
  error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`)

function inWords(error: ErrorObject, place: PlaceOf): Finding {
  const path = toPath(error.instancePath)
  const schema = (error.parentSchema ?? {}) as Node
  const name = path.length === 0 ? 'the file' : `\`${path.join('.')}\``
  const finding = (at: Path, which: 'key' | 'value', code: string, message: string, mend: string): Finding => ({
    ...place(at, which),
    level: 'error',
    code,
    message,
    mend,
  })
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty)
      if (schema.patternProperties) {
        return finding(
          [...path, key],
          'key',
          'bad-id',
          `${show(key)} is not an id.`,
          `Use at most 40 lower-case letters, digits and hyphens, beginning with a letter.`,
        )
      }
      const known = Object.keys(schema.properties ?? {})
      return finding(
        [...path, key],
        'key',
        'unknown-key',
        `${show(key)} is not a key of ${name}.`,
        `Take it out, or use one of: ${known.join(', ')}.${didYouMean(key, known)}`,
      )
    }
    case 'required': {
      const key = String(error.params.missingProperty)
      const about = schema.properties?.[key]?.description
      return finding(
        path,
        'key',
        'missing-key',
        `\`${key}\` is missing in ${name}.`,
        `Add \`${key}\`${about ? `: ${lowerFirst(about)}` : '.'}`,
      )
    }
    case 'enum': {
      const allowed = (error.params.allowedValues as unknown[]).map(String)
      return finding(
        path,
        'value',
        'wrong-value',
        `${show(error.data)} is not a value of ${name}.`,
        `Use one of: ${allowed.join(', ')}.${typeof error.data === 'string' ? didYouMean(error.data, allowed) : ''}`,
      )
    }
    case 'const':
      return finding(
        path,
        'value',
        'wrong-value',
        `${show(error.data)} is not a value of ${name}.`,
        `Write ${show(error.params.allowedValue)}.`,
      )
    case 'pattern':
    case 'anyOf':
      return finding(
        path,
        'value',
        'wrong-value',
        `${show(error.data)} is not a value of ${name}.`,
        `Write ${schema.title ?? 'what the schema allows'}.`,
      )
    case 'type':
      return finding(
        path,
        'value',
        'wrong-type',
        `${capital(name)} holds ${kindOf(error.data)}.`,
        `Write ${schema.title && schema.type === 'string' ? schema.title : (kindNames[String(error.params.type)] ?? String(error.params.type))}${schema.description ? `: ${lowerFirst(schema.description)}` : '.'}`,
      )
    case 'uniqueItems':
      return finding(
        [...path, Number(error.params.i)],
        'value',
        'listed-twice',
        `The same thing stands twice in ${name}.`,
        'Keep one of them.',
      )
    default:
      return finding(
        path,
        'value',
        'wrong-value',
        `${capital(name)} ${error.message ?? 'is not allowed'}.`,
        schema.description ?? 'See the schema of the policy file.',
      )
  }
}

const kindNames: Record<string, string> = {
  object: 'keys with values',
  array: 'a list: [a, b]',
  string: 'words',
  integer: 'a whole number',
  boolean: 'true or false',
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object'
    ? 'keys with values'
    : `${typeof value === 'string' ? 'the words' : 'the value'} ${show(value)}`
}

/** The value as the writer wrote it, cut short and without control characters. */
function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  const clean = text.replace(/\p{Cc}/gu, '�')
  return `\`${clean.length > 60 ? `${clean.slice(0, 57)}…` : clean}\``
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** JSON pointer → path. */
function toPath(pointer: string): Path {
  return pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
