/** The rules of the desk: which purposes open somebody's record, for how long, and with which acts. Pure. */
import { Type } from 'typebox'
import { caseNumber } from '../../base/case-number.ts'
import type { Compiled } from '../../policy/compile.ts'
import { decideActor } from '../../policy/decide.ts'
import { Refusal, type RefusalCode } from '../../policy/refusal.ts'
import type { Actor } from '../../policy/request.ts'
import { acts } from './privacy.ts'

type Act = keyof typeof acts
export type FindAct = Extract<Act, `desk.find-${string}`>
export type OpenAct = Extract<Act, `desk.open-${string}`>
/** The same by a system with a key. */
export type SystemFindAct = Extract<Act, `desk.system-find-${string}`>
export type SystemOpenAct = Extract<Act, `desk.system-open-${string}`>
export type RevealAct = Extract<Act, `desk.reveal-${string}`>

/** What is done at the desk for one purpose. */
interface DeskActs {
  find: FindAct
  open: OpenAct
  reveal: RevealAct
}

/** A colleague as the gate knows one. */
export type Colleague = Actor & { kind: 'staff' }

/** How long a record stays open for a stated purpose, in milliseconds. */
export const permitLasts = 30 * 60_000

/** The number of a case, an order or a request. */
export const Reference = Type.String({ pattern: caseNumber, fault: 'desk.fault.reference' })

const Purpose = Type.String({ minLength: 1, maxLength: 60, fault: 'desk.fault.purpose' })
const reference = { reference: Type.Optional(Reference) }

/** Looking somebody up by their ID, and opening somebody: the fields of the forms and of the calls, in the order of the form. */
export const Searched = Type.Object(
  { purpose: Purpose, id: Type.String({ minLength: 1, maxLength: 254 }), ...reference },
  { examples: [{ purpose: 'support', id: 'an@customer.example', reference: 'S-2041' }] },
)
export const Opened = Type.Object({ person: Type.String({ format: 'uuid' }), purpose: Purpose, ...reference })
export const Category = Type.Object({ category: Type.String({ minLength: 1, maxLength: 60 }) })
export const PermitToken = Type.Object({ permit: Type.String({ minLength: 1, maxLength: 500 }) })

const byPurpose: ReadonlyMap<string, DeskActs> = new Map(
  Object.entries(acts)
    .filter(([name]) => name.startsWith('desk.open-for-'))
    .map(([name, { purpose }]) => {
      const reason = name.slice('desk.open-for-'.length)
      return [purpose, deskActs(reason)] as const
    }),
)

function deskActs(reason: string): DeskActs {
  return {
    find: `desk.find-for-${reason}` as FindAct,
    open: `desk.open-for-${reason}` as OpenAct,
    reveal: `desk.reveal-for-${reason}` as RevealAct,
  }
}

/** A purpose that a colleague may state at the desk. */
export interface StatedPurpose {
  purpose: string
  clause: string
  /** What it was promised: categories of the policy. */
  uses: readonly string[]
  /** Why nobody can be looked up for it under the policy in force; undefined if it can be done. */
  refusal: RefusalCode | undefined
}

/** The purposes of a colleague's role for which the desk looks people up, in the order of the policy. */
export function purposesOf(compiled: Compiled, actor: Colleague): StatedPurpose[] {
  return actor.purposes.flatMap(id => {
    const purpose = compiled.loaded.policy.purposes[id]
    const does = byPurpose.get(id)
    if (!purpose || !does) return []
    const decision = decideActor(compiled, does.find, actor)
    const refusal = decision.yes ? undefined : decision.reason
    return [{ purpose: id, clause: purpose.clause, uses: purpose.uses, refusal }]
  })
}

/**
 * The acts that a colleague may do for a purpose, or why not one of them.
 * @param does which of the three is about to be done
 */
export function actsFor(
  compiled: Compiled,
  actor: Colleague,
  purpose: string,
  does: keyof DeskActs,
): DeskActs | Refusal {
  const { policy, purposes } = compiled.loaded.policy
  const { version } = policy
  const found = byPurpose.get(purpose)
  if (!found) {
    const known = Object.hasOwn(purposes, purpose) ? purposes[purpose] : undefined
    return new Refusal(known ? 'no-act-for-purpose' : 'no-such-purpose', `desk.${does}`, version, known?.clause)
  }
  const decision = decideActor(compiled, found[does], actor)
  return decision.yes ? found : new Refusal(decision.reason, found[does], version, decision.clause)
}

/** Whether a refusal speaks of the person: which of these it is, is between the person and us, and not told at the desk. */
export function isAboutPerson({ code }: Refusal): boolean {
  return ['not-agreed', 'objected', 'restricted', 'out-of-region', 'erased'].includes(code)
}

/** What a colleague is told instead, in the form of a refusal: the same for all of them. */
export const nobody = ({ act, clause, version }: Refusal) => ({ code: 'nobody-for-this-purpose', act, clause, version })

/** What it can mean that nobody was found. Always all of them, so that the answer tells nothing about anybody. */
export const couldBe = ['unknown', 'unconfirmed', 'elsewhere', 'objected', 'restricted', 'erased'] as const

/** Whole minutes until then, begun ones included. */
export const minutesUntil = (until: Date, now: Date): number => Math.ceil((until.getTime() - now.getTime()) / 60_000)
