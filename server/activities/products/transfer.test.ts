import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { erasePerson, openMailbox } from '../../people/index.ts'
import { testApp, type TestApp } from '../../../test/app.ts'
import { aSerial, catalogue } from '../../../test/serials.ts'
import { register, remove, viewProduct } from './acts.ts'
import { keepCatalogue } from './catalogue.ts'
import { tidy } from './jobs.ts'
import { accept, decline, deliverOffers, offer, offersTo, withdraw } from './transfer-acts.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
  await keepCatalogue(house.app.given, catalogue)
})
afterAll(() => house.close())

const given = () => house.app.given
const actorOf = ({ person }: { person: string }) => ({ kind: 'customer', person }) as const

/** Somebody with a product, and somebody else. */
async function two() {
  const [an, luc] = [await house.customer({ name: 'An Maes' }), await house.customer({ name: 'Luc Fontaine' })]
  const serial = aSerial()
  const details = { seller: 'Winkel Demer' }
  const done = await register(given(), actorOf(an), null, [
    { serial, boughtOn: '2026-10-02', details, site: undefined },
  ])
  const [first] = (done as { registered: { id: string }[] }).registered
  return { an, luc, serial, id: first!.id }
}

const offered = async (who: { person: string }) => {
  const offers = await offersTo(given(), actorOf(who))
  return Array.isArray(offers) ? offers : []
}
const lettersTo = async (email: string) => {
  const letters = await openMailbox(given())
  return letters.map(({ content }) => content).filter(({ to }) => to === email)
}

describe('a product that is handed over', () => {
  it('is the other side’s once they accept, and neither is shown to the other', async () => {
    const { an, luc, serial, id } = await two()
    expect(await offer(given(), actorOf(an), id, luc.email)).toBe('done')
    expect(await offered(luc)).toEqual([])
    expect(await deliverOffers(given())).toBe(1)
    const [mine] = await offered(luc)
    expect(mine).toMatchObject({ serial_number: serial })
    expect(JSON.stringify(mine)).not.toContain(an.person)
    const [letter] = await lettersTo(luc.email)
    expect(letter!.text).toContain(serial)
    expect(JSON.stringify(letter)).not.toMatch(/An Maes/)

    const done = await accept(given(), actorOf(luc), mine!.id, null)
    const got = (done as { done: string }).done
    const seen = await viewProduct(given(), actorOf(luc), got)
    expect(seen).toMatchObject({
      product: { serial, came_by: 'transferred', details: null, bought_on: null, source: 'web' },
      earlier: [],
      ended: [],
    })
    const before = await viewProduct(given(), actorOf(an), id)
    expect(before).toMatchObject({ product: { ended_how: 'transferred', details: { seller: 'Winkel Demer' } } })
    expect(JSON.stringify(before)).not.toContain(luc.email)
    expect(JSON.stringify(before)).not.toContain(luc.person)
    const told = await lettersTo(an.email)
    expect(told.at(0)!.text).toContain(serial)
    expect(JSON.stringify(told)).not.toMatch(/Luc Fontaine/)
    // What was typed is forgotten with the end of the offer.
    const [row] = await house.db.asOwner(
      'select recipient, recipient_hash, outcome from products.transfer where registration_id = $1',
      [id],
    )
    expect(row).toEqual({ recipient: null, recipient_hash: null, outcome: 'accepted' })
  })

  it('is offered with the same answer to an ID that nobody has, and reaches whoever signs up with it', async () => {
    const { an, id } = await two()
    expect(await offer(given(), actorOf(an), id, 'nobody-yet@customer.example')).toBe('done')
    expect(await deliverOffers(given())).toBe(0)
    expect(await viewProduct(given(), actorOf(an), id)).toMatchObject({
      transfer: { recipient: 'nobody-yet@customer.example' },
    })
    const late = await house.customer({ email: 'nobody-yet@customer.example' })
    expect(await deliverOffers(given())).toBe(1)
    expect(await offered(late)).toHaveLength(1)
  })

  it('can be taken back until somebody accepts, and accepting then fails', async () => {
    const { an, luc, id } = await two()
    await offer(given(), actorOf(an), id, luc.email)
    await deliverOffers(given())
    const [mine] = await offered(luc)
    expect(await withdraw(given(), actorOf(an), id)).toBe('done')
    expect(await accept(given(), actorOf(luc), mine!.id, null)).toBe('ended')
    await tidy(given())
    expect(await offered(luc)).toEqual([])
    expect(await viewProduct(given(), actorOf(an), id)).toMatchObject({
      product: { ended_at: null },
      transfer: undefined,
    })
  })

  it('stays where it is if the other side declines, or does nothing for thirty days', async () => {
    const { an, luc, id } = await two()
    await offer(given(), actorOf(an), id, luc.email)
    expect(await offer(given(), actorOf(an), id, 'somebody.else@customer.example')).toBe('offered')
    await deliverOffers(given())
    expect(await decline(given(), actorOf(luc), (await offered(luc))[0]!.id)).toBe('done')
    expect(await viewProduct(given(), actorOf(an), id)).toMatchObject({
      transfer: undefined,
      ended: [{ outcome: 'declined' }],
    })
    await offer(given(), actorOf(an), id, luc.email)
    await deliverOffers(given())
    const [second] = await offered(luc)
    house.db.clock.advance(30 * 86_400_000)
    expect(await accept(given(), actorOf(luc), second!.id, null)).toBe('unknown')
    await tidy(given())
    expect((await viewProduct(given(), actorOf(an), id)) as object).toMatchObject({
      ended: [{ outcome: 'declined' }, { outcome: 'expired' }],
    })
  })

  it('is accepted by nobody but whom it is offered to, and once', async () => {
    const { an, luc, id } = await two()
    const wei = await house.customer()
    await offer(given(), actorOf(an), id, luc.email)
    await deliverOffers(given())
    const [mine] = await offered(luc)
    expect(await accept(given(), actorOf(wei), mine!.id, null)).toBe('unknown')
    expect(await decline(given(), actorOf(an), mine!.id)).toBe('unknown')
    const both = await Promise.all([1, 2].map(() => accept(given(), actorOf(luc), mine!.id, null)))
    expect(both.filter(one => typeof one === 'object')).toHaveLength(1)
    expect(await offer(given(), actorOf(luc), id, wei.email)).toBe('unknown')
    expect(await offer(given(), actorOf(an), id, wei.email)).toBe('ended')
  })

  it('ends its offer when it is removed', async () => {
    const { an, luc, id } = await two()
    await offer(given(), actorOf(an), id, luc.email)
    await deliverOffers(given())
    const [mine] = await offered(luc)
    await remove(given(), actorOf(an), id)
    expect(await accept(given(), actorOf(luc), mine!.id, null)).toBe('ended')
  })

  it('stays with the new owner when the former one is erased', async () => {
    const { an, luc, serial, id } = await two()
    await offer(given(), actorOf(an), id, luc.email)
    await deliverOffers(given())
    const done = await accept(given(), actorOf(luc), (await offered(luc))[0]!.id, null)
    await erasePerson(given(), an.email)
    expect(await viewProduct(given(), actorOf(luc), (done as { done: string }).done)).toMatchObject({
      product: { serial },
    })
    expect(await house.db.asOwner('select from products.registration where id = $1', [id])).toEqual([])
  })
})
