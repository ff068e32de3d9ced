/**
 * A statement is SQL that a store wrote for certain acts. Only the gate can run it: what a store returns is a
 * description, and nothing outside `policy/gate.ts` turns it into a query.
 */
import type { Row } from '../base/batch.ts'

/** A value that the gate seals before it goes to the database: with the subject's key, or with that of a company. */
export class Sealed {
  readonly place: string
  readonly value: unknown
  /** The company whose row it is in; null for a person's own. */
  readonly organisation: string | null

  /**
   * @param place schema.table.column
   * @param owner the company that the row belongs to, by its id, if it belongs to one
   */
  constructor(place: string, value: unknown, { organisation = null }: { organisation?: string | null } = {}) {
    this.place = place
    this.value = value
    this.organisation = organisation
  }
}

export interface Statement<Acts extends string, Answer> {
  /** Unique; the name of the prepared statement. */
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
  /** schema.table.column of what it shows or changes: goes into the evidence. */
  readonly fields: readonly string[]
  /**
   * Column of the answer → schema.table.column whose sealed value it carries. A row with an `organisation_id` that is not
   * null is opened with the key of that company, every other one with that of the person.
   */
  readonly opens: Readonly<Record<string, string>>
  /** How many rows it must touch; otherwise the whole act is undone. */
  readonly touches?: 'one' | 'any'
  /** Only in the type: which acts it serves, and what a row looks like. */
  readonly serves?: (act: Acts) => void
  readonly answer?: Answer
}

/**
 * Describes a statement.
 * @param definition see the fields of Statement
 */
export function statement<Acts extends string, Answer = Row>(definition: {
  name: string
  text: string
  values?: readonly unknown[]
  fields?: readonly string[]
  opens?: Readonly<Record<string, string>>
  touches?: 'one' | 'any'
}): Statement<Acts, Answer> {
  return { values: [], fields: Object.values(definition.opens ?? {}), opens: {}, ...definition }
}

/** A statement touched more or fewer rows than it must, so that nothing of its act has happened: somebody was faster. */
export class Untouched extends Error {
  override readonly name = 'Untouched'
}

/** @throws Untouched: then the whole act is undone */
export function checkTouched(statement: Statement<never, unknown>, count: number): void {
  if ((statement.touches ?? 'one') === 'one' && count !== 1) {
    throw new Untouched(`The statement ${statement.name} touched ${count} rows and must touch one.`)
  }
}
