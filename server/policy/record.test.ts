import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { done, type Person } from '../../test/person.ts'
import { fillEveryTable } from '../../test/rows.ts'
import { compile } from './compile.ts'
import { recordItems, recordStatements, unreadable } from './record.ts'

describe('what is held about a person', () => {
  let db: TestDatabase
  let an: Person

  beforeAll(async () => {
    db = await testDatabase()
    an = await db.newPerson({ name: 'An Maes', phone: '+32 0 000 01 23' })
  })
  afterAll(() => db.close())

  const promised = () => db.state.current().compiled.grants.get('desk.open-for-support')!.reads
  const read = async (person: string) => {
    const statements = recordStatements<'desk.open-for-support'>(db.state.current().compiled, promised(), person)
    const actor = {
      kind: 'staff' as const,
      person,
      pseudonym: Buffer.alloc(16),
      role: 'service-desk',
      controller: 'hes',
      purposes: ['support'],
      acknowledged: 4,
    }
    const answers = done(await db.gate.read({ act: 'desk.open-for-support', actor, subject: { person } }, statements))
    return recordItems(statements, answers)
  }

  it('is read as the purpose’s login, with the category and the place of every value', async () => {
    const items = await read(an.id)
    expect(items.find(item => item.place === 'people.name.value')).toMatchObject({
      value: 'An Maes',
      category: 'identity',
      shown: 'shown',
      current: true,
      source: 'web',
      version: 4,
    })
    expect(items.find(item => item.place === 'profile.contact.value')?.value).toEqual({ number: '+32 0 000 01 23' })
  })

  it('counts a keyed fingerprint and never shows it', async () => {
    const items = await read(an.id)
    expect(items.find(item => item.place === 'people.account.identifier_hash')).toMatchObject({
      shown: 'fingerprint',
      value: undefined,
    })
  })

  it('names what the reader may not read, without asking for it', async () => {
    const statements = recordStatements(db.state.current().compiled, promised(), an.id)
    expect(statements['people.account']!.text).not.toContain('password')
    expect((await read(an.id)).find(item => item.place === 'people.account.password')).toMatchObject({
      shown: 'withheld',
      value: undefined,
    })
    expect(unreadable(db.state.current().compiled, promised()).map(one => one.table)).toContain('people.link')
  })

  it('can be asked of every table that is declared', async () => {
    const jo = await db.newPerson()
    await fillEveryTable(db, jo.id)
    const tables = new Set((await read(jo.id)).map(item => item.holding.table))
    const { compiled } = db.state.current()
    const expected = Object.keys(recordStatements(compiled, promised(), jo.id))
    expect([...tables].sort()).toEqual(expected.sort())
  })

  it('says that a file is there, and does not open it', async () => {
    const jo = await db.newPerson()
    await fillEveryTable(db, jo.id)
    const statements = recordStatements(db.state.current().compiled, promised(), jo.id)
    expect(statements['products.proof']!.opens).toEqual({ name: 'products.proof.name' })
    const file = (await read(jo.id)).find(item => item.place === 'products.proof.content')
    expect(file).toMatchObject({ shown: 'file', value: expect.any(Number) as number })
  })

  it('has names that are unique to what they read', () => {
    const { compiled } = db.state.current()
    const names = (categories: string[]) =>
      Object.values(recordStatements(compiled, categories, an.id)).map(one => one.name)
    expect(names(['contact'])).not.toEqual(expect.arrayContaining(names(['contact', 'credentials'])))
    expect(new Set(names(['contact', 'identity'])).size).toBe(names(['contact', 'identity']).length)
    expect(names(['contact'])).toEqual(names(['contact']))
  })

  it('quotes every name that it puts into SQL', () => {
    const { loaded } = db.state.current().compiled
    const compiled = compile(loaded, {
      acts: {},
      holdings: [
        {
          table: 'a.b"; drop table x; --',
          person: 'p"',
          purpose: 'support',
          columns: { 'c" d': 'contact' },
          bookkeeping: ['id'],
        },
      ],
    })
    const [one] = Object.values(recordStatements(compiled, ['contact'], an.id))
    expect(one!.text).toContain('from "a"."b""; drop table x; --" where "p""" = $1')
    expect(one!.text).toContain('"c"" d"')
  })
})
