import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type pg from 'pg'
import { attempt, refused } from '../attempt.ts'
import { loginsOf } from '../catalogue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { done, type Person } from '../person.ts'
import { statement } from '../../server/policy/statement.ts'

let db: TestDatabase
let victim: Person
let pseudonym: Buffer
let logins: { purpose: string; role: string; client: pg.Client }[]
beforeAll(async () => {
  db = await testDatabase()
  victim = await db.newPerson({ phone: '+32 0 000 01 23' })
  pseudonym = db.vault.recall(victim.id)!.pseudonym
  logins = await Promise.all(
    (await loginsOf(db)).map(async ({ purpose, role }) => ({ purpose, role, client: await db.connectAs(role, '*') })),
  )
})
afterAll(() => db.close())

interface Form {
  writer: string
  act: string
  purpose: string
  by: string
}

/** What a login would send to write down a form, its id the hash that it must be. */
function formSql({ writer, act, purpose, by }: Form): string {
  const text = [writer, act, purpose, 'why.support', 4, by, '', 'people.name.value', 'done'].join('\n')
  const id = createHash('sha256').update(text).digest('hex').slice(0, 32)
  return `insert into audit.form (id, writer, act, purpose, clause, version, by, part, fields, outcome)
          values ('${id}', '${writer}', '${act}', '${purpose}', 'why.support', 4, '${by}', '', '{people.name.value}', 'done')`
}

const lineSql = (form: string) =>
  `insert into audit.evidence (at, form, subject) values ('2026-11-02', '${form}', '\\x${pseudonym.toString('hex')}')`

/** The logins that write evidence. */
const writers = () => logins.filter(({ purpose, role }) => purpose !== 'gate' && role !== db.login('seal'))
const isSlot = (role: string) => role !== db.login('self') && role !== db.login('evidence')

describe('evidence', () => {
  it('is written by each login in its own name, for its own purpose', async () => {
    for (const { purpose, role, client } of writers()) {
      const by = role === db.login('self') ? 'customer' : 'system'
      expect(await attempt(client, formSql({ writer: role, act: 'x.y', purpose, by })), role).toBe('allowed: 1')
    }
  })

  it('is forged by no login in the name of another', async () => {
    for (const { purpose, role, client } of logins)
      for (const other of [
        db.login('self'),
        db.login('evidence'),
        db.roleOf('support'),
        db.roleOf('evidence'),
        db.owner.user,
      ]) {
        if (other === role) continue
        for (const by of ['customer', 'system'])
          expect(
            await attempt(client, formSql({ writer: other, act: 'x.y', purpose, by })),
            `${role} as ${other}`,
          ).toBe(refused)
      }
  })

  it('is forged by no purpose for another purpose, nor as if the customer had acted', async () => {
    for (const { purpose, role, client } of writers().filter(login => isSlot(login.role))) {
      const other = purpose === 'support' ? 'account' : 'support'
      expect(await attempt(client, formSql({ writer: role, act: 'x.y', purpose: other, by: 'system' })), purpose).toBe(
        refused,
      )
      expect(await attempt(client, formSql({ writer: role, act: 'x.y', purpose, by: 'customer' })), purpose).toBe(
        refused,
      )
    }
  })

  it('is forged by the login for customers only as what customers did', async () => {
    const self = logins.find(login => login.role === db.login('self'))!
    for (const by of ['staff', 'system', 'stranger']) {
      const sql = formSql({ writer: self.role, act: 'people.view', purpose: 'account', by })
      expect(await attempt(self.client, sql), by).toBe(refused)
    }
  })

  it('takes no line on a form that another login wrote, or that does not exist', async () => {
    const forms = await db.asOwner<{ id: string; writer: string }>('select id, writer from audit.form')
    expect(forms.length).toBeGreaterThan(1)
    for (const { role, client } of logins) {
      for (const form of forms)
        expect(await attempt(client, lineSql(form.id)), `${role} on ${form.writer}`).toBe(
          form.writer === role ? 'allowed: 1' : refused,
        )
      expect(await attempt(client, lineSql('00000000-0000-0000-0000-000000000000')), role).toBe(refused)
    }
  })

  it('takes no form whose id is not the hash of what it says', async () => {
    for (const { purpose, role, client } of writers()) {
      const by = role === db.login('self') ? 'customer' : 'system'
      const sql = formSql({ writer: role, act: 'x.y', purpose, by }).replace(
        /'\w{32}'/,
        `'00000000-0000-0000-0000-000000000000'`,
      )
      expect(await attempt(client, sql), role).toBe('23514')
      const split = formSql({ writer: role, act: 'x\ny', purpose, by })
      expect(await attempt(client, split), role).toBe('23514')
    }
  })

  it('gets its number and its transaction from PostgreSQL and from nobody else', async () => {
    const [form] = await db.asOwner<{ id: string }>('select id from audit.form')
    const chosen = [
      `insert into audit.evidence (id, at, form) overriding system value values (1, '2026-11-02', '${form!.id}')`,
      `insert into audit.evidence (id, at, form) overriding user value values (1, '2026-11-02', '${form!.id}')`,
      `insert into audit.evidence (transaction, at, form) values ('1', '2026-11-02', '${form!.id}')`,
      `copy audit.evidence (id, transaction, at, form) from stdin`,
    ]
    for (const { role, client } of logins)
      for (const sql of chosen) expect(await attempt(client, sql), `${role}: ${sql}`).toBe(refused)
  })

  it('is changed, deleted or emptied by no login', async () => {
    const attacks = ['audit.evidence', 'audit.form', 'audit.seal'].flatMap(table => [
      `delete from ${table}`,
      `truncate ${table}`,
      `drop table ${table}`,
      `alter table ${table} disable row level security`,
      `alter table ${table} disable trigger all`,
      `alter table ${table} add column mine text`,
      `lock table ${table} in access exclusive mode`,
    ])
    attacks.push(
      `update audit.evidence set subject = null`,
      `update audit.evidence set form = form`,
      `update audit.evidence set at = at`,
      `update audit.form set outcome = 'done'`,
      `update audit.form set fields = '{}'`,
      `update audit.seal set head = ''`,
      `update audit.seal set signature = ''`,
      'delete from audit.tally',
      'truncate audit.tally',
      `update audit.tally set act = 'x.y'`,
      'alter sequence audit.evidence_id_seq restart',
    )
    const done: string[] = []
    for (const { role, client } of logins)
      for (const sql of attacks) {
        const answer = await attempt(client, sql)
        if (answer !== refused) done.push(`${role}: ${sql}: ${answer}`)
      }
    expect(done).toEqual([])
  })

  it('is sealed by the sealing login alone', async () => {
    const seal = `insert into audit.seal (position, until_id, lines, head, at, signature) values (99, 99, 0, '', '2026-11-02', '')`
    const tally = `insert into audit.tally (day, clause, act, outcome, lines) values ('2026-11-02', 'x', 'x.y', 'done', 1)`
    for (const { role, client } of logins)
      for (const sql of [seal, tally])
        expect(await attempt(client, sql), role).toBe(role === db.login('seal') ? 'allowed: 1' : refused)
  })
})

