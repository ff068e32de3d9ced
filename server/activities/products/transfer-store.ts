/** Products on their way to another owner. The owner sees one side, who is offered it the other, and the product both. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Owner, Provenance } from './store.ts'

export interface TransferRow {
  id: string
  organisation_id: string | null
  registration_id: string
  recipient: string | null
  recorded_at: Date
  expires_at: Date
}

export interface OfferRow {
  id: string
  transfer_id: string
  serial_number: string
  recorded_at: Date
  expires_at: Date
}

/** The open offers of a product, as its owner sees them: one at most. */
export const openTransfers = (registration: string) =>
  statement<'products.view', TransferRow>({
    name: 'products.open-transfers',
    text: `select id, organisation_id, registration_id, recipient, recorded_at, expires_at from products.transfer
            where registration_id = $1 and closed_at is null`,
    values: [registration],
    opens: { recipient: 'products.transfer.recipient' },
  })

/** Offers a product that is current; nothing where it is offered already. */
export const addTransfer = (
  owner: Owner,
  given: { id: string; registration: string; recipient: string; hash: Buffer; expires: Date },
  from: Provenance,
) =>
  statement<'products.transfer'>({
    name: 'products.add-transfer',
    text: `insert into products.transfer (id, person_id, organisation_id, registration_id, recipient, recipient_hash,
             recorded_at, source, policy_version, expires_at)
           select $1, $2, $3, r.id, $5, $6, $7, $8, $9, $10 from products.registration r
            where r.id = $4 and r.ended_at is null
           on conflict (registration_id) where closed_at is null do nothing`,
    values: [
      given.id,
      owner.person,
      owner.organisation,
      given.registration,
      new Sealed('products.transfer.recipient', given.recipient, owner),
      given.hash,
      from.at,
      from.source,
      from.version,
      given.expires,
    ],
    fields: ['products.transfer.recipient'],
  })

/** Ends the open offer of a product, if there is one, and forgets to whom it went. */
export const withdrawTransfer = (registration: string, at: Date) =>
  statement<'products.transfer' | 'products.remove'>({
    name: 'products.withdraw-transfer',
    text: `update products.transfer set closed_at = $2, outcome = 'withdrawn', recipient = null, recipient_hash = null
            where registration_id = $1 and closed_at is null`,
    values: [registration, at],
    fields: ['products.transfer.recipient'],
    touches: 'any',
  })

/** How earlier offers of a product ended. */
export const closedTransfers = (registration: string) =>
  statement<'products.view', { closed_at: Date; outcome: string; recorded_at: Date }>({
    name: 'products.closed-transfers',
    text: `select recorded_at, closed_at, outcome from products.transfer
            where registration_id = $1 and closed_at is not null order by closed_at`,
    values: [registration],
    fields: ['products.transfer.outcome'],
  })

/** What is offered to somebody now. */
export const openOffers = (person: string, now: Date) =>
  statement<'products.view' | 'products.answer-offer', OfferRow>({
    name: 'products.open-offers',
    text: `select id, transfer_id, serial_number, recorded_at, expires_at from products.offer
            where person_id = $1 and closed_at is null and expires_at > $2 order by recorded_at`,
    values: [person, now],
    fields: ['products.offer.serial_number'],
  })

/** Notes what somebody answered. */
export const answerOffer = (id: string, person: string, at: Date, outcome: 'declined') =>
  statement<'products.answer-offer'>({
    name: 'products.answer-offer',
    text: 'update products.offer set closed_at = $3, outcome = $4 where id = $1 and person_id = $2 and closed_at is null',
    values: [id, person, at, outcome],
    fields: ['products.offer.serial_number'],
  })

/** Offers that nobody was told of yet, of whoever has the ID now. */
export const undelivered = (now: Date, most: number) =>
  statement<'products.tidy', { id: string; person: string; serial_number: string; expires_at: Date }>({
    name: 'products.undelivered',
    text: `select t.id, a.person_id as person, r.serial_number, t.expires_at
             from products.transfer t
             join people.account a on a.identifier_hash = t.recipient_hash and a.confirmed_at is not null
             join products.registration r on r.id = t.registration_id
            where t.closed_at is null and t.delivered_at is null and t.expires_at > $1
              and t.person_id is distinct from a.person_id
            order by t.recorded_at limit $2`,
    values: [now, most],
  })

