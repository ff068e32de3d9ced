/**
 * A forgotten password. Whoever asks gets one answer, after one kind of work: whether anybody has the ID is looked up later,
 * by a job. The link replaces the password and nothing else: who has a second factor shows it afterwards.
 * OWASP Forgot Password cheat sheet; NIST 800-63B-4, 4.2.
 */
import { newId } from '../../base/ids.ts'
import { link } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import { openingOf, shortestWith } from '../factors/index.ts'
import { isOver } from '../closed.ts'
import { dropChange, endCodes, useUpLinks } from '../ending-store.ts'
import { isMailable, writeTo } from '../letters.ts'
import type { PeopleParts } from '../parts.ts'
import { hashPassword } from '../passwords.ts'
import { lifetimes, normalIdentifier, passwordFault } from '../people.ts'
import { noted } from '../security/index.ts'
import { type Device, endSessions } from '../session-store.ts'
import { type Opened, openSession } from '../sign-in.ts'
import { identifierHash } from '../identifier.ts'
import { companyWords } from '../sign-up.ts'
import { addLink, setPassword, useLink } from '../store.ts'
import { isWorth, newToken, tokenHash } from '../tokens.ts'
import { countTry, forgetTries } from '../tries.ts'
import { writeJoined } from '../joined-letter.ts'
import { type PostalParts, queueLetter } from './return-codes.ts'
import * as store from './reset-store.ts'

const stranger = { kind: 'stranger' } as const
const system = { kind: 'system' } as const
/** For so long a request that is being answered is nobody else's, in milliseconds. */
const inHand = 60_000
/** How many are answered in one turn of the job. */
const most = 100

/**
 * Notes that somebody forgot the password of an ID.
 * @param typed the ID
 * @param way how they are answered
 * @returns `asked` whether anybody has it or not; seconds to `wait` after many requests for it
 */
export async function askReset(
  parts: PeopleParts,
  typed: string,
  way: store.Way = 'mail',
): Promise<'asked' | { wait: number } | Refusal> {
  const id = normalIdentifier(typed)
  // Counts of their own: who signs up with somebody's address, or asks for paper, keeps nobody from their letter.
  const counted = await countTry(parts, way === 'post' ? 'post' : 'reset', id)
  if (counted instanceof Refusal || 'wait' in counted) return counted
  return queue(parts, identifierHash(parts, id), way)
}

async function queue({ gate, clock }: PeopleParts, hash: Buffer, way: store.Way): Promise<'asked' | Refusal> {
  const written = await gate.write(
    { act: 'people.ask-reset', actor: stranger, subject: 'none' },
    { asked: store.askReset(newId(), hash, way, clock.now()) },
  )
  return written instanceof Refusal ? written : 'asked'
}

/**
 * Mails the links that were asked for, to those who have such an ID. Who dies between a letter and forgetting that it was
 * asked for writes another one, with another link.
 * @returns how many letters were written
 */
export async function answerResets(parts: PeopleParts & PostalParts): Promise<number> {
  const { gate, clock } = parts
  const asked = { act: 'people.answer-reset', actor: system } as const
  const waiting = await gate.read({ ...asked, subject: 'none' }, { requests: store.dueResets(clock.now(), most) })
  if (waiting instanceof Refusal) return 0
  let written = 0
  for (const { id } of waiting.requests) {
    const now = clock.now()
    const claimed = await gate.write(
      { ...asked, subject: 'none' },
      { request: store.claimReset(id, now, new Date(now.getTime() + inHand)) },
    )
    if (claimed instanceof Refusal) return written
    const [mine] = claimed.request
    if (!mine) continue
    if (await answer(parts, mine)) written += 1
    await gate.write({ ...asked, subject: 'none' }, { done: store.dropReset(id) })
  }
  return written
}

async function answer(
  parts: PeopleParts & PostalParts,
  { identifier_hash: hash, way }: { identifier_hash: Buffer; way: store.Way },
): Promise<boolean> {
  const { gate, clock, vault, publicUrl } = parts
  const found = await gate.read(
    { act: 'people.answer-reset', actor: system, subject: 'set' },
    { owner: store.ownerOf(hash) },
  )
  const [owner] = found instanceof Refusal ? [] : found.owner
  const at = clock.now()
  if (!owner || isOver(parts, owner.closed_at)) return false
  const person = owner.person_id
  if (owner.kept !== null) return tellJoined(parts, person, owner.kept)
  // A colleague who has lost every way in asks an administrator. Whom an e-mail reaches gets a link: paper goes to an address
  // that a session alone may have added.
  if (way === 'post') return !owner.colleague && !isMailable(owner.address) && (await queueLetter(parts, person))
  // The link alone would add their first factor, and be all there is.
  if (owner.colleague && !owner.guarded)
    return (await writeTo(parts, person, 'care.reset-invitation', () => ({}))) === 'written'
  const until = new Date(at.getTime() + lifetimes.reset)
  const token = newToken(vault, { place: 'people.link', kind: 'reset', person, expiresAt: until })
  const kept = await gate.write(
    { act: 'people.answer-reset', actor: system, subject: { person } },
    { link: addLink(person, 'reset', tokenHash(token), at, until) },
  )
  if (kept instanceof Refusal) return false
  const to = await writeTo(parts, person, 'care.reset', language => ({
    link: `${publicUrl}${link(language, 'reset')}?token=${token}`,
    until,
  }))
  return to === 'written'
}

