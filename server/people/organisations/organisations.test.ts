import { describe, expect, it } from 'vitest'
import { brokenOffer, domainOf, mayChange, mayGo, mayLead, type Offer, type Place } from './organisations.ts'
import { isPublicMail } from './public-mail.ts'

const owner: Place = { person: 'owner', role: 'owner' }
const second: Place = { person: 'second', role: 'owner' }
const manager: Place = { person: 'manager', role: 'manager' }
const member: Place = { person: 'member', role: 'member' }

describe('who belongs to a company', () => {
  it('is decided by its owners alone', () => {
    const all = [owner, second, manager, member]
    expect([owner, second].map(one => mayLead(all, one.person))).toEqual([undefined, undefined])
    for (const other of ['manager', 'member', 'stranger']) expect(mayLead(all, other)).toBe('owners-only')
  })

  it('is decided by the highest who are left when no owner is', () => {
    expect(mayLead([manager, member], 'manager')).toBeUndefined()
    expect(mayLead([manager, member], 'member')).toBe('highest-only')
    expect(mayLead([member], 'member')).toBeUndefined()
    expect(mayLead([], 'stranger')).toBe('highest-only')
  })
})

describe('the last owner', () => {
  it('neither goes nor becomes less, also by their own wish', () => {
    const all = [owner, manager]
    expect(mayGo(all, 'owner')).toBe('last-owner')
    expect(mayChange(all, 'owner', 'owner', 'member')).toBe('last-owner')
    expect(mayChange(all, 'owner', 'owner', 'owner')).toBeUndefined()
  })

  it('may go as soon as there is another', () => {
    expect(mayGo([owner, second], 'owner')).toBeUndefined()
    expect(mayChange([owner, second], 'second', 'owner', 'member')).toBeUndefined()
  })

  it('holds up nobody else', () => {
    for (const one of [manager, member]) expect(mayGo([owner, manager, member], one.person)).toBeUndefined()
  })
})

describe('an invitation', () => {
  const now = new Date('2026-11-02T09:00:00Z')
  const good: Offer = {
    expiresAt: new Date(now.getTime() + 1),
    usedAt: null,
    withdrawnAt: null,
    senderIsThere: true,
    isForThem: true,
  }

  it.each([
    [{}, undefined],
    [{ expiresAt: now }, 'expired'],
    [{ usedAt: now }, 'used'],
    [{ withdrawnAt: now }, 'withdrawn'],
    [{ senderIsThere: false }, 'sender-gone'],
    [{ isForThem: false }, 'not-yours'],
    // Somebody else is told nothing of what became of it.
    [{ isForThem: false, usedAt: now, withdrawnAt: now }, 'not-yours'],
  ])('that is %j opens or says why not', (change, why) => {
    expect(brokenOffer({ ...good, ...change }, now)).toBe(why)
  })
})

describe('a domain', () => {
  it('is what stands after the last @, in small letters', () => {
    expect(domainOf('An.Maes@Ziekenhuis-Demer.example')).toBe('ziekenhuis-demer.example')
  })

  it('of a provider that gives addresses to anybody is nobody’s', () => {
    for (const domain of ['gmail.com', 'skynet.be', 'post.example']) expect(isPublicMail(domain)).toBe(true)
    expect(isPublicMail('ziekenhuis-demer.example')).toBe(false)
  })
})
