/** What binds a draft to who drafted it, and an approval to what was approved: a login's password alone publishes nothing. */
import { createHmac, timingSafeEqual } from 'node:crypto'

const sealed = (key: Buffer, parts: readonly string[]): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest()

/** For what a key is derived from the secret (vault.derive). */
export const draftSealUse = 'drafts of the policy'

/** Of a draft. @param by the id of the colleague who drafted it, or `command`: nothing is sealed of which nobody says who made it */
export const draftSeal = (key: Buffer, { id, hash }: { id: string; hash: string }, by: string): Buffer =>
  sealed(key, ['draft', id, hash, by])

/** Of an approval. @param drafted the seal of the draft, which was found right */
export const approvalSeal = (
  key: Buffer,
  { id, hash, drafted, effective }: { id: string; hash: string; drafted: Buffer; effective: Date },
): Buffer => sealed(key, ['approve', id, hash, drafted.toString('hex'), effective.toISOString()])

/** Whether two seals are the same. */
export const isSameSeal = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other)
