/** What a policy allows, purpose by purpose: from its declarations and, for the version in force, the compiled acts. Pure. */
import type { By } from '../../policy/activity.ts'
import type { Compiled } from '../../policy/compile.ts'
import type { Policy, Purpose, Recipient } from '../../policy/document.ts'
import { grantsOf } from './facts.ts'

/** Who does something: whoever it is about, our systems, somebody who has not signed in yet, or a role of staff. */
export type Who = Exclude<By, 'staff'> | `role:${string}`

/** What a purpose allows. */
export interface Allowed {
  id: string
  purpose: Purpose
  /** Roles of staff that may look for it. */
  roles: readonly string[]
  recipients: readonly Recipient[]
  /** What the product does for it, in the order of its declarations; undefined: not known of this version. */
  acts: readonly { act: string; by: By }[] | undefined
}

/** Everybody who can be chosen. */
export const everyWho = ({ staff }: Policy): Who[] => [
  'customer',
  'system',
  'stranger',
  ...Object.keys(staff).map(role => `role:${role}` as const),
]

/**
 * What each purpose allows, as far as somebody does it.
 * @param compiled the version in force with the product's declarations; undefined for another version
 * @param who leaves out what they do not do; for a version without acts, roles alone can be told apart
 */
export function allowedIn(policy: Policy, compiled: Compiled | undefined, who?: Who): Allowed[] {
  const role = who?.startsWith('role:') ? who.slice('role:'.length) : undefined
  return Object.entries(policy.purposes).flatMap(([id, purpose]) => {
    const roles = Object.entries(policy.staff).flatMap(([name, { purposes }]) => (purposes.includes(id) ? [name] : []))
    const all = compiled && grantsOf(compiled, id).map(({ act, by }) => ({ act, by }))
    const acts = who === undefined ? all : all?.filter(({ by }) => by === (role === undefined ? who : 'staff'))
    if (role !== undefined && !roles.includes(role)) return []
    if (who !== undefined && role === undefined && (acts?.length ?? 0) === 0) return []
    const recipients = Object.values(policy.recipients).filter(recipient => recipient.for.includes(id))
    return [{ id, purpose, roles, recipients, acts }]
  })
}
