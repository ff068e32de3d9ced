import { version } from './base/config.ts'
import { Failure } from './base/failure.ts'
import { Misused, readArguments } from './commands/arguments.ts'
import { describeError } from './base/log.ts'
import { commands } from './commands/index.ts'
import type { Io } from './commands/io.ts'
import { didYouMean } from './policy/nearest.ts'

const terminal: Io = {
  out: line => void process.stdout.write(`${line}\n`),
  error: line => void process.stderr.write(`${line}\n`),
  environment: process.env,
}

/**
 * Runs one command.
 * @param argv what was typed after `abide`
 * @param io where to write; the terminal by default
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
export async function main(argv: string[], io: Io = terminal): Promise<number> {
  if (io === terminal) process.once('uncaughtException', crash)
  const [typed = 'help', ...args] = argv
  if (['--version', '-v'].includes(typed) && args.length === 0) {
    io.out(version())
    return 0
  }
  const name = ['--help', '-h'].includes(typed) ? 'help' : typed
  const command = commands.find(command => command.name === name)
  if (!command) {
    const names = commands.map(command => command.name)
    io.error(`There is no command \`${name}\`.${didYouMean(name, names)} \`abide help\` lists them all.`)
    return 2
  }
  try {
    if (command.takes !== 'own') readArguments(args, command.takes ?? {})
    const { run } = await command.load()
    return await run(args, io)
  } catch (error) {
    if (error instanceof Misused) {
      io.error(`${error.message}\n${error.usage ?? `abide ${command.usage}`}`)
      return 2
    }
    complain(error, io)
    return 1
  }
}

/** Node would print an error that nobody caught with all that PostgreSQL put into it, the values that somebody typed included. */
function crash(error: unknown): void {
  terminal.error(`Something went wrong that nobody waited for: ${JSON.stringify(describeError(error))}`)
  process.exit(1)
}

/**
 * Says in one or two plain sentences what went wrong; where it happened in the code only with LOG_LEVEL=debug or trace.
 * @param error anything that was thrown
 */
export function complain(error: unknown, io: Io): void {
  const debug = ['debug', 'trace'].includes(io.environment.LOG_LEVEL ?? '')
  if (error instanceof Failure) {
    io.error(`${error.message}\n${error.remedy}`)
  } else {
    const message = error instanceof Error ? error.message : String(error)
    io.error(`Something went wrong that Abide did not expect: ${message || (error as { code?: string }).code}`)
    if (!debug) io.error('Run it again with LOG_LEVEL=debug to see where.')
  }
  if (debug && error instanceof Error) {
    io.error(error.stack ?? '')
    if (error.cause) io.error(`Because of: ${error.cause instanceof Error ? error.cause.stack : String(error.cause)}`)
  }
}
