/** What the pages of this part share: addresses, and the policy's words for a purpose. */
import { link, type Language, type WebRequest } from '../base/http/index.ts'
import type { Visitor } from '../people/index.ts'
import type { Words } from '../ui/index.ts'
import { type Ask, wordingOf } from './consent.ts'
import type { Consents } from './say.ts'

/** A request by a customer. */
export type Asked = WebRequest<Extract<Visitor, { kind: 'customer' }>> & Words

/** Whether the form is shown again with what was ticked in it. */
export const isAgain = ({ typed, faults }: Asked): boolean => typed['version'] !== undefined && faults.length > 0

/** The address of the page, or of what its forms do. */
export const consentsLink = (language: Language, ...below: string[]): string =>
  link(language, 'privacy-centre', 'consents', ...below)

/** The address of a clause, in the version in force or in another one. */
export const clauseHref = (language: Language, clause: string, version?: number): string =>
  `${version === undefined ? link(language, 'privacy') : link(language, 'privacy', 'v', version)}#${clause}`

/** A purpose in the words of the policy in force; by its name, where that does not know it any more. */
export const sayPurpose = (purpose: string, { inForce }: Pick<Consents, 'inForce'>, language: Language) =>
  wordingOf(inForce.compiled.loaded, purpose, language) ?? {
    says: purpose.replaceAll('-', ' '),
    text: '',
    clause: '',
    language,
    hash: '',
  }

/** To how many of the purposes that wait for a yes somebody said it. */
export function figuresOf(asks: readonly Ask[]): { count: number; of: number } {
  const waiting = asks.filter(({ kind }) => kind === 'agree')
  return { count: waiting.filter(({ on }) => on).length, of: waiting.length }
}
