import type { Key, Words } from './words.ts'

/**
 * What an act does, as a sentence; undefined where nobody wrote one. A slice may bring its own words.
 * @param act e.g. `people.sign-in`; `desk.open-for-support` is `desk.open` for a purpose, which stands beside it
 */
export function actSentence(act: string, { t, hasText }: Pick<Words, 't' | 'hasText'>): string | undefined {
  const [slice, what] = [act.slice(0, act.indexOf('.')), act.slice(act.indexOf('.') + 1)]
  const keys = [`${slice}.act.${what}`, `rights.act.${act}`, `rights.act.${act.replace(/-for-.+$/, '')}`]
  const key = keys.find((one): one is Key => hasText(one))
  return key && t(key)
}
