// A process that runs an embedded PostgreSQL and writes to it until it is told or made to stop: tests kill it.
// Arguments: data directory, `server` or `command`. It prints `ready {…}`, then the number of each row after its commit;
// or `failure` with the message and the remedy. It stops PostgreSQL and ends when its input is closed.
import pg from 'pg'
import { Failure } from '../server/base/failure.ts'
import { openLog } from '../server/base/log.ts'
import { openCluster } from '../server/base/postgres/cluster.ts'

const [dataDirectory = '', as = 'command', secret = 'a secret for tests'] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)
let told = false
process.stdin.resume().once('end', () => (told = true))

try {
  const cluster = await openCluster({
    dataDirectory,
    secret,
    log: openLog('silent'),
    as: as === 'server' ? 'server' : 'command',
    command: `abide ${as}`,
    url: 'http://localhost:8080',
    onCrash: failure => {
      say(`failure ${failure.message}`)
      process.exit(1)
    },
  })
  const client = new pg.Client(cluster.superuser)
  client.on('error', () => {})
  await client.connect()
  await client.query('create table if not exists acknowledged (number int primary key)')
  say(`ready ${JSON.stringify({ owned: cluster.owned, socket: cluster.superuser.host })}`)
  const { rows } = await client.query<{ next: number }>('select coalesce(max(number), 0) + 1 as next from acknowledged')
  for (let number = rows[0]?.next ?? 1; !told; number++) {
    await client.query('insert into acknowledged values ($1)', [number])
    say(String(number))
  }
  await client.end()
  await cluster.stop()
  say('stopped')
} catch (error) {
  say(`failure ${error instanceof Failure ? `${error.message} ${error.remedy}` : (error as Error).stack}`)
  // A lost connection is noticed before a lost server: onCrash has the better words, and a moment to say them.
  setTimeout(() => process.exit(1), error instanceof Failure ? 0 : 2000)
}
