import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Format } from 'typebox/format'
import type { TSchema } from 'typebox'
import type { Typed } from './request.ts'

/** What is wrong with a field, before it is put in words. */
export interface RawFault {
  /** Dotted path of the field. */
  field: string
  code:
    | 'required'
    | 'too-short'
    | 'too-long'
    | 'too-small'
    | 'too-large'
    | 'too-many'
    | 'choice'
    | 'number'
    | 'email'
    | 'date'
    | 'format'
    | 'unknown'
    | 'characters'
    | 'file-too-large'
    | 'file-empty'
    | 'too-many-files'
  limit?: number | undefined
  /** The schema's own key for the message (`fault: 'people.sign-up.email-fault'`). */
  key?: string | undefined
}

export type Validated<T> = { value: T; faults?: undefined } | { faults: readonly RawFault[] }

type Properties = Record<string, { format?: string; type?: string }>
const propertiesOf = (schema: TSchema): Properties =>
  ((schema as { properties?: Properties }).properties ?? {}) as Properties

/** Fields that are never shown again and never trimmed: strings of format `password`. */
export const secretFields = (schema: TSchema): ReadonlySet<string> =>
  new Set(
    Object.entries(propertiesOf(schema)).flatMap(([name, property]) => (property.format === 'password' ? [name] : [])),
  )

const make = (coerceTypes: false | 'array') => {
  const ajv = new Ajv({ allErrors: true, coerceTypes, useDefaults: true, verbose: true, strict: false })
  ajv.addFormat(
    'email',
    text => text.length <= 254 && Format.IsEmail(text) && /\.[^.]+$/.test(text.split('@')[1] ?? ''),
  )
  ajv.addFormat('date', Format.IsDate)
  ajv.addFormat('date-time', Format.IsDateTime)
  ajv.addFormat('uuid', Format.IsUuid)
  ajv.addFormat('uri', Format.IsUri)
  ajv.addFormat('password', true)
  return ajv
}

/**
 * Validators for one server.
 * `texts`: everything arrives as text (forms, queries, paths) and is converted. `json`: nothing is converted.
 */
export function validators() {
  const texts = make('array')
  const json = make(false)
  // Compiled when first asked: doing it for every route was a tenth of a start.
  const compiled = (ajv: Ajv, schema: TSchema): (() => ValidateFunction) => {
    let validate: ValidateFunction | undefined
    return () => (validate ??= ajv.compile(schema))
  }
  const check = <T>(validating: () => ValidateFunction, value: Record<string, unknown>): Validated<T> => {
    const validate = validating()
    if (!validate(value)) return { faults: rawFaults(validate.errors ?? []) }
    const odd = oddCharacters(value)
    return odd.length > 0 ? { faults: odd } : { value: value as T }
  }
  return {
    /** Query and path: members that the schema does not name are left out. */
    texts(schema: TSchema) {
      const validate = compiled(texts, schema)
      const names = Object.keys(propertiesOf(schema))
      return (input: Readonly<Record<string, unknown>>) =>
        check<unknown>(
          validate,
          Object.fromEntries(names.filter(name => Object.hasOwn(input, name)).map(name => [name, input[name]])),
        )
    },
    /** A form: white space around text goes, an empty field is an absent one, an unknown field is a fault. */
    form(schema: TSchema) {
      const validate = compiled(texts, closed(schema))
      const secret = secretFields(schema)
      return (input: Readonly<Record<string, unknown>>) => check<unknown>(validate, tidy(input, secret))
    },
    /** A JSON body; an unknown member is a fault. */
    json(schema: TSchema) {
      const validating = compiled(json, closed(schema))
      return (input: unknown): Validated<unknown> => {
        if (typeof input !== 'object' || input === null) {
          const validate = validating()
          return validate(input) ? { value: input } : { faults: rawFaults(validate.errors ?? []) }
        }
        return check<unknown>(validating, input as Record<string, unknown>)
      }
    },
  }
}

/** What to show again after a fault. */
export function typedFields(input: unknown, secret: ReadonlySet<string>): Typed {
  if (typeof input !== 'object' || input === null) return {}
  const kept = Object.entries(input).filter(
    ([name, value]) => !secret.has(name) && name !== 'csrf' && (typeof value === 'string' || Array.isArray(value)),
  )
  return Object.fromEntries(kept) as Typed
}

const closed = (schema: TSchema): TSchema =>
  'properties' in schema && !('additionalProperties' in schema) ? { ...schema, additionalProperties: false } : schema

function tidy(input: Readonly<Record<string, unknown>>, secret: ReadonlySet<string>): Record<string, unknown> {
  const one = (value: unknown) =>
    typeof value === 'string' ? value.normalize('NFC').replace(/\r\n?/g, '\n').trim() : value
  const tidied: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(input)) {
    if (name === 'csrf') continue
    const clean = secret.has(name)
      ? value
      : Array.isArray(value)
        ? value.map(one).filter(text => text !== '')
        : one(value)
    if (clean !== '') tidied[name] = clean
  }
  return tidied
}

/** PostgreSQL keeps no NUL, half a surrogate pair is not a character, and nothing we ask for is nested this deep. */
function oddCharacters(value: unknown, path: readonly string[] = []): RawFault[] {
  const field = path.join('.')
  if (typeof value === 'string')
    return value.includes('\0') || !isWellFormed(value) ? [{ field, code: 'characters' }] : []
  if (typeof value !== 'object' || value === null) return []
  if (path.length > 20) return [{ field: path[0] ?? '', code: 'format' }]
  return Object.entries(value).flatMap(([name, inner]) => oddCharacters(inner, [...path, name]))
}

const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text)

/** One fault a field, the first that ajv found. */
function rawFaults(errors: readonly ErrorObject[]): RawFault[] {
  const found = new Map<string, RawFault>()
  for (const error of errors) {
    const at = error.instancePath.slice(1).replaceAll('/', '.')
    const missing = (error.params as { missingProperty?: string }).missingProperty
    const extra = (error.params as { additionalProperty?: string }).additionalProperty
    const field = [at, missing ?? extra].filter(Boolean).join('.')
    const schema = (missing ? error.parentSchema?.['properties']?.[missing] : error.parentSchema) as
      { fault?: string } | undefined
    const limit = (error.params as { limit?: number }).limit
    if (!found.has(field)) found.set(field, { field, code: codeOf(error), limit, key: schema?.fault })
  }
  return [...found.values()]
}

function codeOf(error: ErrorObject): RawFault['code'] {
  const { keyword, params } = error as { keyword: string; params: Record<string, unknown> }
  switch (keyword) {
    case 'required':
      return 'required'
    case 'minLength':
    case 'minItems':
      return params['limit'] === 1 ? 'required' : 'too-short'
    case 'maxLength':
      return 'too-long'
    case 'maxItems':
      return 'too-many'
    case 'minimum':
    case 'exclusiveMinimum':
      return 'too-small'
    case 'maximum':
    case 'exclusiveMaximum':
      return 'too-large'
    case 'enum':
    case 'const':
    case 'anyOf':
    case 'oneOf':
      return 'choice'
    case 'additionalProperties':
      return 'unknown'
    case 'type':
      return params['type'] === 'number' || params['type'] === 'integer' ? 'number' : 'format'
    case 'format':
      return params['format'] === 'email' ? 'email' : params['format'] === 'date' ? 'date' : 'format'
    default:
      return 'format'
  }
}
