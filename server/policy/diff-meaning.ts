import { basesOf } from './basis.ts'
import { languages, type Basis, type Policy, type Purpose, type Words } from './document.ts'
import { averageDays, durationInWords } from './duration.ts'

/** `widened`: more may happen with people's data, or less protects it. In doubt a change counts as widened. */
export type Effect = 'widened' | 'narrowed' | 'neutral'

/** One difference between what two versions declare. */
export interface Change {
  /** e.g. `purposes.support.uses` */
  path: string
  effect: Effect
  /** What changed, in an English sentence. */
  says: string
  /** Purposes through which people are affected; none: everybody. */
  purposes: readonly string[]
  /** The bases of those purposes, in the later version where it has them. */
  bases: readonly Basis[]
}

type Say = (path: string, effect: Effect, says: string, purposes: readonly string[]) => void

/** What changed in meaning from one version to the next. */
export function diffMeaning(a: Policy, b: Policy): Change[] {
  const changes: Change[] = []
  const say: Say = (path, effect, says, purposes) => {
    const bases = new Set(purposes.flatMap(id => basesIn(b.purposes[id] ?? a.purposes[id])))
    changes.push({ path, effect, says, purposes, bases: [...bases] })
  }
  const usersOf = (category: string) =>
    Object.keys({ ...a.purposes, ...b.purposes }).filter(
      id => a.purposes[id]?.uses.includes(category) || b.purposes[id]?.uses.includes(category),
    )

  section(a, b, 'purposes', say, { added: 'widened', removed: 'narrowed' }, id => [id], purpose)
  section(a, b, 'categories', say, { added: 'neutral', removed: 'neutral' }, usersOf, (was, is, at) => {
    at.set('dpv', was.dpv, is.dpv, 'covers')
    at.wording('says', was.says, is.says)
  })
  section(
    a,
    b,
    'collected',
    say,
    { added: 'widened', removed: 'narrowed' },
    (_id, it) => it.for,
    (was, is, at) => {
      at.set('asks', was.asks, is.asks, 'asks for')
      at.set('for', was.for, is.for, 'is asked for')
    },
  )
  section(
    a,
    b,
    'recipients',
    say,
    { added: 'widened', removed: 'narrowed' },
    (_id, it) => it.for,
    (was, is, at) => {
      at.other('name', was.name, is.name, 'widened')
      at.other('kind', was.kind, is.kind, is.kind === 'processor' ? 'narrowed' : 'widened')
      at.set('for', was.for, is.for, 'receives for')
      at.set('gets', was.gets, is.gets, 'gets')
      at.set('countries', was.countries, is.countries, 'is in')
      at.set('mechanism', was.mechanism ?? [], is.mechanism ?? [], 'is protected by', {
        added: 'neutral',
        removed: 'widened',
      })
      at.wording('says', was.says, is.says)
    },
  )
  section(
    a,
    b,
    'staff',
    say,
    { added: 'widened', removed: 'narrowed' },
    (_id, it) => it.purposes,
    (was, is, at) => {
      at.set('purposes', was.purposes, is.purposes, 'may look for')
      at.wording('says', was.says, is.says)
    },
  )
  section(
    a,
    b,
    'cookies',
    say,
    { added: 'widened', removed: 'narrowed' },
    (_id, it) => [it.purpose],
    (was, is, at) => {
      at.other('purpose', was.purpose, is.purpose, 'widened')
      at.period('keep', was.keep, is.keep)
    },
  )
  section(
    a,
    b,
    'controllers',
    say,
    { added: 'widened', removed: 'neutral' },
    () => [],
    (was, is, at) => {
      at.other('name', was.name, is.name, 'widened')
      at.other('country', was.country, is.country, 'widened')
      at.other('contact', was.contact, is.contact, 'neutral')
      at.set('regions', was.regions, is.regions, 'answers for', { added: 'neutral', removed: 'neutral' })
    },
  )
  promises(a, b, say)
  for (const [clause, names] of Object.entries(b.kept)) {
    const added = names.filter(name => !a.kept[clause]?.includes(name))
    if (added.length > 0) say(`kept.${clause}`, 'narrowed', `\`${clause}\` is kept by ${added.join(', ')}.`, [])
  }
  for (const [clause, names] of Object.entries(a.kept)) {
    const gone = names.filter(name => !b.kept[clause]?.includes(name))
    if (gone.length > 0) say(`kept.${clause}`, 'widened', `\`${clause}\` is no longer kept by ${gone.join(', ')}.`, [])
  }
  const explained = (one: Policy, other: Policy) => (one.explains ?? []).filter(id => !other.explains?.includes(id))
  for (const id of explained(b, a)) say(`explains.${id}`, 'neutral', `\`${id}\` only explains.`, [])
  for (const id of explained(a, b)) say(`explains.${id}`, 'neutral', `\`${id}\` counts as a promise.`, [])
  // A longer notice is better for people: the effect of a period, turned round.
  const [told, tells] = [b.changes?.notice ?? 'P30D', a.changes?.notice ?? 'P30D']
  const sooner = averageDays(told) - averageDays(tells)
  if (told !== tells)
    say(
      'changes.notice',
      sooner < 0 ? 'widened' : sooner > 0 ? 'narrowed' : 'neutral',
      `A change is told ${durationInWords(told)} before it takes effect; it was ${durationInWords(tells)}.`,
      [],
    )
  period(say, 'rights.answer-within', a.rights['answer-within'], b.rights['answer-within'], [])
  if (a['minimum-group'] !== b['minimum-group']) {
    const effect = b['minimum-group'] < a['minimum-group'] ? 'widened' : 'narrowed'
    say('minimum-group', effect, `The smallest group shown is ${b['minimum-group']}; it was ${a['minimum-group']}.`, [])
  }
  return changes
}

