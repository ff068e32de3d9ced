/** The catalogue of product families: data of the company, the same for everybody. */
import { Refusal } from '../../policy/refusal.ts'
import type { ProductParts } from './parts.ts'
import type { Family } from './products.ts'
import { schemes } from './serial/index.ts'
import * as store from './store.ts'

/** For so long a catalogue that was read is the catalogue, in milliseconds: another process may have put a family in. */
const fresh = 60_000
const known = new WeakMap<object, { at: number; families: readonly Family[] }>()
const system = { kind: 'system' } as const

/** Every family, in the order of the company. Empty where the policy does not let us know products. */
export async function catalogueOf({ gate, clock }: Pick<ProductParts, 'gate' | 'clock'>): Promise<readonly Family[]> {
  const now = clock.now().getTime()
  const held = known.get(gate)
  if (held && now - held.at < fresh && now >= held.at) return held.families
  const read = await gate.read(
    { act: 'products.keep-catalogue', actor: system, subject: 'none' },
    { families: store.families() },
  )
  if (read instanceof Refusal) return []
  known.set(gate, { at: now, families: read.families })
  return read.families
}

/**
 * Puts families into the catalogue; one that is there already says what it says now. None is ever taken out.
 * @throws if the policy does not allow it, or a family names a scheme that there is not
 */
export async function keepCatalogue(
  { gate, clock }: Pick<ProductParts, 'gate' | 'clock'>,
  families: readonly Family[],
): Promise<void> {
  const strange = families.find(({ scheme }) => !Object.hasOwn(schemes, scheme))
  if (strange) throw new Error(`The family ${strange.code} names the scheme "${strange.scheme}", which there is not.`)
  const statements = Object.fromEntries(
    families.map((family, position) => [family.code, store.keepFamily(family, position, clock.now())]),
  )
  const written = await gate.write({ act: 'products.keep-catalogue', actor: system, subject: 'none' }, statements)
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  known.delete(gate)
}
