import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import type pg from 'pg'
import { createEvidence } from '../../server/audit/index.ts'
import { Connections } from '../../server/base/connections.ts'
import { Failure } from '../../server/base/failure.ts'
import { withClient } from '../../server/base/installation.ts'
import type { LoadedPolicy } from '../../server/policy/document.ts'
import { createGate } from '../../server/policy/gate.ts'
import { loadPolicyFromSources } from '../../server/policy/load.ts'
import { applyDue, loadVersion, publish, PublishError } from '../../server/policy/publish.ts'
import { statement } from '../../server/policy/statement.ts'
import { attempt, refused } from '../attempt.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { done, type Person } from '../person.ts'

let db: TestDatabase
let person: Person
beforeEach(async () => {
  db = await testDatabase()
  person = await db.newPerson({ name: 'Jo Peeters', phone: '+32 0 000 01 23' })
})
afterEach(() => db.close())

/** The policy in force with something changed, as its next version. */
function nextVersion(change: (policy: ReturnType<typeof parseDocument>) => void, version = 5): LoadedPolicy {
  const { loaded } = db.state.current().compiled
  const yaml = parseDocument(loaded.source)
  yaml.setIn(['policy', 'version'], version)
  change(yaml)
  const texts = Object.fromEntries(Object.entries(loaded.texts).map(([language, text]) => [language, text.source]))
  return loadVersion({ number: version, source: String(yaml), texts, assessments: { ...loaded.assessments } })
}

/** Contact data struck from support, and from those who get data for support alone. */
const withoutContact = (version = 5) =>
  nextVersion(yaml => {
    yaml.setIn(['purposes', 'support', 'uses'], ['identity', 'products', 'interactions', 'organisation'])
    for (const recipient of ['repair', 'night-desk'])
      yaml.setIn(['recipients', recipient, 'gets'], ['identity', 'products', 'interactions'])
  }, version)

const now = () => db.clock.now()
const put = (policy: LoadedPolicy, effective = now()) =>
  withClient(db.owner, client => publish(client, policy, now(), effective))
const apply = (declarations = db.declarations) =>
  withClient(db.owner, client => applyDue(client, declarations, db.prefix, now()))
const inForce = async () => (await db.asOwner<{ version: number }>('select version from policy.compiled'))[0]!.version

/** All that any login may do, as PostgreSQL's catalogue has it. */
const privileges = () =>
  db.asOwner(
    `select c.oid::regclass::text as name, relacl::text as acl from pg_class c where relacl is not null and relnamespace >= 16384
     union all select a.attrelid::regclass || '.' || attname, attacl::text from pg_attribute a where attacl is not null and attrelid >= 16384
     union all select role, purpose from policy.slot order by 1`,
  )

const agent = {
  kind: 'staff',
  person: '00000000-0000-7000-8000-000000000001',
  pseudonym: Buffer.alloc(16, 1),
  role: 'service-desk',
  controller: 'hes',
  purposes: ['support'],
} as const

const openContacts = (acknowledged: number, gate = db.gate) =>
  gate.read(
    { act: 'desk.open-for-support', actor: { ...agent, acknowledged }, subject: { person: person.id } },
    {
      contacts: statement<'desk.open-for-support', { value: { number: string } }>({
        name: 'test-contacts',
        text: 'select value from profile.contact where person_id = $1',
        values: [person.id],
        opens: { value: 'profile.contact.value' },
      }),
    },
  )

describe('a category struck from a purpose and published', () => {
  let support: pg.Client
  const read = 'select value from profile.contact'
  beforeEach(async () => {
    support = await db.connectAs(db.roleOf('support'), 'hes')
    expect(await attempt(support, read)).toBe('allowed: 1')
    expect(done(await openContacts(4)).contacts).toEqual([{ value: { number: '+32 0 000 01 23' } }])
    await put(withoutContact())
    await apply()
  })

  it('is refused to plain SQL on the connection that read it before, and on a new one', async () => {
    expect(await attempt(support, read)).toBe(refused)
    expect(await attempt(support, 'select address from people.account')).toBe(refused)
    expect(await attempt(support, 'select value from people.name')).toBe('allowed: 1')
    expect(await attempt(await db.connectAs(db.roleOf('support'), 'hes'), read)).toBe(refused)
  })

  it('is no longer shown by the gate, which hears of it from the refusal and says what is not promised', async () => {
    // Judged by version 4, refused by PostgreSQL, judged again by version 5, which the agent has not acknowledged.
    expect(await openContacts(4)).toMatchObject({ code: 'not-acknowledged', version: 5 })
    // A store that still asks for what the act once read gets nothing.
    await expect(openContacts(5)).rejects.toMatchObject({ code: refused })
    const found = await db.gate.read(
      { act: 'desk.find-for-support', actor: { ...agent, acknowledged: 5 }, subject: 'none' },
      { all: statement<'desk.find-for-support'>({ name: 'test-find', text: read }) },
    )
    expect(found).toMatchObject({ code: 'category-not-promised' })
  })

  it('is still there for the purposes that use it, and for the person', async () => {
    const account = await db.connectAs(db.roleOf('account'), 'hes')
    expect(await attempt(account, read)).toBe('allowed: 1')
    const self = await db.connectAs(db.login('self'))
    await self.query(`select set_config('abide.person', $1, false)`, [db.vault.personToken(person.id)])
    expect(await attempt(self, read)).toBe('allowed: 1')
  })

  it('comes back when a later version promises it again', async () => {
    await put(nextVersion(() => {}, 6))
    await apply()
    expect(await attempt(support, read)).toBe('allowed: 1')
  })
})

