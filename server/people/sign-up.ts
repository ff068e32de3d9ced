/** From a stranger to somebody with an ID: sign up, confirm. */
import { createHash } from 'node:crypto'
import type { Language } from '../base/http/index.ts'
import { newId, newSecret } from '../base/ids.ts'
import { Refusal } from '../policy/refusal.ts'
import { compose, letter } from './letters.ts'
import type { PeopleParts } from './parts.ts'
import { hashPassword, matches } from './passwords.ts'
import { lifetimes, normalIdentifier, type Provenance } from './people.ts'
import * as store from './store.ts'

export interface SignUp {
  name: string
  email: string
  password: string
  language: Language
}

const stranger = { kind: 'stranger' } as const

/** What is kept of a random token: who reads the database cannot use it. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Under which an ID is found. */
export const identifierHash = ({ vault }: Pick<PeopleParts, 'vault'>, typed: string): Buffer =>
  vault.hash('people.account.identifier_hash', normalIdentifier(typed))

/** Where and under which promises something is collected now. */
export function provenance(
  { gate, clock }: Pick<PeopleParts, 'gate' | 'clock'>,
  source: Provenance['source'],
): Provenance {
  return { at: clock.now(), source, version: gate.policy().compiled.loaded.policy.policy.version }
}

/** The controller that answers for somebody of whom no country is known yet. */
export function defaultController({ gate }: Pick<PeopleParts, 'gate'>): string {
  const controllers = Object.entries(gate.policy().compiled.loaded.policy.controllers)
  return (controllers.find(([, controller]) => controller.default) ?? controllers[0]!)[0]
}

/**
 * Keeps a sign-up and sends a letter. Does the same, and says the same, whether the address has an ID already: only the
 * letter differs.
 * @returns the person that comes to be if the link is used, or why nothing may be kept
 */
export async function signUp(parts: PeopleParts, form: SignUp): Promise<string | Refusal> {
  const { gate, publicUrl } = parts
  const person = newId()
  const token = newSecret()
  const from = provenance(parts, 'web')
  const hash = identifierHash(parts, form.email)
  const [found, password] = await Promise.all([
    gate.read({ act: 'people.find-account', actor: stranger, subject: 'none' }, { owner: store.findConfirmed(hash) }),
    hashPassword(form.password),
  ])
  if (found instanceof Refusal) return found
  const taken = found.owner.length > 0
  const address = form.email.trim()
  const content = compose(parts, taken ? 'already' : 'confirm', form.language, address, {
    name: form.name,
    link: taken ? `${publicUrl}/${form.language}/sign-in` : `${publicUrl}/${form.language}/confirm?token=${token}`,
  })
  const expires = new Date(from.at.getTime() + lifetimes.confirm)
  const written = await gate.write(
    { act: 'people.sign-up', actor: stranger, subject: { newPerson: person } },
    {
      person: store.addPerson({
        id: person,
        region: defaultController(parts),
        relation: 'consumer',
        language: form.language,
        ...from,
      }),
      account: store.addAccount({ person, address, identifierHash: hash, password, confirmedAt: null, ...from }),
      name: store.addName(newId(), person, form.name.trim(), from),
      link: store.addLink(person, 'confirm', tokenHash(token), from.at, expires),
      letter: letter(parts, person, 'confirm', form.language, content),
    },
  )
  return written instanceof Refusal ? written : person
}

export type Confirmation = { person: string } | 'unknown' | 'expired' | 'used' | 'taken' | 'wrong-password' | Refusal

/**
 * Confirms an ID: whoever has the letter and the password that was chosen. The password is asked for, so that nobody
 * can sign up with somebody else's address and wait for them to click.
 */
export async function confirm(parts: PeopleParts, token: string, password: string): Promise<Confirmation> {
  const { gate, clock } = parts
  const hash = tokenHash(token)
  const found = await gate.read(
    { act: 'people.confirm', actor: stranger, subject: 'set' },
    { link: store.findLink(hash) },
  )
  if (found instanceof Refusal) return found
  const [link] = found.link
  if (!link || link.kind !== 'confirm') return 'unknown'
  if (link.used_at) return 'used'
  const now = clock.now()
  if (link.expires_at <= now) return 'expired'
  if (!(await matches(link.password, password))) return 'wrong-password'
  try {
    const written = await gate.write(
      { act: 'people.confirm', actor: stranger, subject: { person: link.person_id } },
      { use: store.useLink(hash, now), confirm: store.confirmAccount(link.person_id, now) },
    )
    return written instanceof Refusal ? written : { person: link.person_id }
  } catch (error) {
    // Somebody confirmed this ID a moment ago, with another link.
    if ((error as { code?: string }).code === '23505') return 'taken'
    throw error
  }
}
