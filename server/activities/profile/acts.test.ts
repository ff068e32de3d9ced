import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeLanguage, correctName, viewOwn } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { attempt, refused } from '../../../test/attempt.ts'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { done, type Person } from '../../../test/person.ts'
import {
  addContact,
  addOwn,
  correct,
  putBack,
  remove,
  viewProfile,
  viewReach,
  type Change,
  type Reach,
} from './acts.ts'
import type { Contact } from './contact/index.ts'
import { mostLines } from './profile.ts'
import * as store from './store.ts'

let db: TestDatabase
let person: Person
let other: Person
beforeAll(async () => (db = await testDatabase()))
afterAll(() => db.close())
beforeEach(async () => {
  person = await db.newPerson({ name: 'An Maes' })
  other = await db.newPerson({ name: 'Luc Fontaine', phone: '+32 0 000 01 24' })
})

const phone = (last: number): Contact => ({
  kind: 'phone',
  value: { number: `+120255501${String(last).padStart(2, '0')}`, country: 'US' },
})
const self = ({ id }: Person = person) => ({ kind: 'customer', person: id }) as const
const reachOf = async (who = person): Promise<Reach> => done(await viewReach(db, self(who)))
const added = async (contact: Contact): Promise<string> => lineOf(await addOwn(db, self(), contact))
function lineOf(change: Change): string {
  if (typeof change === 'object' && 'done' in change) return change.done
  throw new Error(`It was not done: ${JSON.stringify(change)}`)
}
const numbers = ({ lines }: Reach) => lines.phones.map(line => (line.contact.value as { number: string }).number)

describe('every item', () => {
  test('says when, from where and under which version of the policy it came', async () => {
    await added(phone(1))
    await addContact(db, person.id, phone(2), { at: new Date('2024-05-06T07:08:09Z'), source: 'phone', version: 3 })
    const { names, languages, reach } = await viewProfile(db, self())
    const here = { at: db.clock.now(), source: 'web', version: 4 }
    expect(done(names)[0]).toMatchObject({ value: 'An Maes', ...here })
    expect(done(languages)[0]).toMatchObject({ value: 'en', ...here })
    expect(done(reach).account).toMatchObject({ address: person.email, source: 'web', policy_version: 4 })
    expect(done(reach).lines.phones).toMatchObject([
      { at: new Date('2024-05-06T07:08:09Z'), source: 'phone', version: 3 },
      here,
    ])
  })

  test('is sealed: the database holds nothing of it that can be read', async () => {
    const line = await added({ kind: 'address', value: { street: 'Geheimstraat 7', city: 'Liège', country: 'BE' } })
    const [row] = await db.asOwner<{ value: Buffer }>('select value from profile.contact where id = $1', [line])
    expect(row!.value.toString('latin1')).not.toMatch(/Geheim|Li/)
  })
})

describe('a correction', () => {
  test('counts at once and keeps what was there before, with its dates', async () => {
    const first = await added(phone(1))
    const before = db.clock.now()
    db.clock.advance(60_000)
    const second = lineOf(await correct(db, self(), first, phone(2)))
    const { lines } = await reachOf()
    expect(lines.phones).toMatchObject([
      {
        id: second,
        contact: phone(2),
        at: db.clock.now(),
        earlier: [{ id: first, contact: phone(1), at: before, replacedAt: db.clock.now() }],
      },
    ])
  })

  test('to the same value adds nothing to the history', async () => {
    const line = await added(phone(1))
    expect(await correct(db, self(), line, phone(1))).toEqual({ done: line })
    expect((await reachOf()).lines.phones[0]!.earlier).toEqual([])
  })

  test('of a line that was replaced already says what stands there now', async () => {
    const first = await added(phone(1))
    const second = lineOf(await correct(db, self(), first, phone(2)))
    expect(await correct(db, self(), first, phone(3))).toMatchObject({
      replaced: { id: first },
      now: { id: second, contact: phone(2) },
    })
    expect(numbers(await reachOf())).toEqual(['+12025550102'])
  })

  test('in eight windows at once leaves one value, and tells the other seven', async () => {
    const line = await added(phone(0))
    const changes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(last => correct(db, self(), line, phone(last))))
    const saved = changes.filter(change => typeof change === 'object' && 'done' in change)
    const overtaken = changes.filter(change => typeof change === 'object' && 'replaced' in change)
    expect([saved.length, overtaken.length]).toEqual([1, 7])
    const { lines } = await reachOf()
    expect(lines.phones).toMatchObject([{ id: lineOf(saved[0]!), earlier: [{ id: line }] }])
    const [rows] = await db.asOwner<{ count: string }>('select count(id) from profile.contact where person_id = $1', [
      person.id,
    ])
    expect(rows!.count).toBe('2')
  })

  test('cannot make an address of a phone number', async () => {
    const line = await added(phone(1))
    const address = { kind: 'address', value: { street: 'A 1', city: 'Liège', country: 'BE' } } as const
    expect(await correct(db, self(), line, address)).toBe('unknown')
  })
})

