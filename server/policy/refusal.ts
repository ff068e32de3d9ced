/** Why something did not happen. A value inside, a problem document (RFC 9457) or a sentence on a page at the edge. */
export const refusalCodes = [
  'no-such-purpose',
  'no-act-for-purpose',
  'category-not-promised',
  'recipient-not-promised',
  'not-agreed',
  'objected',
  'restricted',
  'collected-earlier',
  'out-of-region',
  'not-acknowledged',
  'role-without-purpose',
  'key-without-act',
  'not-the-person',
  'erased',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export class Refusal {
  readonly code: RefusalCode
  readonly act: string
  /** The clause that speaks of it, if the policy has one. */
  readonly clause: string | undefined
  /** The version of the policy that was in force. */
  readonly version: number

  constructor(code: RefusalCode, act: string, version: number, clause?: string) {
    this.code = code
    this.act = act
    this.version = version
    this.clause = clause
  }
}
