/** The console's pages about keys. */
import { Type } from 'typebox'
import { fault, invalid, redirect, type Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { needingProof } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { routes } from '../visitor.ts'
import { keysPage, madePage, newKeyPage } from './key-pages.tsx'
import { keyChoices, keyMakers, makeKey, revokeKey, rotateKey, viewKeys } from './keys.ts'
import { keyBody, keyParams, readKey } from './reading.ts'
import { type Asked, told } from './words.tsx'

const here = '/console/keys'
const purposeQuery = Type.Object({ purpose: Type.Optional(Type.String({ maxLength: 60 })) })

/** List, make, rotate, revoke. */
export function keyConsoleRoutes(parts: PeopleParts): Route[] {
  const compiled = () => parts.gate.policy().compiled
  const ended = ({ t }: Asked) => fault('conflict', { detail: t('staff.fault.key-ended') })

  return [
    routes.page({
      path: here,
      act: 'people.view-keys',
      who: 'staff',
      render: async request => {
        const { actor } = request.visitor
        const keys = await viewKeys(parts, actor)
        if (keys instanceof Refusal) return told(keys)
        const makers = await keyMakers(parts, actor)
        return makers instanceof Refusal ? told(makers) : keysPage(compiled(), request, keys, makers)
      },
    }),
    needingProof(
      routes.page({
        path: `${here}/new`,
        act: 'people.manage-keys',
        who: 'staff',
        query: purposeQuery,
        render: request => {
          const choices = keyChoices(parts, request.visitor.actor)
          return choices instanceof Refusal ? told(choices) : newKeyPage(compiled(), request, request.query.purpose)
        },
      }),
    ),
    needingProof(
      routes.form({
        path: `${here}/new`,
        act: 'people.manage-keys',
        who: 'staff',
        query: purposeQuery,
        body: keyBody,
        again: request => newKeyPage(compiled(), request, request.query.purpose),
        handle: async request => {
          const { body, t, visitor } = request
          const wanted = readKey(body, { t, compiled: compiled(), actor: visitor.actor })
          if (Array.isArray(wanted)) return invalid(...wanted)
          const made = await makeKey(parts, visitor.actor, wanted)
          return made instanceof Refusal ? told(made) : madePage(request, made, false)
        },
      }),
    ),
    needingProof(
      routes.form({
        path: `${here}/:key/rotate`,
        act: 'people.manage-keys',
        who: 'staff',
        params: keyParams,
        body: Type.Object({}),
        handle: async request => {
          const made = await rotateKey(parts, request.visitor.actor, request.params.key)
          if (made instanceof Refusal) return told(made)
          return made === 'ended' ? ended(request) : madePage(request, made, true)
        },
      }),
      () => here,
    ),
    needingProof(
      routes.form({
        path: `${here}/:key/revoke`,
        act: 'people.manage-keys',
        who: 'staff',
        params: keyParams,
        body: Type.Object({}),
        handle: async request => {
          const how = await revokeKey(parts, request.visitor.actor, request.params.key)
          if (how instanceof Refusal) return told(how)
          return how === 'ended' ? ended(request) : redirect(here, { done: 'staff.done.revoked' })
        },
      }),
      () => here,
    ),
  ]
}
