import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type pg from 'pg'
import { attempt, refused } from '../attempt.ts'
import { loginsOf } from '../catalogue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { type Form, genuineForms, insertForm, parts, tryForm } from '../forms.ts'
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

const lineSql = (form: string) =>
  `insert into audit.evidence (at, form, subject) values ('2026-11-02', '${form}', '\\x${pseudonym.toString('hex')}')`

const clientOf = (role: string) => logins.find(login => login.role === role)!.client
const isSlot = (role: string) => /_(agree|object)_/.test(role)
const evidence = () => db.login('evidence')
/** What a login may rightly write down, if there is anything. */
const genuineOf = (role: string): Form | undefined =>
  genuineForms(db)
    .flatMap(({ written, read }) => [written, read])
    .find(form => form?.writer === role)

/**
 * Has every genuine form forged, and sent by the login that may write the genuine one.
 * @returns those that PostgreSQL let in
 */
async function letIn(forge: (form: Form, untouched: string[]) => Partial<Form>[]): Promise<string[]> {
  const wrong: string[] = []
  let tried = 0
  for (const { written, read, untouched } of genuineForms(db))
    for (const form of [written, read])
      for (const forged of form ? forge(form, untouched) : []) {
        tried += 1
        const answer = await tryForm(clientOf(form!.writer), { ...form!, ...forged })
        if (answer !== refused) wrong.push(`${form!.writer}: ${form!.act} as ${JSON.stringify(forged)}: ${answer}`)
      }
  expect(tried).toBeGreaterThan(30)
  return wrong
}

