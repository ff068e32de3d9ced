/** Erasing a person: the row goes and takes every row of theirs along; the key goes with it. */
import { Refusal } from '../policy/refusal.ts'
import type { PeopleParts } from './parts.ts'
import { identifierHash } from './identifier.ts'
import { erase, findConfirmed } from './store.ts'

/**
 * Erases whoever has an ID.
 * @returns whether somebody had it
 * @throws if the policy does not allow it
 */
export async function erasePerson(parts: PeopleParts, id: string): Promise<boolean> {
  const { gate } = parts
  const found = await gate.read(
    { act: 'people.find-account', actor: { kind: 'stranger' }, subject: 'none' },
    { owner: findConfirmed(identifierHash(parts, id)) },
  )
  if (found instanceof Refusal) throw new Error(`The policy does not allow this: ${found.code}.`)
  const [owner] = found.owner
  return owner ? erasePersonById(parts, owner.person_id) : false
}

/**
 * Erases somebody.
 * @returns whether they were there
 * @throws if the policy does not allow it
 */
export async function erasePersonById(
  { gate, vault }: Pick<PeopleParts, 'gate' | 'vault'>,
  person: string,
): Promise<boolean> {
  const done = await gate.write(
    { act: 'people.erase', actor: { kind: 'system' }, subject: { person } },
    { erase: erase(person, vault.personToken(person)) },
  )
  if (done instanceof Refusal && done.code === 'erased') return false
  if (done instanceof Refusal) throw new Error(`The policy does not allow this: ${done.code}.`)
  vault.forget(person)
  return true
}
