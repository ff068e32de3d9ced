/**
 * How addresses are written, by country: which lines, what a postcode looks like, what its parts are called there. Pure.
 * Sources: the national postal operators' addressing guides, as the Universal Postal Union publishes them. A country that
 * is not here takes any postcode, or none, and is written as most of Europe writes.
 */

export interface PostalAddress {
  street: string
  /** absent where a country has none */
  postcode?: string
  city: string
  /** state, province, prefecture, county: only where it is written */
  region?: string
  /** ISO 3166-1 alpha-2 */
  country: string
}

export type PostalField = 'street' | 'postcode' | 'city' | 'region'

/** What the parts of an address are called in a country. */
export interface PostalNames {
  postcode: 'postcode' | 'zip' | 'pin' | 'eircode'
  city: 'city' | 'suburb' | 'district'
  region: 'state' | 'province' | 'prefecture' | 'county'
}

export interface PostalRules {
  /** The fields in the order in which they are written. */
  fields: readonly PostalField[]
  names: PostalNames
  /** Undefined where any postcode is taken. */
  postcode: { example: string; isOptional: boolean } | undefined
}

interface Country {
  /** Of what was typed, in capitals and without blanks; and how it is written, with the pattern's groups. */
  code?: readonly [pattern: RegExp, example: string, written?: string]
  /** May be left out although there are some. */
  optional?: true
  /** Lines; what stands before a name in its braces is written only after something else. */
  lines?: string
  names?: Partial<PostalNames>
}

const usual = '{street}\n{postcode}{ city}'
const cityFirst = '{street}\n{city}{ postcode}'
const state = { region: 'state' } as const
const [three, four, five, six] = [/^(\d{3})$/, /^(\d{4})$/, /^(\d{5})$/, /^(\d{6})$/]

const known: Readonly<Record<string, Country>> = {
  AT: { code: [/^(?:A-?)?([1-9]\d{3})$/, '8010'] },
  BE: { code: [/^(?:B-?)?([1-9]\d{3})$/, '4000'] },
  BG: { code: [/^([1-9]\d{3})$/, '4000'] },
  CH: { code: [/^(?:CH-?)?([1-9]\d{3})$/, '3000'] },
  CY: { code: [four, '1010'] },
  CZ: { code: [/^(\d{3})(\d{2})$/, '602 00', '$1 $2'] },
  DE: { code: [/^(?:D-?)?(\d{5})$/, '44135'] },
  DK: { code: [/^(?:DK-?)?(\d{4})$/, '8000'] },
  EE: { code: [five, '50090'] },
  ES: { code: [/^(?:E-?)?([0-5]\d{4})$/, '41001'], lines: '{street}\n{postcode}{ city}{, region}' },
  FI: { code: [/^(?:FI-?)?(\d{5})$/, '20100'] },
  FR: { code: [/^(?:F-?)?(\d{5})$/, '69001'] },
  GR: { code: [/^(\d{3})(\d{2})$/, '546 22', '$1 $2'] },
  HR: { code: [/^(?:HR-?)?(\d{5})$/, '21000'] },
  HU: { code: [/^(?:H-?)?(\d{4})$/, '6720'], lines: '{city}\n{street}\n{postcode}' },
  IE: {
    code: [/^([A-Z]\d[\dW])([A-Z\d]{4})$/, 'T12 AB34', '$1 $2'],
    optional: true,
    lines: '{street}\n{city}\n{region}\n{postcode}',
    names: { postcode: 'eircode', region: 'county' },
  },
  IS: { code: [three, '600'] },
  IT: { code: [/^(?:I-?)?(\d{5})$/, '20100'], lines: '{street}\n{postcode}{ city}{ region}' },
  LI: { code: [/^(94[89]\d)$/, '9490'] },
  LT: { code: [/^(?:LT-?)?(\d{5})$/, 'LT-44001', 'LT-$1'] },
  LU: { code: [/^(?:L-?)?(\d{4})$/, 'L-1234', 'L-$1'] },
  LV: { code: [/^(?:LV-?)?(\d{4})$/, 'LV-3001', 'LV-$1'], lines: '{street}\n{city}{, postcode}' },
  MT: { code: [/^([A-Z]{3})(\d{4})$/, 'SLM 1234', '$1 $2'], lines: cityFirst },
  NL: { code: [/^(?:NL-?)?([1-9]\d{3})([A-Z]{2})$/, '3511 AB', '$1 $2'] },
  NO: { code: [four, '5003'] },
  PL: { code: [/^(\d{2})-?(\d{3})$/, '31-001', '$1-$2'] },
  PT: { code: [/^(\d{4})-?(\d{3})$/, '4000-001', '$1-$2'] },
  RO: { code: [six, '400001'] },
  SE: { code: [/^(?:SE-?)?(\d{3})(\d{2})$/, '411 01', '$1 $2'] },
  SI: { code: [/^(?:SI-?)?([1-9]\d{3})$/, '2000'] },
  SK: { code: [/^(\d{3})(\d{2})$/, '040 01', '$1 $2'] },
  GB: { code: [/^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/, 'B1 1AA', '$1 $2'], lines: cityFirst },
  TR: { code: [five, '35000'], lines: '{street}\n{postcode}{ city}{/region}' },
  UA: { code: [five, '79000'], lines: '{street}\n{city}{, region}\n{postcode}' },
  US: {
    code: [/^(\d{5})(?:-?(\d{4}))?$/, '20001', '$1-$2'],
    lines: '{street}\n{city}{, region}{ postcode}',
    names: { ...state, postcode: 'zip' },
  },
  CA: {
    code: [/^([ABCEGHJ-NPRSTVXY]\d[A-Z])(\d[A-Z]\d)$/, 'H2X 1Y4', '$1 $2'],
    lines: '{street}\n{city}{ region}{  postcode}',
  },
  MX: { code: [five, '44100'], lines: '{street}\n{postcode}{ city}{, region}', names: state },
  BR: {
    code: [/^(\d{5})-?(\d{3})$/, '80010-000', '$1-$2'],
    lines: '{street}\n{city}{ – region}\n{postcode}',
    names: state,
  },
  IN: {
    code: [/^([1-9]\d{5})$/, '560001'],
    lines: '{street}\n{city}{ postcode}\n{region}',
    names: { ...state, postcode: 'pin' },
  },
  CN: { code: [six, '215000'], lines: '{street}\n{city}{, region}{ postcode}' },
  HK: { lines: '{street}\n{city}', names: { city: 'district' } },
  MO: { lines: '{street}\n{city}', names: { city: 'district' } },
  JP: {
    code: [/^(\d{3})-?(\d{4})$/, '530-0001', '$1-$2'],
    lines: '{street}\n{city}{, region}{ postcode}',
    names: { region: 'prefecture' },
  },
  KR: { code: [five, '48058'], lines: cityFirst },
  MY: { code: [five, '10050'], lines: '{street}\n{postcode}{ city}\n{region}', names: state },
  SG: { code: [six, '018956'], lines: cityFirst },
  TH: { code: [five, '50000'], lines: '{street}\n{city}\n{region}{ postcode}', names: { city: 'district' } },
  ID: { code: [five, '40111'], lines: '{street}\n{city}\n{region}{ postcode}' },
  PH: { code: [four, '6000'], lines: '{street}\n{postcode}{ city}\n{region}', names: { postcode: 'zip' } },
  VN: { code: [/^(\d{5,6})$/, '50000'], lines: '{street}\n{city}{, region}{ postcode}', names: { city: 'district' } },
  AU: { code: [four, '3000'], lines: '{street}\n{city}{ region}{ postcode}', names: { ...state, city: 'suburb' } },
  NZ: { code: [four, '6011'], lines: cityFirst },
  ZA: { code: [four, '8001'], lines: '{street}\n{city}\n{postcode}', names: { city: 'suburb' } },
  AE: { lines: '{street}\n{city}' },
  QA: { lines: '{street}\n{city}' },
}

