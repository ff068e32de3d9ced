/** Showing once more who one is, while signed in. */
import type { Statements } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { confirmPassword } from '../password-again.ts'
import { codesPerPassword } from '../people.ts'
import type { Device } from '../session-store.ts'
import { type SignedIn } from '../signed-in.ts'
import { type Opened, signOut } from '../sign-in.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { countTry, forgetTries } from '../tries.ts'
import { codeProof, countOf, factorsOf } from './reading.ts'
import { type Answered, isReplay, passkeyProof } from './passkeys.ts'
import { renewSession, sessionEnd } from './proof-store.ts'

const stranger = { kind: 'stranger' } as const

/** `ended`: the session is over. `code`: the password is right, and the code is not. `wait`: seconds. */
export type Proven = Opened | 'wrong' | 'code' | 'ended' | { wait: number } | Refusal

/**
 * Takes the password of whoever is signed in as a proof, with a code where there is a second factor, and gives their session
 * another token.
 * @param shown what was typed
 */
export async function prove(
  parts: PeopleParts,
  visitor: SignedIn,
  shown: { password: string; code?: string | undefined },
  device: Device,
): Promise<Proven> {
  const { person } = visitor
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  if (!factors) return 'ended'
  const confirmed = await confirmPassword(parts, visitor, shown.password)
  if (confirmed !== 'right') return confirmed
  if (countOf(factors) === 0) return renew(parts, visitor, {}, 'ended')
  const counted = await countTry(parts, 'second-factor', person)
  if (counted instanceof Refusal || 'wait' in counted) return counted
  const statements = codeProof(parts, person, factors, shown.code ?? '', device)
  if (!statements) {
    if (counted.tries % codesPerPassword !== 0) return 'code'
    await signOut(parts, visitor)
    return 'ended'
  }
  const opened = await renew(parts, visitor, statements, 'code')
  if (typeof opened === 'object' && 'token' in opened) await forgetTries(parts, 'second-factor', person)
  return opened
}

/** The same with a passkey, which is both factors. */
export async function proveWithPasskey(parts: PeopleParts, visitor: SignedIn, answered: Answered): Promise<Proven> {
  const proof = await passkeyProof(parts, { ...answered, use: 'prove' }, { person: visitor.person })
  if (proof === 'wrong' || proof instanceof Refusal) return proof
  return renew(parts, visitor, proof.statements, 'wrong')
}

/** @param overtaken what it means where a statement touched nothing: somebody else was faster */
async function renew(
  parts: PeopleParts,
  { kind, person, session }: SignedIn,
  shown: Statements<'people.prove'>,
  overtaken: 'wrong' | 'code' | 'ended',
): Promise<Opened | 'wrong' | 'code' | 'ended' | Refusal> {
  const { gate, clock, vault } = parts
  const before = Buffer.from(session, 'hex')
  const read = await gate.read(
    { act: 'people.check-session', actor: stranger, subject: { person } },
    { session: sessionEnd(before) },
  )
  if (read instanceof Refusal) return read
  const [row] = read.session
  if (!row) return 'ended'
  const now = clock.now()
  const token = newToken(vault, { place: 'people.session', kind, person, expiresAt: row.expires_at })
  try {
    const written = await gate.write(
      { act: 'people.prove', actor: stranger, subject: { person } },
      { ...shown, renew: renewSession(before, tokenHash(token), now) },
    )
    if (written instanceof Refusal) return written
    return { token, kind, lasts: Math.floor((row.expires_at.getTime() - now.getTime()) / 1000) }
  } catch (error) {
    // The code or the challenge was used a moment ago, the session proven in another tab, or ended.
    if (error instanceof Untouched || isReplay(error)) return overtaken
    throw error
  }
}
