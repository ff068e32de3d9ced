/** Sealed values on their way in and out of statements. */
import type { Query, Row } from '../base/batch.ts'
import type { PersonKey, SealingKey, Vault } from '../base/vault.ts'
import { Sealed, type Statement } from './statement.ts'

/** A statement of any act, with rows of any shape: all that the gate needs to know of one. */
export type AnyStatement = Statement<never, unknown>

/**
 * The query of a statement, its sealed values sealed.
 * @throws if a value is to be sealed and nobody's key is at hand
 */
export function toQuery(statement: AnyStatement, vault: Vault, key: PersonKey | undefined): Query {
  const sealed = (value: unknown): unknown => {
    if (!(value instanceof Sealed)) return value
    if (value.organisation) return vault.organisationKey(value.organisation).seal(value.place, value.value)
    if (!key) throw new Error(`A value for ${value.place} cannot be sealed: the act has no person as its subject.`)
    return key.seal(value.place, value.value)
  }
  const values = statement.values.map(value => (Array.isArray(value) ? value.map(sealed) : sealed(value)))
  return { name: statement.name, text: statement.text, values }
}

/** The key that a row of a set brings along. */
export function keyOfRow(row: Row, vault: Vault): PersonKey | undefined {
  const { person_id: person, wrapped } = row as { person_id?: string; wrapped?: Buffer | null }
  return person && wrapped ? vault.unwrap(person, wrapped) : undefined
}

/** The key of the company that a row belongs to, if it belongs to one: only logins that see its members see the row. */
function keyOfCompany(row: Row, vault: Vault): SealingKey | undefined {
  const { organisation_id: organisation } = row as { organisation_id?: string | null }
  return organisation ? vault.organisationKey(organisation) : undefined
}

/** Opens the sealed columns of rows in place. What cannot be opened because its key is gone becomes null. */
export function openRows(statement: AnyStatement, rows: Row[], vault: Vault, subjectKey: PersonKey | undefined): void {
  const places = Object.entries(statement.opens)
  for (const row of rows) {
    const key = keyOfCompany(row, vault) ?? subjectKey ?? keyOfRow(row, vault)
    for (const [column, place] of places) {
      const sealed = row[column]
      row[column] = sealed && key ? key.open(place, sealed as Buffer) : null
    }
    if ('wrapped' in row) delete row['wrapped']
  }
}
