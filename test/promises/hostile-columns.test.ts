import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roleNames } from '../../server/base/roles.ts'
import { attempt, attemptAll, refused } from '../attempt.ts'
import { loginsOf, type Table, tablesOf } from '../catalogue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { fixedPrivileges, policyFile, promisedPrivileges } from '../promised.ts'
import { fillEveryTable } from '../rows.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  const person = await db.newPerson()
  await fillEveryTable(db, person.id)
})
afterAll(() => db.close())

/** Everything that any login of the installation may do with any column of any table, asked of PostgreSQL itself. */
async function grantedPrivileges(roles: string[]): Promise<Set<string>> {
  const rows = await db.asOwner<{ privilege: string }>(
    `with ours as (
       select c.oid, n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast'))
     select format('%s %s %s.%s', role, verb, ours.name, a.attname) as privilege
       from ours join pg_attribute a on a.attrelid = ours.oid and a.attnum > 0 and not a.attisdropped,
            unnest($1::text[]) role, unnest(array['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) verb
      where has_column_privilege(role, ours.oid, a.attnum, verb)
     union all
     select format('%s %s %s', role, verb, ours.name)
       from ours, unnest($1::text[]) role, unnest(array['DELETE', 'TRUNCATE', 'TRIGGER']) verb
      where has_table_privilege(role, ours.oid, verb)`,
    [roles],
  )
  return new Set(rows.map(row => row.privilege))
}

/** A view has no system columns, and this PostgreSQL changes none that joins tables, whoever asks. */
const refusals = (table: Table) => (table.isView ? [refused, '42703', '42809', '55000'] : [refused])

describe('what PostgreSQL lets each login do', () => {
  it('is exactly what the policy promised, column by column and verb by verb, nothing more and nothing less', async () => {
    const slots = await db.asOwner<{ role: string }>('select role from policy.slot')
    const granted = await grantedPrivileges(roleNames(db.prefix))
    const promised = new Set([
      ...promisedPrivileges(db.declarations, db.roleOf, db.login('self')),
      ...fixedPrivileges(
        db.prefix,
        slots.map(slot => slot.role),
      ),
    ])
    expect({
      more: [...granted].filter(privilege => !promised.has(privilege)),
      less: [...promised].filter(privilege => !granted.has(privilege)),
    }).toEqual({ more: [], less: [] })
    expect(granted.size).toBeGreaterThan(500)
  })

  it('shows no login a column of a category that its purpose does not use', async () => {
    const granted = await grantedPrivileges(roleNames(db.prefix))
    const shown: string[] = []
    for (const [purpose, { uses }] of Object.entries(policyFile.purposes))
      for (const { table, columns, standing } of db.declarations.holdings)
        for (const [column, held] of Object.entries(columns)) {
          const category = typeof held === 'string' ? held : held.category
          if (uses.includes(category) || standing?.includes(column)) continue
          if (granted.has(`${db.roleOf(purpose)} SELECT ${table}.${column}`))
            shown.push(`${purpose}: ${table}.${column}`)
        }
    expect(shown).toEqual([])
  })

  it('is nothing at all in tables with people for a login that no purpose was given', async () => {
    const [free] = await db.asOwner<{ role: string }>('select role from policy.slot where purpose is null limit 1')
    const granted = await grantedPrivileges([free!.role])
    expect(
      [...granted].filter(privilege => !/ (audit\.(evidence|form)|policy\.(act|place|bound))\./.test(privilege)),
    ).toEqual([])
  })
})

describe('a column that was not promised', () => {
  it('is refused to every login, in a list, in a condition, in an order, as a whole row and behind a function', async () => {
    const granted = await grantedPrivileges(roleNames(db.prefix))
    const wrong: string[] = []
    let tried = 0
    for (const { purpose, role } of await loginsOf(db)) {
      const client = await db.connectAs(role, '*')
      for (const table of await tablesOf(db)) {
        const hidden = table.columns.filter(column => !granted.has(`${role} SELECT ${table.name}.${column}`))
        if (hidden.length === 0) continue
        const [column] = hidden
        const attacks = [
          ...hidden.map(name => `select "${name}" from ${table.name}`),
          `select 1 from ${table.name} where "${column}" is not null`,
          `select 1 from ${table.name} order by "${column}"`,
          `select t from ${table.name} t`,
          `select to_jsonb(t) from ${table.name} t`,
          `select table_to_xml('${table.name}', true, false, '')`,
          `select query_to_xml('select "${column}" from ${table.name}', true, false, '')`,
          `select ctid, xmin from ${table.name}`,
        ]
        const copy = `copy ${table.name} ("${column}") to stdout`
        const answers = [...(await attemptAll(client, attacks)), await attempt(client, copy)]
        tried += answers.length
        for (const [at, answer] of answers.entries())
          if (!refusals(table).includes(answer)) wrong.push(`${purpose}: ${attacks[at] ?? copy}: ${answer}`)
      }
    }
    expect(wrong).toEqual([])
    expect(tried).toBeGreaterThan(1000)
  }, 120_000)

  it('is refused to every login that would write it', async () => {
    const granted = await grantedPrivileges(roleNames(db.prefix))
    const wrong: string[] = []
    for (const { purpose, role } of await loginsOf(db)) {
      const client = await db.connectAs(role, '*')
      for (const table of await tablesOf(db)) {
        const may = (verb: string, column?: string) =>
          granted.has(`${role} ${verb} ${table.name}${column ? `.${column}` : ''}`)
        const attacks = table.columns.flatMap(column => [
          ...(may('UPDATE', column) ? [] : [`update ${table.name} set "${column}" = default`]),
          ...(may('INSERT', column)
            ? []
            : [`insert into ${table.name} ("${column}") overriding system value values (null)`]),
        ])
        if (!may('DELETE')) attacks.push(`delete from ${table.name}`)
        attacks.push(`truncate ${table.name}`)
        for (const [at, answer] of (await attemptAll(client, attacks)).entries())
          if (!refusals(table).includes(answer)) wrong.push(`${purpose}: ${attacks[at]}: ${answer}`)
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
})
