import { LoginRefused } from '../login-refused.ts'

/** What is wrong with one field, in the words of the person who reads it. */
export interface FieldFault {
  field: string
  message: string
}

/** What the gate says when it refuses: enough to say which act, and which clause of which policy version. */
export interface Refusal {
  code: string
  act: string
  clause?: string | undefined
  version?: string | number | undefined
}

/** Every way in which a request can end that is not its answer. */
export type FaultCode =
  | 'malformed'
  | 'sign-in-needed'
  | 'not-for-you'
  | 'proof-needed'
  | 'forged'
  | 'refused'
  | 'not-found'
  | 'wrong-method'
  | 'too-large'
  | 'wrong-content-type'
  | 'wrong-field'
  | 'wrong-body'
  | 'too-many'
  | 'unexpected'
  | 'unavailable'
  | 'conflict'

export const statusOf: Readonly<Record<FaultCode, number>> = {
  malformed: 400,
  'sign-in-needed': 401,
  'not-for-you': 403,
  'proof-needed': 403,
  forged: 403,
  refused: 403,
  'not-found': 404,
  'wrong-method': 405,
  conflict: 409,
  'too-large': 413,
  'wrong-content-type': 415,
  'wrong-field': 422,
  'wrong-body': 422,
  'too-many': 429,
  unexpected: 500,
  unavailable: 503,
}

/** @returns whether a code is one of those that any request can end with */
export const isFaultCode = (code: string): code is FaultCode => Object.hasOwn(statusOf, code)

/** The status that goes with such a code. */
export const statusOfFault = (code: FaultCode): number => statusOf[code]

/** A fault on its way to the edge, where it becomes a problem document or a page. */
export interface Fault {
  code: FaultCode
  /** When a slice names its own problem: a code and a status of its own. */
  problem?: { code: string; status: number; detail?: string | undefined } | undefined
  errors?: readonly FieldFault[]
  refusal?: Refusal
  /** For `unexpected`: the same reference is in the log. */
  reference?: string
  /** Seconds; for `too-many` and `unavailable`. */
  retryAfter?: number
  /** For `wrong-method`. */
  allow?: string
  /** For `proof-needed`: the page where somebody shows once more that it is them. */
  prove?: string | undefined
  /** For `sign-in-needed` and `proof-needed`: the form that was sent too late, without passwords. */
  left?: { action: string; fields: Readonly<Record<string, string | readonly string[]>> }
  /** For `forged`: the form comes back with what was typed. */
  isShownAgain?: boolean
}

/** A problem document (RFC 9457) with this product's extension members. */
export interface Problem {
  type: string
  title: string
  status: number
  detail?: string
  /** This one occurrence, where we can find it again: the reference is its fragment. */
  instance?: string
  code: string
  errors?: readonly FieldFault[]
  act?: string
  clause?: string
  policyVersion?: string
  reference?: string
}

export const problemType = 'application/problem+json'
/** Below this address stands a page for each code. */
export const problemsAt = '/problems'

/**
 * A fault as a problem document.
 * @param title the fault in words; RFC 9457 wants the same title for the same type
 */
export function problemOf(fault: Fault, title: string, detail?: string): Problem {
  const { refusal, problem } = fault
  const code = problem?.code ?? refusal?.code ?? fault.code
  const said = problem?.detail ?? detail
  return {
    type: `${problemsAt}/${code}`,
    title,
    status: problem?.status ?? statusOf[fault.code],
    code,
    ...(said === undefined ? {} : { detail: said }),
    ...(fault.errors ? { errors: fault.errors } : {}),
    ...(refusal ? { act: refusal.act } : {}),
    ...(refusal?.clause === undefined ? {} : { clause: refusal.clause }),
    ...(refusal?.version === undefined ? {} : { policyVersion: String(refusal.version) }),
    ...(fault.reference ? { reference: fault.reference, instance: `${problemsAt}/${code}#${fault.reference}` } : {}),
  }
}

/** Thrown when something the product stands on does not answer now: 503 with Retry-After. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
  constructor(
    message: string,
    /** seconds */
    readonly retryAfter = 10,
  ) {
    super(message)
  }
}

/**
 * PostgreSQL and socket codes that mean "the database is down, starting, stopping, full, or a copy that takes no writes"
 * (PostgreSQL manual, appendix A).
 */
const downCodes =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|EPIPE|ETIMEDOUT|08\w{3}|25006|53\w{3}|57P0[123]|58030)$/

/** @returns whether the error says that the database cannot be used now, or not with one of its logins */
export function isUnavailable(error: unknown): error is Error & { retryAfter?: number } {
  if (!(error instanceof Error)) return false
  if (error instanceof Unavailable || error instanceof LoginRefused) return true
  const { code, syscall } = error as Error & { code?: unknown; syscall?: unknown }
  if (typeof code !== 'string' || !downCodes.test(code)) return false
  // ENOENT of a socket is a database that is not there; ENOENT of a file is a bug
  return code === 'ENOENT' ? syscall === 'connect' : true
}
