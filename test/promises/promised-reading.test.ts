/**
 * Whatever people say and whatever is published, in any order: what the database lets each purpose read is what `decide` says.
 */
import fc from 'fast-check'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sayConsent } from '../../server/consent/index.ts'
import { sayRestrictions } from '../../server/consent/restrict.ts'
import { decideReading, type Standing } from '../../server/policy/decide.ts'
import { testDatabase, type TestDatabase } from '../database.ts'
import { publishNext } from '../next-version.ts'

let db: TestDatabase
beforeAll(async () => (db = await testDatabase()))
afterAll(() => db.close())

/** Tables that hold one category each, with the version that their rows were collected under. */
const tables = { contact: 'profile.contact', identity: 'people.name', preferences: 'consent.event' } as const
type Category = keyof typeof tables
const categories = Object.keys(tables) as Category[]
/** On consent, on our interest, on a contract. */
const consents = ['research', 'greeting', 'product-news'] as const
const interests = ['warranty-analysis', 'measure-visits'] as const
const changing = ['research', 'greeting', 'warranty-analysis', 'downloads'] as const

interface Step {
  what: 'agree' | 'withdraw' | 'object' | 'allow' | 'restrict' | 'release' | 'publish'
  who: number
  purpose: number
  category: Category | null
  record: boolean
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('agree', 'agree', 'withdraw', 'object', 'allow', 'restrict', 'release', 'publish', 'publish'),
    who: fc.nat(1),
    purpose: fc.nat(11),
    category: fc.constantFrom(null, ...categories),
    record: fc.boolean(),
  }),
  { minLength: 6, maxLength: 14 },
)

/** What somebody said, as this test remembers it. */
interface Remembered {
  person: string
  agreed: Map<string, number>
  objected: Set<string>
  restricted: boolean
  restrictedIn: Set<string>
}

/** Under which versions each purpose did not use a category, as this test remembers it: every version, with what it promised. */
const versions: { version: number; uses: Set<string> }[] = []
/** The last version that asked more of a yes than the one before. */
const askedAgain = new Map<string, number>()
const policy = () => db.state.current().compiled.loaded.policy
const version = () => policy().policy.version

function remember(): void {
  const uses = new Set(
    Object.entries(policy().purposes).flatMap(([id, one]) => one.uses.map(category => `${id} ${category}`)),
  )
  const before = versions.at(-1)
  for (const use of uses) if (before && !before.uses.has(use)) askedAgain.set(use.split(' ')[0]!, version())
  versions.push({ version: version(), uses })
}

/** Adds a category to what a purpose uses, with or without the record that Article 6(4) asks for; or takes it away again. */
async function publish(purpose: string, category: Category, withRecord: boolean): Promise<void> {
  const file = 'compatibility/used-further.md'
  await publishNext(
    db,
    yaml => {
      const used = policy().purposes[purpose]!.uses
      const next = used.includes(category) ? used.filter(one => one !== category) : [...used, category]
      yaml.setIn(['purposes', purpose, 'uses'], next.length > 0 ? next : used)
      if (withRecord) yaml.setIn(['purposes', purpose, 'compatibility'], file)
      else yaml.deleteIn(['purposes', purpose, 'compatibility'])
    },
    { [file]: 'Why the further use fits: the link, the context, the nature, the consequences, the safeguards.' },
  )
  remember()
}

async function say(one: Remembered, { what, purpose, category, record }: Step): Promise<void> {
  const parts = { gate: db.gate, clock: db.clock }
  const actor = { kind: 'customer', person: one.person } as const
  const language = 'en' as const
  const consent = consents[purpose % consents.length]!
  const interest = interests[purpose % interests.length]!
  if (what === 'agree') {
    expect(await sayConsent(parts, actor, { purpose: consent, said: 'agree', language })).toBe('done')
    const before = one.agreed.get(consent)
    // A yes that reaches as far as the policy does is not said again.
    if (before === undefined || before < (askedAgain.get(consent) ?? 0)) one.agreed.set(consent, version())
  } else if (what === 'withdraw') {
    await sayConsent(parts, actor, { purpose: consent, said: 'withdraw', language })
    one.agreed.delete(consent)
  } else if (what === 'object') {
    await sayConsent(parts, actor, { purpose: interest, said: 'object', language })
    one.objected.add(interest)
  } else if (what === 'allow') {
    await sayConsent(parts, actor, { purpose: interest, said: 'allow', language })
    one.objected.delete(interest)
  } else if (what === 'restrict' || what === 'release') {
    await sayRestrictions(parts, actor, [{ said: what, category }], { language, place: 'pause' })
    const isOn = what === 'restrict'
    if (category === null) one.restricted = isOn
    else if (isOn) one.restrictedIn.add(category)
    else one.restrictedIn.delete(category)
  } else await publish(changing[purpose % changing.length]!, category ?? 'contact', record)
}

