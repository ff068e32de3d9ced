/** The installation that all tests on a database belong to. */

/** Its logins are made once in a cluster and are there for every test. */
export const prefix = 'abide_test'

/** Always the same, so that the logins that an earlier run left on a server still open. */
export const secret = Buffer.alloc(32, 'a secret for tests')

/** Where the tests' clocks stand first: Hesbia's version 4 has been in force for a month. */
export const startOfTime = new Date('2026-11-02T09:00:00Z')
