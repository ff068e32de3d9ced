/** A writing and its proof: both or neither, in one round trip. */
import type { Query } from '../base/batch.ts'
import type { Statement } from './statement.ts'

const touched = 'abide.touched'

/**
 * Makes a statement that touches one row, and the line of evidence that goes with it, check each other inside
 * PostgreSQL: the statement notes each row that it touches in a setting of the transaction, and the line takes its
 * outcome from there. `outcome` may not be null, so that a writing that touched no row, or two, is undone.
 * (Looking at the answer before the commit costs a round trip; one statement that does both is planned worse.)
 * @param query the statement of a store
 * @param proof the insertion of a line of evidence, whose last but one value is the outcome
 * @returns both, to be sent in this order in one batch
 */
export function withProof(query: Query, proof: Query): [Query, Query] {
  const noting = `set_config('${touched}', case when coalesce(current_setting('${touched}', true), '') = '' then 'once' else 'often' end, true) as touched`
  const text = /\breturning\b/i.test(query.text) ? `${query.text}, ${noting}` : `${query.text} returning ${noting}`
  const outcome = `$${proof.values.length - 1}`
  const checked = `case current_setting('${touched}', true) when 'once' then ${outcome} end`
  return [
    { ...query, name: `${query.name ?? ''}+`, text },
    { ...proof, name: `${proof.name ?? ''}+`, text: proof.text.replace(`${outcome},`, `${checked},`) },
  ]
}

/** PostgreSQL's code for the null that an outcome becomes when a statement did not touch exactly one row. */
export function isTouchFault(error: unknown): boolean {
  const { code, column } = error as { code?: string; column?: string }
  return code === '23502' && column === 'outcome'
}

/** @throws if a statement touched more or fewer rows than it says it must: then the whole act is undone */
export function checkTouched(statement: Statement<never, unknown>, count: number): void {
  if ((statement.touches ?? 'one') === 'one' && count !== 1) {
    throw new Error(`The statement ${statement.name} touched ${count} rows and must touch one.`)
  }
}
