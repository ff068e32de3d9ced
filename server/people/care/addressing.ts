/**
 * Another address for an ID. Where a password alone protects it, both addresses say yes: whoever found an open browser and a
 * password reads no letters yet. Where a second factor was shown that has been there for a week, the new one alone does
 * (NIST 800-63B-4, 4.6).
 */
import { link } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import { dropChange, dropLoss, endCodes, endOffline, useUpLinks } from '../ending-store.ts'
import { factorsOf, isLongGuarded } from '../factors/index.ts'
import { writeJoined } from '../joined-letter.ts'
import { isMailable, writeTo } from '../letters.ts'
import type { PeopleParts } from '../parts.ts'
import { lifetimes, normalIdentifier } from '../people.ts'
import { noted } from '../security/index.ts'
import { type Device, endSessions } from '../session-store.ts'
import { identifierHash } from '../identifier.ts'
import { isWorth, newToken, tokenHash } from '../tokens.ts'
import { countTry } from '../tries.ts'
import * as store from './address-store.ts'

const stranger = { kind: 'stranger' } as const

/** Who asks, and the hash of the session in which they do, in hex. */
type Asking = { person: string; session: string; provenAt: Date }

/** `same`: it is the address already. `wait`: seconds. */
export type Asked = 'asked' | 'same' | { wait: number } | Refusal

/** Reads the present address of somebody, and their name. */
export async function presentOf({ gate }: Pick<PeopleParts, 'gate'>, person: string) {
  const found = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { own: store.presentAddress(person) },
  )
  if (found instanceof Refusal) return found
  const { address = '', name = null } = found.own[0] ?? {}
  return { address, name }
}

/**
 * Asks for another address. Says the same, and does the same, whether somebody else's ID has it: the letter differs, and
 * has no link.
 * @param visitor whose ID it is, and when they showed last that it is still them
 * @param typed an address to which letters can be sent
 */
export async function askChange(parts: PeopleParts, visitor: Asking, typed: string): Promise<Asked> {
  const { person, session, provenAt } = visitor
  const present = await presentOf(parts, person)
  if (present instanceof Refusal) return present
  const address = typed.trim()
  if (normalIdentifier(address) === normalIdentifier(present.address)) return 'same'
  // Both: nobody's inbox is filled by many, and nobody fills many.
  for (const [what, on] of [['proof', person] as const, ['letter', normalIdentifier(address)] as const]) {
    const counted = await countTry(parts, what, on)
    if (counted instanceof Refusal || 'wait' in counted) return counted
  }
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  const isGuarded = factors !== undefined && isLongGuarded(factors, provenAt, parts.clock.now())
  return write(parts, { person, session }, address, isMailable(present.address) && !isGuarded)
}

async function write(
  parts: PeopleParts,
  { person, session }: Pick<Asking, 'person' | 'session'>,
  address: string,
  asksOld: boolean,
): Promise<'asked' | Refusal> {
  const { gate, clock, vault, publicUrl } = parts
  const hash = identifierHash(parts, address)
  const taken = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { owner: store.isTaken(hash) },
  )
  if (taken instanceof Refusal) return taken
  const at = clock.now()
  const expiresAt = new Date(at.getTime() + lifetimes.addressChange)
  const tokenFor = (kind: 'new' | 'old') => newToken(vault, { place: 'people.address_change', kind, person, expiresAt })
  const [forNew, forOld] = [tokenFor('new'), asksOld ? tokenFor('old') : undefined]
  const written = await gate.write(
    { act: 'people.change-address', actor: stranger, subject: { person } },
    {
      ask: store.askChange({
        person,
        address,
        identifierHash: hash,
        newHash: tokenHash(forNew),
        oldHash: forOld === undefined ? null : tokenHash(forOld),
        sessionHash: Buffer.from(session, 'hex'),
        at,
        expiresAt,
      }),
    },
  )
  if (written instanceof Refusal) return written
  const [owner] = taken.owner
  const kind = owner ? 'care.address-taken' : 'care.address-new'
  const page = `email-change?token=`
  const toNew = owner?.former
    ? await writeJoined(parts, owner.former, owner.address)
    : await writeTo(
        parts,
        person,
        kind,
        language => ({ link: `${publicUrl}${link(language)}/${page}${forNew}`, until: expiresAt }),
        address,
      )
  // Whether a letter reaches whoever gave that ID up is nothing to whoever typed it.
  if (toNew instanceof Refusal && !owner?.former) return toNew
  if (forOld === undefined) return 'asked'
  const toOld = await writeTo(parts, person, 'care.address-old', language => ({
    address,
    link: `${publicUrl}${link(language)}/${page}${forOld}`,
    until: expiresAt,
  }))
  return toOld instanceof Refusal ? toOld : 'asked'
}

/** Sends the letters of what waits once more, with other links. @returns `none` where nothing waits */
export async function resend(parts: PeopleParts, visitor: Asking, waits: string | undefined): Promise<Asked | 'none'> {
  return waits === undefined ? 'none' : askChange(parts, visitor, waits)
}