describe('evidence', () => {
  it('is written by each login of what its acts change, and of what was read or refused by the login for that', async () => {
    const wrong: string[] = []
    const expectAnswer = async (form: Form, wanted: string) => {
      const answer = await tryForm(clientOf(form.writer), form)
      if (!answer.startsWith(wanted)) wrong.push(`${JSON.stringify(form)}: ${answer}`)
    }
    const all = genuineForms(db)
    expect(all.length).toBeGreaterThan(30)
    for (const { written, read } of all) {
      const one = (written ?? read)!
      const purposes = one.by === 'customer' ? db.login('self') : db.roleOf(one.purpose)
      await expectAnswer(written ?? { ...one, writer: purposes }, written ? 'allowed' : refused)
      await expectAnswer(read ?? { ...one, writer: evidence() }, read ? 'allowed' : refused)
      const refusal = { ...one, fields: [], outcome: 'out-of-region' }
      await expectAnswer({ ...refusal, writer: evidence() }, 'allowed')
      await expectAnswer({ ...refusal, writer: purposes }, refused)
    }
    expect(wrong).toEqual([])
  })

  it('is written by no purpose that only reads', async () => {
    const writing = new Set(genuineForms(db).map(({ written }) => written?.writer))
    const reading = logins.filter(({ role }) => isSlot(role) && !writing.has(role))
    expect(reading.map(({ purpose }) => purpose)).toContain('support')
    for (const { purpose, role, client } of reading)
      for (const { written, read } of genuineForms(db))
        expect(await tryForm(client, { ...(written ?? read)!, writer: role }), purpose).toBe(refused)
  })

  it('is forged by no login in the name of another', async () => {
    for (const { role, client } of logins)
      for (const other of [db.login('self'), evidence(), db.roleOf('account'), db.roleOf('security'), db.owner.user]) {
        if (other === role) continue
        const form = genuineOf(other) ?? { ...genuineOf(evidence())!, writer: other }
        expect(await tryForm(client, form), `${role} as ${other}`).toBe(refused)
      }
  })

  it('is forged by no login of an act that was not compiled, or that leaves none', async () => {
    expect(await letIn(() => ['x.y', '', 'people.check-session', 'audit.view-own'].map(act => ({ act })))).toEqual([])
  })

  it('is forged by no login of an act of another purpose, under its own or the other', async () => {
    const others = genuineForms(db).map(({ written, read }) => (written ?? read)!)
    const wrong = await letIn(form =>
      form.writer === evidence()
        ? [{ purpose: form.purpose === 'support' ? 'account' : 'support' }]
        : others
            .filter(other => other.purpose !== form.purpose && (form.by === 'customer') === (other.by === 'customer'))
            .filter(other => form.by !== 'customer' || !other.act.startsWith('profile'))
            .flatMap(({ act, by, clause, part, purpose }) => [
              { act, by, clause, part },
              { act, by, clause, part, purpose },
            ]),
    )
    expect(wrong).toEqual([])
  })

  it('is forged by no login under another clause', async () => {
    expect(
      await letIn(({ clause }) => [
        { clause: clause === 'why.support' ? 'why.account' : 'why.support' },
        { clause: '' },
        { clause: 'why.nowhere' },
      ]),
    ).toEqual([])
  })

  it('is forged by no login under a version that is not in force and never was', async () => {
    expect(await letIn(() => [{ version: 3 }, { version: 5 }, { version: 0 }, { version: -4 }])).toEqual([])
  })

  it('is forged by no login as what another kind of actor did', async () => {
    const kinds = ['customer', 'staff', 'system', 'stranger', '']
    const as = (by: string) => [
      { by, part: '' },
      { by, part: parts()[0]! },
    ]
    expect(await letIn(form => kinds.filter(by => by !== form.by).flatMap(as))).toEqual([])
  })

  it('is forged by no login as what a role or a company did that could not have done it', async () => {
    const wrong = await letIn(({ by, purpose, part }) => {
      if (by !== 'staff') return [{ part: part || parts()[0]! }, { part: '/' }, { part: 'a friend' }]
      const others = parts().filter(one => !parts(purpose).includes(one))
      return [...others, '', 'service-desk', 'service-desk/', '/hes', 'service-desk/mars', 'nobody/hes'].map(one => ({
        part: one,
      }))
    })
    expect(wrong).toEqual([])
  })

  it('is forged by no login with fields that the act could not have touched', async () => {
    const wrong = await letIn((form, untouched) =>
      [...untouched, 'people.nowhere.value', 'a\nname', ''].map(field => ({ fields: [...form.fields, field] })),
    )
    expect(wrong).toEqual([])
  })

  it('says of what was refused that nothing was shown, by which part of us that there is, and in a code', async () => {
    const client = clientOf(evidence())
    const refusal = { ...genuineOf(evidence())!, act: '', fields: [], outcome: 'not-agreed' }
    for (const { written, read } of genuineForms(db)) {
      const one = { ...(written ?? read)!, writer: evidence(), fields: [], outcome: 'not-the-person' }
      const tries: [string, Partial<Form>][] = [
        ['allowed: 1', { by: 'staff', part: 'service-desk/huk' }],
        [refused, { by: 'staff', part: 'nobody/hes' }],
        [refused, { by: 'staff', part: '' }],
        [refused, { by: 'system', part: 'service-desk/huk' }],
        [refused, { by: one.by === 'system' ? 'customer' : 'system', part: '' }],
        [refused, { outcome: 'because I say so' }],
        [refused, { outcome: '' }],
        [refused, { fields: ['people.name.value'] }],
        [refused, { version: 3 }],
        [refused, { clause: 'why.nowhere' }],
      ]
      for (const [wanted, change] of tries)
        expect(await tryForm(client, { ...one, ...change }), `${one.act} ${JSON.stringify(change)}`).toBe(wanted)
    }
    expect(await tryForm(client, refusal)).toBe(refused)
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
    const writers = logins.filter(({ role }) => genuineOf(role))
    expect(writers.length).toBeGreaterThan(4)
    for (const { role, client } of writers)
      expect(await tryForm(client, genuineOf(role)!, '00000000-0000-0000-0000-000000000000'), role).toBe('23514')
    // Two forms with one text would have one id: not even the owner writes a form with a line break in it.
    const { text, values } = insertForm({ ...genuineOf(evidence())!, act: 'x\ny' })
    await expect(db.asOwner(text, values)).rejects.toMatchObject({ code: '23514' })
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
        'delete from policy.act',
        `update policy.act set parts = '{me/mine}'`,
        `insert into policy.act select 'x.y', version, declared, purpose, clause, by, writer, reads, fields, parts from policy.act`,
        `insert into policy.part values ('me/mine')`,
        'select id from policy.process',
        `insert into policy.process values ('00000000-0000-0000-0000-000000000000', '', '{}', '2099-01-01')`,
        `update policy.process set until = '2099-01-01'`,
        `update base.installation set prefix = 'mine'`,
        `select prefix from base.installation`,
        `insert into public.abide_migration (name) values ('mine')`,
      ])
        expect(await attempt(client, sql), `${role}: ${sql}`).toBe(refused)
    }
  })
})
