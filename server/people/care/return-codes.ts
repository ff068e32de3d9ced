/**
 * Coming back in without an e-mail address: with a code from a letter by post, or from a colleague who checked who it is. A code
 * leads to the same page as a mailed link, and is worth no more: a second factor is still asked for.
 */
import { newId } from '../../base/ids.ts'
import type { PostalAddress } from '../../base/postal.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Actor } from '../../policy/request.ts'
import { Untouched } from '../../policy/statement.ts'
import { isOver } from '../closed.ts'
import { endCodes } from '../ending-store.ts'
import { plainCharacters, randomCharacters } from '../id-code.ts'
import { isMailable } from '../letters.ts'
import type { PeopleParts } from '../parts.ts'
import { lifetimes, normalIdentifier } from '../people.ts'
import { noted } from '../security/index.ts'
import { identifierHash } from '../identifier.ts'
import { addLink } from '../store.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { countTry, forgetTries } from '../tries.ts'
import * as store from './return-store.ts'

export type Colleague = Actor & { kind: 'staff' }

/** What `app.ts` gives besides: profiles are another part's. */
export interface PostalParts {
  postalAddressOf(actor: Colleague, person: string): Promise<PostalAddress | undefined | Refusal>
  canBePosted(person: string): Promise<boolean>
}

const stranger = { kind: 'stranger' } as const
/** Characters of a code, five bits each. */
const codeLength = 10
const day = 24 * 60 * 60_000
/** For so long a second letter is not posted to the same person, in milliseconds: paper costs, and anybody may ask. */
const apart = 7 * day
/** Nobody sees from where a colleague or a job did something. */
const nowhere = { agent: '', address: '' }

const hashOf = ({ vault }: Pick<PeopleParts, 'vault'>, person: string, typed: string): Buffer =>
  vault.hash('people.return_code.code_hash', `${person}\0${plainCharacters(typed)}`)

