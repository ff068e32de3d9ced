import type { Policy } from './document.ts'
import type { Path } from './load-yaml.ts'

/** A declaration that says which clause of the text it comes from. */
export interface Citation {
  clause: string
  /** Where it stands in the file. */
  path: Path
  what:
    | 'category'
    | 'purpose'
    | 'situation'
    | 'recipient'
    | 'staff role'
    | 'never'
    | 'rights'
    | 'changes'
    | 'cookie'
    | 'measure'
  id: string
}

const sections = [
  ['categories', 'category'],
  ['purposes', 'purpose'],
  ['collected', 'situation'],
  ['recipients', 'recipient'],
  ['staff', 'staff role'],
  ['cookies', 'cookie'],
] as const

/** Every declaration of a policy with the clause that it cites, in the order of the file's sections. */
export function citations(policy: Policy): Citation[] {
  const found: Citation[] = []
  for (const [section, what] of sections) {
    for (const [id, { clause }] of Object.entries(policy[section])) {
      found.push({ clause, path: [section, id, 'clause'], what, id })
    }
  }
  policy.never.forEach(({ clause }, index) =>
    found.push({ clause, path: ['never', index, 'clause'], what: 'never', id: String(index + 1) }),
  )
  found.push({ clause: policy.rights.clause, path: ['rights', 'clause'], what: 'rights', id: 'rights' })
  if (policy.changes)
    found.push({ clause: policy.changes.clause, path: ['changes', 'clause'], what: 'changes', id: 'changes' })
  for (const [clause, names] of Object.entries(policy.kept)) {
    names.forEach((id, index) => found.push({ clause, path: ['kept', clause, index], what: 'measure', id }))
  }
  return found
}

/**
 * The clauses that a declaration cites, with their citations. What stands in the text and not here is a promise only,
 * unless something else in the product keeps it.
 */
export function citedClauses(policy: Policy): Map<string, Citation[]> {
  const cited = new Map<string, Citation[]>()
  for (const citation of citations(policy))
    cited.set(citation.clause, [...(cited.get(citation.clause) ?? []), citation])
  return cited
}
