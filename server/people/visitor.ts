/** Who sends a request, for every page and call of the product. */
import { routesFor } from '../base/http/index.ts'
import type { Language } from '../base/http/index.ts'
import type { Actor, Self } from '../policy/request.ts'
import type { Words } from '../ui/words.ts'

export type Visitor =
  | { kind: 'stranger'; session?: undefined; language?: undefined }
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
  /** Somebody who has shown the password and not yet the second factor. */
  | { kind: 'half'; session: string; language: Language; person: string; name: string; provenAt: Date }
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
