/** Offering to join another ID of one's own: made with the one that is kept, taken with the other. */
import { Refusal } from '../policy/refusal.ts'
import { Untouched } from '../policy/statement.ts'
import { type BrokenLink, lookAtLink } from './links.ts'
import type { PeopleParts } from './parts.ts'
import { lifetimes } from './people.ts'
import * as store from './store.ts'
import { newToken, tokenHash } from './tokens.ts'

type Parts = Pick<PeopleParts, 'gate' | 'clock' | 'vault'>

const system = { kind: 'system' } as const

/** Whose offer it is: the ID that will be kept. */
export interface Offer {
  person: string
  /** As they are called; empty where the policy no longer lets it be read. */
  name: string
  address: string
}

/**
 * Makes an offer, for fifteen minutes and one use.
 * @param person who is signed in and has just proven it
 * @returns what goes into the address that is opened with the other ID
 */
export async function offerToJoin({ gate, clock, vault }: Parts, person: string): Promise<string | Refusal> {
  const at = clock.now()
  const expiresAt = new Date(at.getTime() + lifetimes.join)
  const token = newToken(vault, { place: 'people.link', kind: 'join', person, expiresAt })
  const written = await gate.write(
    { act: 'people.offer-to-join', actor: system, subject: { person } },
    { link: store.addLink(person, 'join', tokenHash(token), at, expiresAt) },
  )
  return written instanceof Refusal ? written : token
}

/** Looks at an offer, and changes nothing. */
export async function offerOf(parts: Parts, token: string): Promise<Offer | BrokenLink | Refusal> {
  const found = await lookAtLink(parts, 'join', token)
  if (typeof found === 'string' || found instanceof Refusal) return found
  // An ID that rests or that was suspended takes nothing in; its offers ended with that, this one was made before it came to.
  if (found.rests) return 'used'
  return { person: found.person_id, name: found.name ?? '', address: found.address }
}

/** Uses an offer up. @returns whether nobody had before */
export async function takeOffer({ gate, clock }: Parts, person: string, token: string): Promise<boolean> {
  try {
    const written = await gate.write(
      { act: 'people.offer-to-join', actor: system, subject: { person } },
      { used: store.useLink(tokenHash(token), clock.now()) },
    )
    return !(written instanceof Refusal)
  } catch (error) {
    if (error instanceof Untouched) return false
    throw error
  }
}
