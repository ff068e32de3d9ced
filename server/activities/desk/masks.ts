/** What a colleague sees of a value before it is revealed: enough to recognise it in a conversation, not enough to use it. */

const hidden = '••••'

/** Categories that are read as they are: what a colleague has to read to help at all. Whatever else is sealed is masked. */
const readAtOnce = new Set(['identity', 'organisation', 'products', 'purchases', 'interactions', 'seminars'])

/** Parts of a value that tell roughly where, and not whom. */
const coarse = new Set(['city', 'region', 'country', 'kind', 'use'])

/** Whether a category is masked until it is revealed. */
export const isMasked = (category: string): boolean => !readAtOnce.has(category)

/** "An Maes" → "An M••••". How long the rest is, is not told. */
export function maskName(name: string): string {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  if (rest.length === 0) return `${[...first][0] ?? ''}${hidden}`
  return [first, ...rest.map(word => `${[...word][0] ?? ''}${hidden}`)].join(' ')
}

/** "an.maes@company.example" → "a••••@c••••.example". */
export function maskEmail(address: string): string {
  const [mailbox = '', domain = ''] = address.split('@')
  const ending = domain.slice(domain.lastIndexOf('.') + 1)
  return `${[...mailbox][0] ?? ''}${hidden}@${[...domain][0] ?? ''}${hidden}.${ending}`
}

/** "+32 0 000 01 23" → "+32 •••• 23". */
function maskPhone(number: string): string {
  const country = /^\+\d{1,3}\b/.exec(number)?.[0]
  return [country, hidden, number.replace(/\D/g, '').slice(-2)].filter(Boolean).join(' ')
}

const isNetworkAddress = (text: string) => /^\d+(\.\d+){3}$/.test(text)

/**
 * A value with everything hidden that could be used to reach or recognise somebody; lists and objects keep their shape.
 * What it does not know it hides.
 */
export function masked(value: unknown, part?: string): unknown {
  if (Array.isArray(value)) return value.map(one => masked(one))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, name)]))
  if (typeof value !== 'string') return typeof value === 'boolean' || value === null ? value : hidden
  if (part !== undefined && coarse.has(part)) return value
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return maskEmail(value)
  if (!isNetworkAddress(value) && /^\+?[\d\s()/.-]{6,24}$/.test(value) && value.replace(/\D/g, '').length >= 6)
    return maskPhone(value)
  return hidden
}
