/** What a policy calls things, and its periods, in a reader's language. */
import type { Language } from '../base/http/index.ts'
import type { Policy, Words as PolicyWords } from '../policy/document.ts'
import { parseDuration } from '../policy/duration.ts'
import type { Words } from './words.ts'

/** Somebody who reads the policy in a language. */
export interface Reader extends Words {
  language: Language
  policy: Policy
}

/** What the policy calls something, in the reader's language or in the original. */
export function called(says: PolicyWords | undefined, { language, policy }: Reader, id: string): string {
  return says?.[language] ?? says?.[policy.policy.original] ?? id
}

/** The language of what `called` gives, where it is not the reader's own: such words are marked (WCAG 3.1.2). */
export const langOf = (says: PolicyWords | undefined, { language, policy }: Reader): Language | undefined =>
  says === undefined || says[language] !== undefined ? undefined : policy.policy.original

/** What the policy calls some categories. @param ids of the policy */
export const categoryNames = (ids: readonly string[], reader: Reader): string[] =>
  ids.map(id => called(reader.policy.categories[id]?.says, reader, id))

/** What the policy calls some purposes. @param ids of the policy */
export const purposeNames = (ids: readonly string[], reader: Reader): string[] =>
  ids.map(id => called(reader.policy.purposes[id]?.says, reader, id))

/** An ISO 8601 period in words: 3 years, 30 days. */
export const periodInWords = (period: string, { formats }: Reader): string => formats.period(parseDuration(period))

/** A word with a translation where there is one: events are free words of a policy. */
export const wordOr = (key: string, id: string, { t, hasText }: Reader): string =>
  hasText(key) ? t(key) : id.replaceAll('-', ' ')

/** The event from which a period counts. */
export const eventInWords = (event: string, reader: Reader): string => wordOr(`notice.event.${event}`, event, reader)

/** Names that hold commas themselves are told apart by semicolons. */
export const listed = (names: readonly string[], { formats }: Reader): string =>
  names.some(name => name.includes(',')) ? names.join('; ') : formats.list(names)

/** The beginning of a sentence. */
export const upper = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