describe('the same again', () => {
  test('is answered as the first, whether it comes later or at the same moment', async () => {
    const first = await added(phone(1))
    expect(await addOwn(db, self(), phone(1))).toEqual({ done: first })
    const at = { kind: 'address', value: { street: 'Demerstraat 1', city: 'Hasselt', country: 'BE' } } as const
    const changes = await Promise.all([1, 2, 3, 4, 5, 6].map(() => addOwn(db, self(), at)))
    expect(new Set(changes.map(lineOf)).size).toBe(1)
    const { lines } = await reachOf()
    expect([lines.phones.length, lines.addresses.length]).toEqual([1, 1])
  })

  test('sent as a correction twice is one correction', async () => {
    const first = await added(phone(1))
    const second = lineOf(await correct(db, self(), first, phone(2)))
    expect(await correct(db, self(), first, phone(2))).toEqual({ done: second, former: first })
    expect((await reachOf()).lines.phones).toMatchObject([{ id: second, earlier: [{ id: first }] }])
  })

  test('with something else noted beside it is told where it stands', async () => {
    const first = await added(phone(1))
    const work: Contact = { kind: 'phone', value: { number: '+12025550101', country: 'US', use: 'work' } }
    expect(await addOwn(db, self(), work)).toMatchObject({ there: { id: first } })
    const other = await added(phone(2))
    expect(await correct(db, self(), other, phone(1))).toMatchObject({ there: { id: first } })
    lineOf(await correct(db, self(), first, work))
    expect(numbers(await reachOf()).sort()).toEqual(['+12025550101', '+12025550102'])
  })

  test('comes back as often as it was removed, and two people may have the same', async () => {
    for (let time = 0; time < 3; time += 1) await remove(db, self(), await added(phone(7)))
    await added(phone(7))
    lineOf(await addOwn(db, self(other), phone(7)))
    expect((await reachOf()).lines.phones).toHaveLength(1)
    expect((await reachOf(other)).lines.phones).toHaveLength(2)
  })
})

describe('an undo', () => {
  test('of a correction, of a removal and of an undo leads back, and all of it stays as history', async () => {
    const first = await added(phone(1))
    const second = lineOf(await correct(db, self(), first, phone(2)))
    const undone = (await putBack(db, self(), first)) as { done: string; former: string }
    expect(undone.former).toBe(second)
    const again = (await putBack(db, self(), undone.former)) as { done: string; former: string }
    expect((await reachOf()).lines.phones).toMatchObject([{ contact: phone(2), earlier: [{}, {}, { id: first }] }])
    await remove(db, self(), again.done)
    const back = lineOf(await putBack(db, self(), again.done))
    await remove(db, self(), back)
    expect((await reachOf()).lines.phones).toEqual([])
    expect((await reachOf()).lines.removed).toMatchObject([{ id: back, earlier: [{}, {}, {}, {}] }])
  })
})