const basesIn = (purpose: Purpose | undefined) => (purpose ? basesOf(purpose) : [])

function purpose(was: Purpose, is: Purpose, at: At): void {
  at.set('uses', was.uses, is.uses, 'uses')
  const consentAlone = basesOf(is).every(basis => basis === 'consent')
  at.other('basis', basisWords(was), basisWords(is), consentAlone ? 'narrowed' : 'widened')
  at.other('dpv', was.dpv, is.dpv, 'widened')
  at.period('keep.for', was.keep.for, is.keep.for)
  // Whether another event comes sooner or later cannot be computed.
  at.other('keep.after', was.keep.after, is.keep.after, 'widened')
  at.set('topics', was.topics ?? [], is.topics ?? [], 'covers')
  at.set('channels', was.channels ?? [], is.channels ?? [], 'goes by')
  at.other(
    'restricted',
    was.restricted ?? 'stop',
    is.restricted ?? 'stop',
    is.restricted === 'continue' ? 'widened' : 'narrowed',
  )
  at.other('reach', was.reach ?? 'own', is.reach ?? 'own', is.reach === 'all' ? 'widened' : 'narrowed')
  at.other('assessment', was.assessment ?? 'none', is.assessment ?? 'none', 'neutral')
  at.other('compatibility', was.compatibility ?? 'none', is.compatibility ?? 'none', 'neutral')
  at.wording('says', was.says, is.says)
}

const basisWords = ({ basis }: Purpose) =>
  typeof basis === 'string'
    ? basis
    : Object.entries(basis)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([relation, one]) => `${one} (${relation})`)
        .join(', ')

/** Says how one declaration differs from its earlier self. */
interface At {
  set(
    key: string,
    was: readonly string[],
    is: readonly string[],
    verb: string,
    effects?: { added: Effect; removed: Effect },
  ): void
  other(key: string, was: string, is: string, effect: Effect): void
  period(key: string, was: string, is: string): void
  wording(key: string, was: Words, is: Words): void
}

type Section = 'purposes' | 'categories' | 'collected' | 'recipients' | 'staff' | 'cookies' | 'controllers'

function section<Name extends Section>(
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
    if (was === undefined) say(`${name}.${id}`, effects.added, `\`${id}\` is new.`, affected(id, is))
    else compare(was, is, atPlace(say, `${name}.${id}`, id, [...new Set([...affected(id, was), ...affected(id, is)])]))
  }
  for (const [id, was] of Object.entries(before)) {
    if (after[id] === undefined) say(`${name}.${id}`, effects.removed, `\`${id}\` is gone.`, affected(id, was))
  }
}

function atPlace(say: Say, path: string, id: string, purposes: readonly string[]): At {
  return {
    set(key, was, is, verb, effects = { added: 'widened', removed: 'narrowed' }) {
      const added = is.filter(one => !was.includes(one))
      const removed = was.filter(one => !is.includes(one))
      if (added.length > 0)
        say(`${path}.${key}`, effects.added, `\`${id}\` ${verb} ${added.join(', ')} as well.`, purposes)
      if (removed.length > 0)
        say(`${path}.${key}`, effects.removed, `\`${id}\` no longer ${verb} ${removed.join(', ')}.`, purposes)
    },
    other(key, was, is, effect) {
      if (was !== is) say(`${path}.${key}`, effect, `\`${key}\` of \`${id}\` is ${is}; it was ${was}.`, purposes)
    },
    period: (key, was, is) => period(say, `${path}.${key}`, was, is, purposes),
    wording(key, was: Words, is: Words) {
      const added = languages.filter(language => was[language] === undefined && is[language] !== undefined)
      const other = languages.some(language => was[language] !== undefined && was[language] !== is[language])
      if (other) say(`${path}.${key}`, 'neutral', `\`${id}\` is said in other words.`, purposes)
      else if (added.length > 0)
        say(`${path}.${key}`, 'neutral', `\`${id}\` is said in ${added.join(', ')} as well.`, purposes)
    },
  }
}

function period(say: Say, path: string, was: string, is: string, purposes: readonly string[]): void {
  if (was === is) return
  const difference = averageDays(is) - averageDays(was)
  const effect = difference > 0 ? 'widened' : difference < 0 ? 'narrowed' : 'neutral'
  say(path, effect, `\`${path}\` is ${durationInWords(is)}; it was ${durationInWords(was)}.`, purposes)
}

function promises(a: Policy, b: Policy, say: Say): void {
  const inWords = (what: Policy['never'][number]['what']) =>
    typeof what === 'string'
      ? what
      : 'purpose' in what
        ? `${what.purpose} uses ${what.uses}`
        : `${what.recipient} gets ${what.gets}`
  const before = new Set(a.never.map(({ what }) => inWords(what)))
  const after = new Set(b.never.map(({ what }) => inWords(what)))
  const about = (what: Policy['never'][number]['what']) =>
    typeof what === 'object' && 'purpose' in what ? [what.purpose] : []
  for (const { what } of b.never) {
    if (!before.has(inWords(what)))
      say('never', 'narrowed', `Promised from now on: never ${inWords(what)}.`, about(what))
  }
  for (const { what } of a.never) {
    if (!after.has(inWords(what))) say('never', 'widened', `No longer promised: never ${inWords(what)}.`, about(what))
  }
}
