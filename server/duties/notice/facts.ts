/** What the proofs are drawn from: the compiled policy, and what the live database says of itself. */
import type { ColumnHolding } from '../../policy/activity.ts'
import type { Compiled, Grant } from '../../policy/compile.ts'
import type { Controls, LivePrivilege, LiveTable } from '../../policy/controls.ts'
import { desiredPrivileges } from '../../policy/privileges.ts'
import type { PublishedVersion } from '../../policy/versions.ts'
import type { Use } from '../../audit/index.ts'

export interface Facts {
  compiled: Compiled
  controls: Controls
  use: Use
  /** The login of customers' own acts. */
  self: string
  /** Whether the grants in force were compiled from this very process's declarations. */
  isOwn: boolean
  /** The versions that were published, the newest first. */
  published: readonly PublishedVersion[]
  /** Purposes of other versions than the one in force: one that comes has logins already, and one that went kept its own. */
  otherPurposes: ReadonlySet<string>
  /** The cookies that the product sets. */
  cookies: readonly string[]
  /** Acts that a page or a call runs, each with the pages on which it is seen. */
  performed: ReadonlyMap<string, readonly string[]>
}

/** A column with personal data in it. */
export interface PersonalColumn {
  table: string
  column: string
  category: string
  kept: ColumnHolding['kept']
}

/** Every column with personal data; those that every login needs to judge standing are none. */
export function personalColumns({ declarations }: Compiled): PersonalColumn[] {
  return declarations.holdings.flatMap(({ table, columns, standing }) =>
    Object.entries(columns)
      .filter(([column]) => !standing?.includes(column))
      .map(([column, held]) =>
        typeof held === 'string'
          ? { table, column, category: held, kept: 'sealed' as const }
          : { table, column, category: held.category, kept: held.kept },
      ),
  )
}

/** The acts of a purpose that the policy allows. */
export function grantsOf({ grants }: Compiled, purpose: string): Grant[] {
  return [...grants.values()].filter(grant => grant.purpose === purpose)
}

/** The login that a purpose really has in the database. */
export const loginOf = ({ controls }: Facts, purpose: string) =>
  controls.logins.find(login => login.purpose === purpose)

/** What a login may really do. */
export const privilegesOf = ({ controls }: Facts, role: string): LivePrivilege[] =>
  controls.privileges.filter(privilege => privilege.role === role)

/** Which of some columns a login may really read. */
export function readable(facts: Facts, role: string, columns: readonly PersonalColumn[]): PersonalColumn[] {
  const reads = new Map(
    privilegesOf(facts, role).flatMap(({ table, verb, columns: names }) =>
      verb === 'SELECT' ? [[table, new Set(names)] as const] : [],
    ),
  )
  return columns.filter(({ table, column }) => reads.get(table)?.has(column))
}

/** A privilege as one reads it in a list of what was found. */
export const privilegeInWords = (verb: string, table: string, column: string, role?: string): string =>
  [verb, column ? `${table}.${column}` : table, role && `(${role})`].filter(Boolean).join(' ')

/** What a login may do with tables of people although nothing was compiled that says so; empty if all is well. */
export function beyondCompiled(facts: Facts, role: string): string[] {
  // During an upgrade the grants of two processes with different declarations hold together.
  if (!facts.isOwn) return []
  const desired = desiredOf(facts)
  const tables = new Set(facts.compiled.declarations.holdings.map(holding => holding.table))
  return privilegesOf(facts, role).flatMap(({ table, verb, columns }) =>
    tables.has(table)
      ? (columns.length > 0 ? columns : [''])
          .filter(column => !desired.has(`${role} ${verb} ${table} ${column}`))
          .map(column => privilegeInWords(verb, table, column))
      : [],
  )
}

const desiredByFacts = new WeakMap<Facts, ReadonlySet<string>>()

function desiredOf(facts: Facts): ReadonlySet<string> {
  const known = desiredByFacts.get(facts)
  if (known) return known
  const slots = new Map(facts.controls.logins.map(login => [login.purpose, login]))
  const desired = new Set(desiredPrivileges(facts.compiled, slots, facts.self).keys())
  desiredByFacts.set(facts, desired)
  return desired
}

/** Who may change or delete rows of some tables, as `UPDATE audit.evidence (role)`. */
export function changersOf({ controls }: Facts, tables: readonly string[], verbs: readonly string[]): string[] {
  return controls.privileges
    .filter(({ table, verb }) => tables.includes(table) && verbs.includes(verb))
    .map(({ role, table, verb }) => privilegeInWords(verb, table, '', role))
}

/** A table as the catalogue has it now. */
export const tableOf = ({ controls }: Facts, name: string): LiveTable | undefined =>
  controls.tables.find(({ table }) => table === name)

/** Adds up how often some acts were done and refused. */
export function relianceOn({ use }: Facts, acts: readonly string[]) {
  const lines = use.acts.filter(({ act }) => acts.includes(act))
  return {
    done: lines.reduce((sum, line) => sum + line.done, 0),
    refused: lines.reduce((sum, line) => sum + line.refused, 0),
    last: lines
      .map(line => line.last)
      .sort()
      .at(-1),
  }
}
