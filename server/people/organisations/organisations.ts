/** The rules of companies and those who work for them. Pure; time is a parameter. */

/** What somebody is in a company, the highest first. */
export const roles = ['owner', 'manager', 'member'] as const
export type Role = (typeof roles)[number]

/** How long an invitation can be used, in milliseconds. */
export const invitationLasts = 14 * 24 * 60 * 60_000
/** How many invitations of one company may wait at a time. */
export const mostInvitations = 50

/** Somebody in a company, as the rules need to know them. */
export interface Place {
  person: string
  role: Role
}

/** Why something cannot be done in a company; its words stand under `companies.refusal.<why>`. */
export type Why = 'owners-only' | 'highest-only' | 'last-owner'

/**
 * Whether somebody decides who belongs to a company: its owners do; where none is left, the highest that is there.
 * @returns why not
 */
export function mayLead(places: readonly Place[], person: string): Why | undefined {
  const mine = places.find(place => place.person === person)
  const highest = roles.find(role => places.some(place => place.role === role))
  if (mine && mine.role === highest) return undefined
  return highest === 'owner' ? 'owners-only' : 'highest-only'
}

/** Whether somebody may go, or be given a lower role: a company keeps an owner. @returns why not */
export function mayGo(places: readonly Place[], person: string): Why | undefined {
  const mine = places.find(place => place.person === person)
  const others = places.some(place => place.person !== person && place.role === 'owner')
  return mine?.role === 'owner' && !others ? 'last-owner' : undefined
}

/** Whether `acting` may give `person` a role. @returns why not */
export function mayChange(places: readonly Place[], acting: string, person: string, role: Role): Why | undefined {
  return mayLead(places, acting) ?? (role === 'owner' ? undefined : mayGo(places, person))
}

/** What an invitation is, seen by somebody who wants to use it. */
export interface Offer {
  expiresAt: Date
  usedAt: Date | null
  withdrawnAt: Date | null
  /** Whether whoever sent it still works there. */
  senderIsThere: boolean
  /** Whether it was sent to the ID of whoever wants to use it. */
  isForThem: boolean
}

/** Why an invitation opens nothing; its words stand under `companies.broken.<why>`. */
export type Broken = 'unknown' | 'used' | 'withdrawn' | 'sender-gone' | 'expired' | 'not-yours' | 'already'

/** What is wrong with an invitation. To somebody else than it was sent to, nothing but that is said. */
export function brokenOffer(offer: Offer, now: Date): Broken | undefined {
  if (!offer.isForThem) return 'not-yours'
  if (offer.usedAt) return 'used'
  if (offer.withdrawnAt) return 'withdrawn'
  if (!offer.senderIsThere) return 'sender-gone'
  return offer.expiresAt <= now ? 'expired' : undefined
}

/** The part of an address after the @, as it is compared. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
