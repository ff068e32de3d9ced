/** Joining two IDs of somebody, for a colleague who answers their rights, over JSON. */
import { Type } from 'typebox'
import { fault, problem, refused, reply, type Route } from '../../../base/http/index.ts'
import { needingProof, routes } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { answersRights, CaseNumber, joinFor, look, officerFor, partFor } from './for-somebody.ts'
import { brokenWords } from './page.tsx'
import { partedAnswer } from './api.ts'

const idText = Type.String({ minLength: 1, maxLength: 254 })
const reference = CaseNumber
const moved = Type.Object({ moved: Type.Integer({ description: 'rows' }) })

/** The calls. */
export function joiningConsoleApi(parts: RightsParts): Route[] {
  return [
    routes.api({
      method: 'POST',
      path: '/api/console/join/look',
      name: 'rights.look-to-join',
      act: 'rights.find-to-join',
      who: 'staff',
      summary:
        'Look at two IDs of one person before they are joined: what would move, what was joined before, and which addresses that the person proved are IDs of their own.',
      body: Type.Object({ kept: idText, former: Type.Optional(idText), reference }),
      response: Type.Object({
        moving: Type.Union([
          Type.Array(Type.Object({ category: Type.String(), rows: Type.Integer() })),
          Type.Null({ description: 'one ID was named' }),
        ]),
        joined: Type.Array(
          Type.Object({
            former: Type.String({ format: 'uuid' }),
            at: Type.String({ format: 'date-time' }),
            until: Type.String({ format: 'date-time' }),
            by: Type.Enum(['customer', 'staff'] as const),
          }),
        ),
        found: Type.Array(Type.String({ description: 'an ID' })),
      }),
      problems: { 'not-found': 404 },
      handle: async request => {
        if (!answersRights(request.visitor)) return fault('not-for-you')
        const looked = await look(parts, officerFor(request, request.body.reference), request.body)
        if (looked instanceof Refusal) return refused(looked)
        if ('unknown' in looked) return fault('not-found')
        return reply({
          moving: looked.moving ? [...looked.moving] : null,
          joined: looked.joined.map(one => ({ ...one, at: one.at.toISOString(), until: one.until.toISOString() })),
          found: [...looked.found],
        })
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/console/join',
        name: 'rights.join-for-somebody',
        act: 'rights.join-for-somebody',
        who: 'staff',
        summary: 'Join two IDs of one person, at their request. Both addresses are told by a letter.',
        body: Type.Object({ kept: idText, former: idText, reference }),
        response: moved,
        problems: { 'not-found': 404, 'join-same': 409, 'join-joined': 409, 'join-changed': 409 },
        handle: async request => {
          const { visitor, body, language, t } = request
          if (!answersRights(visitor)) return fault('not-for-you')
          const done = await joinFor(parts, officerFor(request, body.reference), body, language)
          if (done instanceof Refusal) return refused(done)
          if (typeof done === 'string') return problem(`join-${done}`, t(brokenWords(done)))
          return 'unknown' in done ? fault('not-found') : reply({ moved: done.moved })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/console/join/part',
        name: 'rights.part-for-somebody',
        act: 'rights.part-for-somebody',
        who: 'staff',
        summary:
          'Make two IDs of what was joined, within thirty days; says of which purposes a yes has to be asked anew.',
        body: Type.Object({ kept: idText, person: Type.String({ format: 'uuid' }), reference }),
        response: partedAnswer,
        problems: { 'not-found': 404, 'join-changed': 409 },
        handle: async request => {
          const { visitor, body, t } = request
          if (!answersRights(visitor)) return fault('not-for-you')
          const done = await partFor(parts, officerFor(request, body.reference), body)
          if (done instanceof Refusal) return refused(done)
          if (done === 'changed') return problem('join-changed', t(brokenWords(done)))
          return 'unknown' in done ? fault('not-found') : reply(done)
        },
      }),
    ),
  ]
}
