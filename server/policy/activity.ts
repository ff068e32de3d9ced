/**
 * How a part of the product declares what it does with personal data and what it holds. The compiler lays these
 * declarations over the policy; the database grants what both agree on.
 */

/** `stranger`: nobody is known yet (sign-up, sign-in). */
export type By = 'customer' | 'staff' | 'system' | 'stranger'

/** A named thing done with personal data. Its name is `<slice>.<what>`. */
export interface Act {
  /** A purpose of the policy file. */
  purpose: string
  by: By
  /** Categories that it reads, in every table that holds them; `promised`: whatever the policy lets its purpose use. */
  reads?: readonly string[] | 'promised'
  /** Categories that it inserts or updates, in the tables of its own slice. */
  writes?: readonly string[]
  /** Categories whose rows it deletes, in the tables of its own slice. */
  deletes?: readonly string[]
  /** The recipient that data goes to, if it leaves the company. */
  to?: string
  /** The data goes to a site that people sign in at, which the reference of its line names: to whoever runs that site. */
  toSite?: true
  /** `none` only for the session check itself; everything else leaves evidence. */
  evidence?: 'each' | 'none'
  /** One of the company's own systems may do it, with a key of its purpose; nobody else does it then. Only with `by: 'system'`. */
  key?: true
  /**
   * Whose people it is done on, where that is fewer than its purpose reaches: of the colleague's own controller, or of those
   * for which an appointment counts: that one, and every one for whoever works for the default controller.
   */
  on?: 'own' | 'appointed'
  /** The product cannot do without it: a policy that refuses it is not published. */
  needed?: true
}

export type Acts = Readonly<Record<string, Act>>

/** How a column is kept and what can be found by it. */
export interface ColumnHolding {
  category: string
  /** `sealed`: AES-256-GCM under the person's key. `plain`: as it is. `keyed-hash`: equality only; says what that leaks. */
  kept: 'sealed' | 'plain' | 'keyed-hash'
  /** What somebody who steals the database learns from this column. */
  leaks?: string
  /**
   * `file`: the sealed value is a `KeptFile`. A record says that it is there and how big; a copy of somebody's data has it as
   * a file. `copy`: what lies in it was made from what is held elsewhere, so that no record and no copy repeats it;
   * nobody but the person may read it.
   */
  as?: 'file' | 'copy'
}

/** The value of a column that is kept `as: 'file'`. */
export interface KeptFile {
  /** As whoever brought it called it. */
  name: string
  /** Of its content, e.g. `application/pdf`. */
  type: string
  /** Its bytes, base64. */
  content: string
}

/** A table with a person in it. */
export interface Holding {
  /** schema.table */
  table: string
  /** The column that names the person whose row it is; null where nobody is known yet (and `why` says so). */
  person: string | null
  /**
   * The column that names the company whose row it is, where a row can belong to one (base.guard_shared). The person column is
   * nullable then and names who brought the row: it becomes null when that person leaves the company or is erased, and the
   * row stays the company's. A row without a company is the person's and goes with them. Sealed columns of a company's
   * row are sealed with its key: `new Sealed(place, value, { organisation })`.
   */
  organisation?: 'organisation_id'
  /** Why the row is held. */
  purpose: string
  /** The column with the moment from which the retention period counts, if it is known in the row. */
  since?: string
  /** Column → category (then it is sealed) or how it is kept. */
  columns: Readonly<Record<string, string | ColumnHolding>>
  /** Columns that are about the row, not the person: id, recorded_at, source, policy_version … Whoever may read or write any category of the table may read or write them. */
  bookkeeping: readonly string[]
  /** Columns that whoever is assigned a slot may read and nobody may write: standing, and what the row policies ask. */
  standing?: readonly string[]
  /** Columns that are written once, when the row comes to be. */
  onceWritten?: readonly string[]
  /** Rows are added and never changed: what somebody said, and the keys. Nobody is granted UPDATE. */
  appendOnly?: true
  /** Rows are deleted by functions of the database alone, which check who asks and what goes: no login is granted DELETE. */
  deletedByFunction?: true
  /** Rows are written by a function of the database alone, which checks who asks: no login is granted INSERT, UPDATE or DELETE. */
  byFunction?: true
  /** Its rows say the same again and again (somebody signed in): who reads what is held sees them as one, with all of them under it. */
  together?: true
  /** Condition, over bookkeeping columns, that a row is current and not history. */
  current?: string
  /**
   * What becomes of its rows when two IDs of one person become one. Without a word they move to the one that is kept.
   * `stays`: they are of that ID and no other (its password, what it agreed to). Or the column that makes a row history: the
   * kept ID has a current one of its own.
   */
  joins?: 'stays' | { historyBy: string }
}
