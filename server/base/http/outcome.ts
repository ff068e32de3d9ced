import type { Readable } from 'node:stream'
import type { ComponentChildren } from 'preact'
import type { FaultCode, FieldFault, Refusal } from './problem.ts'
import type { Language } from './language.ts'

/** A cookie to set; `value: undefined` removes it. Always httpOnly and SameSite=Lax; `__Host-` and Secure on https. */
export interface CookieChange {
  name: string
  value: string | undefined
  /** seconds; absent: until the browser closes */
  maxAge?: number
}

interface Carried {
  cookies?: readonly CookieChange[]
  headers?: Readonly<Record<string, string>>
}

/** A page, before its frame. */
export interface Page extends Carried {
  /** Of the document; the name of the company is added. */
  title: string
  body: ComponentChildren
  /** default 200 */
  status?: number
  /** The path of the navigation item that this page belongs to. */
  current?: string
  /** Full width (tables of the console) instead of a column for reading. */
  wide?: boolean
  /** The languages that the main text exists in, when not in all: sets canonical, alternates and Content-Language. */
  languages?: readonly Language[]
  /** The same for machines, where it is another document. */
  machine?: { href: string; type: string }
  /** The only sentences of what was just done that make sense here; absent: any. */
  says?: readonly string[]
  /** `none` where the address holds a secret (a mailed link): no referrer leaves, nothing is kept. */
  referrer?: 'none'
}

export interface Redirect extends Carried {
  redirect: string
  /** Key of the sentence to show on the next page, e.g. `profile.done.saved`. */
  done?: string
}

/** Fields that the rules, not the schema, found wrong. */
export interface Invalid {
  faults: readonly FieldFault[]
}

export interface Refused {
  refused: Refusal
}

/** The answer of an API call, or a fault that the slice names. */
export type Reply<T = never> =
  | ({ value: T; status?: number } & Carried)
  | { fault: FaultCode; detail?: string; retryAfter?: number; prove?: string }
  | { problem: string; detail?: string }

export interface FileAnswer extends Carried {
  content: string | Uint8Array | Readable
  /** default 200 */
  status?: number
  /** Sent as a download with this name. */
  download?: string
  /** default: the route's */
  type?: string
}

export type Outcome = Page | Redirect | Invalid | Refused | Reply<unknown> | FileAnswer

/**
 * 303 to a page of our own.
 * @param to an absolute path; anything else throws, so that no form becomes an open redirect
 * @param done key of the sentence that the next page shows, `<part>.done.<what>`
 */
export function redirect(to: string, rest: Omit<Redirect, 'redirect'> = {}): Redirect {
  if (!isOwnPath(to)) throw new Error('A redirect stays on this site: give it a path that begins with a single /')
  return { redirect: to, ...rest }
}

/** 422: these fields are wrong. A page shows itself again; an API call answers with a problem. */
export const invalid = (...faults: readonly FieldFault[]): Invalid => ({ faults })

/** 403: the gate said no. The page or problem names act, clause and policy version. */
export const refused = (refusal: Refusal): Refused => ({ refused: refusal })

/** A success of an API call; default status 200. */
export const reply = <T>(value: T, rest: { status?: number; cookies?: readonly CookieChange[] } = {}) => ({
  value,
  ...rest,
})

/** Another end of a request, e.g. `fault('not-found')`. */
export const fault = (code: FaultCode, rest: { detail?: string; retryAfter?: number; prove?: string } = {}) => ({
  fault: code,
  ...rest,
})

/** A problem that the route declares in `problems`, with its status. */
export const problem = (code: string, detail?: string) => ({
  problem: code,
  ...(detail === undefined ? {} : { detail }),
})

/** @returns whether the text is a path on this site as a header can carry it (not `//elsewhere`, not `/\elsewhere`, all encoded) */
export function isOwnPath(text: string): boolean {
  return /^\/(?!\/)[!-[\]-~]*$/.test(text)
}
