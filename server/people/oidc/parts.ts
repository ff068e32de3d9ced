/** What signing in at sites needs besides what all of `people/` needs. */
import type { Statement } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import type { TellContact } from './sites.ts'

/** How somebody can be reached besides their ID; the slice that keeps it says how it is read. */
export interface ContactPort<Row = unknown> {
  /** What is current, the newest first. */
  lines(person: string): Statement<TellContact, Row>
  /** E.164; undefined where there is none */
  phoneOf(rows: readonly Row[]): string | undefined
  /** As OpenID Connect Core 1.0, 5.1.1 writes it; undefined where there is none */
  addressOf(rows: readonly Row[]): Readonly<Record<string, string>> | undefined
}

export interface SiteParts extends PeopleParts {
  contact: ContactPort
  demo: boolean
  /** Tells an operator that something failed where no page can say it. */
  report(error: unknown): void
}

/** Where the protocol lives, below the public address. */
export const oidcAt = '/oidc'

/** What our own programming interface is called by whoever asks for a token to it (RFC 8707). */
export const apiResource = (publicUrl: string): string => `${publicUrl}/api`
