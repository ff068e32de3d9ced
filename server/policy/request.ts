/** What is asked of the gate: an act, who acts, on whom. */
import type { KeyHolder, Party } from './decide.ts'

/** Who acts, as the session says. */
export type Actor =
  | { kind: 'stranger' }
  | {
      kind: 'system'
      /** One of the company's own systems, by its key; absent: the product itself. */
      key?: KeyHolder
    }
  | {
      kind: 'customer'
      person: string
      /** Stands for the session and opens nothing. One's own views are noted once in each; without one, each time. */
      session?: string
      /** A program acts for them, which they let see what is theirs and nothing of the companies that they work for. */
      alone?: true
    }
  | {
      kind: 'staff'
      person: string
      /** The name that this colleague has in the evidence. */
      pseudonym: Buffer
      role: string
      /** The controller that the colleague works for. */
      controller: string
      /** What the role may state as its purpose. */
      purposes: readonly string[]
      /** The version of the policy that the colleague acknowledged last. */
      acknowledged: number | null
    }

/** Somebody who acts on themselves. */
export type Self = Extract<Actor, { kind: 'customer' }>

/**
 * Whom it concerns: a person; somebody who comes to be with it; several people, named by `person_id` in the rows (with
 * `wrapped`, their key, where something sealed is opened); or nobody that is known yet.
 */
export type Subject = { person: string } | { newPerson: string } | 'set' | 'none'

export interface Request<Act extends string> {
  act: Act
  actor: Actor
  subject: Subject
  /** Number of the case or order that it is for. */
  reference?: string | undefined
}

/** The person that a request is about, if it is one who exists. */
export function personOf(subject: Subject): string | undefined {
  return typeof subject === 'object' && 'person' in subject ? subject.person : undefined
}

/** The actor as `decide` knows parties: whether a customer acts on themselves is seen from the subject. */
export function partyOf({ actor, subject }: Request<string>): Party {
  if (actor.kind !== 'customer') return actor
  return { kind: 'customer', self: personOf(subject) === actor.person }
}
