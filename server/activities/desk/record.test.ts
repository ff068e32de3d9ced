import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Answer, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { publishNext } from '../../../test/next-version.ts'
import { done } from '../../../test/person.ts'
import { policyFile } from '../../../test/promised.ts'
import { erasePerson } from '../../people/index.ts'
import { newId } from '../../base/ids.ts'
import { Sealed, statement } from '../../policy/statement.ts'

interface Line {
  act: string
  purpose: string
  clause: string
  version: number
  by: string
  part: string
  fields: string[]
  outcome: string
  reference: string | null
}
interface Shown {
  sections: { category: string; masked: boolean; items: { item: string; kind?: string; value: unknown }[] }[]
  notPromised: { category: string; clause: string }[]
  until: string
}
type Colleague = TestVisitor & { person: string; email: string }

let world: TestApp
let agent: Colleague
const minute = 60_000
beforeAll(async () => {
  world = await testApp()
  agent = await world.colleague('service-desk')
})
afterAll(() => world.close())

/** A customer with a phone and an address. */
async function customer(given: { name?: string; region?: string } = {}) {
  const who = await world.customer(given)
  const actor = { kind: 'customer', person: who.person } as const
  const at = world.db.clock.now()
  for (const [kind, value] of [
    ['phone', { number: '+32 0 000 01 23' }],
    ['address', { street: 'Demerstraat 1', postcode: '3500', city: 'Hasselt', country: 'BE' }],
  ] as const)
    done(
      await world.app.gate.write(
        { act: 'profile.correct', actor, subject: { person: who.person } },
        {
          contact: statement<'profile.correct'>({
            name: 'test-desk-contact',
            text: `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version)
                   values ($1, $2, $3, $4, $5, 'web', 4)`,
            values: [newId(), who.person, kind, new Sealed('profile.contact.value', value), at],
            fields: ['profile.contact.value'],
          }),
        },
      ),
    )
  return who
}

/** The desk's lines about somebody, oldest first, as that person's own login may read them. */
async function linesAbout(person: string): Promise<Line[]> {
  const pseudonym = world.db.vault.recall(person)!.pseudonym.toString('hex')
  const self = await world.db.connectAs(world.db.login('self'))
  await self.query("select set_config('abide.person', $1, false), set_config('abide.pseudonym', $2, false)", [
    world.db.vault.personToken(person),
    pseudonym,
  ])
  const { rows } = await self.query<Line>(
    `select act, purpose, clause, version, by, part, fields, outcome, reference from audit.line
      where act like 'desk.%' order by id`,
  )
  await self.end()
  return rows
}

/** The columns that hold something readable of these categories, in all that the product declares. */
const columnsOf = (categories: readonly string[]): string[] =>
  world.db.declarations.holdings
    // What is about nobody (a catalogue) is in nobody's record; companies are, through those who belong to them.
    .filter(
      ({ table, person }, _at, all) => person ?? all.some(one => one.bookkeeping.includes(`${table.split('.')[1]}_id`)),
    )
    .flatMap(({ table, columns }) =>
      Object.entries(columns)
        .map(([name, column]) => [name, typeof column === 'string' ? { category: column, kept: '' } : column] as const)
        .filter(
          ([, column]) => !('as' in column) && column.kept !== 'keyed-hash' && categories.includes(column.category),
        )
        .map(([name]) => `${table}.${name}`),
    )
    .sort()

async function permitFor(who: Colleague, person: string, purpose = 'support', reference?: string): Promise<string> {
  const opened = await who.call('POST', '/api/desk/open', { person, purpose, ...(reference ? { reference } : {}) })
  expect(opened.status).toBe(201)
  return opened.json<{ permit: string }>().permit
}
const record = (who: TestVisitor, permit: string): Promise<Answer> => who.call('GET', `/api/desk/record/${permit}`)
const codeOf = (answer: Answer) => [answer.status, answer.json<{ code: string }>().code]

