/** The words of a policy as a page shows them, and the day of an answer. Pure. */
import type { Clause, Language, LoadedPolicy, PolicyText } from '../../policy/document.ts'

/** The text that rules. */
export function originalText({ policy, texts }: LoadedPolicy): PolicyText {
  return texts[policy.policy.original]!
}

/** The text as somebody reads it: in their language, or the original where there is none. */
export function textFor(loaded: LoadedPolicy, language: Language): PolicyText {
  return loaded.texts[language] ?? originalText(loaded)
}

/** The summary in a language in which the text does not exist, as Markdown; undefined where nobody wrote one. */
export function summaryIn({ policy, texts, assessments }: LoadedPolicy, language: Language): string | undefined {
  const name = texts[language] ? undefined : policy.policy.summary?.[language]
  return name === undefined ? undefined : assessments[name]
}

/** The languages in which the text exists, the one that is shown first. */
export function languagesOf(loaded: LoadedPolicy, shown: Language): Language[] {
  const exist = Object.keys(loaded.texts) as Language[]
  return [shown, ...exist.filter(language => language !== shown)]
}

/** A heading, a paragraph, or an item of a list with its paragraphs: what stands in one piece on the page. */
export interface Block {
  kind: Clause['kind']
  /** 1 to 6 for headings. */
  level: number
  list: { ordered: boolean; depth: number } | undefined
  /** Each paragraph's clauses: one, or several sentences. */
  paragraphs: Clause[][]
}

/** Clauses put together to what they are in the text. */
export function blocksOf(clauses: readonly Clause[]): Block[] {
  const blocks: Block[] = []
  for (const clause of clauses) {
    const before = blocks.at(-1)
    if (before && clause.continues) before.paragraphs.at(-1)!.push(clause)
    else if (before?.kind === 'item' && clause.kind === 'paragraph' && clause.list) before.paragraphs.push([clause])
    else blocks.push({ kind: clause.kind, level: clause.level, list: clause.list, paragraphs: [[clause]] })
  }
  return blocks
}

/** Items that follow each other belong to one list. */
export function listsOf(blocks: readonly Block[]): (Block | Block[])[] {
  const groups: (Block | Block[])[] = []
  for (const block of blocks) {
    const before = groups.at(-1)
    if (block.kind !== 'item') groups.push(block)
    else if (Array.isArray(before)) before.push(block)
    else groups.push([block])
  }
  return groups
}

/**
 * A text with the sentences of one kind, under the headings that have any.
 * @param isWanted by the id of a clause
 */
export function onlyKind(text: PolicyText, isWanted: (id: string) => boolean): PolicyText {
  const clauses: Clause[] = []
  /** Headings above what comes next, that nothing stands under yet. */
  let headings: Clause[] = []
  let before: Clause | undefined
  for (const clause of text.clauses) {
    if (clause.kind === 'heading') headings = [...headings.filter(({ level }) => level < clause.level), clause]
    else if (isWanted(clause.id)) {
      const { continues, ...alone } = clause
      // Where the sentence before is left out, there is nothing to continue.
      clauses.push(...headings, continues && before === clauses.at(-1) ? clause : alone)
      headings = []
    }
    before = clause.kind !== 'heading' && isWanted(clause.id) ? clauses.at(-1) : undefined
  }
  return { ...text, clauses }
}

/** ISO date. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/**
 * The latest day of an answer to somebody who writes now: the earlier of the policy's period and of one calendar month
 * (GDPR 12(3); Regulation 1182/71: the same date of the next month, or its last day).
 * @param days the policy's period
 */
export function answerBy(now: Date, days: number): Date {
  const promised = new Date(now.getTime() + days * 86_400_000)
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  const lastOfNext = new Date(Date.UTC(year, month + 2, 0)).getUTCDate()
  const lawful = new Date(Date.UTC(year, month + 1, Math.min(day, lastOfNext), now.getUTCHours(), now.getUTCMinutes()))
  return promised < lawful ? promised : lawful
}
