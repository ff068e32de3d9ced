/** What an administrator does with colleagues: each an act of theirs, with evidence, and a line in the colleague's history. */
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import { dropChange, endCodes, useUpLinks } from '../ending-store.ts'
import type { PeopleParts } from '../parts.ts'
import { noted } from '../security/index.ts'
import { identifierHash } from '../identifier.ts'
import { findConfirmed } from '../store.ts'
import * as store from './colleague-store.ts'
import { inviteByPage, type Invitation } from './colleagues.ts'
import { type Access, accessOf, administratorRoles, type Colleague, mayChange, mayEnd, type Why } from './staff.ts'

type Parts = Pick<PeopleParts, 'gate' | 'clock'>

/** A colleague as the console shows one. */
export interface Seen extends store.ColleagueSeen {
  access: Access
  /** Why whoever looks cannot change anything of them. */
  why: Why | undefined
  /** Why they cannot end their access either. */
  whyOn: Why | undefined
}

/** How many changes are taken into the history in one turn of the job. */
const most = 100

/**
 * Every colleague, the newest first. Names and addresses are sealed, so that the search looks through what was opened.
 * @param search a part of a name or of an ID; empty for all
 */
export async function viewColleagues(parts: Parts, actor: Colleague, search = ''): Promise<Seen[] | Refusal> {
  const seen = await read(parts, actor, null)
  if (seen instanceof Refusal) return seen
  const part = plain(search)
  return seen.filter(({ name, address }) => plain(`${name ?? ''} ${address}`).includes(part))
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim()

/** One colleague; undefined where there is none. */
export async function viewColleague(
  parts: Parts,
  actor: Colleague,
  person: string,
): Promise<Seen | undefined | Refusal> {
  const seen = await read(parts, actor, person)
  return seen instanceof Refusal ? seen : seen[0]
}

async function read({ gate, clock }: Parts, actor: Colleague, person: string | null): Promise<Seen[] | Refusal> {
  const answer = await gate.read(
    { act: 'people.view-staff', actor, subject: 'set' },
    { colleagues: store.colleaguesSeen(person) },
  )
  if (answer instanceof Refusal) return answer
  const now = clock.now()
  const { policy } = gate.policy().compiled.loaded
  return answer.colleagues.map(row => ({
    ...row,
    access: accessOf(row, now),
    why: mayChange(actor, row.person_id, row.region),
    whyOn: mayEnd(policy, actor, row.person_id, row.region),
  }))
}

/** How a change ended; `already`: it was so before. */
export type Done = 'done' | 'already' | 'unknown' | { why: Why } | Refusal

/** Invites somebody. An address with which somebody signs in already is theirs. */
export async function invite(
  parts: PeopleParts,
  actor: Colleague,
  who: Invitation,
): Promise<{ person: string } | Exclude<Done, string>> {
  const found = await parts.gate.read(
    { act: 'people.find-account', actor: { kind: 'stranger' }, subject: 'none' },
    { owner: findConfirmed(identifierHash(parts, who.email)) },
  )
  if (found instanceof Refusal) return found
  return found.owner.length > 0 ? { why: 'id-taken' } : inviteByPage(parts, actor, who)
}

/** Invites somebody again who has not come: with a new link, which takes the place of the old one. */
export async function sendAgain(
  parts: PeopleParts,
  actor: Colleague,
  person: string,
): Promise<{ person: string } | Done> {
  const one = await viewColleague(parts, actor, person)
  if (one === undefined) return 'unknown'
  if (one instanceof Refusal) return one
  if (one.why) return { why: one.why }
  if (one.confirmed_at) return { why: 'not-invited' }
  const language = parts.languages.find(spoken => spoken === one.language) ?? parts.languages[0]!
  return inviteByPage(parts, actor, {
    name: one.name ?? one.address,
    email: one.address,
    role: one.role,
    controller: one.controller,
    language,
  })
}

/** Takes an invitation back that nobody has used. */
export async function takeBack(parts: PeopleParts, actor: Colleague, person: string): Promise<Done> {
  const done = await change(parts, actor, person, {
    judge: one => (one.confirmed_at ? 'not-invited' : undefined),
    write: () =>
      parts.gate.write(
        { act: 'people.withdraw-staff', actor, subject: { person } },
        { gone: store.withdrawStaff(person) },
      ),
  })
  if (done === 'done') parts.vault.forget(person)
  return done
}

/** Gives a colleague another role, for a controller. It holds from their next request on. */
export async function appoint(
  parts: PeopleParts,
  actor: Colleague,
  person: string,
  place: store.Appointment,
): Promise<Done> {
  const administrators = administratorRoles(parts.gate.policy().compiled.loaded.policy)
  const at = parts.clock.now()
  const done = await change(parts, actor, person, {
    judge: one => (one.role === place.role && one.controller === place.controller ? 'already' : undefined),
    write: () =>
      parts.gate.write(
        { act: 'people.appoint-staff', actor, subject: { person } },
        {
          hold: store.holdAdministrators(administrators),
          place: store.appoint(person, place, administrators, at),
        },
      ),
  })
  if (done === 'done') await noteStaffChange(parts, person, { ended: false })
  return done
}

/** Ends a colleague's access at once, sessions that are open included; or gives it back. @param may whether they may come in */
export async function suspend(parts: PeopleParts, actor: Colleague, person: string, may: boolean): Promise<Done> {
  const administrators = administratorRoles(parts.gate.policy().compiled.loaded.policy)
  const at = parts.clock.now()
  const done = await change(parts, actor, person, {
    mayDo: one => (may ? one.why : one.whyOn),
    judge: ({ access }) =>
      access === (may ? 'active' : 'suspended')
        ? 'already'
        : access === (may ? 'suspended' : 'active')
          ? undefined
          : 'not-active',
    write: one =>
      one.why === 'elsewhere'
        ? parts.gate.write(
            { act: 'people.suspend-elsewhere', actor, subject: { person } },
            { access: store.suspendElsewhere(person, administrators, at) },
          )
        : parts.gate.write(
            { act: 'people.suspend-colleague', actor, subject: { person } },
            {
              hold: store.holdAdministrators(administrators),
              access: may ? store.resumeColleague(person, at) : store.suspendColleague(person, administrators, at),
            },
          ),
  })
  if (done === 'done') await noteStaffChange(parts, person, { ended: true })
  return done
}

/**
 * Looks whether a change may be made, makes it, and looks again where it touched nobody.
 * @param how.mayDo why whoever asks may not; default: why they may change nothing
 * @param how.judge why it cannot be done as the colleague is now
 */
export async function change(
  parts: Parts,
  actor: Colleague,
  person: string,
  how: {
    mayDo?: (one: Seen) => Why | undefined
    judge: (one: Seen) => Why | 'already' | undefined
    write: (one: Seen) => Promise<unknown>
  },
): Promise<Done> {
  const { mayDo = one => one.why, judge, write } = how
  const look = async (): Promise<{ one: Seen } | Exclude<Done, 'done'>> => {
    const one = await viewColleague(parts, actor, person)
    if (one === undefined) return 'unknown'
    if (one instanceof Refusal) return one
    const found = mayDo(one) ?? judge(one)
    if (found === undefined) return { one }
    return found === 'already' ? found : { why: found }
  }
  const before = await look()
  if (typeof before !== 'object' || !('one' in before)) return before
  try {
    const written = await write(before.one)
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (!(error instanceof Untouched)) throw error
    // Somebody was faster; or nothing stands in the way but that no administrator would be left.
    const after = await look()
    return typeof after === 'object' && 'one' in after ? { why: 'last' } : after
  }
}

/**
 * Takes changes into the histories of the IDs that nobody has: what a process left that ended in between. Sessions end with
 * every one of them: that access was ended may have been followed by giving it back.
 * @returns how many
 */
export async function noteStaffChanges(parts: Parts): Promise<number> {
  const found = await parts.gate.read(
    { act: 'people.note-staff-change', actor: { kind: 'system' }, subject: 'none' },
    { waiting: store.untoldStaff(most) },
  )
  if (found instanceof Refusal) return 0
  for (const { person } of found.waiting) await noteStaffChange(parts, person, { ended: true })
  return found.waiting.length
}

/**
 * A line in the history, from which the letter is written; nothing where no change waits for one.
 * @param how.ended whether every session ends with it, and every way in that is open
 */
export async function noteStaffChange(parts: Parts, person: string, { ended }: { ended: boolean }): Promise<void> {
  const request = { act: 'people.note-staff-change', actor: { kind: 'system' }, subject: { person } } as const
  const found = await parts.gate.read(request, { change: store.untoldOf(person) })
  const made = found instanceof Refusal ? undefined : found.change[0]
  if (!made) return
  const { untold_as: kind, untold_at: at } = made
  const about = kind === 'role-changed' ? { about: placeInWords(parts, made) } : {}
  try {
    await parts.gate.write(request, {
      told: store.tellStaff(person, at),
      // From where the administrator did it is no business of the colleague's.
      note: noted(parts, person, kind, { agent: '', address: '' }, about),
      // And whatever would open one again once the access is given back.
      ...(ended
        ? {
            sessions: store.endStaffSessions(person),
            links: useUpLinks(person, at),
            codes: endCodes(person, at),
            change: dropChange(person),
          }
        : {}),
    })
  } catch (error) {
    // Another process had it.
    if (!(error instanceof Untouched)) throw error
  }
}

/** As what somebody works and for whom, in their language, as the policy says it then: the line keeps what was true. */
function placeInWords({ gate }: Parts, { role, controller, language }: store.Untold): string {
  const { staff, controllers } = gate.policy().compiled.loaded.policy
  const says: Readonly<Record<string, string | undefined>> = staff[role]?.says ?? {}
  return `${says[language] ?? says['en'] ?? role}, ${controllers[controller]?.name ?? controller}`
}