describe('the country', () => {
  const country = (code: string): Contact => ({ kind: 'country', value: { country: code } })
  test('is one, however many windows say it', async () => {
    const changes = await Promise.all(['BE', 'NL', 'FR', 'DE'].map(code => addOwn(db, self(), country(code))))
    expect(changes.filter(change => change === 'limit')).toHaveLength(3)
    expect((await reachOf()).lines.countries).toHaveLength(1)
  })
})

describe('what was removed', () => {
  test('is used no more, stays as history, and can be put back', async () => {
    const line = await added(phone(1))
    lineOf(await remove(db, self(), line))
    const gone = await reachOf()
    expect(gone.lines.phones).toEqual([])
    expect(gone.lines.removed).toMatchObject([{ id: line, contact: phone(1) }])
    lineOf(await putBack(db, self(), line))
    const back = await reachOf()
    expect(back.lines.phones).toMatchObject([{ contact: phone(1), earlier: [{ id: line }] }])
    expect(back.lines.removed).toEqual([])
  })

  test('comes back once, however many windows ask for it', async () => {
    const line = await added(phone(1))
    await remove(db, self(), line)
    await Promise.all([1, 2, 3, 4].map(() => putBack(db, self(), line)))
    expect(numbers(await reachOf())).toEqual(['+12025550101'])
  })

  test('cannot be removed twice', async () => {
    const line = await added(phone(1))
    await remove(db, self(), line)
    expect(await remove(db, self(), line)).toMatchObject({ replaced: { id: line }, now: undefined })
  })

  test('a correction is taken back by putting the former value in its place', async () => {
    const first = await added(phone(1))
    await correct(db, self(), first, phone(2))
    lineOf(await putBack(db, self(), first))
    const { lines } = await reachOf()
    expect(lines.phones).toMatchObject([{ contact: phone(1), earlier: [{ contact: phone(2) }, { id: first }] }])
  })
})

describe('a profile', () => {
  test('holds twenty of a kind and no more, also when they come at once', async () => {
    const changes = await Promise.all(Array.from({ length: mostLines + 4 }, (_, at) => addOwn(db, self(), phone(at))))
    expect(changes.filter(change => change === 'limit')).toHaveLength(4)
    expect((await reachOf()).lines.phones).toHaveLength(mostLines)
    const [one] = (await reachOf()).lines.phones
    await remove(db, self(), one!.id)
    lineOf(await addOwn(db, self(), phone(50)))
    expect(await putBack(db, self(), one!.id)).toBe('limit')
  })
})

describe('nobody else', () => {
  test('sees, corrects, removes or puts back a line of mine', async () => {
    const theirs = (await reachOf(other)).lines.phones[0]!.id
    expect((await reachOf()).lines.phones).toEqual([])
    expect(await correct(db, self(), theirs, phone(9))).toBe('unknown')
    expect(await remove(db, self(), theirs)).toBe('unknown')
    expect(await putBack(db, self(), theirs)).toBe('unknown')
    expect(await correct(db, self(), randomUUID(), phone(9))).toBe('unknown')
    expect(numbers(await reachOf(other))).toEqual(['+32 0 000 01 24'])
  })

  test('is let through by the gate with my name in the request', async () => {
    const subject = { person: other.id }
    const read = await db.gate.read(
      { act: 'profile.view', actor: self(), subject },
      { contacts: store.contacts(other.id) },
    )
    const written = await db.gate.write(
      { act: 'profile.correct', actor: self(), subject },
      { end: store.end((await reachOf(other)).lines.phones[0]!.id, other.id, db.clock.now()) },
    )
    for (const answer of [read, written]) {
      expect(answer).toBeInstanceOf(Refusal)
      expect(answer).toMatchObject({ code: 'not-the-person' })
    }
  })

  test('is reached by a statement about another person than the request is about', async () => {
    const theirs = (await reachOf(other)).lines.phones[0]!.id
    const subject = { person: person.id }
    const read = done(
      await db.gate.read({ act: 'profile.view', actor: self(), subject }, { contacts: store.contacts(other.id) }),
    )
    expect(read.contacts).toEqual([])
    const from = { at: db.clock.now(), source: 'web', version: 4 }
    for (const change of [
      store.end(theirs, other.id, from.at),
      store.add(randomUUID(), other.id, phone(9), from),
      store.add(randomUUID(), other.id, phone(9), from, theirs),
    ]) {
      await expect(db.gate.write({ act: 'profile.correct', actor: self(), subject }, { change })).rejects.toThrow()
    }
    expect(numbers(await reachOf(other))).toEqual(['+32 0 000 01 24'])
  })

  test('but the system brings a contact in, and a customer cannot act as the system', async () => {
    const from = { at: db.clock.now(), source: 'shop', version: 4 }
    const forged = await db.gate.write(
      { act: 'profile.import', actor: self(), subject: { person: person.id } },
      { add: store.add(randomUUID(), person.id, phone(9), from) },
    )
    expect(forged).toMatchObject({ code: 'not-the-person' })
  })
})

