/** Filling in what the ID knows already: for a purpose that was promised it, as that slice's own act. */
import type { PostalAddress } from '../../base/postal.ts'
import type { Filled, KnownFact, Prefill, PrefillAct } from '../../people/index.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import * as store from './prefill-store.ts'

/** The category of the policy that each belongs to. */
const categoryOf = {
  name: 'identity',
  language: 'identity',
  email: 'contact',
  phone: 'contact',
  address: 'contact',
  company: 'organisation',
} as const satisfies Record<KnownFact, string>

type RowOf<S> = S extends (...given: never[]) => { answer?: infer Row } ? NonNullable<Row> : never
/** What came back, of what was asked for. */
interface Rows {
  identity?: RowOf<typeof store.identityOf>[]
  id?: RowOf<typeof store.idOf>[]
  phone?: { value: { number: string } }[]
  address?: { value: PostalAddress }[]
  company?: RowOf<typeof store.companyOf>[]
}

/**
 * Reads what a form would ask for, as an act of the slice that asks.
 * @param act whose purpose has to be promised each thing; a category that the act does not declare is not read
 * @param actor the person themselves
 * @returns nothing where the policy in force refuses the act
 */
export async function prefill(
  { gate }: { gate: Gate },
  act: PrefillAct,
  actor: Self,
  which: readonly KnownFact[],
): Promise<Filled> {
  const reads = gate.policy().compiled.grants.get(act)?.reads ?? []
  const asks = (known: KnownFact) => which.includes(known) && reads.includes(categoryOf[known])
  const { person } = actor
  const statements = {
    ...(asks('name') || asks('language') ? { identity: store.identityOf(person) } : {}),
    ...(asks('email') ? { id: store.idOf(person) } : {}),
    ...(asks('phone') ? { phone: store.newestLine(person, 'phone') } : {}),
    ...(asks('address') ? { address: store.newestLine(person, 'address') } : {}),
    ...(asks('company') ? { company: store.companyOf(person) } : {}),
  }
  if (Object.keys(statements).length === 0) return {}
  const read: Rows | Refusal = await gate.read({ act, actor, subject: { person } }, statements)
  if (read instanceof Refusal) return {}
  const [identity] = read.identity ?? []
  const [[id], [phone], [address], [company]] = [
    read.id ?? [],
    read.phone ?? [],
    read.address ?? [],
    read.company ?? [],
  ]
  return {
    // Nobody is given a name that may be somebody else's who uses the same ID.
    ...(asks('name') && identity?.name && !identity.several ? { name: identity.name } : {}),
    ...(asks('language') && identity ? { language: identity.language } : {}),
    ...(id ? { email: id.address } : {}),
    ...(phone ? { phone: phone.value } : {}),
    ...(address ? { address: address.value } : {}),
    ...(company ? { company } : {}),
  }
}

/** The same with a gate at hand, as the slices get it. */
export const prefillOf =
  (parts: { gate: Gate }): Prefill =>
  (act, actor, which) =>
    prefill(parts, act, actor, which)