/** Shows an offer to whom it is for. */
export const addOffer = (
  person: string,
  given: { id: string; transfer: string; serial: string; expires: Date },
  from: Provenance,
) =>
  statement<'products.deliver-offer'>({
    name: 'products.add-offer',
    text: `insert into products.offer (id, person_id, transfer_id, serial_number, recorded_at, source, policy_version, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [given.id, person, given.transfer, given.serial, from.at, from.source, from.version, given.expires],
    fields: ['products.offer.serial_number'],
  })

/** Notes that it was delivered; nothing where it was withdrawn, or another process was faster. */
export const noteDelivered = (id: string, at: Date) =>
  statement<'products.deliver-offer'>({
    name: 'products.note-delivered',
    text: 'update products.transfer set delivered_at = $2 where id = $1 and delivered_at is null and closed_at is null',
    values: [id, at],
  })

/** The former owner's row ends. Nothing where the offer is over: then nothing of the handing over has happened. */
export const endForTransfer = (transfer: string, at: Date) =>
  statement<'products.hand-over'>({
    name: 'products.end-for-transfer',
    text: `update products.registration r set ended_at = $2, ended_how = 'transferred' from products.transfer t
            where t.id = $1 and r.id = t.registration_id and r.ended_at is null and t.closed_at is null and t.expires_at > $2`,
    values: [transfer, at],
    fields: ['products.registration.serial_number'],
  })

/** The offer was taken. */
export const closeAccepted = (transfer: string, at: Date) =>
  statement<'products.hand-over'>({
    name: 'products.close-accepted',
    text: `update products.transfer set closed_at = $2, outcome = 'accepted', recipient = null, recipient_hash = null
            where id = $1 and closed_at is null`,
    values: [transfer, at],
    fields: ['products.transfer.recipient'],
  })

/** The same on the other side. */
export const closeOffer = (offer: string, person: string, at: Date) =>
  statement<'products.hand-over'>({
    name: 'products.close-offer',
    text: `update products.offer set closed_at = $3, outcome = 'accepted' where id = $1 and person_id = $2 and closed_at is null`,
    values: [offer, person, at],
    fields: ['products.offer.serial_number'],
  })

/**
 * The new owner's row: it begins now, and nothing in it says where the product was before. It touches nothing where the
 * former owner's did not end, and then nothing has happened.
 */
export const addTransferred = (owner: Owner, id: string, serial: string, from: Provenance) =>
  statement<'products.hand-over'>({
    name: 'products.add-transferred',
    text: `insert into products.registration (id, person_id, organisation_id, serial_number, came_by, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, 'transferred', $5, $6, $7)
           on conflict (serial_number) where ended_at is null do nothing`,
    values: [id, owner.person, owner.organisation, serial, from.at, from.source, from.version],
    fields: ['products.registration.serial_number'],
  })

/** Whose offer it is, for the letter that says how it ended: nobody's where the owner left. */
export const offeredBy = (transfer: string) =>
  statement<'products.tidy', { person: string | null; serial_number: string }>({
    name: 'products.offered-by',
    text: `select t.person_id as person, r.serial_number from products.transfer t
             join products.registration r on r.id = t.registration_id where t.id = $1`,
    values: [transfer],
  })

/** The other side said no: the owner's side ends. */
export const closeDeclined = (transfer: string, at: Date) =>
  statement<'products.close-transfer'>({
    name: 'products.close-declined',
    text: `update products.transfer set closed_at = $2, outcome = 'declined', recipient = null, recipient_hash = null
            where id = $1 and closed_at is null`,
    values: [transfer, at],
    fields: ['products.transfer.recipient'],
    touches: 'any',
  })

/** What nobody answered in time ends, on the owner's side. */
export const expireTransfers = (now: Date) =>
  statement<'products.tidy'>({
    name: 'products.expire-transfers',
    text: `update products.transfer set closed_at = $1, outcome = 'expired', recipient = null, recipient_hash = null
            where closed_at is null and expires_at <= $1`,
    values: [now],
    touches: 'any',
  })

/** An offer whose owner's side is over, or gone, ends too. */
export const closeLoose = (now: Date) =>
  statement<'products.tidy'>({
    name: 'products.close-loose',
    text: `update products.offer o set closed_at = $1, outcome = case when o.expires_at <= $1 then 'expired' else 'withdrawn' end
            where o.closed_at is null
              and not exists (select from products.transfer t where t.id = o.transfer_id and t.closed_at is null)`,
    values: [now],
    touches: 'any',
  })
