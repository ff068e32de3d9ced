/**
 * What the product itself cannot do without: acts that a declaration calls needed. Where a policy refuses one, nobody could
 * sign up, sign in, be written to or see who looked, although everything else about the policy is right.
 */
import type { Acts } from './activity.ts'
import { type Compiled, needsAgreement, type RefusedAct } from './compile.ts'
import type { Finding, LoadedPolicy } from './document.ts'
import type { Path, PlaceOf } from './load-yaml.ts'

/** Purpose → the categories that its needed acts read, write or delete → those acts. */
export type Needs = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

/** What a policy has to promise, so that no needed act is refused. */
export function neededOf(acts: Acts): Needs {
  const needs = new Map<string, Map<string, string[]>>()
  for (const [name, { purpose, needed, reads = [], writes = [], deletes = [] }] of Object.entries(acts)) {
    if (!needed) continue
    const uses = needs.get(purpose) ?? new Map<string, string[]>()
    needs.set(purpose, uses)
    const touched = new Set([...(reads === 'promised' ? [] : reads), ...writes, ...deletes])
    for (const category of touched) uses.set(category, [...(uses.get(category) ?? []), name])
  }
  return needs
}

/** The needed acts that a policy in force refuses: it was published when the product needed less. */
export function neededButRefused({ declarations, refused }: Compiled): RefusedAct[] {
  return [...refused.values()].filter(({ act }) => declarations.acts[act]?.needed)
}

/** The needed acts of one purpose. */
const actsOf = (acts: Acts, purpose: string): string[] =>
  Object.entries(acts).flatMap(([name, act]) => (act.needed && act.purpose === purpose ? [name] : []))

/**
 * The needed acts that a policy would refuse, each purpose with what mends it.
 * @param place where things stand in its file
 * @returns errors, as a product without these acts lets nobody in; and a warning where nobody could be invited
 */
export function checkNeeded({ policy }: LoadedPolicy, place: PlaceOf, acts: Acts): Finding[] {
  const findings: Finding[] = []
  const report = (path: Path, code: string, message: string, mend: string, at: 'key' | 'value' = 'value') =>
    findings.push({ ...place(path, at), level: 'error', code, message, mend })
  const needs = neededOf(acts)
  if (needs.size > 0 && Object.keys(policy.staff).length === 0)
    findings.push({
      ...place(['staff'], 'key'),
      level: 'warning',
      code: 'no-staff-role',
      message: 'No role is declared, so no colleague could be given access.',
      mend: 'Declare one under `staff`, with the purposes for which people in it may look.',
    })
  for (const [id, uses] of needs) {
    const names = actsOf(acts, id)
    const purpose = Object.hasOwn(policy.purposes, id) ? policy.purposes[id]! : undefined
    if (!purpose) {
      const wanted = uses.size > 0 ? `with \`uses: [${[...uses.keys()].join(', ')}]\` at least` : 'with what it uses'
      report(
        ['purposes'],
        'needed-purpose-missing',
        `There is no purpose \`${id}\`, without which the product could not do what it lives by: ${names.join(', ')}.`,
        `Declare \`${id}\`, ${wanted}, and let the text say so. \`abide policy new\` drafts what is needed.`,
        'key',
      )
      continue
    }
    if (needsAgreement(purpose))
      report(
        ['purposes', id, 'basis'],
        'needed-on-consent',
        `\`${id}\` waits for each person's consent, and before that the product could not do for them what it lives by: ${names.join(', ')}.`,
        'Rest it on the contract, a legal obligation or a legitimate interest.',
      )
    for (const [category, those] of uses) {
      if (purpose.uses.includes(category)) continue
      const declare = Object.hasOwn(policy.categories, category)
        ? ''
        : ` and declare \`${category}\` among the categories`
      report(
        ['purposes', id, 'uses'],
        'needed-category-missing',
        `\`${id}\` does not use \`${category}\`, without which the product could not do what it lives by: ${those.join(', ')}.`,
        `Add \`${category}\` to \`uses\`${declare}.`,
      )
    }
  }
  return findings
}
