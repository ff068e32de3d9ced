/** A policy in force that refuses what the product needs: it was published when the product needed less. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { build } from '../scripts/build.js'
import { systemClock } from '../server/base/clock.ts'
import { withClient } from '../server/base/installation.ts'
import { loadPolicy } from '../server/policy/load.ts'
import { publish } from '../server/policy/publish.ts'
import { openInstallation } from '../server/commands/open.ts'
import { abide, startProduct } from './running.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-refused-'))
beforeAll(() => build())
afterAll(() => rmSync(here, { recursive: true, force: true }))

it('is named by the doctor and at the start, with the acts that it refuses', async () => {
  const environment = { ABIDE_DATA: here, LOG_LEVEL: 'silent' }
  const installation = await openInstallation({ as: 'command', environment })
  const { loaded } = loadPolicy('policies/history/v1/hesbia.yaml')
  const now = systemClock.now()
  await withClient(installation.owner, client => publish(client, loaded!, now, now))
  await installation.stop()
  expect(await abide(['doctor'], environment)).toMatchObject({
    code: 1,
    out: expect.stringMatching(
      /wrong policy: Version 1 of .* cannot do without: .*people\.sign-in.* It lacks evidence, security, answer-rights\.\n.*policy check/,
    ) as string,
  })
  const running = await startProduct('serve', environment)
  expect(running.printed()).toMatch(/Warning: the policy in force refuses .*people\.sign-in/)
  expect(await running.stop()).toBe(0)
}, 120_000)
