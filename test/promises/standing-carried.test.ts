/** What somebody said outlives the login that a purpose had: a new version gives it another, and nobody’s no is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '../app.ts'
import { publishNext } from '../next-version.ts'

let house: TestApp
beforeAll(async () => (house = await testApp()))
afterAll(() => house.close())

type Customer = Awaited<ReturnType<TestApp['customer']>>

/** The rows that the login which a purpose has now sees of these people. */
async function seenBy(purpose: string, ...people: Customer[]): Promise<boolean[]> {
  const role = house.db.roleOf(purpose)
  await house.db.asOwner(`grant select (id) on people.person to "${role}"`)
  const client = await house.db.connectAs(role, '*')
  return Promise.all(
    people.map(
      async ({ person }) =>
        (await client.query('select id from people.person where id = $1', [person])).rows.length === 1,
    ),
  )
}
const say = (who: Customer, purpose: string, said: string) => {
  const { version } = house.db.state.current().compiled.loaded.policy.policy
  return who.call('PUT', `/api/consents/${purpose}`, { said, version })
}
async function publish(change: Parameters<typeof publishNext>[1]): Promise<void> {
  await publishNext(house.db, change)
  await house.app.given.state.refresh()
}

describe('a version that changes what restriction stops', () => {
  it('shows the new login nobody who objected, and nobody who did not agree', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    await say(an, 'warranty-analysis', 'object')
    await say(an, 'product-news', 'agree')
    const before = ['warranty-analysis', 'product-news'].map(purpose => house.db.roleOf(purpose))
    await publish(yaml => {
      yaml.setIn(['purposes', 'warranty-analysis', 'restricted'], 'continue')
      yaml.setIn(['purposes', 'product-news', 'restricted'], 'continue')
    })
    expect(['warranty-analysis', 'product-news'].map(purpose => house.db.roleOf(purpose))).not.toEqual(before)
    expect(await seenBy('warranty-analysis', an, luc)).toEqual([false, true])
    expect(await seenBy('product-news', an, luc)).toEqual([true, false])
    // It goes on as if the login were the same: a no is taken back, and said again.
    expect((await say(an, 'product-news', 'withdraw')).json()).toMatchObject({ changed: true })
    expect(await seenBy('product-news', an)).toEqual([false])
  })
})

describe('a version that lets a purpose rest on something else for a while', () => {
  it('lets a yes and a no be said again that were said before', async () => {
    const an = await house.customer()
    const basis = house.db.state.current().compiled.loaded.policy.purposes['greeting']!.basis
    expect((await say(an, 'greeting', 'agree')).json()).toMatchObject({ changed: true })
    await publish(yaml => yaml.setIn(['purposes', 'greeting', 'basis'], 'contract'))
    await publish(yaml => yaml.setIn(['purposes', 'greeting', 'basis'], basis))
    // Another question than the one that was answered: it waits for a yes again.
    expect(await seenBy('greeting', an)).toEqual([false])
    expect((await say(an, 'greeting', 'agree')).json()).toMatchObject({ changed: true })
    expect(await seenBy('greeting', an)).toEqual([true])
    expect((await say(an, 'greeting', 'agree')).json()).toMatchObject({ changed: false })
    expect((await say(an, 'greeting', 'withdraw')).json()).toMatchObject({ changed: true })
    expect((await say(an, 'greeting', 'withdraw')).json()).toMatchObject({ changed: false })
  })

  it('keeps an objection, whatever the purpose rested on meanwhile, until it is taken back', async () => {
    const an = await house.customer()
    expect((await say(an, 'measure-visits', 'object')).json()).toMatchObject({ changed: true })
    await publish(yaml => yaml.setIn(['purposes', 'measure-visits', 'basis'], 'consent'))
    await publish(yaml => yaml.setIn(['purposes', 'measure-visits', 'basis'], 'legitimate-interest'))
    expect(await seenBy('measure-visits', an)).toEqual([false])
    expect((await say(an, 'measure-visits', 'object')).json()).toMatchObject({ changed: false })
    expect((await say(an, 'measure-visits', 'allow')).json()).toMatchObject({ changed: true })
    expect(await seenBy('measure-visits', an)).toEqual([true])
    await publish(yaml => yaml.setIn(['purposes', 'measure-visits', 'basis'], 'consent'))
    await publish(yaml => yaml.setIn(['purposes', 'measure-visits', 'basis'], 'legitimate-interest'))
    expect(await seenBy('measure-visits', an)).toEqual([true])
  })
})
