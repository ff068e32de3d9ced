/**
 * Tokens of sessions and mailed links. What a token opens is bound into it with the secret: who may write those rows, and
 * even who has a token of their own, opens nothing by changing a row.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { newSecret } from '../base/ids.ts'
import type { Vault } from '../base/vault.ts'

/** What a token opens, as its row says. */
export interface Worth {
  place: 'people.session' | 'people.link' | 'people.address_change' | 'people.address_return' | 'people.factor_loss'
  kind: string
  person: string
  expiresAt: Date
}

const randomLength = newSecret().length

const seal = (vault: Pick<Vault, 'hash'>, random: string, { place, kind, person, expiresAt }: Worth): string =>
  vault.hash(place, [kind, person, expiresAt.getTime(), random].join('\0')).toString('base64url')

/** A new token, unguessable: it goes into a cookie or a letter and nowhere else. */
export function newToken(vault: Pick<Vault, 'hash'>, worth: Worth): string {
  const random = newSecret()
  return random + seal(vault, random, worth)
}

/** Whether a token was made for what its row says. */
export function isWorth(vault: Pick<Vault, 'hash'>, token: string, worth: Worth): boolean {
  const random = token.slice(0, randomLength)
  const expected = Buffer.from(random + seal(vault, random, worth))
  const given = Buffer.from(token)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** What stands for a session where it only has to be told from others: nothing can be opened or found with it. */
export const markOf = (session: Buffer): string => createHash('sha256').update(session).digest('base64url').slice(0, 16)

/** What is kept of a token: who reads the database cannot use it. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