/** A code as it is written: `7K3M2-2QPX9`. */
const written = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`.toUpperCase()

/** @param lasts milliseconds */
function newCode(parts: PeopleParts, person: string, lasts: number) {
  const code = written(randomCharacters(codeLength))
  const at = parts.clock.now()
  const expiresAt = new Date(at.getTime() + lasts)
  return { id: newId(), person, code, codeHash: hashOf(parts, person, code), at, expiresAt }
}

/**
 * Puts a letter with a code on the list of those that are printed and posted, and says so in the history.
 * @returns whether one was: none is within a week of another, or where there is no address to which it may go
 */
export async function queueLetter(parts: PeopleParts & PostalParts, person: string): Promise<boolean> {
  if (!(await parts.canBePosted(person))) return false
  const asked = { act: 'people.answer-reset', actor: { kind: 'system' }, subject: { person } } as const
  const code = newCode(parts, person, lifetimes.postedCode)
  const kept = await parts.gate.write(asked, { code: store.queueCode(code, new Date(code.at.getTime() - apart)) })
  if (kept instanceof Refusal || kept.code.length === 0) return false
  await parts.gate.write(asked, { note: noted(parts, person, 'recovery-started', nowhere) })
  return true
}

/** Letters that wait to be printed. */
export async function waitingLetters({ gate, clock }: PeopleParts, actor: Colleague) {
  const read = await gate.read(
    { act: 'people.list-return-codes', actor, subject: 'set' },
    { codes: store.waitingCodes(clock.now()) },
  )
  return read instanceof Refusal ? read : read.codes
}

/** A letter that is ready to be folded. */
export interface PrintedLetter {
  name: string
  language: string
  code: string
  until: Date
  address: PostalAddress
}

/**
 * Prints a letter: its code is shown this once.
 * @returns `gone`: printed or over already, or of somebody whom the colleague's appointment does not reach. `no-address`: it
 * stays on the list
 */
export async function printLetter(
  parts: PeopleParts & PostalParts,
  actor: Colleague,
  { id, person }: { id: string; person: string },
): Promise<PrintedLetter | 'gone' | 'no-address' | Refusal> {
  const { gate, clock } = parts
  const request = { act: 'people.print-return-code', actor, subject: { person } } as const
  const read = await gate.read(request, { code: store.waitingCode(id, person, clock.now()) })
  // A number that somebody tried tells them as little as one that is nobody's.
  if (read instanceof Refusal) return read.code === 'out-of-region' || read.code === 'erased' ? 'gone' : read
  const [row] = read.code
  if (!row) return 'gone'
  const address = await parts.postalAddressOf(actor, person)
  if (address instanceof Refusal) return address
  if (!address) return 'no-address'
  try {
    const marked = await gate.write(request, { mark: store.markPrinted(id, clock.now()) })
    if (marked instanceof Refusal) return marked
  } catch (error) {
    // In another window a moment ago: one letter is posted, not two.
    if (error instanceof Untouched) return 'gone'
    throw error
  }
  return { name: row.name ?? '', language: row.language, code: row.code, until: row.expires_at, address }
}

/** `unfit`: a link can be mailed to whoever it belongs to. */
export type Given = { code: string; name: string; until: Date } | 'unknown' | 'unfit' | Refusal

/**
 * Gives a code for an ID that several people use, or that no e-mail reaches. What was checked is in the history before the code
 * is there: nobody gets one that its person does not see.
 * @param checked how the colleague knows who it is
 */
export async function giveCode(parts: PeopleParts, actor: Colleague, typed: string, checked: string): Promise<Given> {
  const { gate } = parts
  const found = await gate.read(
    { act: 'people.give-return-code', actor, subject: 'set' },
    { owner: store.sharedOwner(identifierHash(parts, typed)) },
  )
  if (found instanceof Refusal) return found
  const [owner] = found.owner
  if (!owner || isOver(parts, owner.closed_at)) return 'unknown'
  if (!owner.several && isMailable(owner.address)) return 'unfit'
  const person = owner.person_id
  const noting = await gate.write(
    { act: 'people.recover', actor: stranger, subject: { person } },
    { note: noted(parts, person, 'recovery-started', nowhere, { about: checked }) },
  )
  if (noting instanceof Refusal) return noting
  const code = newCode(parts, person, lifetimes.givenCode)
  const kept = await gate.write(
    { act: 'people.give-return-code', actor, subject: { person } },
    { code: store.addGivenCode(code) },
  )
  return kept instanceof Refusal ? kept : { code: code.code, name: owner.name ?? '', until: code.expiresAt }
}

/**
 * Takes an ID and a code for a link with which another password is chosen. An unknown ID is the same as a wrong code.
 * @returns the token of the link; `wait`: seconds
 */
export async function takeCode(
  parts: PeopleParts,
  typed: string,
  code: string,
): Promise<{ token: string } | 'wrong' | { wait: number } | Refusal> {
  const { gate, clock, vault } = parts
  const id = normalIdentifier(typed)
  const counted = await countTry(parts, 'return', id)
  if (counted instanceof Refusal || 'wait' in counted) return counted
  const at = clock.now()
  const found = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { codes: store.liveCodes(identifierHash(parts, id), at) },
  )
  if (found instanceof Refusal) return found
  const right = found.codes.find(row => row.code_hash.equals(hashOf(parts, row.person_id, code)))
  if (!right) return 'wrong'
  const person = right.person_id
  const expiresAt = new Date(at.getTime() + lifetimes.reset)
  const token = newToken(vault, { place: 'people.link', kind: 'return', person, expiresAt })
  try {
    const used = await gate.write(
      { act: 'people.recover', actor: stranger, subject: { person } },
      {
        use: store.useCode(right.id, at),
        others: endCodes(person, at),
        link: addLink(person, 'reset', tokenHash(token), at, expiresAt),
      },
    )
    if (used instanceof Refusal) return used
  } catch (error) {
    if (error instanceof Untouched) return 'wrong'
    throw error
  }
  await forgetTries(parts, 'return', id)
  return { token }
}
