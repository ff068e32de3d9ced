/** When a serving process is to stop. */

/** How often it is looked whether npm is still there, in milliseconds. */
const every = 500

/**
 * Calls back once when somebody asks this process to stop: by a signal, or, where npm started it, by ending npm, which passes
 * no signal on.
 * @param environment npm says in it that it runs a script
 */
export function whenAskedToStop(environment: NodeJS.ProcessEnv, stop: () => void): void {
  const parent = process.ppid
  const byNpm = environment['npm_lifecycle_event'] !== undefined
  const watch = byNpm ? setInterval(() => process.ppid !== parent && asked(), every) : undefined
  watch?.unref()
  const asked = () => {
    clearInterval(watch)
    stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, asked)
}
