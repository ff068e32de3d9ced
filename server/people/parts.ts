/** What the parts of `people/` are given by `app.ts`. */
import type { Clock } from '../base/clock.ts'
import type { Mail } from '../base/mail.ts'
import type { Vault } from '../base/vault.ts'
import type { Gate } from '../policy/gate.ts'
import type { Language } from '../base/http/index.ts'
import type { Words } from '../ui/words.ts'

export interface PeopleParts {
  gate: Gate
  vault: Vault
  clock: Clock
  mail: Mail
  words: (language: Language) => Words
  /** Those of the site, the first for whoever has none of them. */
  languages: readonly Language[]
  /** The address that people use, without a slash at the end. */
  publicUrl: string
  /** The names of what the company sells: among the first words that somebody would try as a password. */
  productNames?: (() => Promise<readonly string[]>) | undefined
}
