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
