/** What protects an ID, for programs: seen and changed by whoever it belongs to. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt, isName } from '../people.ts'
import { tooMany } from '../session-answers.ts'
import { deviceOf } from '../session-cookie.ts'
import { openProblems, ownOf, whyNot } from '../signed-in.ts'
import { routes } from '../visitor.ts'
import {
  addPasskey,
  newApp,
  type Removed,
  removeApp,
  removePasskey,
  renamePasskey,
  renewCodes,
  setApp,
} from './changing.ts'
import { factorsOf } from './reading.ts'
import { passkeyName } from './passkey-pages.tsx'
import { passkeysOf } from './passkeys.ts'
import { removalFault } from './removal.tsx'
import { needingProof } from './step-up.tsx'

/** What a browser made of a passkey: `JSON.stringify` of the credential (PublicKeyCredential.toJSON). */
export const passkeyText = Type.String({
  minLength: 1,
  maxLength: 20_000,
  description: 'the credential of the browser, as JSON (PublicKeyCredential.toJSON), in a text',
})

const codes = Type.Union([Type.Null(), Type.Array(Type.String())], {
  description: 'recovery codes that came to be with the first factor: shown this once',
})
const left = Type.Object({ done: Type.Boolean() })
const one = Type.Object({ id: Type.String({ format: 'uuid' }) })
const whilePassword = Type.Object({
  password: Type.Optional(Type.String({ maxLength: 1000, format: 'password', description: 'for the last factor' })),
})

function removed(done: Removed, words: Words) {
  if (done instanceof Refusal) return refused(done)
  if (done === 'done') return reply({ done: true })
  if (done === 'unknown') return fault('not-found')
  if (done === 'last') return problem('factor-last', words.t('factors.fault.last'))
  if (typeof done === 'object') return tooMany(words.t('people.sign-in.wait', { count: done.wait }), done.wait)
  return invalid(removalFault(words, done)!)
}