const standingOf = (one: Remembered): Standing => ({
  region: 'hes',
  relation: 'consumer',
  restricted: one.restricted,
  restrictedIn: category => one.restrictedIn.has(category),
  agreed: purpose => one.agreed.has(purpose),
  objected: purpose => one.objected.has(purpose),
  agreedUnder: purpose => one.agreed.get(purpose),
})

const rowsOf = categories
  .map(category => `select '${category}' as category, id, person_id, policy_version from ${tables[category]}`)
  .join(' union all ')

/** How often something was closed for its age. */
let waited = 0
/** The version for whose logins that was done. */
let granted: string | undefined

type Row = { category: Category; id: string; person_id: string; policy_version: number }

/** What each purpose's login sees, where column privileges would let it see every row; against what is decided. */
async function compare(all: readonly Remembered[], connect: (role: string) => Promise<Client>): Promise<void> {
  const { compiled, slots } = db.state.current()
  const rows = (await db.asOwner<Row>(rowsOf)).filter(row => all.some(({ person }) => person === row.person_id))
  const roles = [...slots.values()].map(({ role }) => `"${role}"`).join(', ')
  // Rows alone are looked at here: of columns, every one is granted, and revoked again by the next version.
  if (granted !== compiled.hash) {
    const own = Object.values(tables).map(
      table => `grant select (id, person_id, policy_version) on ${table} to ${roles}`,
    )
    await db.asOwner([...own, `grant select (id, restricted_in) on people.person to ${roles}`].join('; '))
    granted = compiled.hash
  }
  const wrong: string[] = []
  for (const [purpose, { role }] of slots) {
    const promised = policy().purposes[purpose]
    if (!promised) continue
    const seen = new Set((await (await connect(role)).query<Row>(rowsOf)).rows.map(row => row.id))
    for (const { category, id, person_id, policy_version } of rows) {
      if (!promised.uses.includes(category)) continue
      const standing = standingOf(all.find(({ person }) => person === person_id)!)
      const decision = decideReading(compiled, purpose, category, policy_version, { kind: 'system' }, standing)
      if (!decision.yes && decision.reason === 'collected-earlier') waited += 1
      if (decision.yes !== seen.has(id))
        wrong.push(
          `${purpose} ${seen.has(id) ? 'sees' : 'does not see'} ${category} of version ${policy_version}; decided: ${decision.yes ? 'yes' : decision.reason}`,
        )
    }
  }
  expect(wrong).toEqual([])
}

it('lets each purpose read what it was promised of each person at that moment, and nothing besides', async () => {
  const clients = new Map<string, Promise<Client>>()
  const connect = (role: string) => {
    const client = clients.get(role) ?? db.connectAs(role, '*')
    clients.set(role, client)
    return client
  }
  remember()
  await fc.assert(
    fc.asyncProperty(steps, async sequence => {
      const people: Remembered[] = []
      for (let count = 0; count < 2; count += 1) {
        const { id: person } = await db.newPerson()
        await db.asOwner(
          `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version)
           select gen_random_uuid(), $1, 'phone', '\\x00', $2, 'web', $3`,
          [person, db.clock.now(), version()],
        )
        people.push({ person, agreed: new Map(), objected: new Set(), restricted: false, restrictedIn: new Set() })
      }
      for (const step of sequence) {
        await say(people[step.who]!, step)
        await compare(people, connect)
      }
    }),
    { numRuns: 5, seed: 20261127, endOnFailure: true },
  )
  // The sequences reached what they are for: uses of what was collected before, that wait and that do not.
  expect(waited).toBeGreaterThan(5)
})