describe('a customer who reads the evidence', () => {
  const ownLines = statement<'audit.view-own', { act: string }>({
    name: 'test-own-lines',
    text: 'select act from audit.line order by id desc',
  })
  const read = (person: string) =>
    db.gate.read(
      { act: 'audit.view-own', actor: { kind: 'customer', person }, subject: { person } },
      { lines: ownLines },
    )

  it('sees every line about them and no line about anybody else', async () => {
    const other = await db.newPerson()
    const acts = async (person: string) => done(await read(person)).lines.map(line => line.act)
    expect(await acts(victim.id)).toEqual(['profile.correct', 'people.sign-up'])
    expect(await acts(other.id)).toEqual(['people.sign-up'])
  })

  it('is refused by the gate when the subject is somebody else', async () => {
    const answer = await db.gate.read(
      {
        act: 'audit.view-own',
        actor: { kind: 'customer', person: victim.id },
        subject: { person: (await db.newPerson()).id },
      },
      { lines: ownLines },
    )
    expect(answer).toMatchObject({ code: 'not-the-person' })
  })

  it('sees no line without having said who they are, nor with a pseudonym that is not theirs, nor who acted', async () => {
    const self = await db.connectAs(db.login('self'))
    for (const guess of ['', '00', 'ff'.repeat(16)]) {
      await self.query(`select set_config('abide.pseudonym', $1, false), set_config('abide.person', $2, false)`, [
        guess,
        victim.id,
      ])
      expect((await self.query('select id from audit.evidence')).rows).toEqual([])
      expect((await self.query('select id from audit.line')).rows).toEqual([])
    }
    await self.query(`select set_config('abide.pseudonym', $1, false)`, [pseudonym.toString('hex')])
    expect((await self.query('select id from audit.line')).rows).toHaveLength(2)
    expect(await attempt(self, 'select actor from audit.evidence')).toBe(refused)
  })
})

describe('versions of the policy', () => {
  it('and what each purpose was given are read by the gate, and changed by no login', async () => {
    for (const { role, client } of logins) {
      for (const table of ['policy.version', 'policy.compiled'])
        expect(await attempt(client, `select * from ${table}`), role).toBe(
          role === db.login('gate') ? 'allowed: 1' : refused,
        )
      for (const sql of [
        `update policy.version set source = ''`,
        `insert into policy.version (number) values (5)`,
        'delete from policy.compiled',
        `update policy.slot set purpose = 'support'`,
        `update policy.slot set bit = 0`,
        `insert into policy.slot (role) values ('mine')`,
        `update base.installation set prefix = 'mine'`,
        `select prefix from base.installation`,
        `insert into public.abide_migration (name) values ('mine')`,
      ])
        expect(await attempt(client, sql), `${role}: ${sql}`).toBe(refused)
    }
  })
})
