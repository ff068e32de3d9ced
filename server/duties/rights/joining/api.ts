/** Joining two IDs of one person over JSON. */
import { Type } from 'typebox'
import { fault, problem, refused, reply, type Route } from '../../../base/http/index.ts'
import { deviceOf, needingProof, noCookie, offerToJoin, routes } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Words } from '../../../ui/index.ts'
import type { RightsParts } from '../parts.ts'
import { joinedTo } from './acts.ts'
import { otherIdsOf } from './finding.ts'
import { type Broken, partAgain, take } from './doing.ts'
import { brokenWords } from './page.tsx'

const offerText = Type.String({ minLength: 1, maxLength: 200 })
const formerId = Type.Object({ former: Type.String({ format: 'uuid' }) })
const statusOf = { unknown: 410, expired: 410, used: 409, taken: 409, same: 409, joined: 409, changed: 409 } as const
const problemsOf = Object.fromEntries(Object.entries(statusOf).map(([why, status]) => [`join-${why}`, status]))

/** What is answered where two IDs were parted. */
export const partedAnswer = Type.Object({
  moved: Type.Integer({ description: 'rows' }),
  anew: Type.Array(
    Type.String({ description: 'a purpose of which a yes has to be given anew: its words have changed' }),
  ),
})

/** The calls. */
export function joiningApi(parts: RightsParts): Route[] {
  const ended = (why: Broken | 'joined' | 'changed', { t }: Words) => problem(`join-${why}`, t(brokenWords(why)))
  return [
    routes.api({
      method: 'GET',
      path: '/api/rights/joined',
      name: 'rights.view-joined',
      act: 'rights.view-joined',
      who: 'customer',
      summary:
        'Other IDs of yours: those that were joined to this one, with until when they can be parted again, and those that can be, because you proved to read their address.',
      response: Type.Object({
        joined: Type.Array(
          Type.Object({
            former: Type.String({ format: 'uuid' }),
            at: Type.String({ format: 'date-time' }),
            until: Type.String({ format: 'date-time' }),
            by: Type.Enum(['customer', 'staff'] as const),
          }),
        ),
        found: Type.Array(Type.String({ description: 'an ID that you proved to be yours too' })),
      }),
      handle: async request => {
        const found = await joinedTo(parts, request.visitor.person)
        if (found instanceof Refusal) return refused(found)
        const joined = found.map(one => ({ ...one, at: one.at.toISOString(), until: one.until.toISOString() }))
        return reply({ joined, found: await otherIdsOf(parts, request.visitor.actor) })
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/rights/joined/offer',
        name: 'rights.offer-to-join',
        act: 'people.offer-to-join',
        who: 'customer',
        statuses: [201],
        summary:
          'Offer to join another ID of yours to this one: take it within fifteen minutes, signed in with the other.',
        response: Type.Object({ offer: Type.String() }),
        handle: async request => {
          const offer = await offerToJoin(parts, request.visitor.person)
          return offer instanceof Refusal ? refused(offer) : reply({ offer }, { status: 201 })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/rights/joined',
        name: 'rights.join',
        act: 'rights.join',
        who: 'customer',
        summary:
          'Give this ID up for the one that made the offer: all that it owns moves there, and this session ends.',
        body: Type.Object({ offer: offerText }),
        response: Type.Object({ moved: Type.Integer({ description: 'rows' }) }),
        problems: problemsOf,
        handle: async request => {
          const { visitor, language, body } = request
          const done = await take(parts, visitor.person, body.offer, language, deviceOf(request))
          if (done instanceof Refusal) return refused(done)
          if (typeof done === 'string') return ended(done, request)
          return reply({ moved: done.moved }, { cookies: [noCookie] })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'DELETE',
        path: '/api/rights/joined/:former',
        name: 'rights.part',
        act: 'rights.part',
        who: 'customer',
        params: formerId,
        summary:
          'Make two IDs of what became one: what was moved goes back, as it stands now, and what had been agreed to counts again.',
        response: partedAnswer,
        problems: { 'not-found': 404, 'join-changed': 409 },
        handle: async request => {
          const done = await partAgain(parts, request.visitor.person, request.params.former, deviceOf(request))
          if (done instanceof Refusal) return refused(done)
          if (done === 'unknown') return fault('not-found')
          return done === 'changed' ? ended(done, request) : reply(done)
        },
      }),
    ),
  ]
}
