/** `abide serve`, and `abide start`, which adds the demonstration. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type App, declarations } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { projectDirectory } from '../base/config.ts'
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { isDemonstration, isSeeded, markDemonstration, markSeeded, withClient } from '../base/installation.ts'
import { readCast, setMailServer } from '../people/index.ts'
import { findingsOf, hasErrors } from '../policy/check.ts'
import { clearDestroyedKeys } from '../policy/destroyed-keys.ts'
import type { LoadedPolicy } from '../policy/document.ts'
import { lookAtKeys } from '../policy/keys-sql.ts'
import { loadPolicy } from '../policy/load.ts'
import { neededButRefused } from '../policy/needed.ts'
import { hasPublished, publish } from '../policy/publish.ts'
import { jobsOf, runJobs } from '../schedule.ts'
import { whenAskedToStop } from './asked-to-stop.ts'
import { clearKeys } from './clear-keys.ts'
import type { Io } from './io.ts'
import { openInstallation, type Installation } from './open.ts'
import { createPresence, type Presence } from './presence.ts'
import { openProduct } from './product.ts'
import { seed } from './seed.ts'

/** Runs until it is told to stop (SIGINT, SIGTERM). */
export async function run(args: string[], io: Io): Promise<number> {
  const demo = args.includes('--demo')
  let crashed: ((failure: Failure) => void) | undefined
  const installation = await openInstallation({
    as: 'server',
    environment: demo ? demoEnvironment(io.environment) : io.environment,
    onCrash: failure => crashed?.(failure),
  })
  const { settings, log, owner, prefix, vault } = installation
  const presence = createPresence({ owner, prefix, clock: systemClock, vault, log })
  let app: App | undefined
  let stopJobs = async (): Promise<void> => {}
  try {
    await refuseOthersData(installation, demo)
    await policyInForce(installation, presence, demo)
    app = await openProduct(installation, demo)
    if (demo) await seedOnce(app, owner, io)
    sayRefused(app, io)
    const delivers = demo || settings.mail === 'SMTP'
    if (!delivers)
      io.error(
        `Warning: no mail server is set, so letters are kept and reach nobody: no ID can be confirmed.\n${setMailServer}`,
      )
    // From here on it is stopped in order, also by who reads that it answers and stops it in the same moment.
    const stopped = new Promise<Failure | 'asked'>(resolve => {
      crashed = resolve
      whenAskedToStop(io.environment, () => resolve('asked'))
    })
    await listen(app, settings)
    stopJobs = runJobs(
      jobsOf(
        app,
        {
          applyDue: presence.apply,
          clearDestroyedKeys: clearDestroyedKeys({
            clock: systemClock,
            look: () => withClient(owner, lookAtKeys),
            rewrite: () => clearKeys(installation),
          }),
        },
        delivers,
      ),
      log,
    )
    io.out(
      `Abide answers at ${settings.url}${demo ? ` – the first two minutes begin at ${settings.url}/en/start` : ''}`,
    )
    const why = await stopped
    if (why !== 'asked') throw why
    return 0
  } finally {
    await stopJobs()
    await app?.close()
    await presence.leave()
    await installation.stop()
  }
}

/** The demonstration's logo, colours and languages: beside its policy, as any company's. */
const demoSite = (): string => dirname(join(projectDirectory, readCast().policy))

/** Says loudly what the policy in force does not let the product do, although it cannot do without it. */
function sayRefused({ gate }: App, io: Io): void {
  const refused = neededButRefused(gate.policy().compiled)
  if (refused.length === 0) return
  io.error(
    `Warning: the policy in force refuses what the product cannot do without: ${refused.map(({ act }) => act).join(', ')}.\n` +
      'See what mends it: npx abide policy check FILE. Then publish it under the next number.',
  )
}

/** The demonstration has its own site, and writes to nobody through a company's mail server unless it is told to. */
const demoEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...environment,
  ABIDE_SITE: demoSite(),
  SMTP_URL: environment.SMTP_URL ?? '',
})

/**
 * The demonstration lets anybody be anybody, and its people have a password that everybody knows: it never opens a company's
 * data, and a company never begins on the demonstration's.
 */
async function refuseOthersData({ owner, settings }: Installation, demo: boolean): Promise<void> {
  const place = settings.database === 'server' ? 'The database that DATABASE_URL names' : settings.dataDirectory
  await withClient(owner, async client => {
    if (await isDemonstration(client)) {
      if (!demo)
        throw new Failure(
          `${place} holds the demonstration: fictional people with a password that everybody knows.`,
          'Keep your own company apart: ABIDE_DATA=./company npx abide serve, or another DATABASE_URL.',
        )
    } else if (demo) {
      if (await hasPublished(client))
        throw new Failure(
          `${place} holds a company's own data, and the demonstration would let anybody be anybody in it.`,
          'Run it with `npx abide serve`. The demonstration needs a place of its own: ABIDE_DATA=./demonstration npm start.',
        )
      await markDemonstration(client)
    }
  })
}

/** Fills in the demonstration, once; an interrupted filling goes on where it stopped. */
async function seedOnce(app: App, owner: Address, io: Io): Promise<void> {
  await withClient(owner, async client => {
    if (await isSeeded(client)) return
    io.out(`Added ${await seed(app)} fictional people.`)
    await markSeeded(client, systemClock.now())
  })
}

async function listen(app: App, { host, port }: { host: string; port: number }): Promise<void> {
  try {
    await app.server.listen({ host, port })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE')
      throw new Failure(`Port ${port} is in use by another program.`, 'Stop it, or set PORT to another number.')
    if (code === 'EACCES')
      throw new Failure(`Port ${port} may not be used by this user.`, 'Set PORT to a number above 1023.')
    throw error
  }
}

/**
 * Makes sure that a policy is in force: what is due among the published ones; on an empty installation the one that
 * ABIDE_POLICY names, or the demonstration's.
 */
async function policyInForce({ settings, owner }: Installation, presence: Presence, demo: boolean): Promise<void> {
  const now = systemClock.now()
  if (await presence.apply()) return
  const file = settings.policyFile ?? (demo ? join(projectDirectory, readCast().policy) : undefined)
  if (!file) {
    throw new Failure(
      'No policy is in force.',
      'Begin with `npx abide init`, which makes a site with one. Or publish one: npx abide policy publish FILE. To draft one from a text: npx abide policy new --text FILE --out DIR.',
    )
  }
  const read = loadPolicy(file)
  const findings = findingsOf(read, now, declarations.acts)
  if (!read.loaded || hasErrors(findings)) {
    throw new Failure(
      `The policy ${file} has errors and was not published.`,
      `See them: npx abide policy check ${file}`,
    )
  }
  const all = demo ? [...earlierVersions(file), read.loaded] : [read.loaded]
  await withClient(owner, async client => {
    for (const loaded of all) {
      const effective = new Date(loaded.policy.policy.effective)
      const since = demo && effective < now ? effective : now
      await publish(client, loaded, since, since)
    }
  })
  await presence.apply()
}

/** The versions that the demonstration's company had before, the oldest first: `history/v1`, `history/v2` … beside the file. */
function earlierVersions(file: string): LoadedPolicy[] {
  const folder = join(dirname(file), 'history')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap(name => loadPolicy(join(folder, name, basename(file))).loaded ?? [])
    .sort((a, b) => a.policy.policy.version - b.policy.policy.version)
}
