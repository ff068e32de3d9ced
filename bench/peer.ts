/**
 * The peer that signing in is compared with: better-auth, on the same PostgreSQL, with as many people, and with passwords hashed
 * at the same cost. It is asked in process, as Abide is: no network, no framework on either side.
 */
import { betterAuth } from 'better-auth'
import { makeSignature } from 'better-auth/crypto'
import { getMigrations } from 'better-auth/db/migration'
import pg from 'pg'
import { hashPassword, matches } from '../server/people/passwords.ts'
import type { BenchDatabase } from './cluster.ts'

const secret = 'a secret for benchmarks, long enough for anybody'
const schema = 'peer'

/** What the peer is asked. */
export interface Peer {
  /** @throws if the session is not known */
  checkSession(at: number): Promise<void>
  /** @throws if the password is refused */
  signIn(at: number): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the peer and fills it.
 * @param active how many have a password and a session whose cookie is known; they are spread over all
 * @param password of all of them
 */
export async function openPeer(db: BenchDatabase, active: number, password: string): Promise<Peer> {
  const admin = new pg.Pool({ ...db.owner, max: 1 })
  await admin.query(`create schema ${schema}`)
  const pool = new pg.Pool({ ...db.owner, max: 16, options: `-c search_path=${schema}` })
  const auth = betterAuth({
    database: pool,
    secret,
    baseURL: 'http://localhost:3000',
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      password: { hash: hashPassword, verify: ({ hash, password: typed }) => matches(hash, typed) },
    },
  })
  await (await getMigrations(auth.options)).runMigrations()
  await fill(pool, db.people, active, await hashPassword(password))
  await admin.end()
  const cookies = await Promise.all(
    Array.from({ length: active }, async (_, at) => {
      const token = tokenOf(at)
      return `better-auth.session_token=${encodeURIComponent(`${token}.${await makeSignature(token, secret)}`)}`
    }),
  )
  return {
    async checkSession(at) {
      const found = await auth.api.getSession({ headers: new Headers({ cookie: cookies[at]! }) })
      if (!found) throw new Error('The peer does not know the session.')
    },
    async signIn(at) {
      await auth.api.signInEmail({ body: { email: emailOf(at), password } })
    },
    close: () => pool.end(),
  }
}

const emailOf = (at: number) => `active.${at}@mail.example`
const tokenOf = (at: number) => `token${String(at).padStart(27, '0')}`

async function fill(pool: pg.Pool, people: number, active: number, hash: string): Promise<void> {
  const run = (sql: string, values: unknown[] = []) => pool.query(sql, values)
  const step = Math.max(1, Math.floor(people / active))
  // Every so many-th is active: their pages lie among all others, as they do in Abide.
  await run(
    `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     select 'user' || n, 'Person ' || n,
            case when n % $2 = 0 then 'active.' || (n / $2) else 'person.' || n end || '@mail.example', true, $3, $3
       from generate_series(0, $1::integer - 1) n`,
    [people, step, new Date()],
  )
  await run(
    `insert into session (id, "userId", token, "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent")
     select 'session' || n, 'user' || n,
            case when n % $2 = 0 then 'token' || lpad((n / $2)::text, 27, '0') else 'other' || n end,
            $3, $4, $4, '203.0.113.7', 'Browser'
       from generate_series(0, $1::integer - 1) n`,
    [people, step, new Date(Date.now() + 6 * 86_400_000), new Date()],
  )
  await run(
    `insert into account (id, "userId", "accountId", "providerId", password, "createdAt", "updatedAt")
     select 'account' || n, 'user' || n, 'user' || n, 'credential', $2, $3, $3
       from generate_series(0, $1::integer - 1) n`,
    [people, hash, new Date()],
  )
  await run('vacuum analyze')
}
