/** The same over JSON, for programs. */
import { Type } from 'typebox'
import { invalid, problem, refused, reply } from '../base/http/index.ts'
import type { Route } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import type { PeopleParts } from './parts.ts'
import { faultAt, passwordFault, shortestPassword } from './people.ts'
import { cookieOf } from './portal.tsx'
import { openSession, signIn, signOut } from './sign-in.ts'
import { confirm, signUp } from './sign-up.ts'
import { sessionCookie } from './identify.ts'
import { routes } from './visitor.ts'

const password = Type.String({ minLength: 1, maxLength: 1000, format: 'password' })
const signedIn = Type.Object({ kind: Type.String(), lasts: Type.Integer({ description: 'seconds' }) })

/** Sign up, confirm, sign in, sign out. */
export function apiRoutes(parts: PeopleParts): Route[] {
  const device = (request: { header(name: string): string | undefined; address: string }) => ({
    agent: (request.header('user-agent') ?? '').slice(0, 300),
    address: request.address,
  })
  return [
    routes.api({
      method: 'POST',
      path: '/api/people/sign-up',
      act: 'people.sign-up',
      who: 'anyone',
      summary: 'Ask for an ID; a letter with a link follows. The answer never tells whether the address has one.',
      body: Type.Object({
        name: Type.String({ minLength: 1, maxLength: 100 }),
        email: Type.String({ format: 'email', maxLength: 254 }),
        password,
      }),
      response: Type.Object({ sent: Type.Boolean() }),
      handle: async request => {
        const { company } = parts.gate.policy().compiled.loaded.policy.policy
        const weak = passwordFault(request.body.password, { ...request.body, company }, shortestPassword.customer)
        if (weak)
          return invalid(faultAt('password', request.t(`people.fault.${weak}`, { limit: shortestPassword.customer })))
        const done = await signUp(parts, { ...request.body, language: request.language })
        return done instanceof Refusal ? refused(done) : reply({ sent: true }, { status: 202 })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/confirm',
      act: 'people.confirm',
      who: 'anyone',
      summary: 'Confirm an ID with the token of the letter and the password that was chosen; opens a session.',
      body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }), password }),
      response: signedIn,
      problems: { 'link-unknown': 410, 'link-expired': 410, 'link-used': 409, 'link-taken': 409 },
      handle: async request => {
        const done = await confirm(parts, request.body.token, request.body.password)
        if (done instanceof Refusal) return refused(done)
        if (done === 'wrong-password') return invalid(faultAt('password', request.t('people.fault.password-wrong')))
        if (typeof done === 'string') return problem(`link-${done}`, request.t(`people.confirm.${done}`))
        const opened = await openSession(parts, done.person, 'customer', device(request))
        if (opened instanceof Refusal) return refused(opened)
        return reply({ kind: opened.kind, lasts: opened.lasts }, { status: 201, cookies: [cookieOf(opened)] })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/session',
      act: 'people.sign-in',
      who: 'anyone',
      summary: 'Sign in with ID and password.',
      body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 254 }), password }),
      response: signedIn,
      problems: { 'sign-in-wrong': 401, 'sign-in-wait': 429 },
      handle: async request => {
        const opened = await signIn(parts, request.body.id, request.body.password, device(request))
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'wrong') return problem('sign-in-wrong', request.t('people.sign-in.wrong'))
        if ('wait' in opened) return problem('sign-in-wait', request.t('people.sign-in.wait', { count: opened.wait }))
        return reply({ kind: opened.kind, lasts: opened.lasts }, { status: 201, cookies: [cookieOf(opened)] })
      },
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/people/session',
      act: 'people.sign-out',
      who: 'anyone',
      summary: 'Sign out.',
      response: Type.Object({ signedOut: Type.Boolean() }),
      handle: async request => {
        if (request.visitor.session) await signOut(parts, request.visitor.session)
        return reply({ signedOut: true }, { cookies: [{ name: sessionCookie, value: undefined }] })
      },
    }),
  ]
}
