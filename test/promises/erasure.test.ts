import { createHash, createHmac } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEvidence, createSealing, verify } from '../../server/audit/index.ts'
import { projectDirectory } from '../../server/base/config.ts'
import { withClient } from '../../server/base/installation.ts'
import { openVault } from '../../server/base/vault.ts'
import { erasePerson, type PeopleParts } from '../../server/people/index.ts'
import { createGate } from '../../server/policy/gate.ts'
import { statement } from '../../server/policy/statement.ts'
import { loadWords } from '../../server/ui/index.ts'
import { tablesOf } from '../catalogue.ts'
import { everyValue } from '../contents.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { secret } from '../installation.ts'
import type { Person } from '../person.ts'
import { fillEveryTable } from '../rows.ts'
import { sealAll } from '../seal.ts'

let db: TestDatabase
let parts: PeopleParts
let erased: Person
let stays: Person
/** What an older copy of the database still has of the person. */
let copy: { value: Buffer; person: string; hash: Buffer }
let pseudonym: Buffer
let linesBefore: number
let rowsOfOther: unknown[]

const look = (person: string, gate = db.gate) =>
  gate.read(
    { act: 'people.write-letter', actor: { kind: 'system' }, subject: { person } },
    {
      name: statement<'people.write-letter', { value: string }>({
        name: 'test-name',
        text: 'select value from people.name where person_id = $1 and replaced_at is null',
        values: [person],
        opens: { value: 'people.name.value' },
      }),
    },
  )

const linesAbout = async (subject: Buffer) =>
  Number((await db.asOwner('select count(*) from audit.evidence where subject = $1', [subject]))[0]!['count'])

/** All that lies in tables with people about one person. */
async function rowsOf(person: string): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const table of await tablesOf(db))
    for (const column of table.people)
      rows.push(
        ...(await db.asOwner(`select '${table.name}' as place, t.* from ${table.name} t where "${column}" = $1`, [
          person,
        ])),
      )
  return rows
}

const seal = () => {
  const { connections, vault, clock } = db
  return sealAll(db, createSealing({ connections, vault, clock, role: db.login('seal') }))
}

const chain = () => withClient(db.owner, client => verify(client, db.vault.publicKey))

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
  erased = await db.newPerson({
    name: 'Wilhelmina Vergeten',
    email: 'vergeten@customer.example',
    phone: '+32 0 000 01 23',
  })
  stays = await db.newPerson({ phone: '+32 0 000 01 24' })
  for (const person of [erased, stays]) {
    await fillEveryTable(db, person.id)
    await look(person.id)
  }
  const [row] = await db.asOwner<{ value: Buffer; hash: Buffer }>(
    `select n.value, a.identifier_hash as hash from people.name n join people.account a using (person_id) where person_id = $1`,
    [erased.id],
  )
  copy = { ...row!, person: erased.id }
  pseudonym = vault.recall(erased.id)!.pseudonym
  linesBefore = await linesAbout(pseudonym)
  rowsOfOther = await rowsOf(stays.id)
  await seal()
  expect(await erasePerson(parts, 'vergeten@customer.example')).toBe(true)
})
afterAll(() => db.close())

describe('somebody who was erased', () => {
  it('has no row left in any table, and is named by none', async () => {
    expect(await rowsOf(erased.id)).toEqual([])
    const values = await everyValue(db)
    const traces = [erased.id, erased.id.replaceAll('-', ''), copy.hash.toString('hex'), copy.value.toString('hex')]
    const found = values.filter(({ bytes }) => {
      const text = `${bytes.toString('latin1')} ${bytes.toString('hex')}`
      return traces.some(trace => text.includes(trace))
    })
    expect(found.map(({ place }) => place)).toEqual([])
  })

  it('took nobody else along', async () => {
    expect(rowsOfOther.length).toBeGreaterThan(8)
    expect(await rowsOf(stays.id)).toEqual(rowsOfOther)
    expect(await look(stays.id)).toMatchObject({ name: [{ value: stays.name }] })
  })

  it('is erased once, and an unknown ID erases nobody', async () => {
    expect(await erasePerson(parts, 'vergeten@customer.example')).toBe(false)
    expect(await erasePerson(parts, 'nobody@customer.example')).toBe(false)
  })

  it('is refused as erased by this process and by one that never knew them', async () => {
    expect(await look(erased.id)).toMatchObject({ code: 'erased' })
    const vault = openVault(secret)
    const { connections, state, clock } = db
    const login = (name: string) => `${db.prefix}_${name}`
    const evidence = createEvidence(connections, db.login('evidence'), clock)
    const other = createGate({ connections, vault, state, evidence, login })
    expect(await look(erased.id, other)).toMatchObject({ code: 'erased' })
  })
})

describe('the evidence about somebody who was erased', () => {
  it('still stands, with the erasure as its last line', async () => {
    expect(linesBefore).toBe(3)
    const lines = await db.asOwner<{ act: string }>(
      'select f.act from audit.evidence e join audit.form f on f.id = e.form where subject = $1 order by e.id',
      [pseudonym],
    )
    expect(lines.map(line => line.act)).toEqual([
      'people.sign-up',
      'profile.correct',
      'people.write-letter',
      'people.erase',
    ])
  })

  it('verifies as before, and with what came after', async () => {
    const before = await chain()
    expect(before.unbroken).toBe(true)
    await seal()
    const after = await chain()
    expect(after.unbroken && before.unbroken && after.lines - before.lines).toBeGreaterThan(0)
  })

  it('leads to nobody: no key, no id and no hash that is left gives their pseudonym', async () => {
    const keys = await db.asOwner<{ person_id: string; wrapped: Buffer }>('select person_id, wrapped from people.key')
    expect(keys.length).toBeGreaterThan(0)
    const vault = openVault(secret)
    for (const { person_id, wrapped } of keys) {
      expect(vault.unwrap(person_id, wrapped).pseudonym.equals(pseudonym)).toBe(false)
      expect(() => openVault(secret).unwrap(erased.id, wrapped)).toThrow()
    }
    // Whoever has the secret too, and knows whom they look for, does not find them either.
    const known = [erased.id, erased.email, erased.name, copy.hash.toString('hex')]
    const uses = ['evidence', 'people.account.identifier_hash', 'people.key.wrapped', 'people.person.id']
    const guesses = known.flatMap(text => [
      createHash('sha256').update(text).digest(),
      createHmac('sha256', secret).update(text).digest(),
      ...uses.flatMap(use => [vault.hash(use, text), createHmac('sha256', vault.derive(use)).update(text).digest()]),
    ])
    expect(guesses.filter(guess => guess.subarray(0, 16).equals(pseudonym))).toEqual([])
    const values = await everyValue(db)
    const places = values.filter(
      ({ bytes }) => bytes.includes(pseudonym) || bytes.toString('latin1').includes(pseudonym.toString('hex')),
    )
    expect(new Set(places.map(({ place }) => place))).toEqual(new Set(['audit.evidence.subject']))
  })
})

describe('a sealed value that an older copy of the database still holds', () => {
  it('opens with no key that is left, nor with the secret alone', async () => {
    const vault = openVault(secret)
    const keys = await db.asOwner<{ person_id: string; wrapped: Buffer }>('select person_id, wrapped from people.key')
    for (const { person_id, wrapped } of keys)
      expect(() => vault.unwrap(person_id, wrapped).open('people.name.value', copy.value)).toThrow()
    expect(db.vault.recall(erased.id)).toBeUndefined()
    expect(() => vault.newKey(erased.id).key.open('people.name.value', copy.value)).toThrow()
  })
})
