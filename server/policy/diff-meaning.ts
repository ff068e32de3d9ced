import { basesOf } from './basis.ts'
import { averageDays, durationInWords } from './duration.ts'
import type { Change, Say } from './diff-change.ts'
import { type At, period, section } from './diff-place.ts'
import type { Policy, Purpose } from './document.ts'

/** What changed in meaning from one version to the next. */
export function diffMeaning(a: Policy, b: Policy): Change[] {
  const changes: Change[] = []
  const say: Say = (path, effect, says, purposes, fact) => {
    const bases = new Set(purposes.flatMap(id => basesIn(b.purposes[id] ?? a.purposes[id])))
    changes.push({ path, effect, says, fact, purposes, bases: [...bases] })
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
    if (added.length > 0)
      say(`kept.${clause}`, 'narrowed', `\`${clause}\` is kept by ${added.join(', ')}.`, [], {
        code: 'kept',
        clause,
        items: added,
      })
  }
  for (const [clause, names] of Object.entries(a.kept)) {
    const gone = names.filter(name => !b.kept[clause]?.includes(name))
    if (gone.length > 0)
      say(`kept.${clause}`, 'widened', `\`${clause}\` is no longer kept by ${gone.join(', ')}.`, [], {
        code: 'kept-no-more',
        clause,
        items: gone,
      })
  }
  const explained = (one: Policy, other: Policy) => (one.explains ?? []).filter(id => !other.explains?.includes(id))
  for (const id of explained(b, a))
    say(`explains.${id}`, 'neutral', `\`${id}\` only explains.`, [], { code: 'only-explains', clause: id })
  for (const id of explained(a, b))
    say(`explains.${id}`, 'neutral', `\`${id}\` counts as a promise.`, [], { code: 'now-promises', clause: id })
  // A longer notice is better for people: the effect of a period, turned round.
  const [told, tells] = [b.changes?.notice ?? 'P30D', a.changes?.notice ?? 'P30D']
  const sooner = averageDays(told) - averageDays(tells)
  if (told !== tells)
    say(
      'changes.notice',
      sooner < 0 ? 'widened' : sooner > 0 ? 'narrowed' : 'neutral',
      `A change is told ${durationInWords(told)} before it takes effect; it was ${durationInWords(tells)}.`,
      [],
      { code: 'period', key: 'changes-notice', was: [tells], is: [told] },
    )
  period(say, 'rights.answer-within', a.rights['answer-within'], b.rights['answer-within'], [])
  if (a['minimum-group'] !== b['minimum-group']) {
    const effect = b['minimum-group'] < a['minimum-group'] ? 'widened' : 'narrowed'
    say(
      'minimum-group',
      effect,
      `The smallest group shown is ${b['minimum-group']}; it was ${a['minimum-group']}.`,
      [],
      { code: 'other', key: 'minimum-group', was: [String(a['minimum-group'])], is: [String(b['minimum-group'])] },
    )
  }
  return changes
}

const basesIn = (purpose: Purpose | undefined) => (purpose ? basesOf(purpose) : [])

function purpose(was: Purpose, is: Purpose, at: At): void {
  at.set('uses', was.uses, is.uses, 'uses')
  const consentAlone = basesOf(is).every(basis => basis === 'consent')
  at.other('basis', basisWords(was), basisWords(is), consentAlone ? 'narrowed' : 'widened', [
    basisIds(was),
    basisIds(is),
  ])
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

/** `contract`, or one for each relation: `consumer:contract`. */
const basisIds = ({ basis }: Purpose): string[] =>
  typeof basis === 'string' ? [basis] : Object.entries(basis).map(([relation, one]) => `${relation}:${one}`)

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
      say('never', 'narrowed', `Promised from now on: never ${inWords(what)}.`, about(what), { code: 'never', what })
  }
  for (const { what } of a.never) {
    if (!after.has(inWords(what)))
      say('never', 'widened', `No longer promised: never ${inWords(what)}.`, about(what), {
        code: 'never-no-more',
        what,
      })
  }
}
