/**
 * An address that an ID gave up is put back by whoever reads it, for seven days: a second factor lets the new address alone say
 * yes, and a mailbox that somebody else read said it for its owner.
 */
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import * as store from '../address-back-store.ts'
import { dropChange, dropLoss, endCodes, endOffline, useUpLinks } from '../ending-store.ts'
import type { PeopleParts } from '../parts.ts'
import { noted } from '../security/index.ts'
import { type Device, endSessions } from '../session-store.ts'
import { identifierHash } from '../identifier.ts'
import { isWorth, tokenHash } from '../tokens.ts'

const stranger = { kind: 'stranger' } as const

/** Why a link puts nothing back. `unknown` also where it is too old or was used. `taken`: the address is another ID by now. */
export type BrokenReturn = 'unknown' | 'taken'

/** Looks at a link and changes nothing: mail scanners open links too. */
export async function lookAtReturn(
  { gate, clock, vault }: PeopleParts,
  token: string,
): Promise<store.ReturnRow | 'unknown' | Refusal> {
  const found = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { back: store.findReturn(tokenHash(token)) },
  )
  if (found instanceof Refusal) return found
  const [row] = found.back
  if (!row || row.expires_at <= clock.now()) return 'unknown'
  const { person_id: person, expires_at: expiresAt } = row
  return isWorth(vault, token, { place: 'people.address_return', kind: 'back', person, expiresAt }) ? row : 'unknown'
}

/**
 * Puts the address back. Every session ends, with what sites may do without one; whatever was mailed, given or asked for since
 * opens nothing, and both addresses are told.
 */
export async function putBack(
  parts: PeopleParts,
  token: string,
  device: Device,
): Promise<'done' | BrokenReturn | Refusal> {
  const found = await lookAtReturn(parts, token)
  if (found instanceof Refusal || found === 'unknown') return found
  const { person_id: person, address, present, changed_at: changedAt } = found
  const now = parts.clock.now()
  try {
    const done = await parts.gate.write(
      { act: 'people.change-address', actor: stranger, subject: { person } },
      {
        take: store.takeReturn(person, tokenHash(token), now),
        later: store.dropReturns(person, changedAt),
        address: store.putBack(person, address, identifierHash(parts, address)),
        sessions: endSessions(person, null),
        sites: endOffline(person),
        links: useUpLinks(person, now),
        codes: endCodes(person, now),
        change: dropChange(person),
        loss: dropLoss(person),
        note: noted(parts, person, 'address-changed', device, { former: present, putBack: true }),
      },
    )
    return done instanceof Refusal ? done : 'done'
  } catch (error) {
    // In another window a moment ago.
    if (error instanceof Untouched) return 'unknown'
    if ((error as { code?: string }).code === '23505') return 'taken'
    throw error
  }
}