describe('a record that is open for support', () => {
  it('has exactly the categories that the policy promised support, and names the others with their clauses', async () => {
    const { person } = await customer()
    const shown = (await record(agent, await permitFor(agent, person))).json<Shown>()
    expect(shown.sections.map(section => section.category)).toEqual(policyFile.purposes['support']!.uses)
    const items = shown.sections.flatMap(section => section.items.map(item => item.item))
    expect([...new Set(items)].sort()).toEqual([
      'people.account.address',
      'people.name.value',
      'people.person.language',
      'profile.contact.value',
    ])
    expect(shown.notPromised).toContainEqual({ category: 'payment', clause: 'what.payment' })
    expect(shown.notPromised.map(one => one.category)).not.toContain('contact')
  })

  it('has the same categories on the page, and nothing of the others', async () => {
    const { person, email } = await customer({ name: 'An Maes' })
    const { text, status } = await agent.get(`/console/people/${await permitFor(agent, person, 'support', 'S-2041')}`)
    expect(status).toBe(200)
    const open = [...text.matchAll(/id="category-([\w-]+)"/g)].map(match => match[1])
    expect([...open].sort()).toEqual([...policyFile.purposes['support']!.uses].sort())
    const not = [...text.matchAll(/id="not-([\w-]+)"/g)].map(match => match[1]).filter(one => one !== 'promised')
    expect([...open, ...not].sort()).toEqual(
      Object.keys(world.app.gate.policy().compiled.loaded.policy.categories).sort(),
    )
    expect(text).toContain('An Maes')
    expect(text).toContain('S-2041')
    expect(text).toContain('30 minutes left')
    for (const hidden of [email, '+32 0 000 01 23', 'Demerstraat', '3500', 'argon2']) expect(text).not.toContain(hidden)
    for (const hint of ['p••••@c••••.example', '+32 •••• 23', 'Hasselt']) expect(text).toContain(hint)
  })

  it('shows a section in full when that is asked for, and only that section', async () => {
    const { person, email } = await customer()
    const permit = await permitFor(agent, person, 'support', 'S-7')
    const page = await agent.submit(`/console/people/${permit}`, { category: 'contact' })
    for (const value of [email, '+32 0 000 01 23', 'Demerstraat 1']) expect(page.text).toContain(value)
    const revealed = (await agent.call('POST', `/api/desk/record/${permit}`, { category: 'contact' })).json<Shown>()
    const contact = revealed.sections.find(section => section.category === 'contact')!
    expect(contact.masked).toBe(false)
    expect(contact.items.map(item => item.value)).toContainEqual({ number: '+32 0 000 01 23' })
    // A category that was not promised is not there to be revealed: the answer names what was refused, and the page says it.
    for (const [category, clause] of [
      ['payment', 'what.payment'],
      ['nothing', undefined],
      ['constructor', undefined],
    ]) {
      const none = await agent.call('POST', `/api/desk/record/${permit}`, { category })
      const struck = { code: 'category-not-promised', act: 'desk.reveal-for-support', policyVersion: '4' }
      expect([none.status, none.json()]).toMatchObject([403, struck])
      expect(none.json()['clause']).toBe(clause)
      expect((await agent.submit(`/console/people/${permit}`, { category: category! })).status).toBe(403)
    }
  })

  it('leaves a line for each look, which the customer sees: act, purpose, clause, version, part, fields, case', async () => {
    const { person, email } = await customer()
    await agent.call('POST', '/api/desk/find', { id: email, purpose: 'support', reference: 's-2041' })
    const permit = await permitFor(agent, person, 'support', 's-2041')
    await record(agent, permit)
    await agent.call('POST', `/api/desk/record/${permit}`, { category: 'contact' })
    const common = {
      purpose: 'support',
      clause: 'why.support',
      version: 4,
      by: 'staff',
      part: 'service-desk/hes',
      outcome: 'done',
      reference: 'S-2041',
    }
    const contact = ['people.account.address', 'profile.contact.value']
    expect(columnsOf(['contact'])).toEqual(contact)
    const rest = columnsOf(policyFile.purposes['support']!.uses.filter(category => category !== 'contact'))
    expect(rest).toContain('people.name.value')
    const lines = await linesAbout(person)
    expect(lines.map(({ fields, ...line }) => ({ ...line, fields: [...fields].sort() }))).toEqual([
      { ...common, act: 'desk.find-for-support', fields: ['people.account.address', 'people.name.value'] },
      { ...common, act: 'desk.open-for-support', fields: [...contact, ...rest].sort() },
      { ...common, act: 'desk.open-for-support', fields: rest },
      { ...common, act: 'desk.reveal-for-support', fields: contact },
    ])
  })
})

