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

/** A version that is in force, or may be before another takes its place. */
export interface Preceding {
  loaded: LoadedPolicy
  isInForce: boolean
  /** Whether it gives more than the one before it. */
  material: boolean
  effectiveAt: Date
}

/** What a version asks for, against all that it may follow. */
export interface Change {
  /** Whether it gives more than one of them: what only was announced binds nobody yet. */
  material: boolean
  concerned: Concerned
  /** The earliest moment at which it may take effect. */
  earliest: Date
  /** How long before that it is told (ISO 8601), as the version in force promises. */
  notice: string
  /** The number of the version whose difference is told; undefined where it follows none. */
  against: number | undefined
}

/**
 * Judges a version against the one in force and those that come. One that has more than the one in force takes effect no sooner
 * than what was announced before it: it could be that, with a word mended.
 * @param from when everybody can read it
 */
export function judgeChange(preceding: readonly Preceding[], after: LoadedPolicy, from: Date): Change {
  const all = preceding.map(one => ({ ...one, diff: diffPolicies(one.loaded, after) }))
  const widening = all.filter(({ diff }) => diff.material)
  const now = all.find(({ isInForce }) => isInForce) ?? all[0]
  const notice = now ? noticeOf(now.loaded.policy) : defaultNotice
  const announced = now?.diff.material ? all.filter(({ isInForce, material }) => material && !isInForce) : []
  const moments = [
    from,
    ...(widening.length > 0 ? [addDuration(from, notice)] : []),
    ...announced.map(({ effectiveAt }) => effectiveAt),
  ]
  return {
    material: widening.length > 0,
    concerned: together(widening.map(({ loaded, diff }) => concernedBy(diff, loaded, after))),
    earliest: new Date(Math.max(...moments.map(moment => moment.getTime()))),
    notice,
    against: now?.loaded.policy.policy.version,
  }
}

/** What a version lacks against any that it may follow, each thing once. */
export function checkChanges(preceding: readonly Preceding[], after: LoadedPolicy, place: PlaceOf): Finding[] {
  const found = preceding.flatMap(({ loaded }) => checkChange(loaded, after, place))
  return [...new Map(found.map(one => [`${one.code} ${one.file} ${one.line}`, one])).values()]
}

/** Whom a change concerns: everybody of some relations, and of others who agreed to a purpose. */
export interface Concerned {
  /** Everybody who stands in one of these relations. */
  relations: readonly Relation[]
  /** Who agreed to a purpose, in these relations. */
  agreed: readonly { purpose: string; relations: readonly Relation[] }[]
}

/** Whom one of several changes concerns. */
function together(several: readonly Concerned[]): Concerned {
  const everybody = relations.filter(one => several.some(({ relations: all }) => all.includes(one)))
  const agreed = new Map<string, Relation[]>()
  for (const { purpose, relations: some } of several.flatMap(one => one.agreed)) {
    const known = agreed.get(purpose) ?? []
    const rest = some.filter(one => !everybody.includes(one) && !known.includes(one))
    if (known.length + rest.length > 0) agreed.set(purpose, [...known, ...rest])
  }
  return { relations: everybody, agreed: [...agreed].map(([purpose, who]) => ({ purpose, relations: who })) }
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
function checkChange(before: LoadedPolicy, after: LoadedPolicy, place: PlaceOf): Finding[] {
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
