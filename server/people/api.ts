/** The same over JSON, for programs. */
import { Type } from 'typebox'
import { fault, invalid, languages, problem, refused, reply } from '../base/http/index.ts'
import type { Route } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { acknowledge } from './acknowledging.ts'
import { choosePassword, confirm } from './confirming.ts'
import { openingOf } from './factors/index.ts'
import type { PeopleParts } from './parts.ts'
import { faultAt, shortestPassword } from './people.ts'
import { changeLanguage } from './own.ts'
import { deviceOf, noCookie } from './session-cookie.ts'
import { opens, signedIn, tooMany } from './session-answers.ts'
import { openSession, signIn, signOut } from './sign-in.ts'
import { passwordField, signUpBody } from './sign-up-pages.tsx'
import { companyWords, faultsOf, signUp } from './sign-up.ts'
import { routes, type Visitor } from './visitor.ts'

const token = Type.String({ minLength: 1, maxLength: 200 })
const linkProblems = { 'link-unknown': 410, 'link-expired': 410, 'link-used': 409, 'link-taken': 409 }

/** Everything of the pages: sign up, confirm, choose a password, sign in, who am I, sign out. */
export function apiRoutes(parts: PeopleParts): Route[] {
  /** Opens a session in the place of the one that came with the request, if one did. */
  async function enter(request: Parameters<typeof deviceOf>[0] & { visitor: Visitor }, person: string) {
    const opening = await openingOf(parts, person)
    if (opening instanceof Refusal) return refused(opening)
    const opened = await openSession(parts, person, opening, deviceOf(request))
    if (opened instanceof Refusal) return refused(opened)
    await signOut(parts, request.visitor)
    return opens(opened)
  }

  return [
    routes.api({
      method: 'PUT',
      path: '/api/people/language',
      name: 'people.change-own-language',
      act: 'people.correct',
      who: 'staff',
      summary: `Change the language in which you, a colleague, are addressed: ${languages.join(', ')}.`,
      body: Type.Object({ language: Type.String({ maxLength: 10 }) }),
      response: Type.Object({ saved: Type.Boolean() }),
      handle: async ({ body, t, visitor, languages: offered }) => {
        const next = offered.find(one => one === body.language)
        if (!next) return invalid(faultAt('language', t('ui.field.choice')))
        const changed = await changeLanguage(parts, { kind: 'customer', person: visitor.person }, next)
        return changed instanceof Refusal ? refused(changed) : reply({ saved: true })
      },
    }),
    routes.api({
      method: 'PUT',
      path: '/api/people/acknowledgement',
      name: 'people.acknowledge',
      act: 'people.acknowledge',
      who: 'staff',
      summary: 'Say, as a colleague, that you have read the version of the policy that is in force.',
      body: Type.Object({ version: Type.Integer({ description: 'that you have read' }) }),
      response: Type.Object({ acknowledged: Type.Integer() }),
      problems: { conflict: 409 },
      handle: async ({ body: { version }, visitor }) => {
        // Another came into force in between, or none such is.
        if (version !== parts.gate.policy().compiled.loaded.policy.policy.version) return fault('conflict')
        const refusal = await acknowledge(parts, visitor.person, version)
        return refusal ? refused(refusal) : reply({ acknowledged: version })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/sign-up',
      name: 'people.sign-up',
      statuses: [202],
      act: 'people.sign-up',
      who: 'anyone',
      summary: 'Ask for an ID; a letter with a link follows. The answer never tells whether the address has one.',
      body: signUpBody,
      response: Type.Object({ sent: Type.Boolean() }),
      handle: async ({ body, language, t }) => {
        const faults = faultsOf(body, await companyWords(parts), t)
        if (faults.length > 0) return invalid(...faults)
        const done = await signUp(parts, { ...body, language })
        if (done instanceof Refusal) return refused(done)
        if (done === 'sent') return reply({ sent: true }, { status: 202 })
        return tooMany(t('people.sign-up.wait', { count: Math.ceil(done.wait / 60) }), done.wait)
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/confirm',
      name: 'people.confirm',
      statuses: [201],
      act: 'people.confirm',
      who: 'anyone',
      summary: 'Confirm an ID with the token of the letter and the password that was chosen; opens a session.',
      body: Type.Object({ token, password: passwordField }),
      response: signedIn,
      problems: linkProblems,
      handle: async request => {
        const { t, body } = request
        const done = await confirm(parts, body.token, body.password)
        if (done instanceof Refusal) return refused(done)
        if (done === 'wrong-password') return invalid(faultAt('password', t('people.fault.password-wrong')))
        if (typeof done === 'string') return problem(`link-${done}`, t(`people.confirm.${done}`))
        if ('wait' in done) return tooMany(t('people.sign-in.wait', { count: done.wait }), done.wait)
        return enter(request, done.person)
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/choose-password',
      name: 'people.choose-password',
      statuses: [201],
      act: 'people.confirm',
      who: 'anyone',
      summary: 'Choose a password as a colleague, with the token of the invitation; the second factor comes next.',
      body: Type.Object({ token, password: passwordField }),
      response: signedIn,
      problems: { ...linkProblems, 'link-replaced': 410 },
      handle: async request => {
        const { t, body } = request
        const done = await choosePassword(parts, body.token, body.password)
        if (done instanceof Refusal) return refused(done)
        if (typeof done === 'string') return problem(`link-${done}`, t(`people.choose.${done}`))
        if ('weak' in done)
          return invalid(faultAt('password', t(`people.fault.${done.weak}`, { limit: shortestPassword.staff })))
        return enter(request, done.person)
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/people/session',
      name: 'people.session',
      act: 'people.check-session',
      who: 'anyone',
      summary: 'Who am I? With the token that calls which change something carry as `X-CSRF-Token`.',
      response: Type.Object({
        kind: Type.Enum(['stranger', 'customer', 'half', 'resting', 'staff'] as const, {
          description: '`resting`: the ID is paused or closed, and can be opened again',
        }),
        name: Type.Optional(Type.String()),
        language: Type.Optional(Type.Enum(languages)),
        csrf: Type.Optional(Type.String()),
      }),
      handle: async request => {
        const { visitor } = request
        if (visitor.kind === 'stranger') return reply({ kind: visitor.kind })
        return reply({ kind: visitor.kind, name: visitor.name, language: visitor.language, csrf: request.csrf })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/session',
      name: 'people.sign-in',
      statuses: [201],
      act: 'people.sign-in',
      who: 'anyone',
      summary: 'Sign in with ID and password.',
      body: Type.Object(
        { id: Type.String({ minLength: 1, maxLength: 254 }), password: passwordField },
        { examples: [{ id: 'an@customer.example', password: 'a quiet river in spring' }] },
      ),
      response: signedIn,
      problems: { 'sign-in-wrong': 401 },
      handle: async request => {
        const { t, body } = request
        const opened = await signIn(parts, body.id, body.password, deviceOf(request))
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'wrong') return problem('sign-in-wrong', t('people.sign-in.wrong'))
        if ('wait' in opened) return tooMany(t('people.sign-in.wait', { count: opened.wait }), opened.wait)
        await signOut(parts, request.visitor)
        return opens(opened)
      },
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/people/session',
      name: 'people.sign-out',
      act: 'people.sign-out',
      who: 'anyone',
      summary: 'Sign out.',
      response: Type.Object({ signedOut: Type.Boolean() }),
      handle: async request => {
        await signOut(parts, request.visitor, deviceOf(request))
        return reply({ signedOut: true }, { cookies: [noCookie] })
      },
    }),
  ]
}
