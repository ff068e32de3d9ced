import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { done, type Person } from '../../test/person.ts'
import type { Query } from '../base/batch.ts'
import { statement } from './statement.ts'

let db: TestDatabase
let people: Person[]
beforeAll(async () => {
  db = await testDatabase()
  people = []
  for (let at = 0; at < 12; at += 1) people.push(await db.newPerson({ phone: `+32 0 000 00 ${10 + at}` }))
})
afterAll(() => db.close())
beforeEach(() => db.asOwner('truncate audit.evidence'))

const asSelf = <Act extends string>(act: Act, { id }: Person) =>
  ({ act, actor: { kind: 'customer', person: id }, subject: { person: id } }) as const

/** Sets where a person's phone came from. @param text what the statement says instead of the usual */
const correct = (person: Person, source: string, text?: Pick<Query, 'name' | 'text'>) =>
  db.gate.write(asSelf('profile.correct', person), {
    phone: statement<'profile.correct'>({
      name: 'test-correct',
      text: 'update profile.contact set source = $2 where person_id = $1',
      ...text,
      values: [person.id, source],
      fields: ['profile.contact.value'],
    }),
  })

const sources = async () =>
  (await db.asOwner<{ person_id: string; source: string }>('select person_id, source from profile.contact')).reduce(
    (all, row) => all.set(row.person_id, row.source),
    new Map<string, string>(),
  )
const lines = async () =>
  await db.asOwner<{ subject: string | null; act: string }>(
    `select encode(e.subject, 'hex') as subject, f.act from audit.evidence e join audit.form f on f.id = e.form where f.outcome = 'done'`,
  )

describe('many writings at once', () => {
  it('each do what they say, once, to their own person, and leave a line each', async () => {
    const all = Array.from({ length: 10 }, (_, turn) =>
      people.map(person => ({ person, source: `turn ${turn}` })),
    ).flat()
    await Promise.all(all.map(async ({ person, source }) => done(await correct(person, source))))
    const now = await sources()
    expect(people.map(person => now.get(person.id)?.slice(0, 4))).toEqual(people.map(() => 'turn'))
    const written = await lines()
    expect(written).toHaveLength(all.length)
    for (const person of people) {
      const pseudonym = db.vault.recall(person.id)!.pseudonym.toString('hex')
      expect(written.filter(line => line.subject === pseudonym)).toHaveLength(10)
    }
  })

  it('share transactions while the database is busy', async () => {
    await Promise.all(people.map(person => correct(person, 'together')))
    const rows = await db.asOwner<{ transactions: number }>(
      'select count(distinct transaction)::integer as transactions from audit.evidence',
    )
    expect(rows[0]!.transactions).toBeLessThan(people.length)
  })

  it('do not take each other with them when one touches no row, or two, or is wrong', async () => {
    const nothing = {
      name: 'test-nothing',
      text: `update profile.contact set source = $2 where person_id = $1 and kind = 'address'`,
    }
    const wrong = {
      name: 'test-wrong',
      text: 'update profile.contact set policy_version = 1 / (policy_version - policy_version), source = $2 where person_id = $1',
    }
    const answers = await Promise.allSettled(
      people.map((person, at) => correct(person, 'anew', at === 3 ? nothing : at === 7 ? wrong : undefined)),
    )
    const failed = answers.flatMap((answer, at) => (answer.status === 'rejected' ? [[at, String(answer.reason)]] : []))
    expect(failed).toEqual([
      [3, expect.stringContaining('test-nothing touched 0 rows')],
      [7, expect.stringContaining('division by zero')],
    ])
    const now = await sources()
    expect(people.filter(person => now.get(person.id) === 'anew')).toHaveLength(people.length - 2)
    expect(await lines()).toHaveLength(people.length - 2)
  })

  it('do not wait for a row that somebody else holds', async () => {
    const holder = await db.connectAs(db.owner.user)
    await holder.query('begin')
    await holder.query('select from profile.contact where person_id = $1 for update', [people[5]!.id])
    let released = false
    const all = people.map(async (person, at) => {
      await correct(person, 'patient')
      return { at, released }
    })
    const others = await Promise.all(all.filter((_, at) => at !== 5))
    expect(others.every(other => !other.released)).toBe(true)
    released = true
    await holder.query('commit')
    expect(await all[5]).toEqual({ at: 5, released: true })
  })

  it('do not wait for many who wait for the same row', async () => {
    const holder = await db.connectAs(db.owner.user)
    await holder.query('begin')
    await holder.query('select from profile.contact where person_id = $1 for update', [people[5]!.id])
    const stuck = Array.from({ length: 8 }, () => correct(people[5]!, 'at last'))
    const others = people.filter((_, at) => at !== 5)
    await Promise.all(others.map(person => correct(person, 'meanwhile')))
    await holder.query('commit')
    await Promise.all(stuck)
    expect((await sources()).get(people[5]!.id)).toBe('at last')
  })

  it('never show one person the rows of another', async () => {
    const read = (person: Person) =>
      db.gate.read(asSelf('profile.view', person), {
        all: statement<'profile.view', { person_id: string }>({
          name: 'test-all',
          text: 'select person_id from profile.contact',
          fields: ['profile.contact.value'],
        }),
      })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => people)
        .flat()
        .map(async person => [person, done(await read(person))] as const),
    )
    for (const [person, { all }] of answers) expect(all).toEqual([{ person_id: person.id }])
    expect(await lines()).toHaveLength(240)
  })
})

