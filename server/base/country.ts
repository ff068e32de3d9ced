/**
 * In which country a network address is registered. Offline: ranges of the regional registries, put together by ip-location-db;
 * the data is of the Number Resource Organization (nro.net) under CC BY 4.0, which is said where it is shown.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { dirname, join } from 'node:path'

interface Ranges<Numbers> {
  starts: Numbers
  ends: Numbers
  /** Two letters a range. */
  countries: Uint16Array
}

interface Places {
  four: Ranges<Uint32Array>
  /** The upper 64 bits: no country's range ends within a network. */
  six: Ranges<BigUint64Array>
  /** When the data was put together. */
  at: Date
}

const folder = dirname(createRequire(import.meta.url).resolve('@ip-location-db/asn-country/package.json'))

/** Addresses that are nowhere: private, shared, local, for documentation and tests (RFC 6890). */
const nowhere = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  nowhere.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  nowhere.addSubnet(network, prefix, 'ipv6')

let reading: Promise<Places> | undefined

/** Read when it is asked for first: a process that shows no sessions has no use for it. */
const places = (): Promise<Places> => (reading ??= read())

async function read(): Promise<Places> {
  const [four, six, manifest] = await Promise.all(
    ['asn-country-ipv4-num.csv', 'asn-country-ipv6-num.csv', 'package.json'].map(name =>
      readFile(join(folder, name), 'utf8'),
    ),
  )
  const { version } = JSON.parse(manifest!) as { version: string }
  const [, year, month, day] = /(\d{4})(\d{2})(\d{2})\d{2}$/.exec(version) ?? []
  return {
    four: rangesOf(four!, length => new Uint32Array(length), Number),
    six: rangesOf(
      six!,
      length => new BigUint64Array(length),
      text => BigInt(text) >> 64n,
    ),
    at: new Date(`${year}-${month}-${day}T00:00:00Z`),
  }
}

function rangesOf<Numbers extends Uint32Array | BigUint64Array>(
  text: string,
  make: (length: number) => Numbers,
  number: (text: string) => Numbers[number],
): Ranges<Numbers> {
  const lines = text.split('\n').filter(line => line !== '')
  const ranges = { starts: make(lines.length), ends: make(lines.length), countries: new Uint16Array(lines.length) }
  lines.forEach((line, at) => {
    const [start = '', end = '', country = ''] = line.split(',')
    ranges.starts[at] = number(start)
    ranges.ends[at] = number(end)
    ranges.countries[at] = country.charCodeAt(0) * 256 + country.charCodeAt(1)
  })
  return ranges
}

function lookUp<Numbers extends Uint32Array | BigUint64Array>(
  { starts, ends, countries }: Ranges<Numbers>,
  address: Numbers[number],
): string | undefined {
  let [low, high] = [0, starts.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (starts[middle]! > address) high = middle - 1
    else if (ends[middle]! < address) low = middle + 1
    else return String.fromCharCode(countries[middle]! >> 8, countries[middle]! & 255)
  }
  return undefined
}

const numberOfFour = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

/** The upper 64 bits of an IPv6 address: four groups, those that `::` leaves out being zero. */
function numberOfSix(address: string): bigint {
  const [before = '', after] = address.split('::')
  const head = before.split(':').filter(group => group !== '')
  const tail = (after ?? '').split(':').filter(group => group !== '')
  const zeros = after === undefined ? 0 : 8 - head.length - tail.length
  const groups = [...head, ...Array.from({ length: Math.max(zeros, 0) }, () => '0'), ...tail]
  return groups.slice(0, 4).reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n)
}

/**
 * The country of a network address.
 * @param address IPv4, IPv6, or IPv4 written as IPv6
 * @returns ISO 3166-1 alpha-2; undefined where it is nobody's, or no address
 */
export async function countryOf(address: string): Promise<string | undefined> {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIPv4(plain))
    return nowhere.check(plain, 'ipv4') ? undefined : lookUp((await places()).four, numberOfFour(plain))
  if (!isIPv6(plain) || nowhere.check(plain, 'ipv6')) return undefined
  return lookUp((await places()).six, numberOfSix(plain))
}

/** When the data was put together: shown beside what is read from it. */
export const placesAsOf = async (): Promise<Date> => (await places()).at
