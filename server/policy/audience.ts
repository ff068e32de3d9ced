/** What follows from the policy and the product for everything of a category: what it is used for, and who can see it. Pure. */
import type { Compiled, Grant } from './compile.ts'
import { oncePerPolicy } from './once.ts'

/** Why and by whom a category may be used: what the policy promises and the product does. */
export interface Use {
  purpose: string
  /** Acts of the product that read the category for it; none: promised, and nothing does it. */
  acts: readonly Grant[]
}

/** The purposes that may use a category, those that something is done for first. */
export const usesOf = (category: string, compiled: Compiled): readonly Use[] => usesIn(compiled, [category])

const usesIn = oncePerPolicy(({ loaded, grants }, [category = '']): readonly Use[] => {
  const granted = [...grants.values()].filter(grant => grant.reads.includes(category))
  return Object.entries(loaded.policy.purposes)
    .filter(([, purpose]) => purpose.uses.includes(category))
    .map(([purpose]) => ({ purpose, acts: granted.filter(grant => grant.purpose === purpose) }))
    .sort((a, b) => Math.sign(b.acts.length) - Math.sign(a.acts.length))
})

/** Who sees a category. */
export interface Audience {
  /** Roles of colleagues who can, with the purposes that they have to state. */
  roles: { role: string; purposes: string[] }[]
  /** Purposes for which our systems use it, without anybody looking. */
  systems: string[]
}

/** Who can see a category: colleagues by role, and machines by purpose. */
export const audienceOf = (category: string, compiled: Compiled): Audience => audienceIn(compiled, [category])

const audienceIn = oncePerPolicy((compiled, [category = '']): Audience => {
  const uses = usesOf(category, compiled)
  const forStaff = uses.filter(use => use.acts.some(act => act.by === 'staff')).map(use => use.purpose)
  return {
    roles: Object.entries(compiled.loaded.policy.staff)
      .map(([role, { purposes }]) => ({ role, purposes: purposes.filter(purpose => forStaff.includes(purpose)) }))
      .filter(({ purposes }) => purposes.length > 0),
    systems: uses
      .filter(use => use.acts.some(act => act.by === 'system' || act.by === 'stranger'))
      .map(use => use.purpose),
  }
})
