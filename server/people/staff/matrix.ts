/** Roles and purposes, as the policy in force lays them over each other. Pure. */
import type { Compiled } from '../../policy/compile.ts'

/** What a role may state as its purpose. */
export interface Reach {
  purpose: string
  clause: string
  /** `own`: people of the colleague's own controller; `all`: everybody. */
  regions: 'own' | 'all'
  /** The categories that the purpose was promised. */
  categories: readonly string[]
}

export interface RoleRow {
  role: string
  clause: string
  reaches: readonly Reach[]
  /** Every category that one of its purposes reaches, in the order of the policy. */
  categories: readonly string[]
  /** How many active colleagues have it now, by controller. */
  people: ReadonlyMap<string, number>
}

/**
 * Every role of the policy in force.
 * @param held the role and controller of each colleague who may sign in
 */
export function roleMatrix(
  { loaded }: Pick<Compiled, 'loaded'>,
  held: readonly { role: string; controller: string }[],
): RoleRow[] {
  const { staff, purposes, categories } = loaded.policy
  return Object.entries(staff).map(([role, { clause, purposes: own }]) => {
    const reaches = own.flatMap(id => {
      const purpose = purposes[id]
      return purpose
        ? [{ purpose: id, clause: purpose.clause, regions: purpose.reach ?? 'own', categories: purpose.uses }]
        : []
    })
    const people = new Map<string, number>()
    for (const one of held) if (one.role === role) people.set(one.controller, (people.get(one.controller) ?? 0) + 1)
    const reached = new Set(reaches.flatMap(one => one.categories))
    return { role, clause, reaches, categories: Object.keys(categories).filter(one => reached.has(one)), people }
  })
}
