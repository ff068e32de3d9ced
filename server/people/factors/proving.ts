/** Showing once more who one is, while signed in. */
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { confirmPassword } from '../password-again.ts'
import { renewSession, sessionEnd } from '../session-store.ts'
import type { Opened } from '../sign-in.ts'
import { newToken, tokenHash } from '../tokens.ts'
import type { SignedIn } from './step-up.ts'

const stranger = { kind: 'stranger' } as const

/** `ended`: the session is over. `wait`: seconds. */
export type Proven = Opened | 'wrong' | 'ended' | { wait: number } | Refusal

/**
 * Takes the password of whoever is signed in as a proof, and gives their session another token.
 * @param shown what was typed
 */
export async function prove(parts: PeopleParts, visitor: SignedIn, shown: { password: string }): Promise<Proven> {
  const confirmed = await confirmPassword(parts, visitor.person, shown.password)
  if (confirmed !== 'right') return confirmed
  return renew(parts, visitor)
}

async function renew(parts: PeopleParts, { kind, person, session }: SignedIn): Promise<Opened | 'ended' | Refusal> {
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
      { renew: renewSession(before, tokenHash(token), now) },
    )
    if (written instanceof Refusal) return written
    return { token, kind, lasts: Math.floor((row.expires_at.getTime() - now.getTime()) / 1000) }
  } catch (error) {
    // Signed out in the meantime, or proven in another tab.
    if (error instanceof Untouched) return 'ended'
    throw error
  }
}
