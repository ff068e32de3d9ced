/** From a stranger to somebody who may confirm an ID. */
import { type FieldFault, type Language, spokenIn } from '../base/http/index.ts'
import { newId } from '../base/ids.ts'
import { isPlainAddress } from '../base/mail.ts'
import { Refusal } from '../policy/refusal.ts'
import { identifierHash } from './identifier.ts'
import { composeJoined } from './joined-letter.ts'
import { compose, letter } from './letters.ts'
import type { PeopleParts } from './parts.ts'
import { hashPassword } from './passwords.ts'
import {
  faultAt,
  isName,
  lifetimes,
  normalIdentifier,
  passwordFault,
  type Provenance,
  shortestPassword,
} from './people.ts'
import * as store from './store.ts'
import { newToken, tokenHash } from './tokens.ts'
import { countTry } from './tries.ts'

export interface SignUp {
  name: string
  email: string
  password: string
  language: Language
}

const stranger = { kind: 'stranger' } as const

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

/** The company and what it sells, in one text: every word of it is easily guessed here. */
export async function companyWords({
  gate,
  productNames,
}: Pick<PeopleParts, 'gate' | 'productNames'>): Promise<string> {
  const { company } = gate.policy().compiled.loaded.policy.policy
  return [company, ...((await productNames?.()) ?? [])].join(' ')
}

/** The sentences that `faultsOf` says. */
type Fault = 'name' | 'email' | 'password-short' | 'password-known' | 'password-repeats'

/**
 * What the rules find wrong with a sign-up whose fields have the right form; every fault at once.
 * @param company see `companyWords`
 * @param t says a sentence by its key
 */
export function faultsOf(
  form: Pick<SignUp, 'name' | 'email' | 'password'>,
  company: string,
  t: (key: `people.fault.${Fault}`, values?: { limit: number }) => string,
): FieldFault[] {
  const limit = shortestPassword.customer
  const weak = passwordFault(form.password, { ...form, company }, limit)
  return [
    ...(isName(form.name) ? [] : [faultAt('name', t('people.fault.name'))]),
    ...(isPlainAddress(form.email.trim()) ? [] : [faultAt('email', t('people.fault.email'))]),
    ...(weak ? [faultAt('password', t(`people.fault.${weak}`, { limit }))] : []),
  ]
}

/**
 * Keeps a sign-up and sends a letter. Does the same, and says the same, whether the address has an ID already: only the
 * letter differs. The name is not in it: whoever types somebody else's address writes nothing to them.
 * @returns `sent`; or seconds to `wait`, after many letters to the same address; or why nothing may be kept
 */
export async function signUp(parts: PeopleParts, form: SignUp): Promise<'sent' | { wait: number } | Refusal> {
  const { gate, publicUrl } = parts
  const address = form.email.trim()
  const counted = await countTry(parts, 'letter', normalIdentifier(address))
  if (counted instanceof Refusal || 'wait' in counted) return counted
  const person = newId()
  const from = provenance(parts, 'web')
  const expires = new Date(from.at.getTime() + lifetimes.confirm)
  const token = newToken(parts.vault, { place: 'people.link', kind: 'confirm', person, expiresAt: expires })
  const hash = identifierHash(parts, address)
  const [found, password] = await Promise.all([
    gate.read({ act: 'people.find-account', actor: stranger, subject: 'none' }, { owner: store.findTaken(hash) }),
    hashPassword(form.password),
  ])
  if (found instanceof Refusal) return found
  const [owner] = found.owner
  const language = owner?.joined ? spokenIn(owner.language, parts.languages) : form.language
  const content = owner
    ? owner.joined
      ? composeJoined(parts, language, address, owner.address)
      : compose(parts, 'already', language, address, { link: `${publicUrl}/${language}/sign-in` })
    : compose(parts, 'confirm', form.language, address, {
        link: `${publicUrl}/${form.language}/confirm?token=${token}`,
        until: expires,
      })
  const region = defaultController(parts)
  const written = await gate.write(
    { act: 'people.sign-up', actor: stranger, subject: { newPerson: person } },
    {
      person: store.addPerson({
        id: person,
        region,
        relation: 'consumer',
        language: form.language,
        ...parts.vault.rowKeys(person, region),
        ...from,
      }),
      account: store.addAccount({ person, address, identifierHash: hash, password, confirmedAt: null, ...from }),
      name: store.addName(newId(), person, form.name.trim(), from),
      link: store.addLink(person, 'confirm', tokenHash(token), from.at, expires),
      letter: letter(parts, person, 'confirm', language, content),
    },
  )
  return written instanceof Refusal ? written : 'sent'
}
