/** What the product itself needs and the company's text may not say: drafted too, with a sentence that could say it. */
import { knownCategories } from './draft-categories.ts'
import { clauseOf, type Drafted, type First, type Proposal } from './draft-drafted.ts'
import { knownPurposes } from './draft-purposes.ts'
import type { Needs } from './needed.ts'

/** The categories that the product needs, whatever for. */
export const neededCategories = (needs: Needs): ReadonlySet<string> =>
  new Set([...needs.values()].flatMap(uses => [...uses.keys()]))

/** What a text could say about a category that the product needs; undefined where it needs none. */
export function categoryProposal(needs: Needs, id: string): Proposal | undefined {
  const words = knownCategories[id]?.sentence
  return words && neededCategories(needs).has(id) ? { id: `what.${id}`, words } : undefined
}

/** What a text could say about a purpose that the product needs; undefined where it needs none. */
export function purposeProposal(needs: Needs, id: string): Proposal | undefined {
  const words = knownPurposes[id]?.sentence
  return words && needs.has(id) ? { id: `why.${id}`, words } : undefined
}

const roles: Readonly<Record<string, { says: string; purposes: readonly string[] }>> = {
  'service-desk': { says: 'Service desk', purposes: ['support', 'deliver-orders', 'register-products'] },
  'data-protection-officer': { says: 'Data protection officer', purposes: ['answer-rights', 'evidence'] },
  administrator: { says: 'Administrator', purposes: ['account', 'security', 'evidence'] },
}

/**
 * Roles in which colleagues can be invited; without one nobody could be.
 * @param says the words as the policy keeps them
 */
export function rolesIn(
  first: First,
  pursued: (purposes: readonly string[]) => string[],
  says: (words: string) => object,
): Drafted[] {
  const from = first(/\b(our|\w+[’']s?) (employees|staff|personnel)\b|\bemployees and\b/i) ?? {
    id: 'staff.roles',
    words: 'Our people look at your data only as far as their work needs it.',
  }
  return Object.entries(roles).flatMap(([id, role]) => {
    const purposes = pursued(role.purposes)
    return purposes.length === 0
      ? []
      : [{ id, from, value: { says: says(role.says), purposes, clause: clauseOf(from) } }]
  })
}

/** The cookies that the product sets by itself, and how long they stay at most. */
export function ownCookies(): Drafted[] {
  const from = {
    id: 'cookies.needed',
    words: 'We store the cookies on your device that signing in and sending a form cannot work without.',
  }
  return Object.entries({ session: 'P30D', form: 'P1D' }).map(([id, keep]) => ({
    id,
    from,
    value: { purpose: 'necessary', keep, clause: clauseOf(from) },
  }))
}
