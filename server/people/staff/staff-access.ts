/** Who of the company may come in: listed, suspended, let in again, and an invitation taken back. */
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { identifierHash } from '../identifier.ts'
import * as staffStore from '../staff-store.ts'
import { findConfirmed } from '../store.ts'
import { noteStaffChange } from './administering.ts'

type Parts = Pick<PeopleParts, 'gate' | 'clock' | 'vault'>

const system = { kind: 'system' } as const

/**
 * Every colleague, the newest first.
 * @throws if the policy does not allow it
 */
export async function listColleagues({ gate }: Pick<Parts, 'gate'>): Promise<staffStore.ColleagueRow[]> {
  const read = await gate.read(
    { act: 'people.list-staff', actor: system, subject: 'set' },
    { colleagues: staffStore.colleagues() },
  )
  return allowed(read).colleagues
}

/**
 * The colleague who signs in with an ID; undefined where none does.
 * @throws if the policy does not allow it
 */
export async function confirmedColleague(parts: Parts, id: string): Promise<staffStore.ColleagueRow | undefined> {
  const found = await parts.gate.read(
    { act: 'people.find-account', actor: { kind: 'stranger' }, subject: 'none' },
    { owner: findConfirmed(identifierHash(parts, id)) },
  )
  const [owner] = allowed(found).owner
  return owner && (await listColleagues(parts)).find(({ person_id }) => person_id === owner.person_id)
}

/**
 * Ends somebody's access, or gives it back. Sessions that are open end at once: what was ended does not come back with the
 * access. It stands in the history of the ID, and a letter tells of it.
 * @param may whether they may come in from now on
 * @returns `unknown` if no colleague has this ID; `already` if it was so before
 * @throws if the policy does not allow it
 */
export async function letIn(parts: Parts, id: string, may: boolean): Promise<'done' | 'already' | 'unknown'> {
  const { gate, clock } = parts
  const colleague = await confirmedColleague(parts, id)
  if (!colleague) return 'unknown'
  const at = clock.now()
  const written = await gate.write(
    { act: 'people.suspend-staff', actor: system, subject: { person: colleague.person_id } },
    { suspended: staffStore.suspend(colleague.person_id, may, at) },
  )
  if (allowed(written).suspended.length === 0) return 'already'
  await noteStaffChange(parts, colleague.person_id, { ended: true })
  return 'done'
}

/**
 * Takes back what nobody has used yet: the link opens nothing, and what was noted of them is gone.
 * @returns how many invitations of this address there were
 * @throws if the policy does not allow it
 */
export async function withdrawInvitation(parts: Parts, email: string): Promise<number> {
  const gone = await parts.gate.write(
    { act: 'people.forget-unconfirmed', actor: system, subject: 'none' },
    { gone: staffStore.withdrawInvitations(identifierHash(parts, email)) },
  )
  const people = allowed(gone).gone
  for (const { person } of people) parts.vault.forget(person)
  return people.length
}

function allowed<T>(done: T | Refusal): T {
  if (done instanceof Refusal) throw new Error(`The policy does not allow this: ${done.code}.`)
  return done
}
