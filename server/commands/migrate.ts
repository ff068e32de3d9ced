/** `abide migrate`: brings the database to the shape that this version needs, without serving. */
import { declarations } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { withClient } from '../base/installation.ts'
import { applyDue } from '../policy/publish.ts'
import type { Io } from './io.ts'
import { openInstallation } from './open.ts'

/** Opening an installation migrates it; then the policy in force is compiled into the new shape. */
export async function run(_args: string[], io: Io): Promise<number> {
  const installation = await openInstallation({ as: 'command', environment: io.environment })
  const { owner, prefix } = installation
  try {
    await withClient(owner, client => applyDue(client, declarations, prefix, systemClock.now()))
    io.out('The database has the shape that this version needs.')
    return 0
  } finally {
    await installation.stop()
  }
}