describe('a name', () => {
  const namesOf = async () => done((await viewOwn(db, self())).names)

  test('is corrected at once and keeps what it was', async () => {
    const [now] = await namesOf()
    expect(await correctName(db, self(), now!.id, 'An Peeters-Maes')).toBe('done')
    expect(await namesOf()).toMatchObject([
      { value: 'An Peeters-Maes', replacedAt: null },
      { id: now!.id, value: 'An Maes', replacedAt: db.clock.now() },
    ])
  })

  test('corrected in six windows at once is one name afterwards', async () => {
    const [now] = await namesOf()
    const ends = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(at => correctName(db, self(), now!.id, `An ${'B'.repeat(at)}`)),
    )
    expect(ends.filter(end => end === 'done')).toHaveLength(1)
    expect(ends.filter(end => typeof end === 'object' && 'replaced' in end)).toHaveLength(5)
    const names = await namesOf()
    expect(names.map(({ replacedAt }) => replacedAt === null)).toEqual([true, false])
  })

  test('of somebody else is nobody’s to correct', async () => {
    const [theirs] = done((await viewOwn(db, self(other))).names)
    expect(await correctName(db, self(), theirs!.id, 'Mallory')).toBe('unknown')
    expect(done((await viewOwn(db, self(other))).names)[0]!.value).toBe('Luc Fontaine')
  })
})

describe('a language', () => {
  const languagesOf = async () => done((await viewOwn(db, self())).languages)

  test('keeps what it was, with the moments between', async () => {
    const start = db.clock.now()
    db.clock.advance(1000)
    const nl = db.clock.now()
    await changeLanguage(db, self(), 'nl')
    db.clock.advance(1000)
    await changeLanguage(db, self(), 'fr')
    expect(await languagesOf()).toMatchObject([
      { value: 'fr', at: db.clock.now(), replacedAt: null },
      { value: 'nl', at: nl, replacedAt: db.clock.now() },
      { value: 'en', at: start, replacedAt: nl },
    ])
  })

  test('changed to what it is changes nothing', async () => {
    expect(await changeLanguage(db, self(), 'en')).toBe('done')
    expect(await languagesOf()).toHaveLength(1)
  })

  test('changed in three windows at once loses no step', async () => {
    await Promise.all(['nl', 'fr', 'de'].map(next => changeLanguage(db, self(), next)))
    const values = (await languagesOf()).map(({ value }) => value)
    expect([...values].sort()).toEqual(['de', 'en', 'fr', 'nl'])
  })

  test('that was noted is never rewritten', async () => {
    await changeLanguage(db, self(), 'nl')
    const login = await db.connectAs(db.login('self'))
    expect(await attempt(login, "update people.language_change set former = 'fr'")).toBe(refused)
    expect(await attempt(login, 'delete from people.language_change')).toBe(refused)
  })
})
