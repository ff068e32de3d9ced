import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { projectDirectory } from '../../server/base/config.ts'
import { newId } from '../../server/base/ids.ts'
import { withClient } from '../../server/base/installation.ts'
import { dropOldLog } from '../../server/base/postgres/old-log.ts'
import { openVault } from '../../server/base/vault.ts'
import { createEvidence } from '../../server/audit/index.ts'
import * as store from '../../server/people/store.ts'
import { erasePerson, type PeopleParts } from '../../server/people/index.ts'
import { createGate } from '../../server/policy/gate.ts'
import { lookAtKeys, rewriteKeys } from '../../server/policy/keys-sql.ts'
import { loadWords } from '../../server/ui/index.ts'
import { filesOnDisk } from '../contents.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { secret } from '../installation.ts'
import { done } from '../person.ts'

let db: TestDatabase
let parts: PeopleParts
beforeAll(async () => {
  db = await testDatabase()
  const { gate, vault, clock } = db
  const { words } = loadWords(join(projectDirectory, 'locales'))
  parts = {
    gate,
    vault,
    clock,
    mail: {} as PeopleParts['mail'],
    words,
    languages: ['en'],
    publicUrl: 'http://localhost:8080',
  }
})
afterAll(() => db.close())

/** Erases somebody who came to be among others. @returns the key as it lay in the table */
async function eraseOne(email: string): Promise<Buffer> {
  await db.newPerson()
  const { id } = await db.newPerson({ email })
  const [row] = await db.asOwner<{ wrapped: Buffer }>('select wrapped from people.key where person_id = $1', [id])
  await onDisk()
  expect(await tableHolds(row!.wrapped)).toBe(true)
  expect(await erasePerson(parts, email)).toBe(true)
  expect(await db.asOwner('select from people.key where person_id = $1', [id])).toEqual([])
  return row!.wrapped
}

/** Writes what PostgreSQL has in memory to its files. */
const onDisk = () => withClient(db.superuser, client => client.query('checkpoint'))

/** Whether the table's file, as it lies on the disk, has these bytes in it. */
async function tableHolds(bytes: Buffer): Promise<boolean> {
  return withClient(db.superuser, async client => {
    const { rows } = await client.query<{ holds: boolean }>(
      `select position($1::bytea in pg_read_binary_file(pg_relation_filepath('people.key'))) > 0 as holds`,
      [bytes],
    )
    return rows[0]!.holds
  })
}

const rewrite = () => withClient(db.owner, rewriteKeys)
/** PostgreSQL's own work may see the table as it was for a moment, on a busy machine. */
async function rewritten(): Promise<void> {
  await expect.poll(rewrite, { timeout: 25_000 }).toBe(true)
}

describe('the key of somebody who was erased', () => {
  it('lies in the file of its table after VACUUM, and not once the table was written anew', async () => {
    const wrapped = await eraseOne('gone@customer.example')
    await db.asOwner('vacuum people.key')
    await onDisk()
    expect(await tableHolds(wrapped)).toBe(true)
    await rewritten()
    await onDisk()
    expect(await tableHolds(wrapped)).toBe(false)
  })

  it('is in no file of the database and of its write-ahead log after that, where the PostgreSQL is our own', async () => {
    const wrapped = await eraseOne('gone-everywhere@customer.example')
    const { data } = inject('postgres')
    const places = async () => {
      const found: string[] = []
      if (data)
        for await (const { place, bytes } of filesOnDisk(db, data)) if (bytes.includes(wrapped)) found.push(place)
      return [...new Set(found.map(place => place.split('/')[0]))].sort()
    }
    expect(await places()).toEqual(data ? ['base', 'pg_wal'] : [])
    await rewritten()
    await dropOldLog(db.superuser)
    expect(await places()).toEqual([])
  })

  it('is known to be left by the counter of destroyed keys', async () => {
    const look = () => withClient(db.owner, lookAtKeys)
    const before = await look()
    expect(before.bytes).toBeGreaterThan(0)
    await eraseOne('counted@customer.example')
    // PostgreSQL adds up what its connections did once they have a moment.
    await expect.poll(async () => (await look()).destroyed, { timeout: 20_000 }).not.toBe(before.destroyed)
  })
})

describe('while the table of keys is written anew', () => {
  it('whoever needs a key waits, and nobody is refused', async () => {
    const { id } = await db.newPerson({ name: 'Jo Peeters' })
    const { connections, state, clock, login } = db
    const evidence = createEvidence(connections, login('evidence'), clock)
    // Processes that never knew them: they have to ask for the key.
    const newGate = () => createGate({ connections, vault: openVault(secret), state, evidence, login })
    const subject = { person: id }
    const [read, view, change] = await withClient(db.owner, async client => {
      await client.query('begin')
      await client.query('lock table people.key in access exclusive mode')
      const customer = { kind: 'customer', person: id } as const
      const answers = Promise.all([
        newGate().read(
          { act: 'people.write-letter', actor: { kind: 'system' }, subject },
          { account: store.account(id) },
        ),
        newGate().read({ act: 'people.view', actor: customer, subject }, { names: store.names(id) }),
        newGate().write(
          { act: 'people.correct', actor: customer, subject },
          { name: store.addName(newId(), id, 'Jo Peters', { at: clock.now(), source: 'web', version: 4 }) },
        ),
      ])
      // Longer than anybody waits for a lock in company.
      await sleep(600)
      await client.query('commit')
      return answers
    })
    expect(done(read).account).toHaveLength(1)
    expect(done(view).names.map(({ value }) => value)).toContain('Jo Peeters')
    expect(done(change).name).toEqual([])
  })

  it('a table that others hold all the time is left as it is, and nobody waits behind it for long', async () => {
    await withClient(db.owner, async holder => {
      await holder.query('begin')
      await holder.query('select person_id from people.key limit 1')
      expect(await rewrite()).toBe(false)
      await holder.query('commit')
    })
    await rewritten()
  })

  it('a transaction that still sees the key keeps it in the file, which is not called cleared', async () => {
    const wrapped = await withClient(db.owner, async holder => {
      await holder.query('begin isolation level repeatable read')
      await holder.query('select version from policy.compiled')
      const key = await eraseOne('still-seen@customer.example')
      expect(await rewrite()).toBe(false)
      await onDisk()
      expect(await tableHolds(key)).toBe(true)
      await holder.query('commit')
      return key
    })
    await rewritten()
    await onDisk()
    expect(await tableHolds(wrapped)).toBe(false)
  })
})
