/** What every command that does something with people does first. */
import { type App, openApp } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'
import { createMail } from '../base/mail.ts'
import { type Installation, openInstallation } from './open.ts'
import { createPresence } from './presence.ts'

/**
 * Opens the product without serving, runs work on it and closes it again.
 * @returns what the work returns
 * @throws Failure with what to do where the database cannot be opened or no policy is in force
 */
export async function withProduct<T>(
  environment: NodeJS.ProcessEnv,
  work: (app: App, installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation({ as: 'command', environment })
  const { settings, owner, prefix, vault, log, url } = installation
  const presence = createPresence({ owner, prefix, clock: systemClock, log })
  try {
    const inForce = await presence.apply()
    if (!inForce) throw new Failure('No policy is in force.', 'Publish one: npx abide policy publish FILE')
    const mail = createMail({ smtpUrl: installation.smtpUrl, from: settings.mailFrom })
    const place = { database: owner, prefix, vault, clock: systemClock, mail, log, publicUrl: url }
    const app = await openApp({ ...place, demo: false })
    try {
      return await work(app, installation)
    } finally {
      await app.close()
      mail.close()
    }
  } finally {
    await presence.leave()
    await installation.stop()
  }
}
