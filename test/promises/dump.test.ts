import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { projectDirectory } from '../../server/base/config.ts'
import { withClient } from '../../server/base/installation.ts'
import { addMember, addPersonOfCast, inviteColleague, type PeopleParts } from '../../server/people/index.ts'
import { signUp } from '../../server/people/sign-up.ts'
import { loadWords } from '../../server/ui/index.ts'
import { dump, everyValue, filesOnDisk, wordsIn } from '../contents.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { fillEveryTable } from '../rows.ts'

let db: TestDatabase
const unique = randomBytes(5).toString('hex')

/** What a thief would look for: names, addresses, phones, passwords, second factors, letters, free text. */
const secrets = {
  name: `Wilhelmina van ${unique}`,
  colleague: `Bartholomeus van ${unique}`,
  email: `wilhelmina-${unique}@customer.example`,
  colleagueEmail: `bartholomeus-${unique}@hesbia.example`,
  domain: 'customer.example',
  phone: `+32 0 000 ${unique}`,
  street: `Voidstraat ${unique}`,
  city: `Nergenshuizen-${unique}`,
  password: `correct horse ${unique}`,
  hash: '$argon2id$',
  factor: `JBSWY3DPEHPK3PXP${unique}`,
  text: `Geheim ${unique}`,
  letter: 'localhost:8080/en/confirm',
}

/** Plain by declaration, so that the search is seen to find what is there. */
const company = `Firma ${unique}`

beforeAll(async () => {
  db = await testDatabase()
  const { gate, vault, clock } = db
  const { words } = loadWords(join(projectDirectory, 'locales'))
  const mail = {
    send: () => Promise.reject(new Error('No letter leaves in this test.')),
  } as unknown as PeopleParts['mail']
  const parts: PeopleParts = { gate, vault, clock, mail, words, languages: ['en'], publicUrl: 'http://localhost:8080' }
  const from = { at: clock.now(), source: 'web', version: 4 } as const
  // As people come to be in the product: they sign up, are invited, are imported.
  await signUp(parts, { name: secrets.name, email: secrets.email, password: secrets.password, language: 'en' })
  await inviteColleague(parts, {
    name: secrets.colleague,
    email: secrets.colleagueEmail,
    role: 'service-desk',
    controller: 'hes',
    language: 'nl',
  })
  const member = await addPersonOfCast(parts, {
    ...from,
    name: secrets.colleague,
    email: `b-${secrets.colleagueEmail}`,
    password: secrets.password,
    language: 'en',
    region: 'hes',
    relation: 'staff',
    staff: { role: 'service-desk', controller: 'hes', secondFactor: secrets.factor, acknowledged: 4 },
  })
  await addMember(parts, member, { name: company, country: 'BE' }, 'owner', from)
  const { id } = await db.newPerson({
    name: secrets.name,
    email: `w-${secrets.email}`,
    phone: secrets.phone,
    address: { street: secrets.street, city: secrets.city, country: 'BE' },
  })
  await fillEveryTable(db, id, secrets.text)
})
afterAll(() => db.close())

const words = Object.values(secrets)

describe('who steals the database', () => {
  it('would find a word in every disguise that this test knows', () => {
    for (const hidden of ['utf8', 'utf16le', 'hex', 'base64'] as const)
      for (const before of ['', 'x', 'xy']) {
        const bytes = Buffer.from(`${before}${secrets.phone} and more`)
        const disguised =
          hidden === 'utf16le'
            ? Buffer.from(bytes.toString(), hidden)
            : Buffer.from(hidden === 'utf8' ? bytes : bytes.toString(hidden))
        expect(wordsIn(disguised, words), hidden).toEqual([secrets.phone])
      }
  })

  it('finds no name, address, phone, password, second factor, letter or free text in any row of any table', async () => {
    const values = await everyValue(db)
    expect(values.filter(({ place }) => place === 'people.letter.content').length).toBeGreaterThan(2)
    const found = values.flatMap(({ place, bytes }) =>
      // Every language of the policy is public, and says whom to write to.
      place.startsWith('policy.version.') ? [] : wordsIn(bytes, words).map(word => `${place}: ${word}`),
    )
    expect(found).toEqual([])
    expect(values.filter(({ bytes }) => wordsIn(bytes, [company]).length > 0).map(({ place }) => place)).toEqual([
      'people.organisation.name',
    ])
  })

  it('finds none in a dump, nor in the files on the disk with the log of what was written', async () => {
    const personal = words.filter(word => word.includes(unique))
    const written = await dump(db)
    if (written) {
      expect(wordsIn(written, [company])).toEqual([company])
      expect(wordsIn(written, [...personal, secrets.hash])).toEqual([])
    }
    const { data } = inject('postgres')
    if (!data) return
    const found: string[] = []
    const control: string[] = []
    for (const attempt of ['written', 'flushed']) {
      if (attempt === 'flushed') await withClient(db.superuser, client => client.query('checkpoint'))
      for await (const { place, bytes } of filesOnDisk(db, data)) {
        for (const word of wordsIn(bytes, personal)) found.push(`${place}: ${word}`)
        if (wordsIn(bytes, [company]).length > 0) control.push(place.split('/')[0]!)
      }
    }
    expect(found).toEqual([])
    expect(new Set(control)).toEqual(new Set(['base', 'pg_wal']))
  })

  it('cannot tell that two people have the same name', async () => {
    const rows = await db.asOwner<{ value: Buffer }>('select value from people.name')
    expect(rows.length).toBeGreaterThan(3)
    expect(new Set(rows.map(row => row.value.toString('hex'))).size).toBe(rows.length)
  })

  it('has hashes of addresses that no dictionary of addresses opens without the secret outside the database', async () => {
    const guesses = [secrets.email, `w-${secrets.email}`, secrets.colleagueEmail].flatMap(address =>
      ['sha256', 'sha512', 'sha1', 'md5'].map(kind => createHash(kind).update(address).digest('hex')),
    )
    const values = await everyValue(db)
    const found = values.filter(({ bytes }) =>
      guesses.some(guess => bytes.toString('hex').includes(guess.slice(0, 32))),
    )
    expect(found.map(({ place }) => place)).toEqual([])
  })
})
