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

/**
 * Tries many statements, each undone, in one round trip: thousands of attacks would else spend their time on the way.
 * Not for COPY, which PostgreSQL runs in no block.
 * @returns what `attempt` returns, statement by statement
 */
export async function attemptAll(client: pg.Client, statements: readonly string[]): Promise<string[]> {
  const answers: string[] = []
  const hear = ({ message }: { message?: string | undefined }) => answers.push(message ?? '')
  client.on('notice', hear)
  const list = statements.map(sql => pg.escapeLiteral(sql)).join(', ')
  await client.query(`do $attempts$
    declare
      attack text;
      touched bigint;
    begin
      foreach attack in array array[${list}]::text[] loop
        begin
          execute attack;
          get diagnostics touched = row_count;
          raise exception using errcode = 'UNDO0', message = 'allowed: ' || touched;
        exception when others then
          raise info '%', case sqlstate when 'UNDO0' then sqlerrm else sqlstate end;
        end;
      end loop;
    end
  $attempts$`)
  client.off('notice', hear)
  if (answers.length !== statements.length) throw new Error('Not every statement was answered.')
  return answers
}

/** The same as `attempt` for what PostgreSQL runs in no transaction. */
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
