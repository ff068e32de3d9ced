/**
 * What people feel of a publication: errors, and the slowest reading, check of a session and sign-in, while grants change
 * under them, beside a second in which nothing is published.
 */
import { withClient } from '../server/base/installation.ts'
import type { PeopleParts } from '../server/people/parts.ts'
import type { Declarations } from '../server/policy/compile.ts'
import { applyDue } from '../server/policy/publish.ts'
import { Refusal } from '../server/policy/refusal.ts'
import { statement } from '../server/policy/statement.ts'
import { declarations } from '../test/declarations.ts'
import { openBenchParts } from './account-parts.ts'
import { check, enterAs, prepare } from './accounts.ts'
import type { BenchDatabase } from './cluster.ts'
import { printTable } from './measure.ts'
import type { Setting } from './setting.ts'

/** How many do each at the same time. A sign-in is half a core of hashing. */
const atOnce = { read: 16, check: 8, enter: 2 } as const
/** How many people have a password: nobody signs in twice at once. */
const active = 200

type Deed = keyof typeof atOnce
const names: Record<Deed, string> = { read: 'reading', check: 'check of a session', enter: 'sign-in' }

/** Publishes a policy again and again, with and without what slices do beside accounts. Wanted: 200 grants in under two seconds. */
export async function publishing({ cluster, people }: Setting): Promise<void> {
  const db = await cluster.database(Math.min(...people))
  try {
    const parts = openBenchParts(db)
    const tokens = await prepare(db, parts, Math.max(1, Math.floor(db.people / active)), active)
    const deeds = deedsOf(db, parts, tokens)
    const quiet = await during(deeds, () => new Promise(resolve => setTimeout(resolve, 1000)))
    const all = withMore(Object.keys(db.state.current().compiled.loaded.policy.purposes))
    const turns: { seconds: number; changed: number; grants: number }[] = []
    const busy = await during(deeds, () =>
      withClient(db.owner, async client => {
        for (const some of [accountsAlone, all, accountsAlone, all]) {
          const began = performance.now()
          const applied = await applyDue(client, some, 'bench', new Date())
          turns.push({
            seconds: (performance.now() - began) / 1000,
            changed: applied?.changes.length ?? 0,
            grants: applied?.compiled.grants.size ?? 0,
          })
        }
      }),
    )
    const slowest = turns.reduce((one, other) => (other.seconds > one.seconds ? other : one))
    const grants = Math.max(...turns.map(one => one.grants))
    console.log(
      `\nA policy with ${grants} grants, published ${turns.length} times: the slowest took ${slowest.seconds.toFixed(2)} s for ${slowest.changed} statements of GRANT and REVOKE\n`,
    )
    printTable(
      ['', 'quiet: times', 'errors', 'slowest, ms', 'publishing: times', 'errors', 'slowest, ms'],
      (Object.keys(names) as Deed[]).map(deed => [names[deed], ...cells(quiet[deed]), ...cells(busy[deed])]),
    )
  } finally {
    await db.close()
  }
}

const accountsAlone: Declarations = {
  ...declarations,
  acts: Object.fromEntries(Object.entries(declarations.acts).filter(([name]) => name.startsWith('people.'))),
}

/** What the product does, and for each purpose an act that reads all that was promised to it: as much as a larger product needs. */
const withMore = (purposes: readonly string[]): Declarations => ({
  ...declarations,
  acts: {
    ...declarations.acts,
    ...Object.fromEntries(
      purposes.map(purpose => [`bench.read-${purpose}`, { purpose, by: 'system', reads: 'promised' } as const]),
    ),
  },
})

interface Felt {
  times: number
  errors: number
  slowest: number
}
const cells = ({ times, errors, slowest }: Felt) => [`${times}`, `${errors}`, slowest.toFixed(1)]

/** What people do meanwhile. Each throws where it is refused. */
function deedsOf(db: BenchDatabase, parts: PeopleParts, tokens: readonly string[]): Record<Deed, () => Promise<void>> {
  let turn = 0
  return {
    read: () => read(db),
    check: () => check(parts, tokens[Math.floor(Math.random() * tokens.length)]!),
    enter: () => enterAs(parts, (turn += 1) % active),
  }
}

async function read({ gate, person: personAt, people }: BenchDatabase): Promise<void> {
  const person = personAt(Math.floor(Math.random() * people))
  const answer = await gate.read(
    { act: 'people.write-letter', actor: { kind: 'system' }, subject: { person } },
    {
      contacts: statement<'people.write-letter'>({
        name: 'contacts-while-publishing',
        text: 'select value from profile.contact where person_id = $1',
        values: [person],
        opens: { value: 'profile.contact.value' },
      }),
    },
  )
  if (answer instanceof Refusal) throw new Error(answer.code)
}

/** Does all of it over and over while some work goes on. */
async function during(
  deeds: Record<Deed, () => Promise<void>>,
  work: () => Promise<unknown>,
): Promise<Record<Deed, Felt>> {
  const felt = { read: none(), check: none(), enter: none() }
  let working = true
  const repeat = async (deed: Deed) => {
    while (working) {
      const began = performance.now()
      await deeds[deed]().catch(() => (felt[deed].errors += 1))
      felt[deed].times += 1
      felt[deed].slowest = Math.max(felt[deed].slowest, performance.now() - began)
    }
  }
  const all = (Object.keys(atOnce) as Deed[]).flatMap(deed => Array.from({ length: atOnce[deed] }, () => repeat(deed)))
  await work()
  working = false
  await Promise.all(all)
  return felt
}

const none = (): Felt => ({ times: 0, errors: 0, slowest: 0 })
