/** Striking a category from the policy for everybody to see, and putting it back: each a version that is really published. */
import type { Client } from '../base/client.ts'
import { Failure } from '../base/failure.ts'
import { withClient } from '../base/installation.ts'
import { findingsOf } from '../policy/check.ts'
import { compile } from '../policy/compile.ts'
import { loadPolicyFromSources } from '../policy/load.ts'
import { lookText } from '../policy/look-sql.ts'
import { type Applied, applyDue, publish, PublishError } from '../policy/publish.ts'
import { renumbered, strike, type Struck, struckIn } from '../policy/strike.ts'
import { createVersions } from '../policy/versions.ts'
import type { Answered, createTrying } from './attempts.ts'
import { type Readable, strikable } from './demo.ts'
import type { DemoParts } from './parts.ts'
import type { createReading } from './reading.ts'

/** What happened last, as whoever comes next may see it. */
export interface Happened {
  did: 'struck' | 'back'
  /** The version that was published. */
  version: number
  before: Answered
  after: Answered
  /** Every GRANT and REVOKE; none where another process was faster. */
  changes: readonly string[]
  /** How many colleagues of the cast acknowledged it. */
  acknowledged: number
}

/** A version that was published and is not in force yet. */
export interface Waiting {
  version: number
  effectiveAt: Date
  /** Its date has come: it takes effect by itself once no table is locked. */
  isDue: boolean
}

/** How things stand. */
export interface Standing {
  version: number
  /** The number that the next version gets. */
  next: number
  waiting: Waiting | undefined
  struck: Struck | undefined
  readable: readonly Readable[]
  /** Undefined where another process did it, or an earlier one. */
  last: Happened | undefined
}

/**
 * `changed`: somebody else has published since the page was read. `busy`: nothing was published; later. `published`: it was,
 * and takes effect by itself once no table is locked. `waiting`: another version waits for its date, and would be lost.
 */
export type Done = 'done' | 'changed' | 'busy' | 'published' | 'waiting' | 'unknown'

/** How often a version is put in force before that is left to the job; each try waits three seconds for a lock. */
const mostTries = 3

/** Strikes and puts back, one after the other. */
export function createStriking(
  parts: DemoParts,
  { tryAs }: ReturnType<typeof createTrying>,
  readAsCast: ReturnType<typeof createReading>,
) {
  const { gate, state, clock, owner, prefix, declarations, connections, login } = parts
  const versions = createVersions(connections, login('gate'))
  let last: Happened | undefined
  let turn: Promise<unknown> = Promise.resolve()

  /** Two visitors at once: the second looks at what the first has done. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work)
    turn = mine.catch(() => undefined)
    return mine
  }

  const inForce = () => gate.policy().compiled.loaded
  const numberNow = () => inForce().policy.policy.version
  const look = ({ purpose, table, column }: Readable) => tryAs(purpose, [lookText(table, column)])

  async function standing(): Promise<Standing> {
    const [newest] = await versions.list()
    const { compiled } = gate.policy()
    const version = numberNow()
    const struck = struckIn(compiled.loaded.source)
    const next = Math.max(newest?.number ?? 0, version) + 1
    const at = newest?.effectiveAt
    const waiting =
      newest?.state === 'coming' && at && newest.number > version
        ? { version: newest.number, effectiveAt: at, isDue: at <= clock.now() }
        : undefined
    const happened = last?.version === version ? last : undefined
    return { version, next, waiting, struck, readable: strikable(compiled), last: happened }
  }

  /** @throws Failure if a table stays locked */
  async function putInForce(client: Client, tries = mostTries): Promise<Applied | undefined> {
    try {
      return await applyDue(client, declarations, prefix, clock.now())
    } catch (error) {
      if (error instanceof Failure && tries > 1) return putInForce(client, tries - 1)
      throw error
    }
  }

  /** Publishes a file with the texts of the version in force. @returns what was granted and revoked */
  async function publishNow(yaml: string): Promise<readonly string[] | Done> {
    const { texts, assessments } = inForce()
    const now = clock.now()
    const read = loadPolicyFromSources({
      yaml,
      texts: Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.source])),
      assessments,
    })
    const wrong = findingsOf(read, now, declarations.acts).find(({ level }) => level === 'error')
    if (!read.loaded || wrong)
      throw new Error(`The struck policy has an error: ${wrong?.message ?? 'it cannot be read'}`)
    const { loaded } = read
    const cases = await versions.cases(numberNow())
    const { version } = loaded.policy.policy
    let isPublished = false
    try {
      const applied = await withClient(owner, async client => {
        await publish(client, cases === undefined ? loaded : { ...loaded, cases }, now, now)
        isPublished = true
        return putInForce(client)
      })
      await state.refresh()
      return applied?.compiled.loaded.policy.policy.version === version && inForce().hash === loaded.hash
        ? applied.changes
        : 'changed'
    } catch (error) {
      if (error instanceof PublishError) return 'changed'
      if (error instanceof Failure) return isPublished ? 'published' : 'busy'
      throw error
    }
  }

  async function publishAnd(did: Happened['did'], what: Readable, yaml: string): Promise<Done> {
    const before = await look(what)
    const changes = await publishNow(yaml)
    if (typeof changes === 'string') return changes
    const version = numberNow()
    // Until a colleague has read a version nothing opens: those of the cast do it at once, so that nobody's tour stops here.
    // Where they cannot (a table is locked), whoever opens the next page sees to it: the version is in force all the same.
    const acknowledged = await readAsCast().catch(() => 0)
    const after = await look(what)
    if (before && after) last = { did, version, before, after, changes, acknowledged }
    return 'done'
  }

  /** @param seen the version that was in force when the page was shown */
  const strikeNow = (what: Pick<Readable, 'purpose' | 'category'>, seen: number): Promise<Done> =>
    inTurn(async () => {
      await state.refresh()
      const { version, next, waiting, struck, readable } = await standing()
      if (version !== seen || struck) return 'changed'
      if (waiting) return waiting.isDue ? 'published' : 'waiting'
      const found = readable.find(({ purpose, category }) => purpose === what.purpose && category === what.category)
      if (!found) return 'unknown'
      const { source, policy } = inForce()
      return publishAnd('struck', found, strike(source, policy, found, next))
    })

  /** @param seen the version that was in force when the page was shown */
  const putBack = (seen: number): Promise<Done> =>
    inTurn(async () => {
      await state.refresh()
      const { version, next, waiting, struck } = await standing()
      const original = struck && (await versions.read(struck.from))
      if (version !== seen || !original) return 'changed'
      if (waiting) return waiting.isDue ? 'published' : 'waiting'
      const what = struckFrom(struck)
      return what ? publishAnd('back', what, renumbered(original.source, next)) : 'unknown'
    })

  /** The column by which what was struck is seen: it still stands in the database. */
  function struckFrom({ purpose, category }: Struck): Readable | undefined {
    const { compiled } = gate.policy()
    const { policy } = compiled.loaded
    const uses = [...policy.purposes[purpose]!.uses, category]
    const purposes = { ...policy.purposes, [purpose]: { ...policy.purposes[purpose]!, uses } }
    const loaded = { ...compiled.loaded, policy: { ...policy, purposes } }
    return strikable(compile(loaded, declarations)).find(one => one.purpose === purpose && one.category === category)
  }

  return { standing, look, strikeNow, putBack, struckFrom }
}
