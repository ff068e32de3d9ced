import type { CallName, ProblemOf } from './named.ts'

/** What is wrong with one field. */
export interface FieldFault {
  /** Its dotted path. */
  field: string
  /** In the language that was asked for; says how to mend it. */
  message: string
}

/** A problem document (RFC 9457) as it comes. */
export interface ProblemDocument {
  type: string
  title: string
  status: number
  code: string
  detail?: string
  instance?: string
  errors?: FieldFault[]
  act?: string
  clause?: string
  policyVersion?: string
  reference?: string
}

/** A call that did not end well. Compare `code`; its words are for people. */
export class Problem<Code extends string = string> extends Error {
  override readonly name = 'Problem'
  readonly code: Code
  /** Of HTTP. */
  readonly status: number
  /** The page that explains the code. */
  readonly type: URL
  readonly title: string
  readonly detail: string | undefined
  /** Each field that is wrong; empty unless the code is `wrong-field`. */
  readonly errors: readonly FieldFault[]
  /** What the privacy policy did not allow, the clause that speaks of it, and the version that was in force. */
  readonly refusal: { act: string; clause: string | undefined; policyVersion: string | undefined } | undefined
  /** Of an unexpected problem: quote it in a question. */
  readonly reference: string | undefined
  /** Seconds after which to come again, where that was said. */
  readonly retryAfter: number | undefined

  constructor(document: ProblemDocument & { code: Code }, address: string | URL, retryAfter?: number) {
    const { act, clause, policyVersion } = document
    super(document.detail ?? document.title)
    this.code = document.code
    this.status = document.status
    this.type = new URL(document.type, address)
    this.title = document.title
    this.detail = document.detail
    this.errors = document.errors ?? []
    this.refusal = act === undefined ? undefined : { act, clause, policyVersion }
    this.reference = document.reference
    this.retryAfter = retryAfter
  }
}

/**
 * Whether something that was caught is a problem.
 * @param _name the call that was made: its codes are then the only ones to compare with
 */
export function isProblem<Name extends CallName>(error: unknown, _name?: Name): error is Problem<ProblemOf<Name>> {
  return error instanceof Problem
}
