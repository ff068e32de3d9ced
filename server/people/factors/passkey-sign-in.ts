/** Signing in with a passkey alone: whoever has it, and is known to it, has shown both factors. */
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { lifetimes } from '../people.ts'
import { arrived } from '../security/index.ts'
import { addSession, type Device } from '../session-store.ts'
import type { Opened } from '../sign-in.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { type Answered, isReplay, passkeyProof } from './passkeys.ts'

/**
 * Opens a session for whoever the passkey belongs to.
 * @param id the ID that was typed, if one was: a passkey of somebody else opens nothing then
 */
export async function signInWithPasskey(
  parts: PeopleParts,
  answered: Answered,
  id: string | undefined,
  device: Device,
): Promise<Opened | 'wrong' | Refusal> {
  const proof = await passkeyProof(parts, { ...answered, use: 'sign-in' }, { id })
  if (proof === 'wrong' || proof instanceof Refusal) return proof
  const { gate, clock, vault } = parts
  const { person, colleague, statements } = proof
  const kind = colleague ? 'staff' : 'customer'
  const lasts = colleague ? lifetimes.staffSession : lifetimes.customerSession
  const at = clock.now()
  const expiresAt = new Date(at.getTime() + lasts)
  const token = newToken(vault, { place: 'people.session', kind, person, expiresAt })
  try {
    const written = await gate.write(
      { act: 'people.use-passkey', actor: { kind: 'stranger' }, subject: { person } },
      {
        ...statements,
        session: addSession({ tokenHash: tokenHash(token), person, kind, device, at, expiresAt }),
        ...(await arrived(parts, person, device)),
      },
    )
    return written instanceof Refusal ? written : { token, kind, lasts: lasts / 1000 }
  } catch (error) {
    // Its answer, or a later one, was used a moment ago.
    if (error instanceof Untouched || isReplay(error)) return 'wrong'
    throw error
  }
}
