/** The desk for programs: the same acts, the same lines of evidence. */
import { Type } from 'typebox'
import { problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import { Refusal } from '../../policy/refusal.ts'
import { close, type DeskParts, find, open, type OpenedRecord, view } from './acts.ts'
import { SectionAnswer, sectionAnswer } from './answers.ts'
import { Category, couldBe, Opened, PermitToken, Searched } from './desk.ts'
import type { DeskRequest } from './search-page.tsx'
import { systemRoutes } from './system-api.ts'

const RecordAnswer = Type.Object({
  purpose: Type.String(),
  reference: Type.Optional(Type.String()),
  until: Type.String({ format: 'date-time' }),
  controller: Type.String(),
  policyVersion: Type.Integer(),
  sections: Type.Array(SectionAnswer, { description: 'one for each category that the purpose was promised' }),
  notPromised: Type.Array(Type.Object({ category: Type.String(), clause: Type.String() })),
})

function recordAnswer(compiled: Compiled, { permit, region, version, sections, notPromised }: OpenedRecord) {
  return {
    purpose: permit.purpose,
    ...(permit.reference === undefined ? {} : { reference: permit.reference }),
    until: permit.until.toISOString(),
    controller: region,
    policyVersion: version,
    sections: sections.map(section => sectionAnswer(compiled, section)),
    notPromised: notPromised.map(category => ({
      category,
      clause: compiled.loaded.policy.categories[category]?.clause ?? '',
    })),
  }
}

/** Find, open, read, reveal. */
export function apiRoutes(parts: DeskParts): Route[] {
  const ends = { 'permit-unknown': 404, 'permit-ended': 410, 'nobody-for-this-purpose': 403 }

  async function show(request: DeskRequest, token: string, reveal?: string) {
    const { actor, session } = request.visitor
    const opened = await view(parts, { actor, session }, token, reveal)
    if (opened instanceof Refusal) return refused(opened)
    if ('nobody' in opened) return refused(opened.nobody)
    if ('unknown' in opened) return problem('permit-unknown', request.t('desk.unknown.text'))
    if ('ended' in opened)
      return problem('permit-ended', request.t(opened.by === 'time' ? 'desk.expired.text' : 'desk.closed.text'))
    return reply(recordAnswer(parts.gate.policy().compiled, opened))
  }

  return [
    routes.api({
      method: 'POST',
      path: '/api/desk/find',
      name: 'desk.find',
      act: 'desk.find-for-support',
      who: 'staff',
      summary: 'Find a customer by their ID, for a stated purpose. Everybody shown sees a line about it.',
      body: Searched,
      response: Type.Object({
        found: Type.Array(
          Type.Object({
            person: Type.String({ format: 'uuid' }),
            name: Type.Optional(Type.String({ description: 'masked' })),
            email: Type.String({ description: 'masked' }),
            controller: Type.String(),
          }),
        ),
        couldBe: Type.Array(Type.String(), { description: 'what it can mean that nobody was found: always all of it' }),
      }),
      handle: async request => {
        const { actor, session } = request.visitor
        const { id, ...stated } = request.body
        const found = await find(parts, { actor, session }, stated, id)
        if (found instanceof Refusal) return refused(found)
        return reply({
          found: found.map(({ person, name, email, region }) => ({
            person,
            ...(name === undefined ? {} : { name }),
            email,
            controller: region,
          })),
          couldBe: found.length === 0 ? [...couldBe] : [],
        })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/desk/open',
      name: 'desk.open',
      statuses: [201],
      act: 'desk.open-for-support',
      who: 'staff',
      summary: 'A permit for 30 minutes, for this session and this purpose. Each view with it is judged anew.',
      body: Opened,
      response: Type.Object({ permit: Type.String(), until: Type.String({ format: 'date-time' }) }),
      handle: async request => {
        const { actor, session } = request.visitor
        const opened = open(parts, { actor, session }, request.body)
        if (opened instanceof Refusal) return refused(opened)
        return reply({ permit: opened.token, until: opened.permit.until.toISOString() }, { status: 201 })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/desk/record/:permit',
      name: 'desk.view',
      act: 'desk.open-for-support',
      who: 'staff',
      summary: 'What the purpose was promised about the person, masked; and which categories it was not promised.',
      params: PermitToken,
      response: RecordAnswer,
      problems: ends,
      handle: request => show(request, request.params.permit),
    }),
    routes.api({
      method: 'POST',
      path: '/api/desk/record/:permit',
      name: 'desk.reveal',
      act: 'desk.reveal-for-support',
      who: 'staff',
      summary: 'The same record with one category in full: a look of its own, with its own line.',
      params: PermitToken,
      body: Category,
      response: RecordAnswer,
      problems: ends,
      handle: request => show(request, request.params.permit, request.body.category),
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/desk/record/:permit',
      name: 'desk.close',
      act: 'desk.close',
      who: 'staff',
      summary: 'Close a record before its 30 minutes are over. A permit that has ended already stays ended.',
      params: PermitToken,
      response: Type.Object({ closed: Type.Boolean() }),
      handle: async request => {
        const { actor, session } = request.visitor
        const refusal = await close(parts, { actor, session }, request.params.permit)
        return refusal ? refused(refusal) : reply({ closed: true })
      },
    }),
    ...systemRoutes(parts),
  ]
}
