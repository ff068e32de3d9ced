/** In which trade and place somebody uses our products: asked for research, kept as long as they agree. */
import type { Language } from '../../base/http/index.ts'
import {
  sayConsent,
  viewConsents,
  wordingOf,
  type ConsentParts,
  type SaidRow,
  type Wording,
} from '../../consent/index.ts'
import { needsAgreement } from '../../policy/compile.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { answerBook } from './books.ts'
import type { Lines } from './profile.ts'

/** The purpose, as the policy calls it. */
export const researchPurpose = 'research'

export interface Research {
  /** What was said last, and when; undefined where nothing was. */
  said: SaidRow | undefined
  /** Whether the yes counts: what was said last may have been of a purpose that rested on something else since. */
  agreed: boolean
  lines: Lines
}

/** Whether the policy in force asks for it at all: for a purpose that waits for a yes, and with what it needs. */
export function asksForResearch({ gate }: { gate: Gate }): boolean {
  const { loaded, grants } = gate.policy().compiled
  const { purposes } = loaded.policy
  return (
    Object.hasOwn(purposes, researchPurpose) &&
    needsAgreement(purposes[researchPurpose]!) &&
    ['profile.view-research', 'profile.correct-research', 'consent.say'].every(act => grants.has(act))
  )
}

/** What somebody answered, and whether they agree. @returns undefined where the policy in force does not ask for it */
export async function viewResearch(parts: { gate: Gate }, actor: Self): Promise<Research | undefined> {
  if (!asksForResearch(parts)) return undefined
  const [seen, lines] = await Promise.all([viewConsents(parts, actor), answerBook.view(parts, actor)])
  // Struck in this very moment: the page says no more than that it is not asked for.
  if (seen instanceof Refusal || lines instanceof Refusal) return undefined
  const agreed = seen.asks.some(({ purpose, kind, on }) => purpose === researchPurpose && kind === 'agree' && on)
  return { said: seen.last.get(researchPurpose), agreed, lines }
}

/** What a yes would be to: the words of the policy in force, and its version. */
export function researchWords(
  { gate }: { gate: Gate },
  language: Language,
): (Wording & { version: number }) | undefined {
  const { loaded } = gate.policy().compiled
  const words = wordingOf(loaded, researchPurpose, language)
  return words && { ...words, version: loaded.policy.policy.version }
}

/**
 * Says yes, or takes it back: then PostgreSQL removes the answers in the same transaction.
 * @param place where it is said
 * @param shown the version whose words were shown: a yes to those of another is not taken
 */
export const sayResearch = (
  parts: ConsentParts,
  actor: Self,
  said: 'agree' | 'withdraw',
  language: Language,
  place: 'profile' | 'api' = 'profile',
  shown?: number,
) => sayConsent(parts, actor, { purpose: researchPurpose, said, language, place, shown })
