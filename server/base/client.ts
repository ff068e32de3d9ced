/** One connection for work that nobody else's statements may come between: migrating, publishing, verifying. */
export interface Client {
  query<Row extends object>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
  on(event: 'notice', hear: (notice: Notice) => void): unknown
  removeListener(event: 'notice', hear: (notice: Notice) => void): unknown
}

/** What PostgreSQL says beside the answer to a statement. */
export interface Notice {
  detail?: string | undefined
}

/** Runs work in one transaction: committed if it succeeds, otherwise as if it had never been. */
export async function inTransaction<T>(client: Client, work: () => Promise<T>, begin = 'begin'): Promise<T> {
  await client.query(begin)
  try {
    const value = await work()
    await client.query('commit')
    return value
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** What PostgreSQL says beside its answers while work is done. */
export async function noticesOf(client: Client, work: () => Promise<unknown>): Promise<Notice[]> {
  const notices: Notice[] = []
  const hear = (notice: Notice) => void notices.push(notice)
  client.on('notice', hear)
  try {
    await work()
  } finally {
    client.removeListener('notice', hear)
  }
  return notices
}