/** Everything of the pages under `/:lang/account/factors`. */
export function factorApiRoutes(parts: PeopleParts): Route[] {
  const change = { act: 'people.change-factors', who: 'anyone' } as const
  const app = { ...change, path: '/api/people/factors/app' } as const
  const passkey = { ...change, path: '/api/people/passkeys/:id', params: one } as const

  return [
    routes.api({
      method: 'GET',
      path: '/api/people/factors',
      name: 'people.factors',
      act: 'people.check-credentials',
      who: 'anyone',
      summary: 'What protects your ID besides your password.',
      response: Type.Object({
        appSince: Type.Union([Type.Null(), Type.String({ format: 'date-time' })]),
        passkeys: Type.Array(
          Type.Object({
            id: Type.String(),
            name: Type.String(),
            addedAt: Type.String({ format: 'date-time' }),
            usedAt: Type.Union([Type.Null(), Type.String({ format: 'date-time' })]),
          }),
        ),
        recoveryCodesLeft: Type.Integer(),
      }),
      problems: openProblems,
      handle: async request => {
        const own = ownOf(request)
        if (!own) return fault(whyNot(request))
        const {
          visitor: { person },
        } = own

        const [factors, passkeys] = await Promise.all([factorsOf(parts, person), passkeysOf(parts, person)])
        if (factors instanceof Refusal) return refused(factors)
        if (passkeys instanceof Refusal) return refused(passkeys)
        return reply({
          appSince: factors?.app?.at.toISOString() ?? null,
          passkeys: passkeys.map(({ id, name, recorded_at: added, used_at: used }) => ({
            id,
            name,
            addedAt: added.toISOString(),
            usedAt: used?.toISOString() ?? null,
          })),
          recoveryCodesLeft: factors?.codes ?? 0,
        })
      },
    }),
    needingProof(
      routes.api({
        ...app,
        method: 'GET',
        name: 'people.begin-app',
        summary: 'A key for an authenticator app; nothing is kept of it until a code of the app is shown.',
        response: Type.Object({
          secret: Type.String({ description: 'base32' }),
          uri: Type.String({ description: 'otpauth:' }),
          begun: Type.String({ description: 'goes with the code' }),
        }),
        problems: openProblems,
        handle: request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))
          const { visitor } = own
          return reply(newApp(parts, visitor))
        },
      }),
    ),
    needingProof(
      routes.api({
        ...app,
        method: 'PUT',
        name: 'people.set-app',
        summary: 'Use an authenticator app, in the place of the one before, with a code that it shows.',
        body: Type.Object({
          begun: Type.String({ minLength: 1, maxLength: 100 }),
          code: Type.String({ minLength: 6, maxLength: 10 }),
        }),
        response: Type.Object({ recoveryCodes: codes }),
        problems: openProblems,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))

          const added = await setApp(parts, own.visitor, own.body, deviceOf(own))
          if (added instanceof Refusal) return refused(added)
          if (added === 'wrong') return invalid(faultAt('code', own.t('people.fault.code')))
          return reply({ recoveryCodes: [...(added.codes ?? [])].length > 0 ? [...added.codes!] : null })
        },
      }),
    ),
    needingProof(
      routes.api({
        ...app,
        method: 'DELETE',
        name: 'people.remove-app',
        summary: 'Remove the authenticator app.',
        body: whilePassword,
        response: left,
        problems: { ...openProblems, 'factor-last': 409, 'not-found': 404, 'too-many': 429 },
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))
          return removed(await removeApp(parts, own.visitor, own.body.password ?? '', deviceOf(own)), own)
        },
      }),
    ),
    needingProof(
      routes.api({
        ...change,
        method: 'POST',
        path: '/api/people/factors/recovery-codes',
        name: 'people.renew-recovery-codes',
        statuses: [201],
        summary: 'Make ten new recovery codes in the place of all before; shown this once.',
        response: Type.Object({ recoveryCodes: Type.Array(Type.String()) }),
        problems: { ...openProblems, 'factor-none': 409 },
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))

          const made = await renewCodes(parts, own.visitor, deviceOf(own))
          if (made instanceof Refusal) return refused(made)
          if (made === 'none') return problem('factor-none', own.t('factors.codes.none'))
          return reply({ recoveryCodes: [...made.codes] }, { status: 201 })
        },
      }),
    ),
    needingProof(
      routes.api({
        ...change,
        method: 'POST',
        path: '/api/people/passkeys',
        name: 'people.add-passkey',
        statuses: [201],
        summary: 'Add a passkey that the browser made for `people.begin-passkey`.',
        body: Type.Object({ name: passkeyName, passkey: passkeyText }),
        response: Type.Object({ recoveryCodes: codes }),
        problems: openProblems,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))

          const { t, visitor, body, holder } = own
          if (!isName(body.name)) return invalid(faultAt('name', t('factors.fault.name')))
          const answered = { response: body.passkey, holder }
          const added = await addPasskey(parts, visitor, body.name, answered, deviceOf(own))
          if (added instanceof Refusal) return refused(added)
          if (added === 'wrong') return invalid(faultAt('passkey', t('factors.fault.new-passkey')))
          return reply({ recoveryCodes: added.codes ? [...added.codes] : null }, { status: 201 })
        },
      }),
    ),
    needingProof(
      routes.api({
        ...passkey,
        method: 'PATCH',
        name: 'people.rename-passkey',
        summary: 'Give a passkey another name.',
        body: Type.Object({ name: passkeyName }),
        response: left,
        problems: openProblems,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))
          const { t, visitor, params, body } = own

          if (!isName(body.name)) return invalid(faultAt('name', t('factors.fault.name')))
          const done = await renamePasskey(parts, visitor, params.id, body.name)
          if (done instanceof Refusal) return refused(done)
          return done === 'unknown' ? fault('not-found') : reply({ done: true })
        },
      }),
    ),
    needingProof(
      routes.api({
        ...passkey,
        method: 'DELETE',
        name: 'people.remove-passkey',
        summary: 'Remove a passkey.',
        body: whilePassword,
        response: left,
        problems: { ...openProblems, 'factor-last': 409, 'too-many': 429 },
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))

          const { visitor, params, body } = own
          const passkeys = await passkeysOf(parts, visitor.person)
          if (passkeys instanceof Refusal) return refused(passkeys)
          const found = passkeys.find(({ id }) => id === params.id)
          if (!found) return fault('not-found')
          return removed(await removePasskey(parts, visitor, found, body.password ?? '', deviceOf(own)), own)
        },
      }),
    ),
  ]
}
