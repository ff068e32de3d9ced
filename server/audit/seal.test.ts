import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { sealAll } from '../../test/seal.ts'
import { withClient } from '../base/installation.ts'
import { createEvidence } from './evidence.ts'
import { createSealing, type Sealing } from './seal.ts'
import { verify, type VerifyOptions } from './verify.ts'

let db: TestDatabase
let sealing: Sealing
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await db.asOwner('truncate audit.evidence, audit.seal, audit.tally')
  sealing = newSealing()
})

const newSealing = () =>
  createSealing({ connections: db.connections, vault: db.vault, clock: db.clock, role: db.login('seal') })
const check = (options?: VerifyOptions) => withClient(db.owner, client => verify(client, db.vault.publicKey, options))
const line = {
  form: {
    act: 'desk.open-for-support',
    purpose: 'support',
    clause: 'why.support',
    version: 4,
    by: 'staff',
    part: 'service-desk/hes',
    fields: ['profile.contact.value'],
    outcome: 'done',
  },
  actor: Buffer.alloc(16, 1),
  subject: Buffer.alloc(16, 2),
  reference: null,
} as const

/** Writes lines and seals them, some to each seal. */
async function sealed(...numbers: number[]): Promise<void> {
  const evidence = createEvidence(db.connections, db.login('evidence'), db.clock)
  for (const number of numbers) {
    for (let at = 0; at < number; at += 1) await evidence.append([{ ...line, reference: `case ${at}` }])
    expect(await sealAll(db, sealing)).toBe(number)
  }
}

describe('sealing', () => {
  it('closes every line, and the chain verifies with nothing but the public key', async () => {
    await sealed(3, 1, 5)
    expect(await check()).toMatchObject({ unbroken: true, seals: 3, lines: 9 })
    expect(await sealAll(db, sealing)).toBe(0)
    expect(await db.asOwner('select act, outcome, lines from audit.tally')).toEqual([
      { act: 'desk.open-for-support', outcome: 'done', lines: '9' },
    ])
  })

  it('says how many lines it has not closed yet', async () => {
    await sealed(2)
    const evidence = createEvidence(db.connections, db.login('evidence'), db.clock)
    for (let at = 0; at < 3; at += 1) await evidence.append([line])
    expect(await check()).toMatchObject({ unbroken: true, lines: 2, unsealed: 3 })
    await sealAll(db, sealing)
    expect(await check()).toMatchObject({ unbroken: true, lines: 5, unsealed: 0 })
  })

  it('leaves lines alone while a transaction runs that could still add one below them', async () => {
    const slow = await db.connectAs(db.owner.user)
    const [form] = await formIds()
    await slow.query('begin')
    await slow.query(`insert into audit.evidence (at, form) values ('2026-11-02', $1)`, [form])
    const evidence = createEvidence(db.connections, db.login('evidence'), db.clock)
    await evidence.append([line])
    for (let calls = 0; calls < 4; calls += 1) expect(await sealing.sealNew()).toBe(0)
    await slow.query('commit')
    expect(await sealAll(db, sealing)).toBe(2)
    expect(await check()).toMatchObject({ unbroken: true, lines: 2 })
  })

  it('loses nothing of many writers, whoever seals meanwhile', async () => {
    const writers = Array.from({ length: 8 }, () => createEvidence(db.connections, db.login('evidence'), db.clock))
    const jobs = [sealing, newSealing()]
    let writing = true
    const seal = async (job: Sealing): Promise<void> => {
      while (writing) await job.sealNew()
    }
    const sealers = jobs.map(seal)
    await Promise.all(
      writers.map(async writer => {
        for (let at = 0; at < 40; at += 1) await writer.append([line])
      }),
    )
    writing = false
    await Promise.all(sealers)
    await sealAll(db, sealing)
    expect(await check()).toMatchObject({ unbroken: true, lines: 320 })
  })

  it('goes on where another process stopped, also in a restored database whose transactions count from anew', async () => {
    await sealed(2)
    await db.asOwner(`update audit.evidence set transaction = '9000000000'`)
    sealing = newSealing()
    await sealed(2)
    expect(await check()).toMatchObject({ unbroken: true, seals: 2, lines: 4 })
  })
})

