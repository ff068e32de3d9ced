/** What is in force: the compiled policy and which login each purpose has, read again when a publication is heard of. */
import type { Connections } from '../base/connections.ts'
import { compile, type Compiled, type Declarations } from './compile.ts'
import type { LoadedPolicy } from './document.ts'
import { assignedSlots, boundUses, compiledNow, knownCategories, versionSources } from './gate-sql.ts'
import { loadVersion, type VersionRow } from './publish.ts'
import type { Slot } from './privileges.ts'
import type { Use } from './use.ts'

export interface InForce {
  compiled: Compiled
  /** Purpose → its login. */
  slots: ReadonlyMap<string, Slot>
  /** Category → its bit of what somebody has restricted. */
  categories: ReadonlyMap<string, number>
}

export interface PolicyState {
  /** @throws if nothing was ever published */
  current(): InForce
  /** Reads the version in force from the database if it changed. @returns whether it did */
  refresh(): Promise<boolean>
}

const boundOf = (uses: readonly Use[]): Compiled['bound'] =>
  new Map(uses.map(({ purpose, category, since, closed }) => [`${purpose} ${category}`, { since, closed }]))

/** The date that binds is that of the publication; the file may have hoped for an earlier one. */
function inForceSince(loaded: LoadedPolicy, since: Date): LoadedPolicy {
  const { policy } = loaded
  const effective = since.toISOString().slice(0, 10)
  return { ...loaded, policy: { ...policy, policy: { ...policy.policy, effective } } }
}

/**
 * Follows the version in force.
 * @param role the gate's login, which may read versions and slots and nothing personal but standing
 */
export function followPolicy(connections: Connections, role: string, declarations: Declarations): PolicyState {
  let state: InForce | undefined
  let reading: Promise<boolean> | undefined

  async function read(): Promise<boolean> {
    const [head] = await connections.run({ role }, [compiledNow])
    const row = head?.rows[0] as { version: number; hash: string } | undefined
    if (!row || state?.compiled.hash === row.hash) return false
    const [version, slots, categories, uses] = await connections.run({ role }, [
      versionSources(row.version),
      assignedSlots,
      knownCategories,
      boundUses,
    ])
    const published = version!.rows[0] as unknown as VersionRow
    const compiled = compile(inForceSince(loadVersion(published), published.effective_at), declarations)
    // Where processes with other declarations live, the database grants what all of them need; ours narrow it.
    state = {
      compiled: { ...compiled, hash: row.hash, bound: boundOf(uses!.rows as unknown as Use[]) },
      slots: new Map((slots!.rows as unknown as Slot[]).map(slot => [slot.purpose!, slot])),
      categories: new Map(
        (categories!.rows as unknown as { category: string; bit: number }[]).map(({ category, bit }) => [
          category,
          bit,
        ]),
      ),
    }
    return true
  }

  return {
    current() {
      if (!state) throw new Error('No policy is in force. Publish one: npx abide policy publish FILE')
      return state
    },
    refresh() {
      reading ??= read().finally(() => (reading = undefined))
      return reading
    },
  }
}
