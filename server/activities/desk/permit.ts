/**
 * Permits: that somebody stated a purpose for a person, and until when it stands. A permit is no power of its own: each
 * view is judged anew by the gate. It is kept nowhere; it travels in the address of the page, sealed (AES-256-GCM), so that
 * an address in a browser's history names nobody, and bound to the colleague and the session that stated the purpose.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Vault } from '../../base/vault.ts'

/** What was stated. */
export interface Permit {
  person: string
  purpose: string
  reference: string | undefined
  until: Date
}

/** Who holds it. */
export interface Holder {
  /** The colleague. */
  person: string
  session: string
}

export interface Permits {
  issue(permit: Permit, holder: Holder): string
  /** @returns undefined for what was not issued to this holder, or was altered. It may have expired */
  read(token: string, holder: Holder): Permit | undefined
}

const ivBytes = 12
const tagBytes = 16

/** The permits of an installation. */
export function createPermits(vault: Pick<Vault, 'derive'>): Permits {
  const key = vault.derive('desk permits')
  const bound = ({ person, session }: Holder) => Buffer.from(`${person}\0${session}`)
  return {
    issue({ person, purpose, reference, until }, holder) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound(holder))
      const body = cipher.update(JSON.stringify([person, purpose, reference ?? null, until.getTime()]))
      cipher.final()
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    read(token, holder) {
      const bytes = Buffer.from(token, 'base64url')
      // Some other spellings decode to the same bytes; a permit has one.
      if (bytes.length <= ivBytes + tagBytes || bytes.toString('base64url') !== token) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
        .setAAD(bound(holder))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      const body = decipher.update(bytes.subarray(ivBytes + tagBytes))
      try {
        decipher.final()
      } catch {
        return undefined
      }
      const [person, purpose, reference, until] = JSON.parse(body.toString()) as [string, string, string | null, number]
      return { person, purpose, reference: reference ?? undefined, until: new Date(until) }
    },
  }
}
