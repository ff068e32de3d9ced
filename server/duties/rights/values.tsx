/** What is held, readable: addresses on lines, dates as dates, letters by their subject. */
import type { ComponentChildren } from 'preact'
import type { RecordItem } from '../../policy/record.ts'
import type { Key } from '../../ui/index.ts'
import { categoryWords, chosenWords, type Naming, purposeWords } from './naming.tsx'

/** A value as lines of text. @returns undefined where it is not to be shown */
export function linesOf(item: RecordItem, naming: Naming): string[] | undefined {
  if (item.shown !== 'shown' || item.value instanceof Uint8Array) return undefined
  const { value, row, place } = item
  if (item.column === 'said' && typeof row['purpose'] === 'string')
    return [`${wordOf(place, String(value), naming)}: ${purposeWords(row['purpose'], naming).text}`]
  if (place === 'consent.event.category') return [categoryWords(String(value), naming).text]
  if (place === 'consent.event.choices' || place === 'consent.interest.interest')
    return [value].flat().map(one => chosenWords(String(one), naming))
  if (typeof value === 'string' && !day.test(value)) return value.split('\n').map(line => wordOf(place, line, naming))
  return textOf(value, naming)
}

/** Codes that have words: languages, roles in a company, what was said. */
function wordOf(place: string, value: string, { hasText, t, formats }: Naming): string {
  if (languagePlaces.test(place) && code.test(value)) return formats.languageName(value)
  const [slice, ...rest] = place.split('.')
  // A slice may bring its own words; ours stand in rights.json.
  const key = [`${slice}.value.${rest.join('.')}.${value}`, `rights.value.${place}.${value}`].find(hasText)
  return key ? t(key as Key) : value
}

/** A day without a time, as PostgreSQL writes it. */
const day = /^\d{4}-\d{2}-\d{2}$/

/** What is no code (data that was brought in from elsewhere) is shown as it is. */
const code = /^[A-Za-z]{2}$/
const languagePlaces = /\.(?:language|former)$/

/** The order in which the parts of a value are written, where it matters; other parts follow. */
const order = [
  'name',
  'number',
  'extension',
  'street',
  'postcode',
  'city',
  'region',
  'country',
  'subject',
  'agent',
  'address',
]

function textOf(value: unknown, naming: Naming): string[] {
  if (value === null || value === undefined || value === '') return []
  if (value instanceof Date) return [naming.formats.moment(value)]
  if (typeof value === 'string' && day.test(value)) return [naming.formats.date(value)]
  if (typeof value === 'boolean') return [naming.t(value ? 'rights.value.yes' : 'rights.value.no')]
  if (typeof value === 'number') return [naming.formats.number(value)]
  if (Array.isArray(value)) return value.flatMap(one => textOf(one, naming))
  if (typeof value === 'object') return partsOf(value as Record<string, unknown>, naming)
  return [String(value)]
}

function partsOf(value: Record<string, unknown>, naming: Naming): string[] {
  const { formats } = naming
  if (typeof value['subject'] === 'string' && 'text' in value) return [value['subject']]
  if (typeof value['agent'] === 'string')
    return [deviceWords(value['agent'], naming), ...textOf(value['address'], naming)]
  const { country: land } = value
  const country = typeof land === 'string' && code.test(land) ? formats.country(land) : land
  if (typeof value['street'] === 'string')
    return formats.address(Object.fromEntries(Object.entries(value).filter(([, part]) => typeof part === 'string')))
  if (typeof value['number'] === 'string') {
    const { extension, use } = value
    const number = formats.phone(value['number'], typeof extension === 'string' ? extension : undefined)
    return [number, ...(typeof use === 'string' ? [wordOf('profile.contact.use', use, naming)] : [])]
  }
  return Object.keys(value)
    .sort((a, b) => placeOf(a) - placeOf(b))
    .flatMap(name => textOf(name === 'country' ? country : value[name], naming))
}

const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)

const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const systems = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'Linux'] as const

/** `Firefox, Windows` for what a browser sends; what is not known is shown as it was sent. */
function deviceWords(agent: string, { t }: Naming): string {
  if (!agent.trim()) return t('rights.value.device-unknown')
  const browser = browsers.find(([mark]) => agent.includes(mark))?.[1]
  const system = systems.find(mark => agent.includes(mark))
  return browser && system ? `${browser}, ${system === 'Mac OS X' ? 'macOS' : system}` : agent
}

/** A value on a page; what is not shown says why. */
export function Value({ item, naming }: { item: RecordItem; naming: Naming }): ComponentChildren {
  const { t } = naming
  const lines = linesOf(item, naming)
  if (lines === undefined) {
    const key = `rights.hidden.${item.place}`
    const words = naming.hasText(key) ? t(key as Key) : t(`rights.hidden.${item.shown}`)
    return <span class="muted">{words}</span>
  }
  return (
    <span class="value">
      {lines.map((line, at) => (
        <span key={at}>{line}</span>
      ))}
    </span>
  )
}