describe('publishing', () => {
  it('of an older version than the one in force is refused: numbers only go up', async () => {
    const four = db.state.current().compiled.loaded
    await put(nextVersion(() => {}))
    await apply()
    await expect(put(four)).rejects.toThrow(/Version 5 is in force, .* under the number 6\./)
    await apply()
    expect(await inForce()).toBe(5)
  })

  it('twice changes nothing the second time', async () => {
    await put(withoutContact())
    expect((await apply())!.changes.length).toBeGreaterThan(0)
    const before = [
      await privileges(),
      await db.asOwner('select * from policy.version'),
      await db.asOwner('select * from policy.compiled'),
    ]
    await put(withoutContact())
    expect((await apply())!.changes).toEqual([])
    expect([
      await privileges(),
      await db.asOwner('select * from policy.version'),
      await db.asOwner('select * from policy.compiled'),
    ]).toEqual(before)
  })

  it('keeps a lawyer’s questions with the version; the same words again replace the questions alone', async () => {
    const stored = () =>
      db.asOwner('select number, cases, published_at from policy.version where number >= 5 order by number')
    const first = db.clock.now()
    await put({ ...withoutContact(), cases: '- one' })
    await apply()
    db.clock.advance(60_000)
    await put({ ...withoutContact(), cases: '- two' })
    expect(await stored()).toEqual([{ number: 5, cases: '- two', published_at: first }])
    await put(withoutContact())
    await put(nextVersion(() => {}, 6))
    expect(await stored()).toEqual([
      { number: 5, cases: '- two', published_at: first },
      { number: 6, cases: null, published_at: db.clock.now() },
    ])
    expect(await inForce()).toBe(5)
  })

  it('that fails half-way changes nothing at all', async () => {
    const before = await privileges()
    await put(withoutContact())
    // The last of its sentences cannot be carried out: the product declares a table that is not there.
    const holdings = [
      ...db.declarations.holdings,
      { ...db.declarations.holdings.find(one => one.table === 'profile.contact')!, table: 'profile.missing' },
    ]
    await expect(apply({ ...db.declarations, holdings })).rejects.toMatchObject({ code: '42P01' })
    expect(await privileges()).toEqual(before)
    expect(await inForce()).toBe(4)
    const support = await db.connectAs(db.roleOf('support'), 'hes')
    expect(await attempt(support, 'select value from profile.contact')).toBe('allowed: 1')
  })

  it('in parallel gives what one publication gives', async () => {
    await put(withoutContact())
    const results = await Promise.all([apply(), apply(), apply()])
    expect(results.filter(result => result!.changes.length > 0)).toHaveLength(1)
    expect(await inForce()).toBe(5)
    const six = [nextVersion(() => {}, 6), nextVersion(yaml => yaml.setIn(['minimum-group'], 12), 6)]
    await Promise.all(six.map(policy => put(policy)))
    await apply()
    expect(await db.asOwner('select number from policy.version order by number')).toEqual([
      { number: 4 },
      { number: 5 },
      { number: 6 },
    ])
  })

  it('takes from every login what the product no longer declares', async () => {
    const holdings = db.declarations.holdings.filter(holding => holding.table !== 'profile.contact')
    await apply({ ...db.declarations, holdings })
    for (const purpose of ['support', 'account', 'answer-rights']) {
      const client = await db.connectAs(db.roleOf(purpose), '*')
      expect(await attempt(client, 'select id from profile.contact'), purpose).toBe(refused)
    }
    expect(await attempt(await db.connectAs(db.login('self')), 'select id from profile.contact')).toBe(refused)
  })

  it('takes back what somebody granted by hand', async () => {
    const support = db.roleOf('support')
    await db.asOwner(`grant select, delete on people.letter to "${support}"`)
    await db.asOwner(`grant update (agreed) on people.person to "${db.login('self')}"`)
    const client = await db.connectAs(support, 'hes')
    expect(await attempt(client, 'select content from people.letter')).toBe('allowed: 0')
    await put(withoutContact())
    await apply()
    expect(await attempt(client, 'select content from people.letter')).toBe(refused)
    expect(await attempt(client, 'delete from people.letter')).toBe(refused)
    expect(await attempt(await db.connectAs(db.login('self')), 'update people.person set agreed = 0')).toBe(refused)
  })

  it('makes no error of an act that was admitted before it and runs after it, whoever hears of it first', async () => {
    const connections = new Connections({ budget: 1, address: db.address })
    const evidence = createEvidence(db.connections, db.login('evidence'), db.clock)
    const gate = createGate({ ...db, connections, evidence })
    let waiting: ReturnType<typeof openContacts> | undefined
    const login = { role: db.roleOf('support'), region: db.vault.regionToken('hes') }
    await connections.session(login, async () => {
      waiting = openContacts(4, gate)
      await put(withoutContact())
      await apply()
      expect(await db.state.refresh()).toBe(true)
    })
    expect(await waiting).toMatchObject({ code: 'not-acknowledged', version: 5 })
    await connections.close()
  })

  it('is not held up for ever by a login that holds a table: it says so, and changes nothing', async () => {
    const holder = await db.connectAs(db.roleOf('security'), '*')
    await holder.query('begin')
    await holder.query('lock table people.session in access exclusive mode')
    const holdings = db.declarations.holdings.map(holding =>
      holding.table === 'people.session' ? { ...holding, bookkeeping: holding.bookkeeping.slice(1) } : holding,
    )
    const before = await privileges()
    const answer = await apply({ ...db.declarations, holdings }).catch((error: unknown) => error)
    // Up to PostgreSQL 17 privileges change without any lock.
    if (answer instanceof Error) {
      expect(answer).toBeInstanceOf(Failure)
      expect(answer.message).toContain('people.session')
      expect(await privileges()).toEqual(before)
    }
    await holder.query('rollback')
    await apply({ ...db.declarations, holdings })
    expect(await privileges()).not.toEqual(before)
  })

  it('stalls and fails no reader that works meanwhile', async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => db.connectAs(db.roleOf('account'), 'hes')))
    let publishing = true
    let reads = 0
    const reading = clients.map(async client => {
      while (publishing) {
        const { rows } = await client.query({
          name: 'read',
          text: 'select id, value from profile.contact where person_id = $1',
          values: [person.id],
        })
        expect(rows).toHaveLength(1)
        reads += 1
      }
    })
    try {
      for (let version = 5; version < 15; version += 1) {
        await put(version % 2 ? withoutContact(version) : nextVersion(() => {}, version))
        await apply()
      }
    } finally {
      publishing = false
    }
    await Promise.all(reading)
    expect(reads).toBeGreaterThan(10)
    expect(await inForce()).toBe(14)
  })
})

