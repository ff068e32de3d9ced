import { Failure } from './failure.ts'

/** What puts logins right, wherever somebody finds that they are not. */
export const mendLogins =
  'Run `npx abide roles`: it puts them back as they were made. Where it may not, an administrator runs what `npx abide roles --sql` prints.'

/**
 * PostgreSQL lets one of the installation's logins in no more: its password was changed, or it may not connect. The other
 * logins work on, and this one does as soon as it is put back.
 */
export class LoginRefused extends Failure {
  override name = 'LoginRefused'
  /** PostgreSQL's: 28P01 for a wrong password. */
  readonly code: string

  /** @param role the login */
  constructor(role: string, code: string, options?: ErrorOptions) {
    super(`The login ${role} cannot get in (${code}): it is not as it was made.`, mendLogins, options)
    this.code = code
  }
}

/** Whether the error of a connection that did not come says that PostgreSQL refused it, and not because it is down, full, or lacks the database. */
export function isRefusal(error: unknown): error is Error & { code: string } {
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  // Only what PostgreSQL itself says has a severity; a socket's error has none.
  if (!(error instanceof Error) || severity === undefined || typeof code !== 'string') return false
  return !/^(08\w{3}|57P0\d|53\w{3}|3D000)$/.test(code)
}
