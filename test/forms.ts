/**
 * Forms of evidence, as logins write them. What is genuine is worked out from the declarations and the policy file by
 * logic of its own, so that the compiler is not its own judge.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { attempt } from './attempt.ts'
import type { TestDatabase } from './database.ts'
import { policyFile } from './promised.ts'

/** A row of audit.form without its id. */
export interface Form {
  writer: string
  act: string
  purpose: string
  clause: string
  version: number
  by: string
  part: string
  fields: readonly string[]
  outcome: string
}

/** The version that is in force in a test database. */
const version = 4

/** Every role and controller of the policy file, of those roles that have a purpose if one is given. */
export function parts(purpose?: string): string[] {
  return Object.entries(policyFile.staff)
    .filter(([, { purposes }]) => purpose === undefined || purposes.includes(purpose))
    .flatMap(([role]) => Object.keys(policyFile.controllers).map(controller => `${role}/${controller}`))
}

interface Genuine {
  /** As the login that changes something. */
  written: Form | undefined
  /** As the login that evidence of readings is written by. */
  read: Form | undefined
  /** Columns of categories that the act has nothing to do with. */
  untouched: string[]
}

/** What each act that leaves evidence leaves. */
export function genuineForms(db: TestDatabase): Genuine[] {
  const { acts, holdings } = db.declarations
  const categories = Object.keys(policyFile.categories)
  return Object.entries(acts).flatMap(([name, act]) => {
    const purpose = policyFile.purposes[act.purpose]
    const uses = purpose?.uses ?? []
    const reads: readonly string[] = act.reads === 'promised' ? uses : (act.reads ?? [])
    const changes: readonly string[] = [...(act.writes ?? []), ...(act.deletes ?? [])]
    const isPromised = [...reads, ...changes].every(category => uses.includes(category))
    if (act.evidence === 'none' || !isPromised) return []
    const [slice] = name.split('.')
    const places = (categories: readonly string[], own: boolean, asTables = false) =>
      holdings
        .filter(holding => !own || holding.table.startsWith(`${slice}.`))
        // What functions of the database write or delete, no login does.
        .filter(holding => !own || !(holding.byFunction || (asTables && holding.deletedByFunction)))
        .flatMap(({ table, columns }) =>
          Object.entries(columns)
            .filter(([, held]) => categories.includes(typeof held === 'string' ? held : held.category))
            // What was made for the person to take along is read and proved by nobody else.
            .filter(([, held]) => own || act.by === 'customer' || typeof held === 'string' || held.as !== 'copy')
            .map(([column]) => (asTables ? table : `${table}.${column}`)),
        )
    const changed = () => [...places(act.writes ?? [], true), ...places(act.deletes ?? [], true, true)]
    const form = (writer: string, fields: readonly string[]): Form => ({
      writer,
      act: name,
      purpose: act.purpose,
      clause: purpose!.clause,
      version,
      by: act.by,
      part: act.by === 'staff' ? parts(act.purpose)[0]! : '',
      fields: [...new Set(fields)].sort(),
      outcome: 'done',
    })
    const writer = act.by === 'customer' ? db.login('self') : db.roleOf(act.purpose)
    const untouched = places(
      categories.filter(category => !reads.includes(category) && !changes.includes(category)),
      false,
    )
    return {
      untouched,
      written: changes.length > 0 ? form(writer, changed()) : undefined,
      read: reads.length > 0 ? form(db.login('evidence'), places(reads, false)) : undefined,
    }
  })
}

/** Tries to write a form down. @param id another one than the hash that it must be @returns see `attempt` */
export function tryForm(client: pg.Client, form: Form, id?: string): Promise<string> {
  const { text, values } = insertForm(form, id)
  return attempt(client, text, values)
}

/** What a login sends: a form that is there already is not written again. */
export function insertForm(form: Form, id?: string): { text: string; values: unknown[] } {
  const { writer, act, purpose, clause, by, part, fields, outcome } = form
  const text = [writer, act, purpose, clause, form.version, by, part, fields.join(','), outcome].join('\n')
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32)
  return {
    text: `insert into audit.form (id, writer, act, purpose, clause, version, by, part, fields, outcome)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    values: [id ?? hash, writer, act, purpose, clause, form.version, by, part, fields, outcome],
  }
}