/** Takes back what waits. */
export async function cancelChange({ gate }: Pick<PeopleParts, 'gate'>, person: string): Promise<'done' | Refusal> {
  const written = await gate.write(
    { act: 'people.change-address', actor: stranger, subject: { person } },
    { drop: dropChange(person) },
  )
  return written instanceof Refusal ? written : 'done'
}

/** Why a link changes nothing. `unknown` also where the change was taken back, done, or asked for anew. */
export type BrokenChange = 'unknown' | 'expired' | 'taken'

export interface Looked {
  side: 'new' | 'old'
  person: string
  address: string
  present: string
  /** Whether this side said yes before. */
  said: boolean
}

/** Looks at a link and changes nothing: mail scanners open links too. */
export async function lookAtChange(parts: PeopleParts, token: string): Promise<Looked | BrokenChange | Refusal> {
  const { gate, clock, vault } = parts
  const hash = tokenHash(token)
  const found = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { change: store.findChange(hash) },
  )
  if (found instanceof Refusal) return found
  const [row] = found.change
  if (!row) return 'unknown'
  const side = row.new_hash.equals(hash) ? 'new' : 'old'
  const worth = {
    place: 'people.address_change',
    kind: side,
    person: row.person_id,
    expiresAt: row.expires_at,
  } as const
  if (!isWorth(vault, token, worth)) return 'unknown'
  if (row.expires_at <= clock.now()) return 'expired'
  const said = (side === 'new' ? row.new_at : row.old_at) !== null
  return { side, person: row.person_id, address: row.address, present: row.present, said }
}

/** `done`: otherwise the other address has still to say yes. `goesOn`: the session of `person` that asked and still counts, in hex. */
export type Confirmed = { done: false } | { done: true; person: string; goesOn: string } | BrokenChange | Refusal

/**
 * Says yes with a mailed link. With the last yes the address changes, every session ends but the one that asked, links to
 * choose another password are used up, and both addresses are told.
 */
export async function sayYes(parts: PeopleParts, token: string, device: Device): Promise<Confirmed> {
  const { gate, clock } = parts
  const looked = await lookAtChange(parts, token)
  if (looked instanceof Refusal || typeof looked === 'string') return looked
  const { person, address, present } = looked
  const request = { act: 'people.change-address', actor: stranger, subject: { person } } as const
  const hash = tokenHash(token)
  const now = clock.now()
  try {
    const said = await gate.write(request, { yes: store.sayYes(person, hash, now) })
    if (said instanceof Refusal) return said
    const [state] = said.yes
    if (!state?.new_at || (state.old_hash && !state.old_at)) return { done: false }
    const change = await lookAtOwn(parts, hash)
    if (change instanceof Refusal || !change) return change ?? 'unknown'
    const done = await gate.write(request, {
      take: store.takeChange(person, change.new_hash),
      address: store.setAddress(person, address, identifierHash(parts, address)),
      sessions: endSessions(person, change.session_hash),
      sites: endOffline(person),
      links: useUpLinks(person, now),
      codes: endCodes(person, now),
      note: noted(
        parts,
        person,
        'address-changed',
        device,
        isMailable(present) ? { former: present, ...(state.old_hash ? { agreed: true as const } : {}) } : {},
      ),
    })
    return done instanceof Refusal ? done : { done: true, person, goesOn: change.session_hash.toString('hex') }
  } catch (error) {
    // Taken back, or done in another window, a moment ago.
    if (error instanceof Untouched) return 'unknown'
    // Somebody else confirmed an ID with this address in the meantime.
    if ((error as { code?: string }).code === '23505') return 'taken'
    throw error
  }
}

async function lookAtOwn({ gate }: PeopleParts, hash: Buffer): Promise<store.ChangeRow | undefined | Refusal> {
  const found = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { change: store.findChange(hash) },
  )
  return found instanceof Refusal ? found : found.change[0]
}

/** Whoever reads the present address did not ask: the change is taken back, and everybody who is signed in is signed out. */
export async function sayNo(
  parts: PeopleParts,
  token: string,
  device: Device,
): Promise<'done' | BrokenChange | Refusal> {
  const looked = await lookAtChange(parts, token)
  if (looked instanceof Refusal || typeof looked === 'string') return looked
  const { person, side } = looked
  // Who reads the new one may have been written to by mistake: they end nothing of somebody else's.
  const isOwn = side === 'old'
  const written = await parts.gate.write(
    { act: 'people.change-address', actor: stranger, subject: { person } },
    {
      drop: dropChange(person),
      ...(isOwn
        ? {
            sessions: endSessions(person, null),
            sites: endOffline(person),
            links: useUpLinks(person, parts.clock.now()),
            loss: dropLoss(person),
            note: noted(parts, person, 'sessions-ended', device),
          }
        : {}),
    },
  )
  return written instanceof Refusal ? written : 'done'
}
