/** How an ID is found without its being kept in the open. */
import type { Vault } from '../base/vault.ts'
import { normalIdentifier } from './people.ts'

/** Under which an ID is found. */
export const identifierHash = ({ vault }: { vault: Pick<Vault, 'hash'> }, typed: string): Buffer =>
  vault.hash('people.account.identifier_hash', normalIdentifier(typed))
