/** From the declarations that cite a clause to what keeps it: every clause of a policy, computed, never written by hand. */
import { citedClauses, type Citation } from '../../policy/citations.ts'
import { proofsOfNever } from './absence-proofs.ts'
import * as declared from './declared-proofs.ts'
import { type Facts, grantsOf, relianceOn } from './facts.ts'
import { proofsOfMeasure } from './measure-proofs.ts'
import { type KeptClause, kindOf, type Proof } from './proof.ts'
import { type ScreenId, screensOf } from './screens.ts'

/**
 * Every clause of every language with what keeps it.
 * @param isNamed whether a page can be led to by name
 */
export function keptClauses(facts: Facts, isNamed: (id: string) => id is ScreenId): Map<string, KeptClause> {
  const { policy, texts } = facts.compiled.loaded
  const cited = citedClauses(policy)
  const all = Object.values(texts).flatMap(text => text.clauses)
  const promiseNothing = new Set([
    ...(policy.explains ?? []),
    ...all.filter(clause => clause.kind === 'heading').map(clause => clause.id),
  ])
  return new Map(
    [...new Set(all.map(clause => clause.id))].map(id => {
      const citations = cited.get(id) ?? []
      const proofs = proofsOf(facts, citations)
      const acts = [...new Set(citations.flatMap(citation => actsOf(facts, citation)))]
      const promises = !promiseNothing.has(id)
      const screens = screensOf(citations, acts, facts.performed, isNamed)
      return [id, { id, promises, ...kindOf(proofs), proofs, acts, screens, reliance: relianceOn(facts, acts) }]
    }),
  )
}

function proofsOf(facts: Facts, citations: readonly Citation[]): Proof[] {
  const of = (what: Citation['what']) => citations.filter(citation => citation.what === what).map(({ id }) => id)
  const [recipients, roles] = [of('recipient'), of('staff role')]
  return [
    ...of('never').flatMap(id => proofsOfNever(facts, facts.compiled.loaded.policy.never[Number(id) - 1]!)),
    ...of('measure').flatMap(name => proofsOfMeasure(facts, name)),
    ...of('purpose').flatMap(id => declared.proofsOfPurpose(facts, id)),
    ...of('category').flatMap(id => declared.proofsOfCategory(facts, id)),
    ...of('situation').flatMap(id => declared.proofsOfSituation(facts, id)),
    ...(recipients.length > 0 ? declared.proofsOfRecipients(facts, recipients) : []),
    ...(roles.length > 0 ? declared.proofsOfRoles(facts, roles) : []),
    ...of('rights').flatMap(() => declared.proofsOfRights(facts)),
    ...of('changes').flatMap(() => declared.proofsOfChanges(facts)),
    ...of('cookie').flatMap(id => declared.proofsOfCookie(facts, id)),
  ]
}

/** The acts that rely on a declaration. */
function actsOf({ compiled }: Facts, { what, id }: Citation): string[] {
  const all = [...compiled.grants.values()]
  if (what === 'purpose') return grantsOf(compiled, id).map(grant => grant.act)
  if (what === 'category')
    return all.filter(grant => grant.reads.includes(id) || grant.writes.includes(id)).map(grant => grant.act)
  if (what === 'recipient') return all.filter(grant => grant.to === id).map(grant => grant.act)
  if (what === 'measure') return compiled.grants.has(id) ? [id] : []
  if (what === 'staff role') {
    const { purposes } = compiled.loaded.policy.staff[id]!
    return all.filter(grant => grant.by === 'staff' && purposes.includes(grant.purpose)).map(grant => grant.act)
  }
  return []
}
