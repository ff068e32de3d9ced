/** A run of words that both texts have, or one of them. */
export interface WordRun {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Above this many comparisons a clause is shown as wholly replaced: nobody reads a diff of that size anyway. */
const maximumCells = 4_000_000

/**
 * Which words were added and removed, by the longest common subsequence of words.
 * @returns runs that read, without the removed ones, as `after`, and without the added ones as `before`
 */
export function diffWords(before: string, after: string): WordRun[] {
  const a = inWords(before)
  const b = inWords(after)
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++

  const runs: WordRun[] = []
  const say = (kind: WordRun['kind'], words: readonly string[]) => {
    if (words.length === 0) return
    const last = runs.at(-1)
    if (last?.kind === kind) last.text += words.join('')
    else runs.push({ kind, text: words.join('') })
  }
  say('same', a.slice(0, start))
  middle(a.slice(start, a.length - end), b.slice(start, b.length - end), say)
  say('same', a.slice(a.length - end))
  return runs
}

function middle(
  a: readonly string[],
  b: readonly string[],
  say: (kind: WordRun['kind'], words: readonly string[]) => void,
): void {
  if (a.length * b.length > maximumCells) {
    say('removed', a)
    say('added', b)
    return
  }
  const width = b.length + 1
  /** common[row * width + column]: length of the longest common subsequence of a from row and b from column. */
  const common = new Uint32Array((a.length + 1) * width)
  for (let row = a.length - 1; row >= 0; row--) {
    for (let column = b.length - 1; column >= 0; column--) {
      common[row * width + column] =
        a[row] === b[column]
          ? common[(row + 1) * width + column + 1]! + 1
          : Math.max(common[(row + 1) * width + column]!, common[row * width + column + 1]!)
    }
  }
  let row = 0
  let column = 0
  while (row < a.length || column < b.length) {
    if (row < a.length && column < b.length && a[row] === b[column]) {
      say('same', [a[row]!])
      row++
      column++
    } else if (
      row < a.length &&
      (column === b.length || common[(row + 1) * width + column]! >= common[row * width + column + 1]!)
    ) {
      say('removed', [a[row++]!])
    } else say('added', [b[column++]!])
  }
}

/** Words with the space behind them, and marks of punctuation for themselves. */
const inWords = (text: string): string[] => text.match(/[\p{L}\p{N}’'-]+\s*|[^\p{L}\p{N}]\s*/gu) ?? []
