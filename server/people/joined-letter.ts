/** What the person of an ID that was joined to another is told, whoever wants to do something with it: which one opens now. */
import { type Language, link } from '../base/http/index.ts'
import type { Refusal } from '../policy/refusal.ts'
import type { LetterContent } from './letter-store.ts'
import { compose, type Composing, writeTo } from './letters.ts'
import type { PeopleParts } from './parts.ts'
import { maskedId } from './people.ts'

const kind = 'care.joined'

const valuesOf = ({ publicUrl }: Pick<PeopleParts, 'publicUrl'>, language: Language, kept: string) => ({
  kept: maskedId(kept),
  link: `${publicUrl}${link(language, 'sign-in')}`,
  contact: `${publicUrl}${link(language, 'contact')}`,
})

/**
 * The words of that letter; no name is in it.
 * @param to the address that is the former ID
 * @param kept the ID that was kept
 */
export const composeJoined = (parts: Composing, language: Language, to: string, kept: string): LetterContent =>
  compose(parts, kind, language, to, valuesOf(parts, language, kept))

/**
 * Writes that letter to whose ID was given up, in their language.
 * @param former whose ID was joined
 * @param kept the ID that was kept
 */
export const writeJoined = (
  parts: Composing & Pick<PeopleParts, 'languages'>,
  former: string,
  kept: string,
): Promise<'written' | 'nobody' | Refusal> => writeTo(parts, former, kind, language => valuesOf(parts, language, kept))
