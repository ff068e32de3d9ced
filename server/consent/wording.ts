/** The words of a question, and what they are known by. Pure. */
import { createHash } from 'node:crypto'
import type { Language, LoadedPolicy } from '../policy/document.ts'

/** The words that stand beside a question, and the language that they are in. */
export interface Wording {
  says: string
  /** The sentence of the policy; empty where it has none in any language. */
  text: string
  clause: string
  language: Language
  /** SHA-256 over all of it, in hex. */
  hash: string
}

/**
 * The words of a purpose in a language, or in the policy's own where they do not all exist in that one.
 * @returns undefined if the policy does not know the purpose
 */
export function wordingOf({ policy, texts }: LoadedPolicy, id: string, wanted: Language): Wording | undefined {
  const purpose = Object.hasOwn(policy.purposes, id) ? policy.purposes[id]! : undefined
  if (!purpose) return undefined
  const inLanguage = (language: Language) => ({
    language,
    says: purpose.says[language],
    text: texts[language]?.clauses.find(clause => clause.id === purpose.clause)?.text,
  })
  const own = inLanguage(wanted)
  const { says = id, text = '', language } = own.says && own.text ? own : inLanguage(policy.policy.original)
  const hash = createHash('sha256')
    .update(JSON.stringify([says, text]))
    .digest('hex')
  return { says, text, clause: purpose.clause, language, hash }
}