describe('a version dated ahead', () => {
  it('waits, and takes effect by itself when its date has come', async () => {
    await put(withoutContact(), new Date('2026-12-01T00:00:00Z'))
    const support = await db.connectAs(db.roleOf('support'), 'hes')
    await apply()
    expect(await attempt(support, 'select value from profile.contact')).toBe('allowed: 1')
    db.clock.set('2026-11-30T23:59:59.999Z')
    await apply()
    expect(await inForce()).toBe(4)
    db.clock.set('2026-12-01T00:00:00Z')
    await apply()
    expect(await inForce()).toBe(5)
    expect(await attempt(support, 'select value from profile.contact')).toBe(refused)
  })

  it('may be replaced while nobody is bound by it, and never once it is in force', async () => {
    await put(withoutContact(), new Date('2026-12-01T00:00:00Z'))
    await put(nextVersion(() => {}))
    await apply()
    expect(await inForce()).toBe(5)
    await expect(put(withoutContact())).rejects.toThrow(PublishError)
    await expect(put(withoutContact(4))).rejects.toThrow(PublishError)
    await expect(put(withoutContact(3))).rejects.toThrow(PublishError)
  })
})

describe('a policy with an error', () => {
  it('is never published, and the version in force stays in force', async () => {
    const closed = nextVersion(yaml => yaml.setIn(['recipients', 'carrier', 'countries'], ['CN']))
    await expect(put(closed)).rejects.toThrow(PublishError)
    const dangling = nextVersion(yaml => yaml.setIn(['purposes', 'support', 'clause'], 'why.nowhere'))
    await expect(put(dangling)).rejects.toThrow(/errors/)
    expect(await db.asOwner('select number from policy.version')).toEqual([{ number: 4 }])
    await apply()
    expect(await inForce()).toBe(4)
  })

  it('is not even read when a key is unknown', () => {
    const yaml = readFileSync('policies/hesbia.yaml', 'utf8')
    const { loaded, findings } = loadPolicyFromSources({
      yaml: yaml.replace('categories:', 'categoriess:'),
      texts: {},
      assessments: {},
    })
    expect(loaded).toBeUndefined()
    expect(findings.some(finding => finding.level === 'error')).toBe(true)
  })
})
