/** What an ID knows already, for forms that would ask for it again. The profile gives it; any slice may ask, with an act of its own. */
import type { PostalAddress } from '../base/postal.ts'
import type { Self } from '../policy/request.ts'

/** What can be asked for. */
export type KnownFact = 'name' | 'language' | 'email' | 'phone' | 'address' | 'company'

/** An act with which a slice fills in forms: of its own purpose, by the person themselves. */
export type PrefillAct = `${string}.prefill`

/** What is known, as far as the purpose of the act was promised it; what is not known, or not promised, is absent. */
export interface Filled {
  name?: string
  /** BCP 47 */
  language?: string
  /** The confirmed address of the ID. */
  email?: string
  /** The newest, as it was given. */
  phone?: { number: string }
  /** The newest. */
  address?: PostalAddress
  /** The first by name of those that they work for now. */
  company?: { name: string; country: string }
}

/**
 * Fills in a form with what the ID knows.
 * @param act of the slice that asks: its purpose has to be promised each thing, and customers see that it was read
 * @param actor whose form it is
 * @param which what the form would ask for
 */
export type Prefill = (act: PrefillAct, actor: Self, which: readonly KnownFact[]) => Promise<Filled>
