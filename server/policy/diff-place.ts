/** How one declaration differs from its earlier self. */
import type { Effect, Say } from './diff-change.ts'
import { languages, type Policy, type Words } from './document.ts'
import { averageDays, durationInWords } from './duration.ts'

/** `purposes.support` and `uses` → `purposes-uses`; `rights.answer-within` stays what it is. */
function keyed(path: string, key?: string): string {
  const [section, second, ...rest] = path.split('.')
  return [section, ...(key === undefined ? (rest.length > 0 ? rest : [second]) : [key.split('.')])].flat().join('-')
}

/** Says how one declaration differs from its earlier self. */
export interface At {
  set(
    key: string,
    was: readonly string[],
    is: readonly string[],
    verb: string,
    effects?: { added: Effect; removed: Effect },
  ): void
  /** @param ids the same for a reader's own words, where it is more than one word */
  other(
    key: string,
    was: string,
    is: string,
    effect: Effect,
    ids?: readonly [was: readonly string[], is: readonly string[]],
  ): void
  period(key: string, was: string, is: string): void
  wording(key: string, was: Words, is: Words): void
}

type Section = 'purposes' | 'categories' | 'collected' | 'recipients' | 'staff' | 'cookies' | 'controllers'

/** Compares everything of one section: what is new, what is gone, and what differs. @param affected the purposes through which people are */
export function section<Name extends Section>(
  a: Policy,
  b: Policy,
  name: Name,
  say: Say,
  effects: { added: Effect; removed: Effect },
  affected: (id: string, it: Policy[Name][string]) => readonly string[],
  compare: (was: Policy[Name][string], is: Policy[Name][string], at: At) => void,
): void {
  const before = a[name] as Readonly<Record<string, Policy[Name][string]>>
  const after = b[name] as Readonly<Record<string, Policy[Name][string]>>
  for (const [id, is] of Object.entries(after)) {
    const was = before[id]
    if (was === undefined) say(`${name}.${id}`, effects.added, `\`${id}\` is new.`, affected(id, is), { code: 'new' })
    else compare(was, is, atPlace(say, `${name}.${id}`, id, [...new Set([...affected(id, was), ...affected(id, is)])]))
  }
  for (const [id, was] of Object.entries(before)) {
    if (after[id] === undefined)
      say(`${name}.${id}`, effects.removed, `\`${id}\` is gone.`, affected(id, was), { code: 'gone' })
  }
}

function atPlace(say: Say, path: string, id: string, purposes: readonly string[]): At {
  return {
    set(key, was, is, verb, effects = { added: 'widened', removed: 'narrowed' }) {
      const added = is.filter(one => !was.includes(one))
      const removed = was.filter(one => !is.includes(one))
      if (added.length > 0)
        say(`${path}.${key}`, effects.added, `\`${id}\` ${verb} ${added.join(', ')} as well.`, purposes, {
          code: 'more',
          key: keyed(path, key),
          items: added,
        })
      if (removed.length > 0)
        say(`${path}.${key}`, effects.removed, `\`${id}\` no longer ${verb} ${removed.join(', ')}.`, purposes, {
          code: 'less',
          key: keyed(path, key),
          items: removed,
        })
    },
    other(key, was, is, effect, [before, after] = [[was], [is]]) {
      if (was === is) return
      const says = `\`${key}\` of \`${id}\` is ${is}; it was ${was}.`
      say(`${path}.${key}`, effect, says, purposes, { code: 'other', key: keyed(path, key), was: before, is: after })
    },
    period: (key, was, is) => period(say, `${path}.${key}`, was, is, purposes),
    wording(key, was: Words, is: Words) {
      const added = languages.filter(language => was[language] === undefined && is[language] !== undefined)
      const other = languages.some(language => was[language] !== undefined && was[language] !== is[language])
      if (other) say(`${path}.${key}`, 'neutral', `\`${id}\` is said in other words.`, purposes, { code: 'reworded' })
      else if (added.length > 0)
        say(`${path}.${key}`, 'neutral', `\`${id}\` is said in ${added.join(', ')} as well.`, purposes, {
          code: 'said-in',
          items: added,
        })
    },
  }
}

/** A period that differs: longer is wider. */
export function period(say: Say, path: string, was: string, is: string, purposes: readonly string[]): void {
  if (was === is) return
  const difference = averageDays(is) - averageDays(was)
  const effect = difference > 0 ? 'widened' : difference < 0 ? 'narrowed' : 'neutral'
  say(path, effect, `\`${path}\` is ${durationInWords(is)}; it was ${durationInWords(was)}.`, purposes, {
    code: 'period',
    key: keyed(path),
    was: [was],
    is: [is],
  })
}
