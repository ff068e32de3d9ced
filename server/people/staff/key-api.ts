/** Keys over JSON, for programs of an administrator. */
import { Type } from 'typebox'
import { invalid, problem, refused, reply, type Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { needingProof } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { routes } from '../visitor.ts'
import { keyChoices, keyMakers, type Made, makeKey, revokeKey, rotateKey, viewKeys } from './keys.ts'
import { keyBody, keyParams, readKey } from './reading.ts'
import type { Asked } from './words.tsx'

const made = Type.Object({
  key: Type.String({ format: 'uuid' }),
  secret: Type.String({ description: 'the key itself, `abide_…`: kept nowhere, and told this once' }),
  until: Type.String({ format: 'date-time' }),
})
const day = Type.Union([Type.String({ format: 'date' }), Type.Null()])

/** List, make, rotate, revoke. */
export function keyApiRoutes(parts: PeopleParts): Route[] {
  const over = ({ t }: Asked) => problem('key-ended', t('staff.fault.key-ended'))
  const shown = ({ id, key, until }: Made) =>
    reply({ key: id, secret: key, until: until.toISOString() }, { status: 201 })

  return [
    routes.api({
      method: 'GET',
      path: '/api/people/keys',
      name: 'people.keys',
      act: 'people.view-keys',
      who: 'staff',
      summary: 'The keys of the company’s own systems, the newest first; no key itself.',
      response: Type.Object({
        keys: Type.Array(
          Type.Object({
            key: Type.String({ format: 'uuid' }),
            name: Type.String(),
            purpose: Type.String(),
            controller: Type.String(),
            acts: Type.Array(Type.String()),
            madeBy: Type.Union(
              [Type.Null(), Type.Object({ person: Type.String({ format: 'uuid' }), name: Type.String() })],
              {
                description: 'null once they are erased',
              },
            ),
            state: Type.Enum(['active', 'rotated', 'ended']),
            until: Type.String({ format: 'date-time' }),
            usedOn: day,
            refused: Type.Integer({ description: 'how often it came along after its end' }),
            refusedOn: day,
          }),
        ),
      }),
      handle: async ({ visitor }) => {
        const keys = await viewKeys(parts, visitor.actor)
        if (keys instanceof Refusal) return refused(keys)
        const makers = await keyMakers(parts, visitor.actor)
        if (makers instanceof Refusal) return refused(makers)
        return reply({
          keys: keys.map(({ id: key, name, purpose, controller, acts, made_by: by, state, ends_at, ...row }) => ({
            key,
            name,
            purpose,
            controller,
            acts,
            madeBy: by === null ? null : { person: by, name: makers.get(by) ?? '' },
            state,
            until: ends_at.toISOString(),
            usedOn: row.used_on,
            refused: row.refused,
            refusedOn: row.refused_on,
          })),
        })
      },
    }),
    needingProof(
      routes.api({
        method: 'GET',
        path: '/api/people/keys/choices',
        name: 'people.key-choices',
        act: 'people.manage-keys',
        who: 'staff',
        summary: 'What a new key can be made for: purposes with their acts, and whose people it may see.',
        response: Type.Object({
          purposes: Type.Array(Type.Object({ purpose: Type.String(), acts: Type.Array(Type.String()) })),
          controllers: Type.Array(Type.String()),
        }),
        handle: ({ visitor }) => {
          const choices = keyChoices(parts, visitor.actor)
          if (choices instanceof Refusal) return refused(choices)
          const { purposes, controllers } = choices
          return reply({ purposes: [...purposes].map(([purpose, acts]) => ({ purpose, acts })), controllers })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/people/keys',
        name: 'people.make-key',
        statuses: [201],
        act: 'people.manage-keys',
        who: 'staff',
        summary: 'Make a key for one purpose and some of its acts. It is told this once.',
        body: keyBody,
        response: made,
        handle: async request => {
          const { body, t, visitor } = request
          const wanted = readKey(body, { t, compiled: parts.gate.policy().compiled, actor: visitor.actor })
          if (Array.isArray(wanted)) return invalid(...wanted)
          const done = await makeKey(parts, visitor.actor, wanted)
          return done instanceof Refusal ? refused(done) : shown(done)
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/people/keys/:key/rotate',
        name: 'people.rotate-key',
        statuses: [201],
        act: 'people.manage-keys',
        who: 'staff',
        summary: 'Make another key for the same; the old one works for 24 hours more.',
        params: keyParams,
        response: made,
        problems: { 'key-ended': 409 },
        handle: async request => {
          const done = await rotateKey(parts, request.visitor.actor, request.params.key)
          if (done instanceof Refusal) return refused(done)
          return done === 'ended' ? over(request) : shown(done)
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'DELETE',
        path: '/api/people/keys/:key',
        name: 'people.revoke-key',
        act: 'people.manage-keys',
        who: 'staff',
        summary: 'End a key at once.',
        params: keyParams,
        response: Type.Object({ revoked: Type.Boolean() }),
        problems: { 'key-ended': 409 },
        handle: async request => {
          const how = await revokeKey(parts, request.visitor.actor, request.params.key)
          if (how instanceof Refusal) return refused(how)
          return how === 'ended' ? over(request) : reply({ revoked: true })
        },
      }),
    ),
  ]
}
