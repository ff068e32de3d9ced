import type { Check } from './check-report.ts'
import { citations, citedClauses } from './citations.ts'
import type { Path } from './load-yaml.ts'
import { didYouMean } from './nearest.ts'

/** Every name that a declaration uses must be declared, and whatever is declared should be used. */
export function checkReferences(check: Check): void {
  const { policy, texts } = check.loaded
  const clauses = (texts[policy.policy.original]?.clauses ?? []).map(clause => clause.id)
  const known = new Set(clauses)
  for (const { clause, path } of citations(policy)) {
    if (known.has(clause)) continue
    check.error(
      path,
      'dangling-clause',
      `The text has no clause \`${clause}\`.`,
      `Write it into ${policy.policy.text[policy.policy.original]} and close it with {#${clause}}, or cite another.${didYouMean(clause, clauses)}`,
    )
  }

  checkExplanations(check, known)

  const refer = (what: 'category' | 'purpose' | 'recipient', among: object, id: string, path: Path) => {
    if (Object.hasOwn(among, id)) return true
    const ids = Object.keys(among)
    check.error(
      path,
      `unknown-${what}`,
      `There is no ${what} \`${id}\`.`,
      `Declare it, or take it out here.${didYouMean(id, ids)}`,
    )
    return false
  }
  const referAll = (what: 'category' | 'purpose', among: object, ids: readonly string[], path: Path) =>
    ids.forEach((id, index) => refer(what, among, id, [...path, index]))
  const usesOf = (purposes: readonly string[]) =>
    new Set(purposes.flatMap(id => (Object.hasOwn(policy.purposes, id) ? policy.purposes[id]!.uses : [])))

  for (const [id, purpose] of Object.entries(policy.purposes)) {
    referAll('category', policy.categories, purpose.uses, ['purposes', id, 'uses'])
  }
  for (const [id, { asks, for: purposes }] of Object.entries(policy.collected)) {
    referAll('category', policy.categories, asks, ['collected', id, 'asks'])
    referAll('purpose', policy.purposes, purposes, ['collected', id, 'for'])
    const used = usesOf(purposes)
    asks.forEach((category, index) => {
      if (used.has(category) || !Object.hasOwn(policy.categories, category)) return
      check.error(
        ['collected', id, 'asks', index],
        'asked-without-purpose',
        `\`${category}\` is asked for, and none of ${purposes.join(', ')} uses it.`,
        'Do not ask for it, or name the purpose that uses it (GDPR 5(1)(c)).',
      )
    })
  }
  for (const [id, { gets, for: purposes }] of Object.entries(policy.recipients)) {
    referAll('category', policy.categories, gets, ['recipients', id, 'gets'])
    referAll('purpose', policy.purposes, purposes, ['recipients', id, 'for'])
    const used = usesOf(purposes)
    gets.forEach((category, index) => {
      if (used.has(category) || !Object.hasOwn(policy.categories, category)) return
      check.error(
        ['recipients', id, 'gets', index],
        'gets-more-than-purpose',
        `\`${id}\` gets \`${category}\`, and none of ${purposes.join(', ')} uses it.`,
        'Take it out of `gets`, or name the purpose that uses it in `for`.',
      )
    })
  }
  for (const [id, role] of Object.entries(policy.staff)) {
    referAll('purpose', policy.purposes, role.purposes, ['staff', id, 'purposes'])
  }
  for (const [id, cookie] of Object.entries(policy.cookies)) {
    if (cookie.purpose !== 'necessary') refer('purpose', policy.purposes, cookie.purpose, ['cookies', id, 'purpose'])
  }
  policy.never.forEach(({ what }, index) => {
    if (typeof what === 'string') return
    const path = ['never', index, 'what']
    if ('purpose' in what) {
      refer('purpose', policy.purposes, what.purpose, [...path, 'purpose'])
      refer('category', policy.categories, what.uses, [...path, 'uses'])
    } else {
      refer('recipient', policy.recipients, what.recipient, [...path, 'recipient'])
      refer('category', policy.categories, what.gets, [...path, 'gets'])
    }
  })

  const used = usesOf(Object.keys(policy.purposes))
  for (const id of Object.keys(policy.categories)) {
    if (used.has(id)) continue
    check.warning(
      ['categories', id],
      'unused-category',
      `No purpose uses \`${id}\`: nobody could ever read it.`,
      'Take it out, or add it to the `uses` of a purpose.',
      { at: 'key' },
    )
  }
}

/** What only explains is in the text, and nothing says that it is kept: a sentence is one or the other. */
function checkExplanations({ loaded: { policy, texts }, error, warning }: Check, known: ReadonlySet<string>): void {
  const cited = citedClauses(policy)
  const headings = new Set(
    texts[policy.policy.original]?.clauses.filter(clause => clause.kind === 'heading').map(clause => clause.id),
  )
  policy.explains?.forEach((id, index) => {
    const path: Path = ['explains', index]
    const [citation] = cited.get(id) ?? []
    if (!known.has(id)) {
      const near = didYouMean(id, [...known])
      error(path, 'dangling-clause', `The text has no clause \`${id}\`.`, `Take it out, or correct it.${near}`)
    } else if (citation) {
      error(
        path,
        'explains-a-promise',
        `\`${id}\` promises something: ${citation.what} \`${citation.id}\` cites it.`,
        'Take it out here.',
      )
    } else if (headings.has(id)) {
      warning(path, 'explains-heading', `\`${id}\` is a heading, which promises nothing anyway.`, 'Take it out.')
    }
  })
}
