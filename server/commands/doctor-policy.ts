/** What `abide doctor` says of the policy in force. */
import { declarations } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { withClient } from '../base/installation.ts'
import { neededButRefused } from '../policy/needed.ts'
import { lookAtPolicy } from '../policy/publish.ts'

/**
 * @param owner where the owner of the database connects; undefined where nothing was ever started
 * @returns which policy is in force
 * @throws Failure where none is, or it refuses what the product cannot do without
 */
export async function policyInForce(owner: Address | undefined): Promise<string> {
  const compiled = owner
    ? await withClient(owner, client => lookAtPolicy(client, declarations, systemClock.now()))
    : 'no-tables'
  if (compiled === 'no-tables')
    return 'none yet; `abide start` publishes the demonstration’s, and before `abide serve` publish yours'
  if (!compiled) throw new Failure('No policy is in force.', 'Publish one: npx abide policy publish FILE')
  const { company, version } = compiled.loaded.policy.policy
  const refused = neededButRefused(compiled)
  if (refused.length > 0)
    throw new Failure(
      `Version ${version} of ${company} refuses what the product cannot do without: ${refused.map(({ act }) => act).join(', ')}. It lacks ${[...new Set(refused.map(({ detail }) => detail))].join(', ')}.`,
      'See what mends it: npx abide policy check FILE. Then publish it under the next number.',
    )
  if (Object.keys(compiled.loaded.policy.staff).length === 0)
    throw new Failure(
      `Version ${version} of ${company} declares no role, so no colleague can be given access.`,
      'Declare one under `staff`, raise policy.version, and publish: npx abide policy publish FILE',
    )
  return `version ${version} of ${company}`
}