describe('a writing', () => {
  it('that leaves no line leaves nothing', async () => {
    await db.asOwner(`alter table audit.evidence add constraint full_disk check (reference is distinct from 'case 9')`)
    const before = await sources()
    const request = { ...asSelf('profile.correct', people[0]!), reference: 'case 9' }
    const phone = statement<'profile.correct'>({
      name: 'test-correct',
      text: 'update profile.contact set source = $2 where person_id = $1',
      values: [people[0]!.id, 'unproved'],
    })
    await expect(db.gate.write(request, { phone })).rejects.toMatchObject({ code: '23514' })
    expect(await sources()).toEqual(before)
  })

  it('of two rows where it must be one is undone', async () => {
    await db.asOwner(
      `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version)
       select gen_random_uuid(), person_id, 'address', value, recorded_at, 'double', policy_version from profile.contact where person_id = $1`,
      [people[1]!.id],
    )
    await expect(correct(people[1]!, 'both')).rejects.toThrow('touched 2 rows')
    expect([...(await sources()).values()]).not.toContain('both')
    expect(await lines()).toEqual([])
  })
})

describe('a reading', () => {
  it('gives nothing away when its line cannot be written', async () => {
    await db.asOwner(`alter table audit.evidence add constraint no_more check (reference is distinct from 'case 10')`)
    const request = { ...asSelf('profile.view', people[0]!), reference: 'case 10' }
    const phone = statement<'profile.view'>({
      name: 'test-phone',
      text: 'select value from profile.contact where person_id = $1',
      values: [people[0]!.id],
      opens: { value: 'profile.contact.value' },
    })
    await expect(db.gate.read(request, { phone })).rejects.toMatchObject({ code: '23514' })
  })

  it('that cannot be opened either leaves no error that nobody looks at, which would end the process', async () => {
    const unseen: unknown[] = []
    const see = (error: unknown) => void unseen.push(error)
    process.on('unhandledRejection', see)
    const request = { ...asSelf('profile.view', people[0]!), reference: 'case 10' }
    const phone = statement<'profile.view'>({
      name: 'test-phone',
      text: 'select value from profile.contact where person_id = $1',
      values: [people[0]!.id],
      opens: { value: 'people.name.value' },
    })
    await expect(db.gate.read(request, { phone })).rejects.toThrow()
    // Lines are written one group after the other: with the next one its own has been refused.
    const { name, text, values } = phone
    await db.gate.read(asSelf('profile.view', people[0]!), {
      phone: statement<'profile.view'>({ name, text, values: [...values] }),
    })
    await new Promise(resolve => setImmediate(resolve))
    process.off('unhandledRejection', see)
    expect(unseen).toEqual([])
  })
})
