/** `abide migrate`: brings the database to the shape that this version needs, without serving. */
import type { Io } from './io.ts'
import { openInstallation } from './open.ts'

/** Opening an installation migrates it; this only says so. */
export async function run(_args: string[], io: Io): Promise<number> {
  const installation = await openInstallation({ as: 'command', environment: io.environment })
  await installation.stop()
  io.out('The database has the shape that this version needs.')
  return 0
}
