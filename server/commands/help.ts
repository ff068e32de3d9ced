import { settings, version } from '../base/config.ts'
import type { Command, Io } from './io.ts'

/** `abide help`: every command on one page; `abide help settings`: every setting. */
export async function help(commands: readonly Command[], [topic]: string[], io: Io): Promise<number> {
  if (topic === 'settings') {
    for (const { name, default: otherwise, meaning } of settings)
      io.out(`${name}\n    ${meaning}\n    Not set: ${otherwise}.\n`)
    return 0
  }
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  io.out(`Abide ${version()}: customer accounts on a database that refuses what the privacy policy did not promise.\n`)
  for (const { usage, does } of commands) io.out(`  abide ${usage.padEnd(width)}  ${does}`)
  io.out('\nSettings come from the environment: `abide help settings`. Most needed: PORT, ABIDE_DATA, DATABASE_URL.')
  return 0
}
