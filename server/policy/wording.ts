import type { Finding } from './document.ts'
import type { Sentence } from './sentences.ts'
import { absences } from './wording-absences.ts'
import { faults } from './wording-faults.ts'

/** Longer than any sentence; bounds the work on hostile input. */
const longestSentence = 5_000

/**
 * What a policy's own words get wrong or leave out: what a lawyer would underline at first reading. Patterns over
 * sentences, so it can miss things; it never judges more than it quotes. All are warnings: a text that a company has
 * already published can be published here, and shows what should be mended.
 * @param sentences of one text, in their order (`sentencesOf`, or a draft's)
 * @returns findings in the order of the text; what is left out quotes the sentence that comes nearest to saying it
 */
export function findingsInWords(sentences: readonly Sentence[]): Finding[] {
  const read = sentences.map(sentence =>
    sentence.text.length > longestSentence ? { ...sentence, text: sentence.text.slice(0, longestSentence) } : sentence,
  )
  const found: Finding[] = []
  for (const rule of faults) {
    for (const [index, sentence] of read.entries()) {
      const fault = rule.find(sentence, read, index)
      if (fault) found.push(finding(rule.code, sentence, fault.message, rule.mend))
      if (fault && rule.once) break
    }
  }
  // What a text leaves out can only be told of words that the patterns understand.
  const english = read.filter(sentence => sentence.language === 'en' && !sentence.heading)
  if (english.length > 0) {
    for (const rule of absences) {
      if (read.some(sentence => rule.says.test(sentence.text))) continue
      const nearest = rule.nearest.map(pattern => english.find(sentence => pattern.test(sentence.text))).find(Boolean)
      // Words that do not touch the subject at all are not a policy that forgot it: a title, a sign, a sentence.
      if (nearest) found.push(finding(rule.code, nearest, rule.message, rule.mend))
    }
  }
  return found.sort((a, b) => a.line - b.line || a.column - b.column)
}

function finding(code: string, { file, line, column, text }: Sentence, message: string, mend: string): Finding {
  const quote = text.length > 600 ? `${text.slice(0, 599)}…` : text
  return { file, line, column, level: 'warning', code, message, mend, quote }
}
