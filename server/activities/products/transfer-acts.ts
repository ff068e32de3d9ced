/** Handing a product over: offered by its owner, taken by the other side, and neither is shown to the other. */
import { newId } from '../../base/ids.ts'
import { link } from '../../base/http/index.ts'
import { identifierHash, provenance, writeTo } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import { viewProduct } from './acts.ts'
import { catalogueOf } from './catalogue.ts'
import { ownerOf } from './owners.ts'
import type { ProductParts, Self } from './parts.ts'
import { may, offerLasts } from './products.ts'
import * as store from './transfer-store.ts'

const system = { kind: 'system' } as const

/** How offering ended. `offered`: it is offered to somebody already. The answer is the same whether the ID exists. */
export type Offering = 'done' | 'unknown' | 'ended' | 'offered' | 'managers-only' | Refusal

/**
 * Offers a product to another ID. Whoever has it is told a moment later by a job, so that an ID that exists takes no longer
 * to answer than one that does not; somebody who signs up with it while the offer is open is told then.
 * @param recipient the ID, as it was typed
 */
export async function offer(parts: ProductParts, actor: Self, id: string, recipient: string): Promise<Offering> {
  const shown = await viewProduct(parts, actor, id)
  if (shown instanceof Refusal) return shown
  if (!shown) return 'unknown'
  if (shown.product.ended_at) return 'ended'
  if (!may('transfer', shown.owner.role).yes) return 'managers-only'
  if (shown.transfer) return 'offered'
  const from = provenance(parts, 'web')
  const expires = new Date(from.at.getTime() + offerLasts)
  const given = { id: newId(), registration: id, recipient, hash: identifierHash(parts, recipient), expires }
  try {
    const written = await parts.gate.write(
      { act: 'products.transfer', actor, subject: { person: actor.person } },
      { transfer: store.addTransfer(shown.owner, given, from) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (!(error instanceof Untouched)) throw error
    const after = await viewProduct(parts, actor, id)
    if (after instanceof Refusal) return after
    return after?.transfer ? 'offered' : 'ended'
  }
}

/** Takes an open offer back; where there is none, nothing happens. */
export async function withdraw(
  parts: ProductParts,
  actor: Self,
  id: string,
): Promise<'done' | 'unknown' | 'managers-only' | Refusal> {
  const shown = await viewProduct(parts, actor, id)
  if (shown instanceof Refusal) return shown
  if (!shown) return 'unknown'
  if (!may('transfer', shown.owner.role).yes) return 'managers-only'
  const written = await parts.gate.write(
    { act: 'products.transfer', actor, subject: { person: actor.person } },
    { transfer: store.withdrawTransfer(id, parts.clock.now()) },
  )
  return written instanceof Refusal ? written : 'done'
}

/** What is offered to somebody, with what it is. */
export async function offersTo(parts: ProductParts, actor: Self): Promise<store.OfferRow[] | Refusal> {
  const read = await parts.gate.read(
    { act: 'products.view', actor, subject: { person: actor.person } },
    { offers: store.openOffers(actor.person, parts.clock.now()) },
  )
  return read instanceof Refusal ? read : read.offers
}

/** Takes what is offered, for oneself or for a company. @returns the new owner's product */
export async function accept(
  parts: ProductParts,
  actor: Self,
  id: string,
  organisation: string | null,
): Promise<{ done: string } | 'unknown' | 'ended' | Refusal> {
  const offers = await offersTo(parts, actor)
  if (offers instanceof Refusal) return offers
  const mine = offers.find(one => one.id === id)
  const owner = await ownerOf(parts, actor, organisation)
  if (!mine || !owner) return 'unknown'
  const { person } = actor
  const from = provenance(parts, 'web')
  const added = newId()
  try {
    const written = await parts.gate.write(
      { act: 'products.hand-over', actor: system, subject: { person } },
      {
        ended: store.endForTransfer(mine.transfer_id, from.at),
        transfer: store.closeAccepted(mine.transfer_id, from.at),
        offer: store.closeOffer(id, person, from.at),
        added: store.addTransferred(owner, added, mine.serial_number, from),
      },
    )
    if (written instanceof Refusal) return written
  } catch (error) {
    // Withdrawn, removed or accepted a moment ago.
    if (error instanceof Untouched) return 'ended'
    throw error
  }
  await tellOwner(parts, mine.transfer_id, 'products.accepted')
  return { done: added }
}

/** Says no to what is offered. */
export async function decline(parts: ProductParts, actor: Self, id: string): Promise<'done' | 'unknown' | Refusal> {
  const offers = await offersTo(parts, actor)
  if (offers instanceof Refusal) return offers
  const mine = offers.find(one => one.id === id)
  if (!mine) return 'unknown'
  const { person } = actor
  const now = parts.clock.now()
  try {
    const written = await parts.gate.write(
      { act: 'products.answer-offer', actor, subject: { person } },
      { offer: store.answerOffer(id, person, now, 'declined') },
    )
    if (written instanceof Refusal) return written
  } catch (error) {
    if (error instanceof Untouched) return 'unknown'
    throw error
  }
  await parts.gate.write(
    { act: 'products.close-transfer', actor: system, subject: 'none' },
    { transfer: store.closeDeclined(mine.transfer_id, now) },
  )
  await tellOwner(parts, mine.transfer_id, 'products.declined')
  return 'done'
}

/** Writes to whoever offered it how that ended; to nobody where they left in the meantime. */
async function tellOwner(parts: ProductParts, transfer: string, kind: 'products.accepted' | 'products.declined') {
  const read = await parts.gate.read(
    { act: 'products.tidy', actor: system, subject: 'none' },
    { by: store.offeredBy(transfer) },
  )
  const [by] = read instanceof Refusal ? [] : read.by
  if (!by?.person) return
  const product = await nameOf(parts, by.serial_number)
  await writeTo(parts, by.person, kind, language => ({
    product,
    serial: by.serial_number,
    link: `${parts.publicUrl}${link(language, 'products')}`,
  }))
}

async function nameOf(parts: ProductParts, serial: string): Promise<string> {
  const families = await catalogueOf(parts)
  return families.find(({ code }) => serial.startsWith(code))?.name ?? serial
}

/** How many offers are delivered in one turn of the job. */
const most = 100

/** Shows offers to whom they are for, and writes to them. @returns how many */
export async function deliverOffers(parts: ProductParts): Promise<number> {
  const { gate, clock } = parts
  const due = await gate.read(
    { act: 'products.tidy', actor: system, subject: 'none' },
    { offers: store.undelivered(clock.now(), most) },
  )
  if (due instanceof Refusal) return 0
  let delivered = 0
  for (const { id, person, serial_number: serial, expires_at: expires } of due.offers) {
    const from = provenance(parts, 'web')
    try {
      const written = await gate.write(
        { act: 'products.deliver-offer', actor: system, subject: { person } },
        {
          noted: store.noteDelivered(id, from.at),
          offer: store.addOffer(person, { id: newId(), transfer: id, serial, expires }, from),
        },
      )
      if (written instanceof Refusal) continue
    } catch (error) {
      // Withdrawn meanwhile, or another process was faster.
      if (error instanceof Untouched) continue
      throw error
    }
    delivered += 1
    const product = await nameOf(parts, serial)
    await writeTo(parts, person, 'products.offer', language => ({
      product,
      serial,
      until: expires,
      link: `${parts.publicUrl}${link(language, 'products', 'offers')}`,
    }))
  }
  return delivered
}
