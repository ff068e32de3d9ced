/**
 * What the policy promises, as privileges: worked out from the YAML and the declarations by logic of its own, so that
 * the compiler is not its own judge. Read `server/policy/privileges.ts` only to disagree with it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Declarations } from '../server/policy/compile.ts'

interface PolicyFile {
  purposes: Record<
    string,
    { uses: string[]; basis: string | Record<string, string>; clause: string; restricted?: string; reach?: string }
  >
  categories: Record<string, object>
  staff: Record<string, { purposes: string[] }>
  controllers: Record<string, object>
}

/** Hesbia's policy as the file has it. */
export const policyFile = parse(
  readFileSync(join(import.meta.dirname, '../policies/hesbia.yaml'), 'utf8'),
) as PolicyFile

/**
 * Every privilege on tables with people that a login of the policy is promised, as `role VERB schema.table.column`.
 * @param roleOf the login of a purpose
 * @param self the login of customers' own acts
 */
export function promisedPrivileges(
  { acts, holdings }: Declarations,
  roleOf: (purpose: string) => string,
  self: string,
): Set<string> {
  const promised = new Set<string>()
  const everyone = new Set<string>()
  for (const [name, act] of Object.entries(acts)) {
    const uses = policyFile.purposes[act.purpose]?.uses
    const reads = act.reads === 'promised' ? uses : act.reads
    const touched = [...(reads ?? []), ...(act.writes ?? []), ...(act.deletes ?? [])]
    if (!uses || !touched.every(category => uses.includes(category))) continue
    const role = act.by === 'customer' ? self : roleOf(act.purpose)
    everyone.add(role)
    const [slice] = name.split('.')
    for (const holding of holdings) {
      const of = (categories: readonly string[] = []) =>
        Object.entries(holding.columns)
          .filter(([, column]) => categories.includes(typeof column === 'string' ? column : column.category))
          .map(([column]) => column)
      // What was made for the person to take along is nobody else's to read.
      const forThem = Object.keys(holding.columns).filter(name => {
        const column = holding.columns[name]!
        return typeof column !== 'string' && column.as === 'copy'
      })
      const read = of(reads).filter(column => role === self || !forThem.includes(column))
      const own = holding.table.split('.')[0] === slice
      // What a function of the database writes is granted to nobody.
      const written = own && !holding.byFunction ? of(act.writes) : []
      const deleted = own && !holding.byFunction && !holding.deletedByFunction ? of(act.deletes) : []
      const about = [
        ...holding.bookkeeping,
        ...(holding.onceWritten ?? []),
        ...(holding.person ? [holding.person] : []),
        ...(holding.organisation ? [holding.organisation] : []),
      ]
      const touches = read.length + written.length + deleted.length > 0
      const promise = (verb: string, columns: readonly string[]) =>
        columns.forEach(column => promised.add(`${role} ${verb} ${holding.table}.${column}`))
      if (touches) promise('SELECT', [...read, ...about])
      if (written.length > 0) {
        promise('INSERT', [...written, ...about])
        if (!holding.appendOnly) promise('UPDATE', [...written, ...holding.bookkeeping])
      }
      // Whose company's row it is, is asked of the memberships that the login sees.
      if (holding.organisation && touches)
        for (const column of ['organisation_id', 'left_at']) promised.add(`${role} SELECT people.membership.${column}`)
      if (deleted.length > 0) promised.add(`${role} DELETE ${holding.table}`)
    }
  }
  for (const role of everyone)
    for (const { table, standing } of holdings)
      standing?.forEach(column => promised.add(`${role} SELECT ${table}.${column}`))
  return promised
}

/**
 * What the fixed logins may, and every login beside its purpose: the proof, and what the gate needs to know. Written by
 * hand from architecture.md; a migration that grants more fails here.
 */
export function fixedPrivileges(prefix: string, slots: readonly string[]): Set<string> {
  const grants: string[] = []
  const grant = (roles: readonly string[], verb: string, table: string, columns: string) => {
    for (const role of roles) for (const column of columns.split(' ')) grants.push(`${role} ${verb} ${table}.${column}`)
  }
  const [self, gate, evidence, seal] = ['self', 'gate', 'evidence', 'seal'].map(name => [`${prefix}_${name}`])
  const writers = [...slots, ...self!, ...evidence!]
  const form = 'id writer act purpose clause version by part fields outcome'
  const sealed = 'position until_id lines head at signature'
  const tally = 'day clause act outcome lines'
  const act = 'act version declared purpose clause by writer reads fields parts'

  grant(writers, 'INSERT', 'audit.form', form)
  grant(writers, 'SELECT', 'audit.form', 'id writer')
  grant(writers, 'SELECT', 'policy.act', act)
  grant(evidence!, 'SELECT', 'policy.part', 'part')
  grant(writers, 'INSERT', 'audit.evidence', 'at form actor subject reference')

  grant(self!, 'SELECT', 'audit.form', form)
  grant(self!, 'SELECT', 'audit.evidence', 'id at form subject reference')
  grant(self!, 'SELECT', 'audit.line', 'id at subject reference act purpose clause version by part fields outcome')

  grant(seal!, 'SELECT', 'audit.form', form)
  grant(seal!, 'SELECT', 'audit.evidence', 'transaction id at form actor subject reference')
  grant([...seal!, ...gate!], 'SELECT', 'audit.seal', sealed)
  grant([...seal!, ...gate!], 'SELECT', 'audit.tally', tally)
  grant(seal!, 'INSERT', 'audit.seal', sealed)
  grant(seal!, 'INSERT', 'audit.tally', tally)
  grant(seal!, 'UPDATE', 'audit.tally', 'lines')

  grant(gate!, 'SELECT', 'people.person', 'id region relation agreed objected restricted restricted_in')
  grant(gate!, 'SELECT', 'policy.slot', 'role kind restricted bit purpose assigned_at')
  grant(
    gate!,
    'SELECT',
    'policy.version',
    'number hash source texts assessments cases published_at effective_at applied_at ' +
      'approved_as alone_because material told_at against concerned notice operators_draft',
  )
  grant(gate!, 'SELECT', 'policy.compiled', 'single version hash applied_at')
  grant(slots, 'SELECT', 'policy.place', 'place categories')
  grant(slots, 'SELECT', 'policy.bound', 'role purpose place since closed')
  grant(gate!, 'SELECT', 'policy.category', 'category bit')
  grant(gate!, 'SELECT', 'policy.use', 'purpose category since closed bound stopped')
  return new Set(grants)
}
