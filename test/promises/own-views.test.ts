import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contacts } from '../../server/activities/profile/store.ts'
import { Refusal } from '../../server/policy/refusal.ts'
import { statement } from '../../server/policy/statement.ts'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../app.ts'
import { testDatabase, type TestDatabase } from '../database.ts'
import { publishNext } from '../next-version.ts'
import { done, type Person } from '../person.ts'

/** The lines about somebody since the one with this number, as `act outcome`. */
async function linesOf(db: TestDatabase, person: string, after = '0'): Promise<string[]> {
  const rows = await db.asOwner<{ line: string }>(
    `select act || ' ' || outcome as line from audit.line where subject = $1 and id > $2 order by id`,
    [db.vault.recall(person)?.pseudonym, after],
  )
  return rows.map(row => row.line)
}
const newest = async (db: TestDatabase): Promise<string> =>
  (await db.asOwner<{ id: string }>('select coalesce(max(id), 0) as id from audit.evidence'))[0]!.id

describe('at the gate, one’s own view', () => {
  let db: TestDatabase
  let an: Person
  let luc: Person
  beforeAll(async () => {
    db = await testDatabase()
    an = await db.newPerson({ phone: '+32 0 000 01 23' })
    luc = await db.newPerson({ phone: '+32 0 000 01 24' })
  })
  afterAll(() => db.close())

  const self = ({ id }: Person, session: string) => ({ kind: 'customer', person: id, session }) as const
  const view = (who: Person, session: string, of = who) =>
    db.gate.read(
      { act: 'profile.view', actor: self(who, session), subject: { person: of.id } },
      { contacts: contacts(of.id) },
    )
  const sources = (person: string) =>
    statement<'profile.view', { source: string }>({
      name: 'test-sources',
      text: 'select source from profile.contact where person_id = $1',
      values: [person],
      fields: ['profile.contact.source'],
    })

  it('is noted once in a session, and shows as much the second time', async () => {
    const after = await newest(db)
    const [first, second] = [done(await view(an, 'one')), done(await view(an, 'one'))]
    expect(second).toEqual(first)
    expect(first.contacts).toHaveLength(1)
    expect(await linesOf(db, an.id, after)).toEqual(['profile.view done'])
  })

  it('is noted again with other fields, in another session, and by another person', async () => {
    const after = await newest(db)
    const asked = { act: 'profile.view', actor: self(an, 'one'), subject: { person: an.id } } as const
    for (let times = 0; times < 2; times += 1) {
      done(await db.gate.read(asked, { sources: sources(an.id) }))
      done(await view(an, 'two'))
      done(await view(luc, 'one'))
    }
    expect(await linesOf(db, an.id, after)).toEqual(['profile.view done', 'profile.view done'])
    expect(await linesOf(db, luc.id, after)).toEqual(['profile.view done'])
  })

  it('has a durable line before any of two at the same moment is answered', async () => {
    const after = await newest(db)
    const counts = await Promise.all(
      [1, 2].map(async () => {
        done(await view(an, 'at once'))
        return (await linesOf(db, an.id, after)).length
      }),
    )
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...counts)).toBeLessThanOrEqual(2)
  })

  it('of somebody else is refused, whatever was noted before', async () => {
    done(await view(an, 'one'))
    expect(await view(an, 'one', luc)).toMatchObject({ code: 'not-the-person' })
  })

  it('that changes something is noted each time', async () => {
    const after = await newest(db)
    const touch = statement<'profile.correct'>({
      name: 'test-touch',
      text: `update profile.contact set source = 'web' where person_id = $1`,
      values: [an.id],
      fields: ['profile.contact.source'],
    })
    const asked = { act: 'profile.correct', actor: self(an, 'one'), subject: { person: an.id } } as const
    for (let times = 0; times < 2; times += 1) done(await db.gate.write(asked, { touch }))
    expect(await linesOf(db, an.id, after)).toEqual(['profile.correct done', 'profile.correct done'])
  })

  it('is noted again under the next version of the policy', async () => {
    const after = await newest(db)
    done(await view(an, 'one'))
    const version = await publishNext(db, () => {})
    done(await view(an, 'one'))
    done(await view(an, 'one'))
    expect(await linesOf(db, an.id, after)).toEqual(['profile.view done'])
    const [line] = await db.asOwner<{ version: number }>('select version from audit.line order by id desc limit 1')
    expect(line!.version).toBe(version)
  })

  it('that is refused is noted each time', async () => {
    const jo = await db.newPerson()
    done(await view(jo, 'one'))
    await db.asOwner('delete from people.person where id = $1', [jo.id])
    db.vault.forget(jo.id)
    const after = await newest(db)
    for (let times = 0; times < 2; times += 1) expect(await view(jo, 'one')).toBeInstanceOf(Refusal)
    const refused = await db.asOwner('select outcome from audit.line where id > $1', [after])
    expect(refused).toEqual([{ outcome: 'erased' }, { outcome: 'erased' }])
  })
})

