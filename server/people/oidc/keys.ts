/** The keys with which what sites are told is signed: made here, kept encrypted, and replaced in time. */
import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { newId } from '../../base/ids.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import * as store from './token-store.ts'

const asked = { act: 'people.keep-site-tokens', actor: { kind: 'system' }, subject: 'none' } as const
const place = 'people.site_key.content'
const day = 24 * 60 * 60_000
/** For so long a key is the one that signs. */
const signsFor = 90 * day
/** For so long everybody who may have looked before knows a new key, before it signs. */
const announcedFor = 10 * 60_000
/** For so long what a key signed may still be asked about. */
const kept = 30 * day

/** A private key as a JSON Web Key (RFC 7517). */
export type SigningKey = Readonly<Record<string, unknown>> & { kid: string }

type Parts = Pick<PeopleParts, 'gate' | 'vault' | 'clock'>

/**
 * The keys, the one that signs first. One is made where there is none.
 * @throws if the policy does not allow any
 */
export async function signingKeys(parts: Parts): Promise<SigningKey[]> {
  const { gate, vault, clock } = parts
  const read = async () => {
    const found = await gate.read(asked, { keys: store.signingKeys() })
    if (found instanceof Refusal) throw new Error(`The policy does not allow signing in at sites: ${found.code}.`)
    return found.keys
  }
  let rows = await read()
  if (rows.length === 0) {
    await rotateSigningKey(parts)
    rows = await read()
  }
  const known = new Date(clock.now().getTime() - announcedFor)
  const first = rows.find(row => row.recorded_at <= known) ?? rows.at(-1)!
  return [first, ...rows.filter(row => row !== first)].map(row => ({
    ...(vault.installationKey('site keys').open(place, row.content) as Readonly<Record<string, unknown>>),
    kid: row.id,
    use: 'sig',
    alg: 'RS256',
  }))
}

/** Makes another key where the newest is old, and forgets those that are long out of use. RS256, which every client knows. */
export async function rotateSigningKey({ gate, vault, clock }: Parts): Promise<void> {
  const at = clock.now()
  const since = new Date(at.getTime() - signsFor)
  const found = await gate.read(asked, { keys: store.signingKeys() })
  if (found instanceof Refusal || found.keys.some(key => key.recorded_at > since)) return
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const content = vault.installationKey('site keys').seal(place, privateKey.export({ format: 'jwk' }))
  await gate.write(asked, {
    add: store.addSigningKey(newId(), content, at, since),
    drop: store.dropSigningKeys(new Date(at.getTime() - signsFor - kept)),
  })
}
