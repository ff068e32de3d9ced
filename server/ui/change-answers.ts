/** What changed between two versions, for programs and for letters. */
import type { Change, PolicyDiff } from '../policy/diff.ts'
import { changeInWords, concernsInWords, type DifferenceReader, meaningsOf, subjectInWords } from './change-words.ts'

/** A change for a program, with its sentences in one language. */
export const changeAnswer = (change: Change, reader: DifferenceReader) => ({
  path: change.path,
  effect: change.effect,
  code: change.fact.code,
  about: subjectInWords(change, reader) ?? null,
  says: changeInWords(change, reader),
  concerns: concernsInWords(change, reader),
  purposes: [...change.purposes],
  bases: [...change.bases],
  means: meaningsOf(change).map(code => ({ code, says: reader.t(`notice.means.${code}`) })),
})

/** What is widened, a line for each change: for letters. */
export const widenedLines = ({ meaning }: Pick<PolicyDiff, 'meaning'>, reader: DifferenceReader): string[] =>
  meaning
    .filter(({ effect }) => effect === 'widened')
    .map(change => {
      const subject = subjectInWords(change, reader)
      return `- ${subject === undefined ? '' : `${subject}. `}${changeInWords(change, reader)}`
    })
