/** In which trade and place somebody uses our products: asked for research, kept as long as they agree. */
import type { Language } from '../../base/http/index.ts'
import { lastSaid, sayConsent, type ConsentParts, type SaidRow } from '../../consent/index.ts'
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
  const [said, lines] = await Promise.all([lastSaid(parts, actor, researchPurpose), answerBook.view(parts, actor)])
  // Struck in this very moment: the page says no more than that it is not asked for.
  if (said instanceof Refusal || lines instanceof Refusal) return undefined
  return { said, agreed: said?.said === 'agree', lines }
}

/** Says yes, or takes it back: then PostgreSQL removes the answers in the same transaction. @param place where it is said */
export const sayResearch = (
  parts: ConsentParts,
  actor: Self,
  said: 'agree' | 'withdraw',
  language: Language,
  place: 'profile' | 'api' = 'profile',
) => sayConsent(parts, actor, { purpose: researchPurpose, said, language, place })
