/** Codes that are typed: those of an authenticator app (TOTP, RFC 6238), and recovery codes. Pure but for chance. */
import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Vault } from '../../base/vault.ts'

/** Seconds that a code is good for; one before and one after are taken too, for clocks that differ. */
const period = 30
const digits = 6

/** How many recovery codes there are. */
export const recoveryCodeCount = 10
const recoveryLength = 10
/** Crockford's: without the letters that are taken for digits. 10 of 32 are 50 bits (NIST 800-63B-4, 3.1.2.2: 20 at least). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** A code as it was meant: without spaces and dashes, wide letters as plain ones. */
const plain = (typed: string): string => typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toLowerCase()

/** The address with which an authenticator app begins. @param secret base32 */
export const appAddress = (secret: string, issuer: string, label: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret), issuer, label, period, digits }).toString()

/** The secret for an authenticator app that is derived for one use, base32: nothing is kept until a code proves that the app has it. */
export function derivedSecret(vault: Pick<Vault, 'derive'>, use: string): string {
  const bytes = new Uint8Array(vault.derive(`second factor ${use}`))
  return new Secret({ buffer: bytes.buffer.slice(0, 20) }).base32
}

/**
 * The counter of a code of an authenticator app.
 * @param secret base32
 * @returns undefined where it is none that counts now
 */
export function counterOf(secret: string, typed: string, now: Date): number | undefined {
  const token = plain(typed)
  if (!/^\d{6}$/.test(token)) return undefined
  const app = new TOTP({ secret: Secret.fromBase32(secret), period, digits })
  const delta = app.validate({ token, timestamp: now.getTime(), window: 1 })
  return delta === null ? undefined : Math.floor(now.getTime() / (period * 1000)) + delta
}

/** New recovery codes, as they are shown: `4kq7m-x2c9p`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: recoveryCodeCount }, () => {
    const code = [...randomBytes(recoveryLength)].map(byte => alphabet[byte % alphabet.length]!).join('')
    return `${code.slice(0, recoveryLength / 2)}-${code.slice(recoveryLength / 2)}`
  })

/**
 * A recovery code as it is looked for: however it was typed, also with the letters that look like digits.
 * @returns undefined for what cannot be one
 */
export function recoveryCodeOf(typed: string): string | undefined {
  const code = plain(typed).replaceAll('o', '0').replaceAll(/[il]/g, '1')
  return code.length === recoveryLength && [...code].every(letter => alphabet.includes(letter)) ? code : undefined
}

/** What is kept of a recovery code: with the person in it, so that it is nobody else's. */
export const recoveryHash = (vault: Pick<Vault, 'hash'>, person: string, code: string): Buffer =>
  vault.hash('people.recovery_code.code_hash', `${person} ${code}`)
