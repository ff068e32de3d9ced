/** What the pages show of the live system, asked anew every few seconds at most, however many people read. */
import { readUse } from '../../audit/index.ts'
import type { Clock } from '../../base/clock.ts'
import type { Connections } from '../../base/connections.ts'
import { languages, type Language } from '../../base/http/index.ts'
import { compile } from '../../policy/compile.ts'
import { readControls } from '../../policy/controls.ts'
import type { Gate } from '../../policy/gate.ts'
import { createVersions, type PublishedVersion, type Versions } from '../../policy/versions.ts'
import type { Words } from '../../ui/index.ts'
import { followCoverage, type Coverages } from './coverage.tsx'
import type { Facts } from './facts.ts'
import { keptClauses } from './keep.ts'
import { dayOf } from './notice.ts'
import type { ScreenId } from './screens.ts'
import { countKinds, type KeptClause, type Kind } from './proof.ts'

/** What is known of the policy in force at a moment. */
export interface Known {
  facts: Facts
  clauses: ReadonlyMap<string, KeptClause>
  counts: Record<Kind | 'all', number>
  versions: readonly PublishedVersion[]
  /** How far each language goes, by version. */
  coverages: Coverages
  /** The lawyer's questions that were published with the version in force, as YAML; undefined if there were none. */
  cases: string | undefined
  /** When it was measured. */
  at: Date
}

export interface LiveParts {
  gate: Gate
  connections: Connections
  clock: Clock
  /** The names of the logins that are not of a purpose. */
  login(name: 'self' | 'gate'): string
  words: (language: Language) => Words
  /** The cookies that the product sets. */
  cookies: readonly string[]
  /** Acts that a page or a call runs; complete once the server listens. */
  performed: ReadonlyMap<string, readonly string[]>
}

export interface Live {
  known(): Promise<Known>
  versions: Versions
  /** How far each language goes, by version. */
  coverage(published: readonly PublishedVersion[]): Promise<Coverages>
}

/** Milliseconds for which an answer is good. */
const good = 5_000
/** Days over which reliance is counted. */
export const countedDays = 30

/** Watches the live system for the public pages. */
export function watchLive({ gate, connections, clock, login, cookies, performed, words }: LiveParts): Live {
  const versions = createVersions(connections, login('gate'))
  const coverageOf = followCoverage(versions)
  let last: { hash: string; at: number; known: Promise<Known> } | undefined

  /** The purposes of each version, by its hash: what was published does not change. */
  const purposes = new Map<string, readonly string[]>()
  async function purposesOf(some: readonly PublishedVersion[]): Promise<Set<string>> {
    for (const { hash, number } of some) {
      if (purposes.has(hash)) continue
      purposes.set(hash, Object.keys((await versions.read(number))?.policy.purposes ?? {}))
    }
    return new Set(some.flatMap(({ hash }) => purposes.get(hash) ?? []))
  }

  async function measure(): Promise<Known> {
    const at = clock.now()
    const since = dayOf(new Date(at.getTime() - countedDays * 86_400_000))
    const inForce = gate.policy().compiled.loaded.policy.policy.version
    const [controls, use, published, cases] = await Promise.all([
      readControls(connections, login('gate')),
      readUse(connections, login('gate'), since),
      versions.list(),
      versions.cases(inForce),
    ])
    const coverages = await coverageOf(published)
    const otherPurposes = await purposesOf(published.filter(({ number }) => number !== inForce))
    const { compiled } = gate.policy()
    const isOwn = compile(compiled.loaded, compiled.declarations).hash === compiled.hash
    const facts: Facts = {
      compiled,
      controls,
      use,
      self: login('self'),
      isOwn,
      published,
      otherPurposes,
      cookies,
      performed,
    }
    const { hasText } = words(languages[0])
    const clauses = keptClauses(facts, (id): id is ScreenId => hasText(`notice.screen.${id}`))
    return { facts, clauses, counts: countKinds(compiled.loaded, clauses), versions: published, coverages, cases, at }
  }

  return {
    versions,
    coverage: coverageOf,
    known() {
      const { hash } = gate.policy().compiled
      const now = clock.now().getTime()
      if (last && last.hash === hash && Math.abs(now - last.at) < good) return last.known
      const known = measure()
      last = { hash, at: now, known }
      // What failed is not kept: the next reader asks again.
      known.catch(() => {
        if (last?.known === known) last = undefined
      })
      return known
    },
  }
}
