import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../server/base/ids.ts'
import { openVault } from '../../server/base/vault.ts'
import { copyRules } from '../../server/duties/rights/copy/copy.ts'
import { prepareCopies } from '../../server/duties/rights/copy/jobs.ts'
import { partOf } from '../../server/duties/rights/copy/store.ts'
import { erasePerson } from '../../server/people/index.ts'
import { Refusal } from '../../server/policy/refusal.ts'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../app.ts'
import { everyValue, wordsIn } from '../contents.ts'
import { secret } from '../installation.ts'
import { unzip } from '../unzip.ts'

type Customer = TestVisitor & { person: string; email: string }

let world: TestApp
let an: Customer
let copy: string
/** Where An may fetch it for ten minutes. */
let address: string

const unique = 'Zonnebloemkwekerij'

beforeAll(async () => {
  world = await testApp()
  an = await world.customer({ name: `An ${unique}` })
  copy = await ready(an)
  const permission = await an.call('POST', `/api/rights/copies/${copy}/permission`)
  address = permission.json<{ address: string }>().address
})
afterAll(() => world.close())

async function ready(who: Customer): Promise<string> {
  const asked = await who.call('POST', '/api/rights/copies', {})
  await prepareCopies(world.app.given)
  return asked.json<{ id: string }>().id
}

async function fetched(cookies: Map<string, string>, path = address) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await world.app.server.inject({ method: 'GET', url: path, headers: { cookie } })
  return { status: answer.statusCode, bytes: answer.rawPayload }
}

/** Whether something that came back is, or tells of, An's copy. */
const isCopy = ({ bytes }: { bytes: Buffer }) =>
  bytes.subarray(0, 2).toString() === 'PK' || bytes.toString().includes(unique)

const lines = (act: string) =>
  world.db.asOwner<{ fields: string[] }>(
    `select f.fields from audit.evidence e join audit.form f on f.id = e.form where e.subject = $1 and f.act = $2`,
    [world.db.vault.recall(an.person)!.pseudonym, act],
  )

