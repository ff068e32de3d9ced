/**
 * Permissions to fetch a copy: that its person proved who they are a moment ago. One is kept nowhere; it travels in the
 * address and opens nothing by itself: it counts only in the session that it was given to, for one copy, for ten minutes.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Vault } from '../../../base/vault.ts'
import { copyRules } from './copy.ts'

/** Who holds it. */
export interface Holder {
  person: string
  session: string
}

export interface Permissions {
  issue(copy: string, holder: Holder, now: Date): { token: string; until: Date }
  /** Whether it was issued to this holder for this copy, and has not ended. */
  isGood(token: string | undefined, copy: string, holder: Holder, now: Date): boolean
}

/** The permissions of an installation. */
export function createPermissions(vault: Pick<Vault, 'derive'>): Permissions {
  const key = vault.derive('copy permissions')
  const sign = (copy: string, { person, session }: Holder, until: string): Buffer =>
    createHmac('sha256', key).update([copy, person, session, until].join('\0')).digest()
  return {
    issue(copy, holder, now) {
      const until = new Date(now.getTime() + copyRules.confirmed)
      const written = String(until.getTime())
      return { token: `${written}.${sign(copy, holder, written).toString('base64url')}`, until }
    },
    isGood(token, copy, holder, now) {
      const [written = '', signature = ''] = (token ?? '').split('.')
      const given = Buffer.from(signature, 'base64url')
      const wanted = sign(copy, holder, written)
      return given.length === wanted.length && timingSafeEqual(given, wanted) && Number(written) > now.getTime()
    },
  }
}
