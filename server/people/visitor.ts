/** Who sends a request, for every page and call of the product. */
import { routesFor } from '../base/http/index.ts'
import type { Language } from '../base/http/index.ts'
import type { KeyHolder } from '../policy/decide.ts'
import type { Actor, Self } from '../policy/request.ts'
import type { Words } from '../ui/words.ts'

export type Visitor =
  | {
      kind: 'stranger'
      session?: undefined
      language?: undefined
      /** With a key that opens nothing. */
      program?: 'unknown'
    }
  /** One of the company's own systems, by its key. */
  | {
      kind: 'system'
      session?: undefined
      language?: undefined
      /** A number: it asks too often, and has to wait so many seconds. */
      program: 'known' | number
      actor: Actor & { kind: 'system'; key: KeyHolder }
    }
  | {
      kind: 'customer'
      session: string
      language: Language
      person: string
      name: string
      /** When a password, a passkey or a code was shown last in this session. */
      provenAt: Date
      /** Several people use this ID: `name` is nobody's. */
      several?: true
      /** A program with an access token acts for them; `session` stands for their sign-in at its site. */
      bearer?: true
      actor: Self
    }
  /** Somebody who is signed in with an ID that rests, or that was given up: all that they can do is to go on. */
  | {
      kind: 'resting'
      session: string
      language: Language
      person: string
      name: string
      provenAt: Date
      state: 'paused' | 'closed'
      since: Date
    }
  /** Somebody who has shown the password and not yet the second factor. */
  | {
      kind: 'half'
      session: string
      language: Language
      person: string
      name: string
      provenAt: Date
      /** Whether a colleague's session comes of it, or a customer's. */
      colleague: boolean
    }
  | {
      kind: 'staff'
      session: string
      language: Language
      person: string
      name: string
      provenAt: Date
      actor: Actor & { kind: 'staff' }
    }

export const stranger: Visitor = { kind: 'stranger' }

/** The builders of the product's routes. */
export const routes = routesFor<Visitor, Words>()
