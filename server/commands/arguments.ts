/** What was typed after a command. */
import { didYouMean } from '../policy/nearest.ts'

/** A command was not understood: it ends with 2 and says what it takes. */
export class Misused extends Error {
  /** How it is used, where that says more than the command's line in help. */
  readonly usage: string | undefined

  constructor(message: string, usage?: string) {
    super(message)
    this.usage = usage
  }
}

/** What a command takes. */
export interface Takes {
  /** How many words at least and at most; none where it is left out. */
  words?: readonly [least: number, most: number]
  /** Names of `--name VALUE`. */
  options?: readonly string[]
  /** Names of `--name` without a value. */
  flags?: readonly string[]
}

export interface Arguments {
  words: string[]
  option: Readonly<Record<string, string>>
  flags: ReadonlySet<string>
}

/**
 * Reads what was typed; nothing of it is passed over.
 * @param usage how it is used, for the message
 * @throws Misused that names the first word that does not belong there, or what is missing
 */
export function readArguments(
  args: readonly string[],
  { words: [least, most] = [0, 0], options = [], flags = [] }: Takes,
  usage?: string,
): Arguments {
  const words: string[] = []
  const option: Record<string, string> = {}
  const set = new Set<string>()
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at]!
    const name = word.slice(2)
    if (!word.startsWith('--')) words.push(word)
    else if (flags.includes(name)) set.add(name)
    else if (options.includes(name)) {
      const value = args[(at += 1)]
      if (value === undefined || value.startsWith('--')) throw new Misused(`${word} needs a value.`, usage)
      option[name] = value
    } else
      throw new Misused(
        `There is no option ${word}.${didYouMean(
          word,
          [...options, ...flags].map(known => `--${known}`),
        )}`,
      )
  }
  if (words.length > most) throw new Misused(`\`${words[most]}\` is one word too many.`, usage)
  if (words.length < least) throw new Misused('Something is missing.', usage)
  return { words, option, flags: set }
}
