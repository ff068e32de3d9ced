/**
 * How a part of the product declares what it does with personal data and what it holds. The compiler lays these
 * declarations over the policy; the database grants what both agree on.
 */

export type By = 'customer' | 'staff' | 'system'

/** A named thing done with personal data. Its name is `<slice>.<what>`. */
export interface Act {
  /** A purpose of the policy file. */
  purpose: string
  by: By
  /** Categories that it reads, in every table that holds them. */
  reads?: readonly string[]
  /** Categories that it inserts or updates, in the tables of its own slice. */
  writes?: readonly string[]
  /** Categories whose rows it deletes, in the tables of its own slice. */
  deletes?: readonly string[]
  /** The recipient that data goes to, if it leaves the company. */
  to?: string
  /** `none` only for the session check itself; everything else leaves evidence. */
  evidence?: 'each' | 'none'
}

export type Acts = Readonly<Record<string, Act>>

/** How a column is kept and what can be found by it. */
export interface ColumnHolding {
  category: string
  /** `sealed`: AES-256-GCM under the person's key. `plain`: as it is. `keyed-hash`: equality only; says what that leaks. */
  kept: 'sealed' | 'plain' | 'keyed-hash'
  /** What somebody who steals the database learns from this column. */
  leaks?: string
}

/** A table with a person in it. */
export interface Holding {
  /** schema.table */
  table: string
  /** The columns that name people, by what they are in the row; `owner` is the one whose row it is. */
  persons: { readonly owner: string } & Readonly<Record<string, string>>
  /** Why the row is held. */
  purpose: string
  /** The column with the moment from which the retention period counts, if it is known in the row. */
  since?: string
  /** Column → category (then it is sealed) or how it is kept. */
  columns: Readonly<Record<string, string | ColumnHolding>>
  /** Columns that are about the row, not the person: id, recorded_at, source, policy_version … */
  bookkeeping: readonly string[]
  /** Condition, over bookkeeping columns, that a row is current and not history. */
  current?: string
}
