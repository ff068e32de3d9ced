import type { DraftSentence } from './draft-text.ts'

/** Stands for what the text does not say. It is no value of any key, so `check` names every place where it is left. */
export const toBeConfirmed = 'to be confirmed'

/** A sentence for the company to say in its text, with the clause id under which it can be cited. */
export interface Proposal {
  id: string
  words: string
}

/** One declaration, and why it was drafted: a sentence that it came from, or that the product needs it. */
export interface Drafted {
  id: string
  from: DraftSentence | Proposal
  /** Keys in the order of the format; `null` is written as an empty value. */
  value: Record<string, unknown>
}

/** Whether the text does not say it. */
export const isProposal = (from: DraftSentence | Proposal): from is Proposal => 'words' in from

/** The first sentence of the text with such words. */
export type First = (words: RegExp) => DraftSentence | undefined

/** What is cited: the sentence, or nothing yet. */
export const clauseOf = (from: DraftSentence | Proposal): string => (isProposal(from) ? toBeConfirmed : from.id)