describe('verifying finds', () => {
  const broken = (fault: string, position: number) => ({ unbroken: false, fault, position })
  const ids = async (): Promise<string[]> =>
    (await db.asOwner<{ id: string }>('select id::text as id from audit.evidence order by id')).map(row => row.id)

  beforeEach(() => sealed(2, 4, 2))

  it.each([
    ['an altered outcome or subject', `update audit.evidence set subject = '\\x00' where id = $1`],
    ['an altered moment', `update audit.evidence set at = at + interval '1 microsecond' where id = $1`],
    [
      'a line that says another act',
      `update audit.evidence set form = (select id from audit.form where id <> form limit 1) where id = $1`,
    ],
  ])('%s', async (_what, sql) => {
    await db.asOwner(sql, [(await ids())[3]])
    expect(await check()).toMatchObject(broken('lines', 2))
  })

  it('a form that was made to say something else', async () => {
    await db.asOwner('alter table audit.form drop constraint form_id_is_its_hash')
    await db.asOwner(`update audit.form set outcome = 'objected' where id in (select form from audit.evidence)`)
    expect(await check()).toMatchObject(broken('lines', 1))
    await db.asOwner(`update audit.form set outcome = 'done' where id in (select form from audit.evidence)`)
    expect(await check()).toMatchObject({ unbroken: true })
  })

  it('a deleted line', async () => {
    await db.asOwner('delete from audit.evidence where id = $1', [(await ids())[4]])
    expect(await check()).toMatchObject(broken('number-of-lines', 2))
  })

  it('a line that was put before others later, also in the place of another', async () => {
    await db.asOwner(
      'insert into audit.evidence (id, at, form) overriding system value select 0, at, form from audit.evidence limit 1',
    )
    expect(await check()).toMatchObject(broken('number-of-lines', 1))
    await db.asOwner('delete from audit.evidence where id = $1', [(await ids())[1]])
    expect(await check()).toMatchObject(broken('lines', 1))
  })

  it('lines that changed places', async () => {
    const [, , a, b] = await ids()
    await db.asOwner(
      `update audit.evidence e set reference = o.reference from audit.evidence o
        where (e.id, o.id) in (($1, $2), ($2, $1))`,
      [a, b],
    )
    expect(await check()).toMatchObject(broken('lines', 2))
  })

  it('seals and lines that were cut from the end', async () => {
    const kept = (
      await db.asOwner<{ head: string }>(`select encode(head, 'hex') as head from audit.seal where position = 3`)
    )[0]!
    await db.asOwner('delete from audit.evidence where id > (select until_id from audit.seal where position = 2)')
    await db.asOwner('delete from audit.seal where position = 3')
    expect(await check()).toMatchObject(broken('seals-cut', 3))
    await db.asOwner('update audit.tally set lines = 6')
    expect(await check()).toMatchObject({ unbroken: true, lines: 6 })
    expect(await check({ kept: { position: 3, head: kept.head } })).toMatchObject(broken('not-as-kept', 3))
  })

  it('a seal taken from the middle, and one signed by somebody else', async () => {
    await db.asOwner(
      `update audit.seal set signature = (select signature from audit.seal where position = 1) where position = 2`,
    )
    expect(await check()).toMatchObject(broken('signature', 2))
    await db.asOwner('delete from audit.seal where position = 2')
    expect(await check()).toMatchObject(broken('seal-missing', 2))
  })

  it('nothing wrong where old lines were deleted because their time was over', async () => {
    await db.asOwner('delete from audit.evidence where id <= (select until_id from audit.seal where position = 1)')
    expect(await check()).toMatchObject(broken('number-of-lines', 1))
    expect(await check({ linesSince: new Date('2027-01-01') })).toMatchObject({ unbroken: true, lines: 8 })
  })
})

async function formIds(): Promise<string[]> {
  const evidence = createEvidence(db.connections, db.login('evidence'), db.clock)
  await evidence.append([{ ...line, form: { ...line.form, act: 'desk.find-for-support' } }])
  await db.asOwner('truncate audit.evidence')
  return (await db.asOwner<{ id: string }>('select id from audit.form')).map(row => row.id)
}
