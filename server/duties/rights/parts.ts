/** What this part of the product is given by `app.ts`. */
import type { Clock } from '../../base/clock.ts'
import type { Language } from '../../base/http/index.ts'
import type { Vault } from '../../base/vault.ts'
import type { Gate } from '../../policy/gate.ts'
import type { Refusal } from '../../policy/refusal.ts'
import type { Actor, Self } from '../../policy/request.ts'
import type { Words } from '../../ui/index.ts'

export interface RightsParts {
  gate: Gate
  clock: Clock
  words: (language: Language) => Words
  /** Those of the site, the first for whoever has none of them. */
  languages: readonly Language[]
  vault: Vault
  /** The address that people use, without a slash at the end. */
  publicUrl: string
  /** Further addresses that somebody proved to read: the profile's, for a duty that may not know it. */
  provenAddressesOf(actor: Self): Promise<string[]>
  /** The same, for a colleague who answers somebody's rights. */
  provenAddressesFor(actor: Actor & { kind: 'staff' }, person: string, reference: string): Promise<string[] | Refusal>
}
