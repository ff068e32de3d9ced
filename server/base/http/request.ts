import type { Clock } from '../clock.ts'
import type { Language } from './language.ts'
import type { FieldFault } from './problem.ts'

/** What a visitor is recognised by. */
export interface Credentials {
  /** A cookie by its plain name (`session`, also when it travels as `__Host-session`). */
  readonly cookie: (name: string) => string | undefined
  readonly header: (name: string) => string | undefined
  /** The address of the other end; personal data under the security purpose. */
  address: string
  path: string
  method: string
  /** The scope of access tokens that open what is asked for; undefined where none does. */
  accepts: string | undefined
}

/** What was typed, by field: shown again when something was wrong. Passwords are never in it. */
export type Typed = Readonly<Record<string, string | readonly string[]>>

/** A file as it was sent. Its name and type are what the sender says: judge it by its bytes. */
export interface UploadedFile {
  /** The field that it was chosen in. */
  field: string
  name: string
  bytes: Buffer
}

/** A request as a slice sees it. */
export interface WebRequest<V, P = unknown, Q = unknown, B = unknown> extends Credentials {
  readonly language: Language
  /** Those of the site, in the order of its menu. */
  readonly languages: readonly Language[]
  readonly visitor: V
  readonly params: P
  readonly query: Q
  readonly body: B
  /** The files of a form that takes any. */
  readonly files: readonly UploadedFile[]
  readonly typed: Typed
  /** Wrong fields; empty except when a form is shown again. */
  readonly faults: readonly FieldFault[]
  /** The key of the sentence that the page before this one wanted said. */
  readonly done: string | undefined
  /** The token of the page's forms. Reading it on a stranger's page sets the one cookie that an anonymous form needs. */
  readonly csrf: string
  /** What tells this visitor's browser from others: their session, or else the cookie of an anonymous form, which reading it sets. */
  readonly holder: string
  readonly clock: Clock
}
