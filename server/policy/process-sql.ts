/** Which processes run, and with which declarations, on a connection of the owner. */
import type { Client } from '../base/client.ts'
import type { Declarations } from './compile.ts'

/** Notes that a process lives. @param until when it counts as ended, unless it is heard of before */
export async function noteProcess(
  client: Client,
  { id, declared, declarations, until }: { id: string; declared: string; declarations: Declarations; until: Date },
): Promise<void> {
  await client.query(
    `insert into policy.process (id, declared, declarations, until) values ($1, $2, $3, $4)
     on conflict (id) do update set declared = excluded.declared, declarations = excluded.declarations, until = excluded.until`,
    [id, declared, JSON.stringify(declarations), until],
  )
}

/** A process ends, as it should. */
export async function forgetProcess(client: Client, id: string): Promise<void> {
  await client.query('delete from policy.process where id = $1', [id])
}

/** Forgets the processes that have not been heard of in time: they were killed, or their machine is gone. */
export async function forgetEnded(client: Client, now: Date): Promise<void> {
  await client.query('delete from policy.process where until <= $1', [now])
}

/** The declarations of all processes that live, each once. @param but the hash of those that are not asked for */
export async function livingDeclarations(client: Client, but: string): Promise<Declarations[]> {
  const found = await client.query<{ declarations: Declarations }>(
    'select distinct on (declared) declarations from policy.process where declared <> $1 order by declared',
    [but],
  )
  return found.rows.map(row => row.declarations)
}
