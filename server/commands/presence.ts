/** A process that acts on the product says that it lives, so that the database grants what its code needs. */
import { declarations } from '../app.ts'
import type { Clock } from '../base/clock.ts'
import type { Address } from '../base/connections.ts'
import { newId } from '../base/ids.ts'
import { withClient } from '../base/installation.ts'
import { describeError, type Log } from '../base/log.ts'
import type { Vault } from '../base/vault.ts'
import { draftSealUse } from '../policy/draft-seal.ts'
import { publishApproved } from '../policy/publish-approved.ts'
import { applyDue, leave } from '../policy/publish.ts'

interface PresenceParts {
  /** Where the owner of the database connects. */
  owner: Address
  prefix: string
  clock: Clock
  vault: Pick<Vault, 'derive'>
  log: Log
}

export interface Presence {
  /** Applies what is due, as a process that lives on for a minute; call it again well before that ends. */
  apply(): ReturnType<typeof applyDue>
  /** Call it when nothing of this process acts any more. A database that is down by then finds out by itself. */
  leave(): Promise<void>
}

/** A process that is not known yet; it is from its first `apply` on. */
export function createPresence({ owner, prefix, clock, vault, log }: PresenceParts): Presence {
  const id = newId()
  return {
    apply: () =>
      withClient(owner, async client => {
        // A publication that fails keeps nothing that is due from being applied, nor this process from being heard of.
        await publishApproved(client, declarations, vault.derive(draftSealUse), clock.now()).catch((error: unknown) =>
          log.error(
            describeError(error),
            'an approved version of the policy could not be published and will be tried again',
          ),
        )
        return applyDue(client, declarations, prefix, clock.now(), id)
      }),
    leave: () =>
      withClient(owner, client => leave(client, id)).catch((error: unknown) =>
        log.warn(describeError(error), 'this process could not say that it ends; it counts as living for a minute'),
      ),
  }
}