describe('in front of the customer, one’s own view', () => {
  let world: TestApp
  let an: TestVisitor & { person: string; email: string }
  beforeAll(async () => {
    world = await testApp()
    an = await world.customer({ name: 'An Maes' })
  })
  afterAll(() => world.close())

  /** `2 profile.view`: how many lines of each act there are about An since the line with this number. */
  const counted = async (after: string) => {
    const rows = await world.db.asOwner<{ lines: string }>(
      `select count(*) || ' ' || act as lines from audit.line where subject = $1 and id > $2 group by act order by act`,
      [world.db.vault.recall(an.person)!.pseudonym, after],
    )
    return rows.map(row => row.lines)
  }

  it('is noted once for each page after a sign-in, however often it is loaded and in whichever language', async () => {
    const after = await newest(world.db)
    for (const page of ['/en/privacy-centre/held', '/nl/privacy-centre/held', '/en/privacy-centre/held'])
      expect((await an.get(page)).text).toContain('An Maes')
    expect(await counted(after)).toEqual(['1 rights.view-held'])
    for (let times = 0; times < 3; times += 1) expect((await an.get('/en/account/profile')).status).toBe(200)
    expect(await counted(after)).toEqual([
      '1 consent.view',
      '1 people.view',
      '1 people.view-organisations',
      '1 profile.view',
      '1 profile.view-research',
      '1 rights.view-held',
    ])
  })

  it('is noted again after a new sign-in, also on the same device', async () => {
    await an.get('/en/privacy-centre/held')
    const after = await newest(world.db)
    await an.submit('/en/sign-out', {}, '/en/privacy')
    await an.submit('/en/sign-in', { id: an.email, password: testPassword })
    for (let times = 0; times < 2; times += 1) await an.get('/en/privacy-centre/held')
    expect(await counted(after)).toContain('1 rights.view-held')
  })

  it('on two devices is noted on each', async () => {
    const phone = world.visitor()
    await phone.submit('/en/sign-in', { id: an.email, password: testPassword })
    const after = await newest(world.db)
    for (const device of [phone, an, phone, an]) await device.get('/en/privacy-centre/held')
    expect(await counted(after)).toEqual(['1 rights.view-held'])
  })

  it('that changes something is noted each time', async () => {
    const after = await newest(world.db)
    for (const language of ['nl', 'en'])
      expect((await an.call('PUT', '/api/profile/language', { language })).status).toBeLessThan(300)
    expect(await counted(after)).toContain('2 people.correct')
  })

  it('takes nothing away from the looks of a colleague: each is noted', async () => {
    const clerk = await world.colleague('service-desk')
    const after = await newest(world.db)
    for (let times = 0; times < 2; times += 1) {
      const opened = await clerk.call('POST', '/api/desk/open', { person: an.person, purpose: 'support' })
      const { permit } = opened.json<{ permit: string }>()
      for (let again = 0; again < 2; again += 1)
        expect((await clerk.call('GET', `/api/desk/record/${permit}`)).status).toBe(200)
    }
    expect(await counted(after)).toContain('4 desk.open-for-support')
  })
})
