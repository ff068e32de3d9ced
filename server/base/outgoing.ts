/**
 * What we send to others over HTTP. Only to addresses of the public internet and only over TLS, unless this is the
 * demonstration, whose sites are on the same machine (OWASP server-side request forgery cheat sheet; ASVS 5.0 V1.3.6).
 */
import { lookup as find, type LookupAddress } from 'node:dns'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

/** Addresses that are nobody's on the internet (IANA special-purpose registries). */
const closed = new BlockList()
const closed4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const
const closed6 = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const
for (const [net, bits] of closed4) closed.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of closed6) closed.addSubnet(net, bits, 'ipv6')

/** Whether an address is one that anybody on the internet could have. IPv4 in IPv6 is what it stands for. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return isPublicAddress(mapped)
  if (isIP(address) === 0) return false
  return !closed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** Where something would go that may not go there, or what came back was too much or too late. */
export class NotSent extends Error {
  override readonly name = 'NotSent'
  constructor(
    /** For a log: says nothing of anybody. */
    readonly code: 'address' | 'time' | 'size' | 'protocol',
  ) {
    super(`It was not sent: ${code}.`)
  }
}

/** How long all of it may take, in milliseconds; and how much of an answer is read, in bytes. */
const patience = 5_000
const most = 64 * 1024

/** The address that is connected to is the one that was judged: a name that is looked up again may answer otherwise. */
const judged =
  (mayStayHere: boolean): LookupFunction =>
  (name, options, done) =>
    find(name, { ...options, all: true }, (error, found) => {
      const addresses = (found ?? []) as LookupAddress[]
      const fits = ({ address }: LookupAddress) => isPublicAddress(address) || (mayStayHere && isLoopback(address))
      if (error) return done(error, '', 0)
      if (addresses.length === 0 || !addresses.every(fits)) return done(new NotSent('address'), '', 0)
      if (options.all) return done(null, addresses)
      return done(null, addresses[0]!.address, addresses[0]!.family)
    })

/**
 * Posts a form, and follows nothing that comes back.
 * @param mayStayHere the demonstration's: this machine, also without TLS
 * @returns the status of the answer
 * @throws NotSent, or what the network says
 */
export async function postForm(
  address: string,
  fields: Readonly<Record<string, string>>,
  { mayStayHere }: { mayStayHere: boolean },
): Promise<number> {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || isLoopback(host)
  if (url.protocol !== 'https:' && !(mayStayHere && isHere && url.protocol === 'http:')) throw new NotSent('protocol')
  // A literal address is never looked up.
  if (isIP(host) !== 0 && !isPublicAddress(host) && !(mayStayHere && isHere)) throw new NotSent('address')
  const body = new URLSearchParams(fields).toString()
  const send = url.protocol === 'https:' ? secure : plain
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(error.name === 'AbortError' || error.name === 'TimeoutError' ? new NotSent('time') : error)
    let isAnswered = false
    const asked = send(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: judged(mayStayHere),
        signal: AbortSignal.timeout(patience),
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
      },
      answer => {
        isAnswered = true
        let read = 0
        answer.on('data', (chunk: Buffer) => {
          read += chunk.length
          if (read > most) answer.destroy(new NotSent('size'))
        })
        answer.on('error', fail)
        answer.on('end', () => resolve(answer.statusCode ?? 0))
        answer.on('close', () => fail(new NotSent('protocol')))
      },
    )
    asked.on('error', fail)
    // 101: what follows is no answer, and no end of one would ever come.
    asked.on('upgrade', (_answer, socket) => {
      socket.destroy()
      fail(new NotSent('protocol'))
    })
    asked.on('close', () => {
      if (!isAnswered) fail(new NotSent('protocol'))
    })
    asked.end(body)
  })
}