describe('a copy of somebody’s data', () => {
  it('is theirs to fetch', async () => {
    const answer = await fetched(an.cookies)
    expect(answer.status).toBe(200)
    expect(unzip(answer.bytes)['index.html']).toContain(unique)
  })

  it('is nobody else’s: no other customer’s, no colleague’s, no stranger’s, whatever they send', async () => {
    const luc = await world.customer()
    const officer = await world.colleague('data-protection-officer')
    for (const who of [luc, officer, world.visitor()]) {
      expect(isCopy(await fetched(who.cookies))).toBe(false)
      for (const path of [`/en/privacy-centre/copy/${copy}`, `/api/rights/copies/${copy}`]) {
        const answer = await who.get(path)
        expect([200].includes(answer.status), `${path}: ${answer.status}`).toBe(false)
      }
      const permission = await who.call('POST', `/api/rights/copies/${copy}/permission`)
      expect(permission.status).toBeGreaterThanOrEqual(400)
      const posted = await who.submit(`/en/privacy-centre/copy/${copy}/download`, {}, '/en/privacy-centre/copy')
      expect(posted.text.includes('PK')).toBe(false)
      expect((await who.call('DELETE', `/api/rights/copies/${copy}`)).status).toBeGreaterThanOrEqual(400)
    }
    expect((await fetched(an.cookies)).status).toBe(200)
  })

  it('is not given to another session of the same person without a proof, nor after signing out', async () => {
    const other = world.visitor()
    await other.submit('/en/sign-in', { id: an.email, password: testPassword })
    expect(isCopy(await fetched(other.cookies))).toBe(false)
    const left = new Map(other.cookies)
    const own = await other.call('POST', `/api/rights/copies/${copy}/permission`)
    const { address: theirs } = own.json<{ address: string }>()
    expect(isCopy(await fetched(left, theirs))).toBe(true)
    await other.submit('/en/sign-out', {}, '/en/account')
    expect(isCopy(await fetched(left, theirs))).toBe(false)
  })

  it('is not given for a permission that is altered, of another copy, or too old', async () => {
    const [path, token] = address.split('?permission=')
    const [until, signature] = decodeURIComponent(token!).split('.')
    const later = String(Number(until) + 60_000)
    for (const forged of [`${later}.${signature}`, `${until}.`, `${until}.${signature}x`, '', 'x'.repeat(90)])
      expect(isCopy(await fetched(an.cookies, `${path}?permission=${encodeURIComponent(forged)}`)), forged).toBe(false)
    expect(isCopy(await fetched(an.cookies, address.replace(copy, newId())))).toBe(false)
  })

  it('leaves a line for what went into it, and one for each time that it was fetched', async () => {
    const [made, ...more] = await lines('rights.make-copy')
    expect(more).toEqual([])
    expect(made!.fields).toEqual(expect.arrayContaining(['people.name.value', 'people.account.address']))
    expect(made!.fields).not.toContain('rights.copy_part.content')
    const before = (await lines('rights.download-copy')).length
    for (let times = 0; times < 3; times += 1) await fetched(an.cookies)
    expect(await lines('rights.download-copy')).toHaveLength(before + 3)
    const page = await an.get('/en/privacy-centre/looked')
    expect(page.text).toContain('Downloaded a copy of your data')
  })

  it('lies in the database sealed: who steals it finds no word of it, and no zip', async () => {
    const parts = (await everyValue(world.db)).filter(({ place }) => place === 'rights.copy_part.content')
    expect(parts.length).toBeGreaterThan(0)
    for (const { bytes } of parts) {
      expect(wordsIn(bytes, [unique, 'index.html', 'data.json'])).toEqual([])
      expect(bytes.includes('PK\u0003\u0004')).toBe(false)
    }
  })

  it('cannot be read by the login of any purpose: only by its person’s own', async () => {
    const able = await world.db.asOwner<{ role: string }>(
      `select s.role from policy.slot s where s.purpose is not null and has_column_privilege(s.role, 'rights.copy_part', 'content', 'select')`,
    )
    expect(able).toEqual([])
    const luc = await world.customer()
    const stolen = await world.app.gate.read(
      {
        act: 'rights.download-copy',
        actor: { kind: 'customer', person: luc.person },
        subject: { person: luc.person },
      },
      { part: partOf(an.person, copy, 0, world.db.clock.now()) },
    )
    expect(stolen instanceof Refusal ? [] : stolen.part).toEqual([])
    const forced = await world.app.gate.read(
      { act: 'rights.download-copy', actor: { kind: 'customer', person: luc.person }, subject: { person: an.person } },
      { part: partOf(an.person, copy, 0, world.db.clock.now()) },
    )
    expect(forced).toMatchObject({ code: 'not-the-person' })
  })

  it('whose parts were exchanged in the database is not handed out', async () => {
    const eva = await world.customer()
    const first = await ready(eva)
    const second = await ready(eva)
    await world.db.asOwner(
      `update rights.copy_part set content = (select content from rights.copy_part where copy_id = $1 and number = 0)
        where copy_id = $2 and number = 0`,
      [first, second],
    )
    const permission = await eva.call('POST', `/api/rights/copies/${second}/permission`)
    const answer = await fetched(eva.cookies, permission.json<{ address: string }>().address).catch(() => undefined)
    expect(answer === undefined || !isCopy(answer)).toBe(true)
  })

  it('is gone at its end, although no job came by', async () => {
    const eva = await world.customer()
    const id = await ready(eva)
    world.db.clock.advance(copyRules.kept)
    await eva.call('POST', '/api/people/session/proof', { password: testPassword })
    const permission = await eva.call('POST', `/api/rights/copies/${id}/permission`)
    expect(permission.status).toBe(404)
    expect((await eva.call('GET', `/api/rights/copies/${id}`)).json<{ state: string }>().state).toBe('deleted')
    world.db.clock.set(new Date(world.db.clock.now().getTime() - copyRules.kept))
  })

  it('goes with a person who is erased, also one that is on its way', async () => {
    const eva = await world.customer({ name: `Eva ${unique}` })
    await ready(eva)
    await eva.call('POST', '/api/rights/copies', {})
    const [kept] = await world.db.asOwner<{ content: Buffer }>(
      'select content from rights.copy_part where person_id = $1',
      [eva.person],
    )
    await erasePerson(world.app.given, eva.email)
    for (const table of ['rights.copy', 'rights.copy_part'])
      expect(await world.db.asOwner(`select from ${table} where person_id = $1`, [eva.person]), table).toEqual([])
    await prepareCopies(world.app.given)
    // What an older backup still holds opens with no key that is left.
    const vault = openVault(secret)
    const keys = await world.db.asOwner<{ person_id: string; wrapped: Buffer }>(
      'select person_id, wrapped from people.key',
    )
    for (const { person_id, wrapped } of keys)
      expect(() => vault.unwrap(person_id, wrapped).open('rights.copy_part.content', kept!.content)).toThrow()
  })
})
