/** Questions that a command asks: answered by an option, by a default, or by whoever types; a wrong answer is asked again. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Failure } from '../base/failure.ts'
import type { Io } from './io.ts'

/** An answer that was understood, and what is to be said of it; or what is wrong, and what may have been meant. */
export type Read<T> = { value: T; says?: string } | { wrong: string; meant?: string }

export interface Question<T> {
  /** `--name`. */
  option: string
  asks: string
  /** What counts where nothing is typed, as it would be typed. */
  otherwise: string
  /** What the default is called, where that is not what would be typed. */
  otherwiseInWords?: string
  read(typed: string): Read<T> | Promise<Read<T>>
}

export interface Asker {
  /** @throws Failure where an option or a default is wrong, or nobody answers any more */
  ask<T>(question: Question<T>): Promise<T>
  /** A line that nobody sees being typed; undefined where nobody is asked. */
  secret(asks: string): Promise<string | undefined>
  close(): void
}

/**
 * Opens the questions.
 * @param options what was given beforehand
 * @param silent whether defaults are taken for the rest, and nobody is asked
 */
export function openQuestions(io: Io, options: Readonly<Record<string, string>>, silent: boolean): Asker {
  const typing = silent ? undefined : openLines(io)
  const brokenOff = () =>
    new Failure(
      'Broken off: nothing was written.',
      'Start again when you like. To be asked nothing, give answers as options and say --yes for the rest.',
    )
  const next = async (asks: string, hidden = false): Promise<string> => {
    const line = await typing!.next(asks, hidden)
    if (line === undefined) throw brokenOff()
    return line
  }
  return {
    async ask(question) {
      const given = options[question.option]
      if (given !== undefined || silent) {
        const read = await question.read(given ?? question.otherwise)
        if ('wrong' in read)
          throw new Failure(
            `--${question.option}: ${read.wrong}`,
            read.meant === undefined
              ? 'Nothing was written.'
              : `Nothing was written. Say --${question.option} ${read.meant}`,
          )
        if (read.says && given !== undefined) io.out(read.says)
        return read.value
      }
      let otherwise = question.otherwise
      let inWords = question.otherwiseInWords ?? otherwise
      for (;;) {
        const typed = (await next(`\n${question.asks}${inWords === '' ? '' : ` [${inWords}]`}`)).trim()
        const read = await question.read(typed === '' ? otherwise : typed)
        if (!('wrong' in read)) {
          if (read.says) io.out(read.says)
          return read.value
        }
        io.error(read.wrong)
        if (read.meant !== undefined) otherwise = inWords = read.meant
      }
    },
    secret: async asks => (typing ? next(`\n${asks}`, true) : undefined),
    close: () => typing?.close(),
  }
}

/** Lines as they are typed, or as they come from a file or another program. */
function openLines(io: Io) {
  const input = io.input ?? process.stdin
  const isTerminal = 'isTTY' in input && input.isTTY === true
  let muted = false
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) process.stdout.write(chunk)
      done()
    },
  })
  // Without a history: with one, a hidden password would come back with the key Up.
  const lines = createInterface({ input, output, terminal: isTerminal, prompt: '> ', historySize: 0 })
  const come: string[] = []
  let waiting: ((line: string | undefined) => void) | undefined
  let ended = false
  const give = (line: string | undefined) => {
    const answer = waiting
    waiting = undefined
    if (answer) answer(line)
    else if (line !== undefined) come.push(line)
  }
  lines.on('line', give)
  lines.on('SIGINT', () => lines.close())
  lines.on('close', () => {
    ended = true
    give(undefined)
  })
  return {
    async next(asks: string, hidden: boolean): Promise<string | undefined> {
      io.out(asks)
      if (come.length > 0) return come.shift()
      if (ended) return undefined
      if (isTerminal) lines.prompt()
      muted = hidden
      const line = await new Promise<string | undefined>(resolve => (waiting = resolve))
      if (hidden && isTerminal) io.out('')
      muted = false
      return line
    },
    close: () => lines.close(),
  }
}
