/** What a change of the policy asks for, by the basis of what it widens: whom it concerns, and how long before it is told. Pure. */
import { basesOf } from './basis.ts'
import { diffPolicies, type PolicyDiff } from './diff.ts'
import {
  relations,
  type Basis,
  type Finding,
  type LoadedPolicy,
  type Policy,
  type Purpose,
  type Relation,
} from './document.ts'
import { addDuration } from './duration.ts'
import type { PlaceOf } from './load-yaml.ts'

/** How long before it counts a material change is told, where the policy does not say (ISO 8601). */
export const defaultNotice = 'P30D'

/** The period between telling a material change and its effect: that of the version which promised it, the one in force. */
export const noticeOf = (policy: Policy): string => policy.changes?.notice ?? defaultNotice

/**
 * The earliest moment at which a version may take effect.
 * @param before the version in force, whose notice counts; undefined for the first version
 * @param publishedAt when everybody can read it
 */
export function earliestEffect(before: LoadedPolicy | undefined, after: LoadedPolicy, publishedAt: Date): Date {
  if (!before || !diffPolicies(before, after).material) return publishedAt
  return addDuration(publishedAt, noticeOf(before.policy))
}

/** Whom a change concerns: everybody of some relations, and of others who agreed to a purpose. */
export interface Concerned {
  /** Everybody who stands in one of these relations. */
  relations: readonly Relation[]
  /** Who agreed to a purpose, in these relations. */
  agreed: readonly { purpose: string; relations: readonly Relation[] }[]
}

/** On which basis a purpose rests for a relation; undefined: it is outside this purpose. */
const basisFor = ({ basis }: Purpose, relation: Relation): Basis | undefined =>
  typeof basis === 'string' ? basis : basis[relation]

/**
 * Whom the widened parts of a change concern: for a purpose on consent those who agreed to it, for every other those whom it is
 * about, and for what names no purpose everybody.
 * @param after the later version
 */
export function concernedBy(diff: PolicyDiff, before: LoadedPolicy, after: LoadedPolicy): Concerned {
  const widened = diff.meaning.filter(({ effect }) => effect === 'widened')
  if (widened.some(({ purposes }) => purposes.length === 0)) return { relations, agreed: [] }
  const all = new Set<Relation>()
  const agreed = new Map<string, Relation[]>()
  for (const id of new Set(widened.flatMap(({ purposes }) => purposes))) {
    const [is, was] = [after.policy.purposes[id], before.policy.purposes[id]]
    // What serves no purpose of the policy (a cookie that is necessary) is about everybody who comes.
    if (!is && !was) return { relations, agreed: [] }
    for (const relation of relations) {
      const basis = (is && basisFor(is, relation)) ?? (was && basisFor(was, relation))
      if (basis === undefined) continue
      if (basis === 'consent') agreed.set(id, [...(agreed.get(id) ?? []), relation])
      else all.add(relation)
    }
  }
  return {
    relations: relations.filter(one => all.has(one)),
    agreed: [...agreed].flatMap(([purpose, who]) => {
      const rest = who.filter(one => !all.has(one))
      return rest.length > 0 ? [{ purpose, relations: rest }] : []
    }),
  }
}

/**
 * What a later version lacks that the law asks of a change, by basis.
 * @param place where things stand in the later version's file
 */
export function checkChange(before: LoadedPolicy, after: LoadedPolicy, place: PlaceOf): Finding[] {
  const diff = diffPolicies(before, after)
  const findings: Finding[] = []
  for (const [id, purpose] of Object.entries(after.policy.purposes)) {
    const was = before.policy.purposes[id]
    const rests = basesOf(purpose)
    const widened = diff.meaning.some(
      ({ effect, path, purposes }) =>
        effect === 'widened' && (path === `purposes.${id}` || (purposes.includes(id) && !path.startsWith('staff.'))),
    )
    if (rests.includes('legitimate-interest') && widened && was) {
      const { assessment } = purpose
      const words = assessment === undefined ? undefined : after.assessments[assessment]
      if (words !== undefined && Object.values(before.assessments).includes(words))
        findings.push({
          ...place(['purposes', id, 'assessment'], 'value'),
          level: 'error',
          code: 'assessment-not-renewed',
          message: `\`${id}\` does more than before, and its balancing test says what it said before (GDPR 6(1)(f)).`,
          mend: `Weigh anew what changed, and write it into \`${assessment}\`.`,
        })
    }
    const held = new Set(Object.values(before.policy.purposes).flatMap(({ uses }) => uses))
    const further = purpose.uses.filter(category => held.has(category) && !was?.uses.includes(category))
    const needsRecord = rests.some(basis => basis !== 'consent' && basis !== 'legal-obligation')
    if (further.length > 0 && needsRecord) {
      const record = purpose.compatibility === undefined ? undefined : after.assessments[purpose.compatibility]
      if (record === undefined)
        findings.push({
          ...place(['purposes', id], 'key'),
          level: 'warning',
          code: 'no-compatibility-record',
          message: `\`${id}\` would use what was collected for something else: ${further.join(', ')} (GDPR 6(4)). Without a record it is meant for data collected from this version on.`,
          mend: `Write down the five points of Article 6(4), and name the file: \`compatibility: compatibility/${id}.md\`.`,
        })
      else if (recordPoints(record) < 5)
        findings.push({
          ...place(['purposes', id, 'compatibility'], 'value'),
          level: 'error',
          code: 'compatibility-incomplete',
          message: `\`${purpose.compatibility}\` answers ${recordPoints(record)} of the five points of GDPR 6(4).`,
          mend: 'Give each of (a) to (e) a heading or a list item with words of its own: link, context, nature of the data, consequences, safeguards.',
        })
    }
  }
  return findings
}

/** How many points a record answers, whatever its language: headings with words under them, or list items at the margin. */
function recordPoints(markdown: string): number {
  const lines = markdown.split('\n')
  const items = lines.filter(line => /^(?:[-*+]|\d+[.)]|\([a-e]\))\s+\S/.test(line)).length
  const headed = markdown
    .split(/^#{1,6} .*$/m)
    .slice(1)
    .filter(words => words.trim() !== '').length
  return Math.max(items, headed)
}
