/** Scripts in fields: sent to every route that takes text, and looked for in every answer. */
import { expect } from 'vitest'
import type { Route } from '../server/base/http/index.ts'
import type { Answer } from './app.ts'

/** What is put into every text. */
export const script = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
/** What of it may stand on no page: a tag, or a quote that would end an attribute. */
export const unescaped = ['<script>alert', '<img src=x', `"'>`, `"'&gt;`]

/** As much of a schema as matters here. */
interface Field {
  type?: string
  format?: string
  items?: Field
  properties?: Record<string, Field>
  /** Of a map from names to texts. */
  patternProperties?: Record<string, Field>
}
const fieldsOf = ({ body }: Route) => (body as Field | undefined)?.properties ?? {}
const isMap = ({ patternProperties }: Field): boolean => Object.values(patternProperties ?? {}).some(isText)
const isText = (field: Field): boolean =>
  field.format === 'password' ||
  field.type === 'string' ||
  (field.items !== undefined && isText(field.items)) ||
  isMap(field)
/** The script as a field holds texts: alone, in a list, or under a name that is one too. */
const hostileIn = (field: Field): unknown =>
  field.items ? [script] : isMap(field) ? { en: script, [script]: script } : script
/** Whether a route takes any text, or files, which have a name. */
export const hasText = (route: Route) => Object.values(fieldsOf(route)).some(isText) || route.files !== undefined

/** Nothing in the answer would run, and if it would, the browser is told not to let it. */
export function safe({ headers, text }: Answer, where: string): void {
  const isPage = (headers['content-type'] ?? '').startsWith('text/html')
  expect(
    unescaped.filter(piece => isPage && text.includes(piece)),
    where,
  ).toEqual([])
  const policy = headers['content-security-policy'] ?? ''
  expect([policy.includes("script-src 'self';"), policy.includes('unsafe')], where).toEqual([true, false])
  expect(headers['x-content-type-options'], where).toBe('nosniff')
}

/**
 * Sends scripts in every text; what is refused for it is sent again, plain.
 * @param given what the page has filled in
 * @param plain what a field is given that takes no script
 * @returns the fields whose script was taken as it is
 */
export async function attack(
  route: Route,
  given: Record<string, unknown>,
  plain: (field: string) => unknown,
  send: (body: Record<string, unknown>) => Promise<Answer>,
): Promise<string[]> {
  const name = `${route.method} ${route.path}`
  const fields = Object.entries(fieldsOf(route))
  const hostile = new Map(
    fields.flatMap(([field, schema]) => (isText(schema) ? [[field, hostileIn(schema)] as const] : [])),
  )
  const body: Record<string, unknown> = { ...given, ...Object.fromEntries(hostile) }
  for (let turn = 0; turn <= fields.length; turn += 1) {
    const answer = await send(Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)))
    safe(answer, `${name} ${answer.status}`)
    expect(answer.status, `${name} ${answer.text}`).toBeLessThan(500)
    expect(answer.text, name).not.toContain('could not check that this form came from our own page')
    if (answer.status < 400) return [...hostile.keys()]
    const refused = fields
      .map(([field]) => field)
      .filter(field => answer.text.includes(`"#field-${field}"`) || answer.text.includes(`"field":"${field}`))
    const told = answer.status === 422 ? refused : answer.status > 400 ? Object.keys(given) : []
    const again = told.filter(field => hostile.delete(field) || !(field in body))
    // What is plain already is refused because of a map beside it, in which something is missing.
    const maps =
      again.length === 0 && told.length > 0 ? fields.filter(([name, one]) => isMap(one) && hostile.delete(name)) : []
    again.push(...maps.map(([field]) => field))
    if (again.length === 0) return []
    for (const field of again) body[field] = given[field] ?? plain(field)
  }
  return []
}
