/** Showing a passkey or a second factor, for programs, and for the script that asks a browser for a passkey. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt, lifetimes } from '../people.ts'
import { opens, signedIn, tooMany } from '../session-answers.ts'
import { cookieOf, deviceOf } from '../session-cookie.ts'
import { isSignedIn, openProblems, ownOf, whyNot } from '../signed-in.ts'
import { signOut } from '../sign-in.ts'
import { routes } from '../visitor.ts'
import { passkeyText } from './api.ts'
import { signInWithPasskey } from './passkey-sign-in.ts'
import { creationOptions, requestOptions } from './passkeys.ts'
import { prove, proveWithPasskey } from './proving.ts'
import { passkeyAsFactor, secondFactor } from './second-factor.ts'
import { needingProof } from './step-up.tsx'

const known = Type.Array(
  Type.Object({ id: Type.String(), type: Type.Literal('public-key'), transports: Type.Array(Type.String()) }),
)

/** Both factors at sign-in, the proof while signed in, and what browsers are asked for passkeys. */
export function factorSessionRoutes(parts: PeopleParts): Route[] {
  const company = () => parts.gate.policy().compiled.loaded.policy.policy.company

  return [
    routes.api({
      method: 'GET',
      path: '/api/people/passkeys/challenge',
      name: 'people.passkey-challenge',
      act: 'people.use-passkey',
      who: 'anyone',
      summary:
        'What to ask a browser for a passkey: PublicKeyCredentialRequestOptions. It counts once, for five minutes.',
      query: Type.Object({ for: Type.Enum(['sign-in', 'second-factor', 'prove'] as const) }),
      response: Type.Object({
        challenge: Type.String(),
        timeout: Type.Integer({ description: 'milliseconds' }),
        rpId: Type.String(),
        allowCredentials: known,
        userVerification: Type.String(),
      }),
      problems: openProblems,
      handle: async ({ query, visitor, holder }) => {
        const use = query.for
        // To a stranger no passkey is named: whoever asks would learn who has any.
        if (use === 'sign-in') return asked(await requestOptions(parts, use, holder))
        if (visitor.kind === 'stranger') return fault('sign-in-needed')
        if ((use === 'second-factor') !== (visitor.kind === 'half')) return fault('not-for-you')
        return asked(await requestOptions(parts, use, holder, visitor.person))
      },
    }),
    needingProof(
      routes.api({
        method: 'GET',
        path: '/api/people/passkeys/new',
        name: 'people.begin-passkey',
        act: 'people.change-factors',
        who: 'anyone',
        summary: 'What to ask a browser for a new passkey: PublicKeyCredentialCreationOptions.',
        response: Type.Object({
          rp: Type.Object({ id: Type.String(), name: Type.String() }),
          user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
          challenge: Type.String(),
          pubKeyCredParams: Type.Array(Type.Object({ type: Type.Literal('public-key'), alg: Type.Integer() })),
          timeout: Type.Integer({ description: 'milliseconds' }),
          excludeCredentials: known,
          authenticatorSelection: Type.Object({
            residentKey: Type.String(),
            requireResidentKey: Type.Boolean(),
            userVerification: Type.String(),
          }),
          attestation: Type.String(),
        }),
        problems: openProblems,
        handle: async request => {
          const own = ownOf(request)
          if (!own) return fault(whyNot(request))
          const { visitor, holder } = own

          const who = { person: visitor.person, label: visitor.name, company: company() }
          return asked(await creationOptions(parts, who, holder))
        },
      }),
    ),
    routes.api({
      method: 'POST',
      path: '/api/people/session/passkey',
      name: 'people.sign-in-with-passkey',
      statuses: [201],
      act: 'people.use-passkey',
      who: 'anyone',
      summary: 'Sign in with a passkey, which is both factors.',
      body: Type.Object({
        passkey: passkeyText,
        id: Type.Optional(Type.String({ maxLength: 254, description: 'whose it has to be, if an ID was typed' })),
      }),
      response: signedIn,
      problems: { 'passkey-wrong': 401 },
      handle: async request => {
        const { t, body, holder } = request
        const answered = { response: body.passkey, holder }
        const opened = await signInWithPasskey(parts, answered, body.id, deviceOf(request))
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'wrong') return problem('passkey-wrong', t('factors.fault.passkey'))
        await signOut(parts, request.visitor)
        return opens(opened)
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/session/second-factor',
      name: 'people.second-factor',
      statuses: [201],
      act: 'people.second-factor',
      who: 'half',
      summary:
        'Show the second factor: a code of the app, a recovery code, or a passkey. The session becomes a whole one, with another token.',
      body: Type.Object({
        code: Type.Optional(Type.String({ minLength: 6, maxLength: 20 })),
        passkey: Type.Optional(passkeyText),
      }),
      response: Type.Object({
        ...signedIn.properties,
        recoveryCodes: Type.Optional(
          Type.Array(Type.String(), { description: 'that came to be with a first factor: shown this once' }),
        ),
      }),
      problems: { 'sign-in-ended': 401, 'too-many': 429 },
      handle: async request => {
        const { t, visitor, body, holder } = request
        const { passkey } = body
        const proof =
          passkey === undefined
            ? await secondFactor(parts, visitor, body.code ?? '', deviceOf(request))
            : await passkeyAsFactor(parts, visitor, { response: passkey, holder }, deviceOf(request))
        if (proof instanceof Refusal) return refused(proof)
        if (proof === 'wrong')
          return invalid(
            passkey === undefined
              ? faultAt('code', t('people.fault.code'))
              : faultAt('passkey', t('factors.fault.passkey')),
          )
        if (proof === 'ended') return problem('sign-in-ended', t('people.factor.ended'))
        if ('wait' in proof) return tooMany(t('people.factor.wait', { count: proof.wait }), proof.wait)
        const { kind, lasts } = proof
        const value = { kind, lasts, ...(proof.codes ? { recoveryCodes: [...proof.codes] } : {}) }
        return reply(value, { status: 201, cookies: [cookieOf(proof)] })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/people/session/proof',
      name: 'people.prove',
      act: 'people.prove',
      who: 'anyone',
      summary:
        'Show once more who you are, for calls that end with `proof-needed`: the password, with a code where there is a second factor, or a passkey. The session has another token after it.',
      body: Type.Object({
        password: Type.Optional(Type.String({ maxLength: 1000, format: 'password' })),
        code: Type.Optional(Type.String({ maxLength: 20 })),
        passkey: Type.Optional(passkeyText),
      }),
      response: Type.Object({ lasts: Type.Integer({ description: 'seconds for which it counts' }) }),
      problems: openProblems,
      handle: async request => {
        const { t, visitor, body, holder } = request
        if (!isSignedIn(visitor)) return fault(whyNot(request))
        const { password = '', code, passkey } = body
        const opened =
          passkey === undefined
            ? await prove(parts, visitor, { password, code }, deviceOf(request))
            : await proveWithPasskey(parts, visitor, { response: passkey, holder })
        if (opened instanceof Refusal) return refused(opened)
        if (opened === 'ended') return fault('sign-in-needed')
        if (opened === 'code') return invalid(faultAt('code', t('factors.fault.code')))
        if (opened === 'wrong')
          return invalid(
            passkey === undefined
              ? faultAt('password', t('factors.fault.password'))
              : faultAt('passkey', t('factors.fault.passkey')),
          )
        if ('wait' in opened) return tooMany(t('people.sign-in.wait', { count: opened.wait }), opened.wait)
        return reply({ lasts: lifetimes.proof / 1000 }, { cookies: [cookieOf(opened)] })
      },
    }),
  ]
}

const asked = <Options>(options: Options | Refusal) => (options instanceof Refusal ? refused(options) : reply(options))