const part = /\{([^{}a-z]*)([a-z]+)\}/g
const linesOf = (country: string): string => (Object.hasOwn(known, country) && known[country]!.lines) || usual

/** What an address of a country consists of. @param country ISO 3166-1 alpha-2; one that is not known has the usual parts */
export function postalRules(country: string): PostalRules {
  const { code, optional = false, names } = Object.hasOwn(known, country) ? known[country]! : ({} as Country)
  return {
    fields: [...linesOf(country).matchAll(part)].map(([, , name]) => name as PostalField),
    names: { postcode: 'postcode', city: 'city', region: 'province', ...names },
    postcode: code && { example: code[1], isOptional: optional },
  }
}

/**
 * A postcode as its country writes it.
 * @returns undefined for one that the country cannot have; empty where none was typed and none is needed
 */
export function writtenPostcode(typed: string, country: string): string | undefined {
  const { code, optional } = Object.hasOwn(known, country) ? known[country]! : ({} as Country)
  if (!code) return typed.trim()
  const [pattern, , written = '$1'] = code
  const compact = typed.toUpperCase().replaceAll(/\s/g, '')
  if (compact === '' && optional) return ''
  if (!pattern.test(compact)) return undefined
  return compact.replace(pattern, written).replace(/-$/, '')
}

/**
 * The lines of an address as its country writes them, with the name of the country last.
 * @param address what was brought in from elsewhere may lack parts
 */
export function writtenAddress(
  address: { [field in keyof PostalAddress]?: string | undefined },
  nameOf: (country: string) => string,
): string[] {
  const { country = '' } = address
  const template = linesOf(country)
  // What a country does not write is not lost: it may have come from elsewhere.
  const lines = template.includes('region}') ? template : `${template}\n{region}`
  const written = lines.split('\n').map(line => {
    let text = ''
    for (const [, before = '', name] of line.matchAll(part)) {
      const value = address[name as PostalField]
      if (value) text += text === '' ? value : before + value
    }
    return text
  })
  return [...written, country ? nameOf(country) : ''].filter(Boolean)
}
