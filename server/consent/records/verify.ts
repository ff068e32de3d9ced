/** Whether receipts are what an installation signed. Needs the file and the public keys, and nothing else: no network, no database. */
import { isDeepStrictEqual } from 'node:util'
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose'
import { algorithm, receiptType } from './signing.ts'
import { type AnySaying, allSayings } from './terms.ts'

/** A file of receipts is smaller; whatever is larger is none. Bytes. */
export const largestFile = 32 * 1024 * 1024

/** What is wrong with one. `differs`: the signature is good, and the part that people read says something else. */
export type Wrong = 'not-valid' | 'differs' | 'key-unknown' | 'no-receipt'

/** What was signed, for people. */
export interface SaidInWords {
  receipt: string
  who: string
  said: AnySaying
  purpose: string
  at: string
  version: number
  language: string
  wording: string
  company: string
  choices: readonly string[]
}

export type Verdict = { wrong: undefined; words: SaidInWords } | { wrong: Wrong; words?: SaidInWords | undefined }

/** A file that cannot be read as what it should be, and what to do. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

function parsed(text: string, what: string, remedy: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable(`${what} is not JSON, or only a part of it is here. ${remedy}`)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The public keys of `/.well-known/consent-keys.json`.
 * @throws Unreadable
 */
export function readKeys(text: string): JWK[] {
  const remedy = 'Download /.well-known/consent-keys.json from the site of the company again.'
  const read = parsed(text, 'The file with the keys', remedy)
  const keys = isObject(read) ? read['keys'] : undefined
  if (!Array.isArray(keys) || !keys.every(isObject))
    throw new Unreadable(`There are no keys in the file with the keys. ${remedy}`)
  // Others may be published beside them, of kinds that sign no receipt.
  return (keys as JWK[]).filter(({ kty, crv, kid }) => kty === 'OKP' && crv === 'Ed25519' && typeof kid === 'string')
}

/**
 * The receipts of a file: one, or all that somebody took at once.
 * @throws Unreadable
 */
export function readReceipts(text: string): Record<string, unknown>[] {
  const remedy = 'Download it again from “What you agreed to”, and do not open it in a program that changes it.'
  const read = parsed(text, 'The file', remedy)
  const list = isObject(read) && Array.isArray(read['receipts']) ? read['receipts'] : [read]
  if (list.length === 0) throw new Unreadable('There is no receipt in the file: it was made before anything was said.')
  if (!list.every(isObject) || !list.every(one => 'receipt' in one || 'jws' in one))
    throw new Unreadable(`This is no receipt of Abide: \`receipt\` and \`jws\` are missing. ${remedy}`)
  return list
}

/** Verifies one. */
export async function verifyReceipt(file: Record<string, unknown>, keys: readonly JWK[]): Promise<Verdict> {
  const { jws, receipt } = file
  if (typeof jws !== 'string' || !isObject(receipt)) return { wrong: 'no-receipt' }
  const shown = wordsOf(receipt)
  try {
    const header = decodeProtectedHeader(jws)
    // Before any key is looked for: neither `none` nor a secret that anybody knows (RFC 8725, 3.1).
    if (header.alg !== algorithm || header.typ !== receiptType) return { wrong: 'not-valid', words: shown }
    const key = keys.find(({ kid }) => kid === header.kid)
    if (!key) return { wrong: 'key-unknown', words: shown }
    const { payload } = await compactVerify(jws, await importJWK(key, algorithm), { algorithms: [algorithm] })
    const signed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
    const words = wordsOf(signed)
    if (!isDeepStrictEqual(signed, receipt)) return { wrong: 'differs', words }
    return words ? { wrong: undefined, words } : { wrong: 'no-receipt' }
  } catch {
    return { wrong: 'not-valid', words: shown }
  }
}

/** What stands in a receipt, as far as it is there. Nothing of it is believed before the signature is. */
function wordsOf(receipt: unknown): SaidInWords | undefined {
  const at = (from: unknown, ...path: (string | number)[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], from)
  const text = (...path: (string | number)[]) => plain(at(receipt, ...path))
  const record = 'dpv:hasRecordOfActivity'
  const process = [record, 'dpv:hasProcess', 0] as const
  const status = at(receipt, record, 'dpv:hasConsentStatus') ? 'dpv:hasConsentStatus' : 'dpv:hasStatus'
  const said = allSayings.find(one => one === at(receipt, 'said'))
  if (!said) return undefined
  const choices = at(receipt, ...process, 'choices')
  return {
    said,
    receipt: text('dct:identifier'),
    who: text(record, 'dpv:hasDataSubject', '@id'),
    purpose: text(...process, 'dct:title'),
    at: text(record, status, 0, 'dpv:isIndicatedAtTime'),
    version: Number(at(receipt, record, 'dpv:hasNotice', 'dct:hasVersion')),
    language: text(record, 'dpv:hasNotice', 'dct:language'),
    wording: text(record, 'dpv:hasNotice', 'wording'),
    company: text('dct:publisher'),
    choices: Array.isArray(choices)
      ? choices.map(one => [at(one, 'dct:title'), at(one, 'channel')].map(plain).filter(Boolean).join(' by '))
      : [],
  }
}

/** A text as a terminal can show it: whoever made the file may have put signs into it that move the cursor or hide a line. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 300) : ''
