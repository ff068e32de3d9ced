/** What somebody sees of their sign-ins, and of what happened to their ID. */
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { dropChange, endAtSites, endOffline, useUpLinks } from '../ending-store.ts'
import type { PeopleParts } from '../parts.ts'

import { type Device, endSession, endSessions, openSessions } from '../session-store.ts'
import { markOf } from '../tokens.ts'
import { type DeviceFacts, readAgent } from './device.ts'
import type { EventKind } from './events.ts'
import * as store from './event-store.ts'
import { noted } from './noting.ts'
import { countryOf, placesAsOf } from '../../base/country.ts'

/** From where something was done. */
export interface Seen {
  device: DeviceFacts
  address: string
  /** ISO 3166-1 alpha-2; undefined where nobody knows. */
  country: string | undefined
}

export interface OpenSession extends Seen {
  /** Stands for the session, and opens nothing. */
  mark: string
  since: Date
  lastSeen: Date
  /** Whether it is the one in which this is asked. */
  here: boolean
}

export interface PastEvent extends Seen {
  id: string
  kind: EventKind
  about: string | undefined
  at: Date
}

/** Lines of the history on one page. */
export const pageSize = 20

/** A colleague too sees what stands about themselves as every person may. */
const selfOf = (person: string): Self => ({ kind: 'customer', person })

const seenFrom = async ({ agent, address }: Device): Promise<Seen> => ({
  device: readAgent(agent),
  address,
  country: await countryOf(address),
})

/**
 * Sessions that are open, and a page of the history.
 * @param visitor who asks, and the hash of the session in which they do, in hex
 * @param kind undefined: every kind
 * @param page from 1
 */
export async function viewSecurity(
  { gate, clock }: Pick<PeopleParts, 'gate' | 'clock'>,
  { person, session }: { person: string; session: string },
  { kind, page }: { kind: EventKind | undefined; page: number },
): Promise<
  | {
      sessions: OpenSession[]
      events: PastEvent[]
      total: number
      placesAsOf: Date
      /** When second factors are removed because somebody said that they are lost. */
      lossAt: Date | undefined
    }
  | Refusal
> {
  const read = await gate.read(
    { act: 'people.view-security', actor: selfOf(person), subject: { person } },
    {
      sessions: openSessions(person, clock.now()),
      events: store.events(person, kind ?? null, pageSize, (page - 1) * pageSize),
      count: store.eventCount(person, kind ?? null),
      loss: store.ownLoss(person),
    },
  )
  if (read instanceof Refusal) return read
  const here = Buffer.from(session, 'hex')
  const sessions = await Promise.all(
    read.sessions.map(async row => ({
      ...(await seenFrom(row.device)),
      mark: markOf(row.token_hash),
      since: row.created_at,
      lastSeen: row.seen_at,
      here: row.token_hash.equals(here),
    })),
  )
  const events = await Promise.all(
    read.events.map(async ({ id, kind: what, detail, at }) => ({
      ...(await seenFrom(detail)),
      id,
      kind: what,
      about: detail.about,
      at,
    })),
  )
  const lossAt = read.loss[0]?.ends_at
  return { sessions, events, total: read.count[0]?.count ?? 0, placesAsOf: await placesAsOf(), lossAt }
}

/**
 * Ends one of one's own sessions, and all that it gave at sites.
 * @param mark as it was shown
 * @returns `unknown` where it is none, or over
 */
export async function endOne(
  parts: Pick<PeopleParts, 'gate' | 'clock'>,
  person: string,
  mark: string,
  device: Device,
): Promise<'done' | 'unknown' | Refusal> {
  const read = await parts.gate.read(
    { act: 'people.view-security', actor: selfOf(person), subject: { person } },
    { sessions: openSessions(person, parts.clock.now()) },
  )
  if (read instanceof Refusal) return read
  const found = read.sessions.find(row => markOf(row.token_hash) === mark)
  if (!found) return 'unknown'
  const written = await parts.gate.write(
    { act: 'people.sign-out', actor: { kind: 'stranger' }, subject: { person } },
    {
      // Before the session, which they would not be known by afterwards.
      sites: endAtSites(found.token_hash, null),
      end: endSession(found.token_hash),
      note: noted(parts, person, 'sessions-ended', device),
    },
  )
  return written instanceof Refusal ? written : 'done'
}

/** Ends every session but one, what sites may do without one, and whatever was asked for or offered. @param session the hash of the one that goes on, in hex */
export async function endOthers(
  parts: Pick<PeopleParts, 'gate' | 'clock'>,
  person: string,
  session: string,
  device: Device,
): Promise<'done' | Refusal> {
  const written = await parts.gate.write(
    { act: 'people.sign-out', actor: { kind: 'stranger' }, subject: { person } },
    {
      end: endSessions(person, Buffer.from(session, 'hex')),
      sites: endOffline(person),
      change: dropChange(person),
      links: useUpLinks(person, parts.clock.now()),
      note: noted(parts, person, 'sessions-ended', device),
    },
  )
  return written instanceof Refusal ? written : 'done'
}
