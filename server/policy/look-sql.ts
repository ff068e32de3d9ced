/** What somebody would type who has a purpose's password and wants to see what it opens. Names come from the declarations. */

const quoted = (name: string): string =>
  name
    .split('.')
    .map(part => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.')

/** Reads one column of everybody. @param table schema.table */
export const lookText = (table: string, column: string): string =>
  `select ${quoted(column)} from ${quoted(table)} limit 100`
