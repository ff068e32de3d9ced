/** What the demonstration itself says to the database before it tries something. */

/** Ends whatever takes longer than two seconds, until the transaction ends. */
export const endSoon = "select set_config('statement_timeout', '2000', true)"
