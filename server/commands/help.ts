import { settings, version } from '../base/config.ts'
import { Misused } from './arguments.ts'
import type { Command, Io } from './io.ts'

/** `abide help`: every command on one page; `abide help settings`: every setting. */
export async function help(commands: readonly Command[], [topic]: string[], io: Io): Promise<number> {
  if (topic === 'settings') {
    for (const { name, default: otherwise, meaning } of settings)
      io.out(`${name}\n${wrapped(meaning)}\n${wrapped(`Not set: ${otherwise}.`)}\n`)
    return 0
  }
  if (topic !== undefined) throw new Misused(`There is no help on \`${topic}\`.`)
  io.out(`Abide ${version()}: customer accounts on a database that refuses what the privacy policy did not promise.\n`)
  for (const { usage, does } of commands) io.out(`  abide ${usage}\n${wrapped(does)}`)
  io.out('\nSettings come from the environment: `abide help settings`. Most needed: PORT, ABIDE_DATA, DATABASE_URL.')
  return 0
}

/** In lines of at most 80 columns, indented. */
function wrapped(text: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= 80) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`      ${word}`)
  }
  return lines.join('\n')
}