describe('a permit', () => {
  it('ends after thirty minutes, and says how to go on', async () => {
    const { person } = await customer()
    const permit = await permitFor(agent, person)
    world.db.clock.advance(30 * minute - 1)
    expect((await record(agent, permit)).status).toBe(200)
    expect((await agent.get(`/console/people/${permit}`)).text).toContain('1 minute left')
    world.db.clock.advance(1)
    expect(codeOf(await record(agent, permit))).toEqual([410, 'permit-ended'])
    const page = await agent.get(`/console/people/${permit}`)
    expect(page.status).toBe(410)
    expect(page.text).toContain('Open for another 30 minutes')
    expect((await agent.submit(`/console/people/${permit}`, { category: 'contact' })).status).toBe(410)
  })

  it('ends when it is closed, in every tab, and no earlier by anybody else’s closing', async () => {
    const { person } = await customer()
    const permit = await permitFor(agent, person)
    const other = await world.colleague('service-desk')
    expect((await other.call('DELETE', `/api/desk/record/${permit}`)).status).toBe(200)
    await other.submit(`/console/people/${permit}/close`, {}, '/console/people')
    expect((await record(agent, permit)).status).toBe(200)
    const before = (await linesAbout(person)).length
    const closed = await agent.submit(`/console/people/${permit}/close`, {}, `/console/people/${permit}`)
    expect([closed.status, closed.headers['location']]).toEqual([303, expect.stringContaining('/console/people')])
    for (let again = 0; again < 2; again += 1) {
      expect(codeOf(await record(agent, permit))).toEqual([410, 'permit-ended'])
      expect((await agent.call('DELETE', `/api/desk/record/${permit}`)).json()).toEqual({ closed: true })
    }
    const page = await agent.get(`/console/people/${permit}`)
    expect([page.status, page.text.includes('You closed this record')]).toEqual([410, true])
    expect((await linesAbout(person)).length).toBe(before + 1)
    // What was closed is forgotten once it would have ended by itself.
    world.db.clock.advance(30 * minute)
    const next = await permitFor(agent, person)
    await agent.call('DELETE', `/api/desk/record/${next}`)
    expect(await world.db.asOwner('select from desk.closed_permit')).toHaveLength(1)
    expect(codeOf(await record(agent, permit))).toEqual([410, 'permit-ended'])
  })

  it('is nothing to another colleague, in another session, or altered', async () => {
    const { person } = await customer()
    const permit = await permitFor(agent, person)
    const other = await world.colleague('service-desk')
    const before = (await linesAbout(person)).length
    for (const [who, token] of [
      [other, permit],
      [agent, `${permit.slice(0, -2)}AA`],
      [agent, 'open'],
      [agent, 'x'.repeat(400)],
    ] as const) {
      expect(codeOf(await record(who, token))).toEqual([404, 'permit-unknown'])
      expect((await who.get(`/console/people/${token}`)).status).toBe(token === 'open' ? 405 : 404)
    }
    expect((await linesAbout(person)).length).toBe(before)
  })

  it('opens nobody who was erased meanwhile', async () => {
    const { person, email } = await customer()
    const permit = await permitFor(agent, person)
    expect((await record(agent, permit)).status).toBe(200)
    await erasePerson(world.app.given, email)
    expect(codeOf(await record(agent, permit))).toEqual([403, 'nobody-for-this-purpose'])
    expect((await agent.get(`/console/people/${permit}`)).text).not.toContain(email)
  })

  it('opens nobody who objected, or whose data were restricted, meanwhile; the try is a line that says which', async () => {
    const bit = world.app.gate.policy() && world.db.state.current().slots.get('support')!.bit
    for (const [change, outcome] of [
      [`objected = objected | (1::bigint << ${bit})`, 'objected'],
      ['restricted = true', 'restricted'],
    ]) {
      const { person, email } = await customer()
      const permit = await permitFor(agent, person, 'support', 'S-1')
      await world.db.asOwner(`update people.person set ${change} where id = $1`, [person])
      const answer = await record(agent, permit)
      expect(answer.status).toBe(403)
      expect(answer.json()).toMatchObject({
        code: 'nobody-for-this-purpose',
        act: 'desk.open-for-support',
        clause: 'why.support',
        policyVersion: '4',
      })
      // The colleague is not told which.
      expect(answer.text).not.toMatch(/objected|restricted/)
      const page = await agent.get(`/console/people/${permit}`)
      expect([page.status, page.text.includes('Which one is not told')]).toEqual([403, true])
      expect(await linesAbout(person)).toMatchObject([
        { outcome, act: 'desk.open-for-support', reference: 'S-1', fields: [] },
        { outcome },
      ])
      const found = await agent.call('POST', '/api/desk/find', { id: email, purpose: 'support' })
      expect(found.json<{ found: unknown[] }>().found).toEqual([])
    }
  })

  it('opens no colleague', async () => {
    const other = await world.colleague('sales')
    const find = await agent.call('POST', '/api/desk/find', { id: other.email, purpose: 'support' })
    expect(find.json<{ found: unknown[] }>().found).toEqual([])
    expect(codeOf(await record(agent, await permitFor(agent, other.person)))[0]).toBe(403)
  })
})

