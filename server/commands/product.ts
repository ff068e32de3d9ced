/** The product on an installation, as commands open it. */
import { type App, declarations, openApp } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'
import { createMail } from '../base/mail.ts'
import { openSite } from '../base/site/index.ts'
import { type Installation, openInstallation } from './open.ts'
import { createPresence } from './presence.ts'

/**
 * Opens the product. Closing it closes its mail too, and leaves the installation open.
 * @param demo whether this is the demonstration
 */
export async function openProduct(installation: Installation, demo = false): Promise<App> {
  const { settings, owner, prefix, vault, log, smtpUrl, url } = installation
  const mail = createMail({ smtpUrl, from: settings.mailFrom })
  const tours = demo ? (await import('../demo/index.ts')).openTours({ owner, prefix, declarations }) : undefined
  const app = await openApp({
    database: owner,
    prefix,
    vault,
    clock: systemClock,
    mail,
    log,
    publicUrl: url,
    proxy: settings.proxy,
    demo,
    site: openSite(settings.siteDirectory),
    tours,
  })
  return {
    ...app,
    async close() {
      await app.close()
      mail.close()
    },
  }
}

/**
 * Does something with the product, also while it runs elsewhere on the same data.
 * @returns what `work` returns
 * @throws Failure where no policy is in force
 */
export async function withProduct<T>(
  environment: NodeJS.ProcessEnv,
  work: (app: App, installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation({ as: 'command', environment })
  const { owner, prefix, log, vault } = installation
  const presence = createPresence({ owner, prefix, clock: systemClock, vault, log })
  try {
    const inForce = await presence.apply()
    if (!inForce) throw new Failure('No policy is in force.', 'Publish one: npx abide policy publish FILE')
    const app = await openProduct(installation)
    try {
      return await work(app, installation)
    } finally {
      await app.close()
    }
  } finally {
    await presence.leave()
    await installation.stop()
  }
}