/** No password opens an ID that was joined to another: its person is told which one to sign in with. */
async function tellJoined(parts: PeopleParts, person: string, kept: string): Promise<boolean> {
  const found = await parts.gate.read(
    { act: 'people.answer-reset', actor: system, subject: { person: kept } },
    { own: store.keptId(kept) },
  )
  const [own] = found instanceof Refusal ? [] : found.own
  return own !== undefined && (await writeJoined(parts, person, own.address)) === 'written'
}

/** Why a link opens nothing. */
export type BrokenReset = 'unknown' | 'expired' | 'used'

/** A link that works. `byCode`: a code from a letter by post or from a colleague led to it, and not a letter by e-mail. */
export type LiveReset = store.ResetRow & { byCode: boolean }

/** Looks at a link and changes nothing: mail scanners open links too. */
export async function lookAtReset(
  { gate, clock, vault }: PeopleParts,
  token: string,
): Promise<LiveReset | BrokenReset | Refusal> {
  const found = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { link: store.findReset(tokenHash(token)) },
  )
  if (found instanceof Refusal) return found
  const [row] = found.link
  if (!row || row.suspended_at || (row.colleague && !row.guarded)) return 'unknown'
  const worth = { place: 'people.link', person: row.person_id, expiresAt: row.expires_at } as const
  const byCode = isWorth(vault, token, { ...worth, kind: 'return' })
  if (!byCode && !isWorth(vault, token, { ...worth, kind: 'reset' })) return 'unknown'
  if (row.used_at) return 'used'
  return row.expires_at <= clock.now() ? 'expired' : { ...row, byCode }
}

/**
 * Asks for another link with one that is over: nothing is typed and nobody is shown whose it was.
 * @returns `asked` also for a link that is none
 */
export async function askAgain(parts: PeopleParts, token: string): Promise<'asked' | { wait: number } | Refusal> {
  const found = await parts.gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { link: store.findReset(tokenHash(token)) },
  )
  if (found instanceof Refusal) return found
  const [row] = found.link
  return askReset(parts, row?.address ?? token)
}

export type Weak = { weak: NonNullable<ReturnType<typeof passwordFault>>; limit: number }
export type Reset = Opened | Weak | BrokenReset | Refusal

/** How many characters a password needs that is chosen with a link. */
export const shortestOf = ({ colleague, guarded }: store.ResetRow): number => shortestWith(colleague || guarded)

/** What is wrong with a password for whoever chooses it. @param about `limit`: how many characters it has to have */
export async function weakness(
  parts: Pick<PeopleParts, 'gate' | 'productNames'>,
  about: { name: string | null; address: string; limit: number },
  password: string,
): Promise<Weak | undefined> {
  const company = await companyWords(parts)
  const { limit } = about
  const weak = passwordFault(password, { name: about.name ?? '', email: about.address, company }, limit)
  return weak && { weak, limit }
}

/**
 * Chooses another password with a mailed link. Every session ends, every other link is used up, and another address that
 * was asked for is not taken any more: whoever was there before stays out.
 * @returns the session that is open now: half, where a second factor is still to be shown
 */
export async function resetPassword(
  parts: PeopleParts,
  token: string,
  password: string,
  device: Device,
): Promise<Reset> {
  const { gate, clock } = parts
  const found = await lookAtReset(parts, token)
  if (found instanceof Refusal || typeof found === 'string') return found
  const weak = await weakness(parts, { ...found, limit: shortestOf(found) }, password)
  if (weak) return weak
  const person = found.person_id
  const [chosen, kind] = await Promise.all([hashPassword(password), openingOf(parts, person)])
  if (kind instanceof Refusal) return kind
  const now = clock.now()
  try {
    const written = await gate.write(
      { act: 'people.reset-password', actor: stranger, subject: { person } },
      {
        use: useLink(tokenHash(token), now),
        others: useUpLinks(person, now),
        codes: endCodes(person, now),
        password: setPassword(person, chosen),
        sessions: endSessions(person, null),
        change: dropChange(person),
        note: noted(parts, person, found.byCode ? 'recovered' : 'password-reset', device),
      },
    )
    if (written instanceof Refusal) return written
    for (const what of ['sign-in', 'reset', 'post', 'letter'] as const)
      await forgetTries(parts, what, normalIdentifier(found.address))
    return await openSession(parts, person, kind, device, { mark: written.password[0]?.mark })
  } catch (error) {
    // Used in another window a moment ago, or another link of the same ID was.
    if (error instanceof Untouched) return 'used'
    throw error
  }
}
