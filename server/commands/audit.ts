/** `abide audit verify`: whether the evidence of what was done still stands as it was written. */
import { verify, type Fault } from '../audit/index.ts'
import { withClient } from '../base/installation.ts'
import type { Io } from './io.ts'
import { openInstallation } from './open.ts'

const reasons: Readonly<Record<Fault, string>> = {
  'seal-missing': 'a seal before this one is gone',
  signature: 'it was not signed with the key of this installation, or was changed since',
  'number-of-lines': 'lines were added or are gone',
  lines: 'a line, or the order of the lines, was changed',
  'seals-cut': 'seals are gone from the end',
  'not-as-kept': 'a seal that was kept elsewhere is not there',
}

/** Reads everything that was ever written down and says whether it is unbroken. */
export async function run(args: string[], io: Io): Promise<number> {
  if (args[0] !== 'verify') {
    io.error('abide audit verify')
    return 2
  }
  const installation = await openInstallation({ as: 'command', environment: io.environment })
  try {
    const { vault, owner } = installation
    const verdict = await withClient(owner, client => verify(client, vault.publicKey))
    if (verdict.unbroken) {
      io.out(`Unbroken: ${verdict.lines} lines under ${verdict.seals} seals.`)
      if (verdict.unsealed > 0)
        io.out(
          `No seal closes the newest ${verdict.unsealed === 1 ? 'line' : `${verdict.unsealed} lines`} yet: the product does that every two seconds while it runs.`,
        )
      return 0
    }
    io.error(
      `Broken at seal ${verdict.position}, lines after ${verdict.after} until ${verdict.until}: ${reasons[verdict.fault]}.`,
    )
    return 1
  } finally {
    await installation.stop()
  }
}
