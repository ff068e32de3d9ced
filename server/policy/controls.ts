/** What the database holds at this moment, read from its catalogue: the proofs of the public page are drawn from it. */
import type { Connections } from '../base/connections.ts'
import * as sql from './controls-sql.ts'
import type { Slot } from './privileges.ts'

/** What a login may really do with a table. DELETE and TRUNCATE have no columns. */
export interface LivePrivilege {
  role: string
  /** schema.table */
  table: string
  verb: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE'
  columns: readonly string[]
}

interface LivePolicy {
  /** `PUBLIC` is everybody. */
  roles: readonly string[]
  /** PostgreSQL's letter: r, a, w, d, or * for all. */
  command: string
  permissive: boolean
  condition: string | null
}

export interface LiveTable {
  table: string
  /** Whether row policies are in force on it. */
  secured: boolean
  columns: readonly { name: string; type: string; required: boolean }[]
  policies: readonly LivePolicy[]
}

/** What the catalogue says. */
export interface Controls {
  privileges: readonly LivePrivilege[]
  /** Privileges of logins that are none of ours. */
  foreign: readonly { role: string; table: string; verb: string }[]
  tables: readonly LiveTable[]
  /** The login of each purpose; `bypasses`: no row policy stops it. */
  logins: readonly (Slot & { purpose: string; bypasses: boolean })[]
}

/**
 * Reads the catalogue, in one round trip.
 * @param role the gate's login
 */
export async function readControls(connections: Connections, role: string): Promise<Controls> {
  const results = await connections.run({ role }, [
    sql.effectivePrivileges,
    sql.foreignPrivileges,
    sql.tablesNow,
    sql.loginsNow,
  ])
  const [privileges, foreign, tables, logins] = results.map(result => result.rows as unknown)
  return { privileges, foreign, tables, logins } as Controls
}