describe('a colleague who has not acknowledged the version in force', () => {
  it.each([null, 3])('(but %s) opens nothing, and is led to where it can be read', async acknowledged => {
    const { person, email } = await customer()
    const late = await world.colleague('service-desk', 'hes', { acknowledged })
    for (const [path, body] of [
      ['/api/desk/find', { id: email, purpose: 'support' }],
      ['/api/desk/open', { person, purpose: 'support' }],
    ] as const) {
      const answer = await late.call('POST', path, body)
      expect(answer.status).toBe(403)
      expect(answer.json()).toMatchObject({ code: 'not-acknowledged', clause: 'why.support', policyVersion: '4' })
    }
    const home = await late.get('/console')
    expect(home.text).toContain('href="/console/acknowledge"')
    expect(home.text).not.toContain('name="id"')
    const tried = await late.submit('/console/people', { id: email, purpose: 'support' })
    expect([tried.status, tried.headers['location']]).toEqual([303, '/console/acknowledge'])
    expect(await linesAbout(person)).toEqual([])
  })
})

describe('a category struck from the purpose and published', () => {
  let struck: TestApp
  beforeAll(async () => {
    ;[struck, world] = [world, await testApp()]
    agent = await world.colleague('service-desk')
  })
  afterAll(async () => {
    await world.close()
    world = struck
  })

  it('is not in the very next view, page and API, of a record that is open', async () => {
    const { person } = await customer()
    const permit = await permitFor(agent, person)
    expect((await record(agent, permit)).json<Shown>().sections.map(one => one.category)).toContain('contact')
    const version = await publishNext(world.db, yaml => {
      yaml.setIn(['purposes', 'support', 'uses'], ['identity', 'products', 'interactions', 'organisation'])
      for (const recipient of ['repair', 'night-desk'])
        yaml.setIn(['recipients', recipient, 'gets'], ['identity', 'products', 'interactions'])
    })
    // The product was told nothing: PostgreSQL refuses, the gate hears of it, and the colleague has a version to read.
    expect(await record(agent, permit).then(codeOf)).toEqual([403, 'not-acknowledged'])
    expect((await agent.get(`/console/people/${permit}`)).headers['location']).toBe('/console/acknowledge')
    await agent.submit('/console/acknowledge', { version: String(version) })
    const shown = (await record(agent, permit)).json<Shown>()
    expect(shown.sections.map(one => one.category)).toEqual(['identity', 'products', 'interactions', 'organisation'])
    expect(shown.notPromised.map(one => one.category)).toContain('contact')
    const { text, status } = await agent.get(`/console/people/${permit}`)
    expect(status).toBe(200)
    expect(text).not.toMatch(/id="category-contact"|\+32 •|@c••••/)
    expect(text).toContain('id="not-contact"')
  })

  it('takes the looking up away where it needs what was struck, and says under which clause', async () => {
    const find = await agent.call('POST', '/api/desk/find', { id: 'a@b.example', purpose: 'support' })
    expect(find.status).toBe(403)
    expect(find.json()).toMatchObject({ code: 'category-not-promised', policyVersion: '5' })
    const { text } = await agent.get('/console/people')
    expect(text).not.toContain('value="support"')
    expect(text).toContain('nobody can be looked up for this')
    expect(text).toContain('value="deliver-orders"')
  })

  it('goes for the colleague whose role lost the purpose: an open record closes', async () => {
    const { person } = await customer()
    const permit = await permitFor(agent, person)
    const version = await publishNext(world.db, yaml =>
      yaml.setIn(['staff', 'service-desk', 'purposes'], ['deliver-orders', 'register-products', 'downloads']),
    )
    await world.app.given.state.refresh()
    await agent.submit('/console/acknowledge', { version: String(version) })
    const answer = await record(agent, permit)
    expect(answer.status).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'role-without-purpose', clause: 'why.support', policyVersion: '6' })
    expect((await agent.get(`/console/people/${permit}`)).status).toBe(403)
  })
})
