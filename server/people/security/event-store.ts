/** What happened to an ID, under the security purpose. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { EventKind } from './events.ts'

/** From where something was done, and what else the person is told of it. */
export interface EventDetail {
  agent: string
  address: string
  /** What it was about: the name of a passkey, of a site. */
  about?: string
  /** How its person is called, where they have no name of their own any more. */
  name?: string
  /** Where the letter goes besides: the address that the ID had before. */
  former?: string
  /** The former address said yes too: its reader needs no way back, which would outlive a mailbox that others read. */
  agreed?: true
  /** The address that the ID has now is one that it had before: nobody takes that back with a link. */
  putBack?: true
}

export interface NewEvent {
  id: string
  person: string
  kind: EventKind
  detail: EventDetail
  at: Date
  /** From when a letter that tells of it waits; null where none is needed. */
  tellAt: Date | null
  /** Keyed hash of the person, the kind of browser and the country, where somebody came in. */
  deviceHash?: Buffer
}

/** Acts in whose transaction something is noted in the history of an ID: whatever the security purpose writes. */
type Noting = `people.${string}`

/** Adds a line to the history of an ID, in the transaction of what it tells. */
export const addEvent = (event: NewEvent) =>
  statement<Noting>({
    name: 'people.add-security-event',
    text: `insert into people.security_event (id, person_id, kind, detail, at, tell_at, device_hash)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [
      event.id,
      event.person,
      event.kind,
      new Sealed('people.security_event.detail', event.detail),
      event.at,
      event.tellAt,
      event.deviceHash ?? null,
    ],
    fields: ['people.security_event.kind', 'people.security_event.detail'],
  })

/** Adds the line, unless it is the first time that somebody comes in, or they came in from there before. */
export const addUnlessKnown = (event: NewEvent & { deviceHash: Buffer }) =>
  statement<'people.sign-in' | 'people.second-factor' | 'people.use-passkey'>({
    name: 'people.add-new-device',
    text: `insert into people.security_event (id, person_id, kind, detail, at, tell_at)
           select $1, $2, $3, $4, $5, $6
            where exists (select from people.security_event where person_id = $2 and device_hash is not null)
              and not exists (select from people.security_event where person_id = $2 and device_hash = $7)`,
    values: [
      event.id,
      event.person,
      event.kind,
      new Sealed('people.security_event.detail', event.detail),
      event.at,
      event.tellAt,
      event.deviceHash,
    ],
    touches: 'any',
    fields: ['people.security_event.kind', 'people.security_event.detail'],
  })

/**
 * Adds a line on whoever has an ID; on nobody where nobody has it.
 * @param detail sealed already: with the person's key, or with one that opens nothing
 */
export const addOfId = (identifierHash: Buffer, id: string, kind: EventKind, detail: Buffer, at: Date) =>
  statement<'people.count-attempt'>({
    name: 'people.add-event-of-id',
    text: `insert into people.security_event (id, person_id, kind, detail, at)
           select $2, person_id, $3, $4, $5 from people.account where identifier_hash = $1 and confirmed_at is not null`,
    values: [identifierHash, id, kind, detail, at],
    touches: 'any',
  })

export interface UntoldRow {
  id: string
  person: string
}

/** Lines of which no letter tells yet, those that wait longest first. */
export const untold = (now: Date, most: number) =>
  statement<'people.tell-of-changes', UntoldRow>({
    name: 'people.untold-events',
    text: `select id, person_id as person from people.security_event where tell_at <= $1 order by tell_at limit $2`,
    values: [now, most],
  })

export interface EventRow {
  id: string
  kind: EventKind
  detail: EventDetail
  at: Date
}

/** Takes a line that has to be told into one's hand until a moment; nothing comes back if somebody else was faster. */
export const claimUntold = (id: string, now: Date, until: Date) =>
  statement<'people.tell-of-changes', EventRow>({
    name: 'people.claim-untold-event',
    text: `update people.security_event set tell_at = $3 where id = $1 and tell_at <= $2 returning id, kind, detail, at`,
    values: [id, now, until],
    opens: { detail: 'people.security_event.detail' },
    touches: 'any',
  })

/** The next change of address after a line: what was given up with it is the address that the ID had when the line was made. */
export const nextAddress = (person: string, at: Date, id: string) =>
  statement<'people.tell-of-changes', Pick<EventRow, 'detail'>>({
    name: 'people.next-address',
    text: `select detail from people.security_event
            where person_id = $1 and kind = 'address-changed' and (at, id) > ($2, $3) order by at, id limit 1`,
    values: [person, at, id],
    opens: { detail: 'people.security_event.detail' },
  })

/** Leaves a line to be told at a later moment. */
export const tellLater = (id: string, at: Date) =>
  statement<'people.tell-of-changes'>({
    name: 'people.tell-event-later',
    text: 'update people.security_event set tell_at = $2 where id = $1',
    values: [id, at],
    touches: 'any',
  })

/** Notes that the letters of a line are written. */
export const markTold = (id: string) =>
  statement<'people.tell-of-changes'>({
    name: 'people.mark-event-told',
    text: 'update people.security_event set tell_at = null where id = $1',
    values: [id],
    touches: 'any',
  })

/** A part of the history of somebody's ID, the newest first. @param kind null: every one */
export const events = (person: string, kind: EventKind | null, most: number, skip: number) =>
  statement<'people.view-security', EventRow>({
    name: 'people.security-events',
    text: `select id, kind, detail, at from people.security_event
            where person_id = $1 and ($2::text is null or kind = $2)
            order by at desc, id desc limit $3 offset $4`,
    values: [person, kind, most, skip],
    opens: { detail: 'people.security_event.detail' },
  })

/** How many lines that history has. */
export const eventCount = (person: string, kind: EventKind | null) =>
  statement<'people.view-security', { count: number }>({
    name: 'people.security-event-count',
    text: `select count(id)::integer as count from people.security_event
            where person_id = $1 and ($2::text is null or kind = $2)`,
    values: [person, kind],
  })

/** Forgets what is older than the policy keeps. */
export const expireEvents = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-security-events',
    text: 'delete from people.security_event where at < $1',
    values: [before],
    touches: 'any',
    fields: ['people.security_event'],
  })

/** When second factors are removed because somebody said that they are lost. */
export const ownLoss = (person: string) =>
  statement<'people.view-security', { ends_at: Date }>({
    name: 'people.own-factor-loss',
    text: 'select ends_at from people.factor_loss where person_id = $1',
    values: [person],
  })
