/** Receipts are signed with a key of the installation, so that whoever has one can show it without us. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { calculateJwkThumbprint, CompactSign, type JWK } from 'jose'
import type { Vault } from '../../base/vault.ts'

/** What the header of each signature says it is (RFC 8725, 3.11): no other token of ours passes for a receipt. */
export const receiptType = 'consent-receipt+jws'
/** The only algorithm (RFC 8037): Ed25519. */
export const algorithm = 'EdDSA'

/** Where the public key stands. */
export const keysPath = '/.well-known/consent-keys.json'

/** A receipt as its person takes it away: to read, and the same bytes signed. */
export interface SignedReceipt {
  receipt: object
  /** RFC 7515, compact. */
  jws: string
}

/** What signs, and what verifies. */
export interface ReceiptKey {
  sign(receipt: object): Promise<SignedReceipt>
  /** RFC 7517: the public key alone. `kid` is its thumbprint (RFC 7638). */
  jwks: { keys: JWK[] }
}

/** The key, derived from the secret: it is the same after a restart and stands in no table. */
export async function receiptKey({ derive }: Pick<Vault, 'derive'>): Promise<ReceiptKey> {
  // RFC 8410: a fixed PKCS #8 head makes 32 bytes an Ed25519 private key.
  const head = Buffer.from('302e020100300506032b657004220420', 'hex')
  const key = createPrivateKey({
    key: Buffer.concat([head, derive('consent receipts')]),
    format: 'der',
    type: 'pkcs8',
  })
  const jwk = createPublicKey(key).export({ format: 'jwk' }) as JWK
  const kid = await calculateJwkThumbprint(jwk)
  return {
    jwks: { keys: [{ ...jwk, kid, alg: algorithm, use: 'sig' }] },
    async sign(receipt) {
      const bytes = new TextEncoder().encode(JSON.stringify(receipt))
      const jws = await new CompactSign(bytes).setProtectedHeader({ alg: algorithm, kid, typ: receiptType }).sign(key)
      return { receipt, jws }
    },
  }
}
