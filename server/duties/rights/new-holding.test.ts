import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { publishNext } from '../../../test/next-version.ts'
import { declarations } from '../../app.ts'
import { withClient } from '../../base/installation.ts'
import type { Holding } from '../../policy/activity.ts'
import { applyDue } from '../../policy/publish.ts'

/** A table that nothing in the product knows. */
const umbrellas: Holding = {
  table: 'umbrella.loan',
  person: 'borrower_id',
  purpose: 'account',
  since: 'recorded_at',
  columns: { colour: { category: 'dietary', kept: 'plain', leaks: 'which colours are lent' } },
  bookkeeping: ['id', 'recorded_at', 'source', 'policy_version'],
}

let world: TestApp
let an: TestVisitor & { person: string }

beforeAll(async () => {
  // Before the product opens, as if the table had been declared by a slice of it.
  ;(declarations.holdings as Holding[]).push(umbrellas)
  world = await testApp()
  const { db } = world
  await db.asOwner(`create schema umbrella`)
  await db.asOwner(`create table umbrella.loan (id uuid primary key, borrower_id uuid not null references people.person (id),
    colour text, recorded_at timestamptz not null, source text not null, policy_version integer not null)`)
  await db.asOwner(`call base.guard('umbrella.loan', 'borrower_id')`)
  await db.asOwner(`grant usage on schema umbrella to "${db.login('self')}"`)
  await withClient(db.owner, client => applyDue(client, declarations, db.prefix, db.clock.now()))
  await world.app.given.state.refresh()
  an = await world.customer({ name: 'An Maes' })
})
afterAll(async () => {
  await world.close()
  const holdings = declarations.holdings as Holding[]
  holdings.splice(holdings.indexOf(umbrellas), 1)
})

const lend = (person: string, colour: string | null) =>
  world.db.asOwner(`insert into umbrella.loan values (gen_random_uuid(), $1, $2, $3, 'shop', 4)`, [
    person,
    colour,
    world.db.clock.now(),
  ])

describe('a table that was declared a moment ago', () => {
  it('is on the page and in the answer, with nothing else changed', async () => {
    const before = (await an.call('GET', '/api/rights/held')).json<{ figures: { items: number } }>().figures.items
    const luc = await world.customer()
    await lend(an.person, 'Kobaltblauw')
    await lend(luc.person, 'Vermiljoen')
    const { figures, items } = (await an.call('GET', '/api/rights/held')).json<{
      figures: { items: number }
      items: { place: string; value: unknown; source: string }[]
    }>()
    expect(figures.items).toBe(before + 1)
    expect(items).toContainEqual(
      expect.objectContaining({ place: 'umbrella.loan.colour', value: 'Kobaltblauw', source: 'shop' }),
    )
    const { text } = await an.get('/en/privacy-centre/held')
    expect(text).toContain('Colour')
    expect(text).toContain('Kobaltblauw')
    expect(text).toContain('You, in a shop')
    expect(text).not.toContain('Vermiljoen')
  })

  it('does not count what is empty', async () => {
    const count = async () => (await an.call('GET', '/api/rights/held')).json<{ figures: { items: number } }>().figures
    const before = (await count()).items
    await lend(an.person, null)
    expect((await count()).items).toBe(before)
  })
})

describe('a category that was struck from the policy', () => {
  it('is not read from that moment on, and the page still stands', async () => {
    expect((await an.get('/en/privacy-centre/held')).text).toContain('Kobaltblauw')
    world.db.declarations = declarations
    await publishNext(world.db, policy => {
      const uses = policy.getIn(['purposes', 'answer-rights', 'uses']) as { items: { value: string }[] }
      uses.items = uses.items.filter(one => one.value !== 'dietary')
    })
    // The product has not heard of it: PostgreSQL refuses the column, and what is left is read.
    const { text, status } = await an.get('/en/privacy-centre/held')
    expect(status).toBe(200)
    expect(text).not.toContain('Kobaltblauw')
    expect(text).toContain('An Maes')
  })
})
