/** Facts of proofs in a reader's language. */
import type { Values } from '../../ui/index.ts'
import {
  called,
  categoryNames,
  eventInWords,
  listed,
  periodInWords,
  purposeNames,
  type Reader,
  wordOr,
} from '../../ui/policy-words.ts'
import type { Fact, Proof } from './proof.ts'

function inWords(fact: Fact, reader: Reader): Values[string] {
  if (typeof fact !== 'object' || fact instanceof Date) return fact
  if ('categories' in fact) return listed(categoryNames(fact.categories, reader), reader)
  if ('purposes' in fact) return listed(purposeNames(fact.purposes, reader), reader)
  if ('roles' in fact)
    return listed(
      fact.roles.map(id => called(reader.policy.staff[id]?.says, reader, id)),
      reader,
    )
  if ('bases' in fact)
    return listed(
      fact.bases.map(basis => wordOr(`notice.basis.${basis}`, basis, reader)),
      reader,
    )
  return 'period' in fact ? periodInWords(fact.period, reader) : eventInWords(fact.event, reader)
}

/** What a sentence about a proof is filled with. */
export function valuesOf({ facts }: Proof, reader: Reader): Values {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, inWords(fact, reader)]))
}

/** A proof as a plain sentence, without markup. */
export function sentenceOf(proof: Proof, reader: Reader): string {
  return reader.t(`notice.proof.${proof.code}`, valuesOf(proof, reader)).replace(/<\/?code>/g, '')
}
