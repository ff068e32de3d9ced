/** The rules of roles: who administers, and whom somebody may appoint. Pure. */
import type { Compiled } from '../../policy/compile.ts'
import type { Policy } from '../../policy/document.ts'
import type { Actor } from '../../policy/request.ts'

/** A colleague as the gate knows one. */
export type Colleague = Actor & { kind: 'staff' }

/** What a role needs to administer colleagues: their IDs, and who may come in. */
const administers = ['account', 'security'] as const

/** The roles of the policy that administer colleagues. */
export const administratorRoles = ({ staff }: Pick<Policy, 'staff'>): string[] =>
  Object.entries(staff)
    .filter(([, { purposes }]) => administers.every(one => purposes.includes(one)))
    .map(([role]) => role)

/** Whether somebody's role administers colleagues. */
export const isAdministrator = (compiled: Compiled, { role }: Pick<Colleague, 'role'>): boolean =>
  administratorRoles(compiled.loaded.policy).includes(role)

/**
 * The controllers for which a colleague may appoint others and make keys: their own, so that nobody opens the people of
 * another company of the group to themselves; and all of them, for whoever works for the one that the policy calls the default.
 */
export function controllersFor(
  { controllers }: Pick<Policy, 'controllers'>,
  actor: Pick<Colleague, 'controller'>,
): string[] {
  const all = Object.keys(controllers)
  return controllers[actor.controller]?.default ? all : all.filter(one => one === actor.controller)
}

/** What is known of a colleague's access. */
export interface AccessState {
  confirmed_at: Date | null
  suspended_at: Date | null
  /** Until when an invitation can be used; null where none waits. */
  invited_until: Date | null
}

/** `lapsed`: was invited, and nobody used the link in time. */
export type Access = 'active' | 'suspended' | 'invited' | 'lapsed'

/** In which state a colleague's access is. */
export function accessOf({ confirmed_at, suspended_at, invited_until }: AccessState, now: Date): Access {
  if (suspended_at) return 'suspended'
  if (confirmed_at) return 'active'
  return invited_until && invited_until > now ? 'invited' : 'lapsed'
}

/** Why a colleague's place cannot be changed by somebody. */
export type Why = 'yourself' | 'elsewhere' | 'last' | 'not-active' | 'no-access' | 'not-invited' | 'id-taken'

/** Whether somebody may change a colleague at all. @param region the controller that answers for the colleague */
export function mayChange(
  actor: Pick<Colleague, 'person' | 'controller'>,
  person: string,
  region: string,
): Why | undefined {
  if (person === actor.person) return 'yourself'
  return region === actor.controller ? undefined : 'elsewhere'
}

/**
 * Whether somebody may end a colleague's access: whoever may change them, and for all whoever works for the default controller.
 * Ending is what cannot wait for an administrator of that company, who may be the one to be stopped, or not there at all.
 */
export function mayEnd(
  policy: Pick<Policy, 'controllers'>,
  actor: Pick<Colleague, 'person' | 'controller'>,
  person: string,
  region: string,
): Why | undefined {
  const why = mayChange(actor, person, region)
  return why === 'elsewhere' && controllersFor(policy, actor).includes(region) ? undefined : why
}
