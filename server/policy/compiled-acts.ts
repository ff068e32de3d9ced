/**
 * The acts that evidence may be written of, as the database keeps them: its row policies on forms ask these. Pure.
 */
import type { By } from './activity.ts'
import type { Compiled, Grant } from './compile.ts'
import type { Policy } from './document.ts'
import { loginOf, privilegesOf, type Slot } from './privileges.ts'

/** A row of policy.act. */
export interface CompiledAct {
  act: string
  version: number
  declared: string
  purpose: string
  clause: string
  by: By
  /** The login that changes something in it; null where it only reads. */
  writer: string | null
  reads: boolean
  /** schema.table.column, or schema.table where rows are deleted. */
  fields: readonly string[]
  /** Parts of us that may do it; one empty text where it is not done by staff. */
  parts: readonly string[]
}

/** A part of us, as the customer may see it in a line of evidence: `service-desk/hes`. */
export function partOf(role: string, controller: string): string {
  return `${role}/${controller}`
}

/** Every part of us that the policy declares. */
export function partsOf(policy: Policy): string[] {
  return partsWhere(policy, () => true)
}

function partsWhere({ staff, controllers }: Policy, may: (purposes: readonly string[]) => boolean): string[] {
  return Object.entries(staff)
    .filter(([, role]) => may(role.purposes))
    .flatMap(([role]) => Object.keys(controllers).map(controller => partOf(role, controller)))
}

/**
 * The acts that leave evidence.
 * @param slots purpose → slot
 * @param self the login of customers' own acts
 */
export function compiledActs(compiled: Compiled, slots: ReadonlyMap<string, Slot>, self: string): CompiledAct[] {
  const { policy } = compiled.loaded.policy
  return [...compiled.grants.values()]
    .filter(grant => grant.evidence)
    .map(grant => {
      const { act, purpose, clause, by, reads, writes, deletes } = grant
      const role = loginOf(grant, slots, self) ?? null
      return {
        act,
        version: policy.version,
        declared: compiled.declared,
        purpose,
        clause,
        by,
        writer: writes.length + deletes.length > 0 ? role : null,
        reads: reads.length > 0,
        fields: fieldsOf(grant, compiled),
        parts: by === 'staff' ? partsWhere(compiled.loaded.policy, own => own.includes(purpose)) : [''],
      }
    })
}

/** All that an act may touch, as its evidence may say it. */
function fieldsOf(grant: Grant, { declarations }: Compiled): string[] {
  const touched = privilegesOf('', grant, declarations.holdings)
  return [...new Set(touched.map(({ table, column }) => (column ? `${table}.${column}` : table)))]
}
