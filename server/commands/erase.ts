/** `abide erase`: erases a person at the request that somebody answers at the terminal. */
import { openApp } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { createMail } from '../base/mail.ts'
import { erasePerson } from '../people/index.ts'
import type { Io } from './io.ts'
import { openInstallation } from './open.ts'
import { createPresence } from './presence.ts'

/** Asks for the ID twice, so that a slip of the hand erases nobody. */
export async function run(args: string[], io: Io): Promise<number> {
  const [id, again] = args
  if (!id || id !== again) {
    io.error('abide erase ID ID\nWrite the ID twice: what is erased cannot be brought back.')
    return 2
  }
  const installation = await openInstallation({ as: 'command', environment: io.environment })
  const { settings, owner, prefix, vault, log } = installation
  const presence = createPresence({ owner, prefix, clock: systemClock, log })
  try {
    await presence.apply()
    const mail = createMail({ from: settings.mailFrom })
    const app = await openApp({
      database: owner,
      prefix,
      vault,
      clock: systemClock,
      mail,
      log,
      publicUrl: installation.url,
      demo: false,
    })
    try {
      const found = await erasePerson(app.given, id)
      if (!found) {
        io.error('Nobody has this ID.')
        return 1
      }
      io.out('Erased. Their key is destroyed: what lies in backups cannot be read, and the evidence leads to nobody.')
      return 0
    } finally {
      await app.close()
    }
  } finally {
    await presence.leave()
    await installation.stop()
  }
}
