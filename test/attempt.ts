/** Attacks: SQL that somebody sends who has a login's password. */
import pg from 'pg'

/**
 * Tries one statement in a transaction that is undone.
 * @returns PostgreSQL's error code, or `allowed: ` and how many rows it read or touched
 */
export async function attempt(client: pg.Client, sql: string, values: readonly unknown[] = []): Promise<string> {
  await client.query('begin')
  const answer = await attemptAlone(client, sql, values)
  await client.query('rollback')
  return answer
}

/** The same for what PostgreSQL runs in no transaction. */
export async function attemptAlone(client: pg.Client, sql: string, values: readonly unknown[] = []): Promise<string> {
  try {
    const { rowCount } = await client.query(sql, [...values])
    return `allowed: ${rowCount ?? 0}`
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code) return error.code
    throw error
  }
}

/** What PostgreSQL refuses for want of a privilege, or because a row policy does not let a row in. */
export const refused = '42501'
