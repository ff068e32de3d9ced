/** The desk's calls for the company's own systems. The purpose is the key's, and nothing that a call could say. */
import { Type } from 'typebox'
import { refused, reply, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { DeskParts } from './acts.ts'
import { SectionAnswer, sectionAnswer } from './answers.ts'
import { Reference } from './desk.ts'
import { findForSystem, readForSystem } from './system-acts.ts'

const reference = { reference: Type.Optional(Reference) }

/** Find, and read. */
export function systemRoutes(parts: DeskParts): Route[] {
  return [
    routes.api({
      method: 'POST',
      path: '/api/desk/system/find',
      name: 'desk.system-find',
      act: 'desk.system-find-for-support',
      who: 'system',
      summary: 'Find a customer by their ID, for the purpose of the key. Whoever is found sees which system looked.',
      body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 254 }), ...reference }),
      response: Type.Object({
        found: Type.Array(
          Type.Object({
            person: Type.String({ format: 'uuid' }),
            name: Type.Optional(Type.String({ description: 'masked' })),
            email: Type.String({ description: 'masked' }),
            controller: Type.String(),
          }),
        ),
      }),
      handle: async ({ body, visitor }) => {
        const found = await findForSystem(parts, visitor.actor, body.id, body.reference)
        if (found instanceof Refusal) return refused(found)
        return reply({
          found: found.map(({ person, name, email, region }) => ({
            person,
            ...(name === undefined ? {} : { name }),
            email,
            controller: region,
          })),
        })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/desk/system/record',
      name: 'desk.system-record',
      act: 'desk.system-open-for-support',
      who: 'system',
      summary:
        'What the purpose of the key was promised about a customer, masked as at the desk. Nothing can be revealed.',
      body: Type.Object({ person: Type.String({ format: 'uuid' }), ...reference }),
      response: Type.Object({
        purpose: Type.String(),
        controller: Type.String(),
        policyVersion: Type.Integer(),
        sections: Type.Array(SectionAnswer, { description: 'one for each category that the purpose was promised' }),
      }),
      problems: { 'nobody-for-this-purpose': 403 },
      handle: async ({ body, visitor }) => {
        const record = await readForSystem(parts, visitor.actor, body.person, body.reference)
        if (record instanceof Refusal) return refused(record)
        if ('nobody' in record) return refused(record.nobody)
        const { compiled } = parts.gate.policy()
        return reply({
          purpose: visitor.actor.key.purpose,
          controller: record.region,
          policyVersion: record.version,
          sections: record.sections.map(section => sectionAnswer(compiled, section)),
        })
      },
    }),
  ]
}
