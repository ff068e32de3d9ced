/**
 * A database of its own for a test file, as the product has it: migrated, Hesbia's policy in force, a gate in front.
 * The logins belong to the cluster and are there already: a test never makes, alters or drops one.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject, onTestFinished, TestRunner } from 'vitest'
import { createEvidence } from '../server/audit/index.ts'
import { movableClock } from '../server/base/clock.ts'
import { type Address, Connections } from '../server/base/connections.ts'
import { withClient } from '../server/base/installation.ts'
import { roleNames } from '../server/base/roles.ts'
import { openVault, type Vault } from '../server/base/vault.ts'
import type { Declarations } from '../server/policy/compile.ts'
import { createGate, type Gate } from '../server/policy/gate.ts'
import { followPolicy, type PolicyState } from '../server/policy/in-force.ts'
import { prefix, secret, startOfTime } from './installation.ts'
import { makePerson, type NewPerson, type Person } from './person.ts'

export interface TestDatabase {
  /** As whom the product migrates and publishes. */
  owner: Address
  superuser: Address
  prefix: string
  vault: Vault
  clock: ReturnType<typeof movableClock>
  connections: Connections
  state: PolicyState
  gate: Gate
  declarations: Declarations
  /** The name of a fixed login: `login('self')`. */
  login(name: 'self' | 'gate' | 'evidence' | 'seal'): string
  /** The name of the login that a purpose has. */
  roleOf(purpose: string): string
  /** Where a login connects. */
  address(role: string): Address
  /**
   * Connects as a login, as an attacker who has its password would. What a test opens is closed when it is over, the rest
   * with the database: a file that tries every login in every test would else hold more connections than a server has.
   * @param region whose people it may see; without one it sees nobody
   */
  connectAs(role: string, region?: string): Promise<pg.Client>
  /** Runs one statement as the owner, whom no row policy stops. @returns its rows */
  asOwner<Row extends pg.QueryResultRow = pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** Somebody who signed up, confirmed, and gave what is given here. */
  newPerson(given?: NewPerson): Promise<Person>
  /** Closes all connections and drops the database. */
  close(): Promise<void>
}

/** Makes a database for a test file, in a tenth of a second. Call `close` in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const { superuser, template, declarations } = inject('postgres')
  const vault = openVault(secret)
  const database = `${prefix}_${process.pid}_${randomBytes(4).toString('hex')}`
  const address = (role: string): Address => ({ ...superuser, database, user: role, password: vault.password(role) })
  const owner = address(`${prefix}_owner`)
  await withClient(superuser, client =>
    client.query(`create database "${database}" owner "${owner.user}" template "${template}"`),
  )
  const ownerPool = new pg.Pool({ ...owner, max: 4 })
  // Dropping the database may end a connection that is just being closed; nobody waits for it any more.
  ownerPool.on('error', () => {})
  // Who may connect is not copied with a template.
  await ownerPool.query(`revoke all on database "${database}" from public`)
  const logins = roleNames(prefix).map(role => `"${role}"`)
  await ownerPool.query(`grant connect on database "${database}" to ${logins.join(', ')}`)

  const login = (name: string) => `${prefix}_${name}`
  const clock = movableClock(startOfTime)
  const connections = new Connections({ budget: 60, address })
  const state = followPolicy(connections, login('gate'), declarations)
  await state.refresh()
  const evidence = createEvidence(connections, login('evidence'), clock)
  const gate = createGate({ connections, vault, state, evidence, login })
  const clients: pg.Client[] = []

  return {
    owner,
    superuser: { ...superuser, database },
    prefix,
    vault,
    clock,
    connections,
    state,
    gate,
    declarations,
    login,
    address,
    roleOf(purpose) {
      const slot = state.current().slots.get(purpose)
      if (!slot) throw new Error(`The purpose ${purpose} has no login.`)
      return slot.role
    },
    async connectAs(role, region) {
      const client = new pg.Client({
        ...address(role),
        ...(region ? { options: `-c abide.region=${vault.regionToken(region)}` } : {}),
      })
      client.on('error', () => {})
      await client.connect()
      clients.push(client)
      if (TestRunner.getCurrentTest()) onTestFinished(() => client.end())
      return client
    },
    asOwner: async (sql, values = []) => (await ownerPool.query(sql, [...values])).rows,
    newPerson: given => makePerson({ gate, clock, vault }, given),
    async close() {
      await Promise.all([...clients.map(client => client.end().catch(() => {})), connections.close(), ownerPool.end()])
      await withClient(superuser, client => client.query(`drop database if exists "${database}" with (force)`))
    },
  }
}
