/** `abide serve`, and `abide start`, which adds the demonstration. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { declarations, openApp, type App } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { projectDirectory } from '../base/config.ts'
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { isSeeded, markSeeded, withClient } from '../base/installation.ts'
import { createMail } from '../base/mail.ts'
import { readCast } from '../people/index.ts'
import { findingsOf, hasErrors } from '../policy/check.ts'
import type { LoadedPolicy } from '../policy/document.ts'
import { loadPolicy } from '../policy/load.ts'
import { applyDue, publish } from '../policy/publish.ts'
import { jobsOf, runJobs } from '../schedule.ts'
import type { Io } from './io.ts'
import { openInstallation, type Installation } from './open.ts'
import { seed } from './seed.ts'

/** Runs until it is told to stop (SIGINT, SIGTERM). */
export async function run(args: string[], io: Io): Promise<number> {
  const demo = args.includes('--demo')
  let crashed: ((failure: Failure) => void) | undefined
  const installation = await openInstallation({
    as: 'server',
    environment: io.environment,
    onCrash: failure => crashed?.(failure),
  })
  const { settings, log, vault, owner, prefix } = installation
  let app: App | undefined
  let stopJobs = async (): Promise<void> => {}
  try {
    await policyInForce(installation, demo)
    const mail = createMail({ smtpUrl: installation.smtpUrl, from: settings.mailFrom })
    app = await openApp({
      database: owner,
      prefix,
      vault,
      clock: systemClock,
      mail,
      log,
      publicUrl: settings.url,
      proxy: settings.proxy,
      demo,
    })
    if (demo) await seedOnce(app, owner, io)
    await listen(app, settings)
    stopJobs = runJobs(
      jobsOf(app, () => withClient(owner, client => applyDue(client, declarations, prefix, systemClock.now()))),
      log,
    )
    io.out(
      `Abide answers at ${settings.url}${demo ? ` – the mailbox and the cast are at ${settings.url}/en/mailbox` : ''}`,
    )
    const why = await new Promise<Failure | 'asked'>(resolve => {
      crashed = resolve
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('asked'))
    })
    if (why !== 'asked') throw why
    return 0
  } finally {
    await stopJobs()
    await app?.close()
    await installation.stop()
  }
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
async function policyInForce({ settings, owner, prefix }: Installation, demo: boolean): Promise<void> {
  const now = systemClock.now()
  await withClient(owner, async client => {
    const before = await applyDue(client, declarations, prefix, now)
    if (before) return
    const file = settings.policyFile ?? (demo ? join(projectDirectory, readCast().policy) : undefined)
    if (!file) {
      throw new Failure(
        'No policy is in force.',
        'Publish one: npx abide policy publish FILE. To draft one from a text: npx abide policy new --text FILE --out DIR.',
      )
    }
    const read = loadPolicy(file)
    const findings = findingsOf(read)
    if (!read.loaded || hasErrors(findings)) {
      throw new Failure(
        `The policy ${file} has errors and was not published.`,
        `See them: npx abide policy check ${file}`,
      )
    }
    if (demo) {
      for (const loaded of [...earlierVersions(file), read.loaded]) {
        const effective = new Date(loaded.policy.policy.effective)
        const since = effective < now ? effective : now
        await publish(client, loaded, since, since)
      }
    } else await publish(client, read.loaded, now, now)
    await applyDue(client, declarations, prefix, now)
  })
}

/** The versions that the demonstration's company had before, the oldest first: `history/v1`, `history/v2` … beside the file. */
function earlierVersions(file: string): LoadedPolicy[] {
  const folder = join(dirname(file), 'history')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap(name => loadPolicy(join(folder, name, basename(file))).loaded ?? [])
    .sort((a, b) => a.policy.policy.version - b.policy.policy.version)
}
