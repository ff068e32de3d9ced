/** What calls answer that open a session. */
import { Type } from 'typebox'
import { fault, reply } from '../base/http/index.ts'
import { cookieOf } from './session-cookie.ts'
import type { Opened } from './sign-in.ts'

const kinds = ['customer', 'half', 'staff'] as const

/** The answer of a call that opens a session. */
export const signedIn = Type.Object({
  kind: Type.Enum(kinds, { description: '`half`: the second factor is still missing' }),
  lasts: Type.Integer({ description: 'seconds' }),
})

/** 201, with the cookie. */
export const opens = (opened: Opened) =>
  reply({ kind: opened.kind, lasts: opened.lasts }, { status: 201, cookies: [cookieOf(opened)] })

/** 429. @param wait seconds */
export const tooMany = (detail: string, wait: number) => fault('too-many', { detail, retryAfter: wait })
