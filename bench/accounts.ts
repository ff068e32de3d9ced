/**
 * What knowing somebody again costs, and signing in, beside better-auth on the same PostgreSQL: checks of a session and sign-ins
 * per second of processor time (PostgreSQL and Node together), at as many accounts on both sides.
 */
import pg from 'pg'
import { identify } from '../server/people/identify.ts'
import { hashPassword } from '../server/people/passwords.ts'
import type { PeopleParts } from '../server/people/parts.ts'
import { openSession, signIn } from '../server/people/sign-in.ts'
import { identifierHash } from '../server/people/identifier.ts'
import { Refusal } from '../server/policy/refusal.ts'
import { openBenchParts } from './account-parts.ts'
import type { BenchDatabase } from './cluster.ts'
import { type Cost, interleave, median, microseconds, printTable, ratio } from './measure.ts'
import { openPeer, type Peer } from './peer.ts'
import type { Setting } from './setting.ts'

/** How many people have a session whose cookie is known, and a password. */
const active = 2_000
const password = 'a quiet river in spring'
const device = { agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', address: '203.0.113.7' }

/** Prints a row for each question and size. */
export async function accounts(setting: Setting): Promise<void> {
  const rows: string[][] = []
  for (const people of setting.people) {
    const db = await setting.cluster.database(people)
    const peer = await openPeer(db, active, password)
    try {
      rows.push(...(await measure(setting, db, peer)))
    } finally {
      await peer.close()
      await db.close()
    }
  }
  console.log('\nSigning in beside better-auth (more × = so many times as many per second of processor time)\n')
  printTable(['people', 'question', 'per processor ×', 'per second ×', 'µs', 'per processor second', 'peer'], rows)
}

async function measure(setting: Setting, db: BenchDatabase, peer: Peer): Promise<string[][]> {
  const parts = openBenchParts(db)
  const step = Math.max(1, Math.floor(db.people / active))
  const someone = () => Math.floor(Math.random() * active)
  const cookies = await prepare(db, parts, step)
  const checks = {
    abide: () => check(parts, cookies[someone()]!),
    peer: () => peer.checkSession(someone()),
  }
  const checked = await interleave(setting, checks)
  // Nobody to share a round trip with.
  const alone = await interleave({ ...setting, operations: Math.ceil(setting.operations / 5), inFlight: 1 }, checks)
  // A sign-in is mostly the hash of the password: fewer of them make a round.
  const few = { ...setting, operations: Math.max(200, Math.floor(setting.operations / 25)), inFlight: 16 }
  let turn = 0
  const enter = await interleave(few, {
    // Each in turn: who signs in twice at once is made to wait.
    abide: () => enterAs(parts, (turn += 1) % active),
    peer: () => peer.signIn(someone()),
  })
  return [
    rowOf(db, 'check of a session, 64 at a time', checked),
    rowOf(db, 'check of a session, one at a time', alone),
    rowOf(db, 'sign-in, 16 at a time', enter),
  ]
}

function rowOf(db: BenchDatabase, name: string, costs: { abide: Cost[]; peer: Cost[] }): string[] {
  const perProcessorSecond = (cost: Cost[]) =>
    Math.round(1e6 / median(cost.map(one => one.processor))).toLocaleString('en')
  return [
    db.people.toLocaleString('en'),
    name,
    ratio(costs.peer, costs.abide, 'processor').toFixed(2),
    ratio(costs.peer, costs.abide, 'time').toFixed(2),
    `${microseconds(costs.abide)} (${microseconds(costs.peer)})`,
    perProcessorSecond(costs.abide),
    perProcessorSecond(costs.peer),
  ]
}

/** Knows somebody again by the token of their session. @throws if it does not */
export async function check(parts: PeopleParts, token: string): Promise<void> {
  const visitor = await identify(parts, credentialsOf(token))
  if (visitor.kind !== 'customer') throw new Error('Abide does not know the session.')
}

/** Signs one of those in who have a password. @param at which @throws if that is refused */
export async function enterAs(parts: PeopleParts, at: number): Promise<void> {
  const opened = await signIn(parts, emailOf(at), password, device)
  if (opened instanceof Refusal || typeof opened !== 'object' || 'wait' in opened)
    throw new Error(`Abide refuses the password: ${JSON.stringify(opened)}`)
}

const emailOf = (at: number) => `active.${at}@mail.example`
const nothing = () => undefined
const credentialsOf = (token: string) => ({
  cookie: (name: string) => (name === 'session' ? token : undefined),
  header: nothing,
  address: device.address,
  method: 'GET',
  path: '/en/account',
  accepts: undefined,
})

/**
 * Gives some people a password and a session.
 * @param step how far apart they stand among all
 * @param count how many
 * @returns the tokens of the sessions
 */
export async function prepare(
  db: BenchDatabase,
  parts: PeopleParts,
  step: number,
  count: number = active,
): Promise<string[]> {
  const owner = new pg.Client(db.superuser)
  await owner.connect()
  const hash = await hashPassword(password)
  const tokens: string[] = []
  for (let at = 0; at < count; at += 1) {
    const person = db.person(at * step)
    const opened = await openSession(parts, person, 'customer', device)
    if (opened instanceof Refusal) throw new Error(`Abide opens no session: ${opened.code}`)
    tokens.push(opened.token)
    const key = db.vault.recall(person)!
    await owner.query(
      `update people.account set identifier_hash = $2, password = $3, address = $4 where person_id = $1`,
      [
        person,
        identifierHash(parts, emailOf(at)),
        key.seal('people.account.password', hash),
        key.seal('people.account.address', emailOf(at)),
      ],
    )
  }
  await owner.end()
  return tokens
}
