/** Copies over JSON, for programs. */
import { Type, type Static } from 'typebox'
import { fault, invalid, link, refused, reply, type Route } from '../../../base/http/index.ts'
import { needingProof, routes } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { askCopy, deleteCopy, viewCopies, viewCopy } from './acts.ts'
import { formats, isRunning, readFormats, readParts, stateOf, type CopyRow } from './copy.ts'
import { offeredParts } from './pages.tsx'
import { createPermissions } from './permission.ts'
import { askingFault, chosenParts } from './routes.tsx'

const moment = Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])

const copy = Type.Object({
  id: Type.String({ format: 'uuid' }),
  state: Type.Enum(['requested', 'preparing', 'ready', 'deleted', 'failed'] as const),
  parts: Type.Array(Type.String(), { description: '`everything`, or categories of the policy, `looked`, `received`' }),
  formats: Type.Array(Type.Enum(formats)),
  language: Type.String(),
  requestedAt: moment,
  readyAt: orNull(moment),
  endsAt: orNull(Type.String({ format: 'date-time', description: 'until then it can be fetched' })),
  bytes: orNull(Type.Integer()),
})

const one = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** The calls. */
export function copyApi(parts: RightsParts): Route[] {
  const { gate, clock } = parts
  const permissions = createPermissions(parts.vault)
  return [
    routes.api({
      method: 'GET',
      path: '/api/rights/copies',
      name: 'rights.copies',
      act: 'rights.view-copies',
      who: 'customer',
      summary: 'Your copies, the newest first, and how far each is.',
      response: Type.Object({ copies: Type.Array(copy) }),
      handle: async request => {
        const rows = await viewCopies(parts, request.visitor.actor)
        if (rows instanceof Refusal) return refused(rows)
        return reply({ copies: rows.map(row => copyIn(row, clock.now())) })
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/rights/copies',
        name: 'rights.ask-copy',
        problems: { 'too-many': 429, 'not-found': 404 },
        statuses: [200, 202],
        act: 'rights.ask-copy',
        who: 'customer',
        summary:
          'Ask for a copy of your data. While one is being prepared, that one is the answer (200 in place of 202).',
        body: Type.Object({
          parts: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200 })),
          formats: Type.Optional(Type.Array(Type.Enum(formats), { minItems: 1, maxItems: 10 })),
        }),
        response: copy,
        handle: async request => {
          const { body, visitor, language, t } = request
          const offered = offeredParts({ compiled: gate.policy().compiled })
          const chosen = body.parts ? chosenParts(body.parts, offered) : 'everything'
          if (chosen.length === 0 || body.parts?.some(part => !offered.includes(part)))
            return invalid({ field: 'parts', message: t('rights.copy.choose-part') })
          const wish = { parts: chosen, formats: body.formats ?? formats, language }
          const asked = await askCopy(parts, visitor.actor, wish)
          if (asked instanceof Refusal) return refused(asked)
          if (typeof asked === 'object' && 'wait' in asked)
            return fault('too-many', {
              retryAfter: asked.wait,
              detail: t('people.sign-in.wait', { count: asked.wait }),
            })
          const wrong = askingFault(asked, request)
          if (wrong && typeof asked === 'object' && 'from' in asked) {
            const retryAfter = Math.ceil((asked.from.getTime() - clock.now().getTime()) / 1000)
            return fault('too-many', { retryAfter, detail: wrong.message })
          }
          if (wrong) return invalid(wrong)
          const { id, isNew } = asked as { id: string; isNew: boolean }
          const row = await viewCopy(parts, visitor.actor, id)
          if (row instanceof Refusal) return refused(row)
          return row ? reply(copyIn(row, clock.now()), { status: isNew ? 202 : 200 }) : fault('not-found')
        },
      }),
    ),
    routes.api({
      method: 'GET',
      path: '/api/rights/copies/:id',
      name: 'rights.copy',
      act: 'rights.view-copies',
      who: 'customer',
      params: one,
      summary: 'How far one of your copies is.',
      response: copy,
      handle: async request => {
        const row = await viewCopy(parts, request.visitor.actor, request.params.id)
        if (row instanceof Refusal) return refused(row)
        return row ? reply(copyIn(row, clock.now())) : fault('not-found')
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/rights/copies/:id/permission',
        name: 'rights.permit-copy',
        act: 'rights.view-copies',
        who: 'customer',
        params: one,
        summary:
          'After a proof of who you are: an address from which the copy can be fetched for ten minutes, in this session only.',
        response: Type.Object({ address: Type.String(), until: moment }),
        handle: async request => {
          const { visitor, params, language } = request
          const row = await viewCopy(parts, visitor.actor, params.id)
          if (row instanceof Refusal) return refused(row)
          const state = row && stateOf(row, clock.now())
          if (!state || (state !== 'ready' && !isRunning(state))) return fault('not-found')
          const { person, session } = visitor
          const { token, until } = permissions.issue(params.id, { person, session }, clock.now())
          const query = new URLSearchParams({ permission: token }).toString()
          return reply({
            address: `${link(language, 'privacy-centre/copy', params.id, 'file')}?${query}`,
            until: until.toISOString(),
          })
        },
      }),
    ),
    routes.api({
      method: 'DELETE',
      path: '/api/rights/copies/:id',
      name: 'rights.delete-copy',
      act: 'rights.delete-copy',
      who: 'customer',
      params: one,
      summary: 'Delete a copy now, or stop it on its way. Your data stay as they are.',
      response: Type.Object({ deleted: Type.Boolean() }),
      handle: async request => {
        const done = await deleteCopy(parts, request.visitor.actor, request.params.id)
        if (done instanceof Refusal) return refused(done)
        return done === 'unknown' ? fault('not-found') : reply({ deleted: true })
      },
    }),
  ]
}

function copyIn(row: CopyRow, now: Date): Static<typeof copy> {
  const parts = readParts(row.parts)
  return {
    id: row.id,
    state: stateOf(row, now),
    parts: parts === 'everything' ? [parts] : [...parts],
    formats: readFormats(row.formats),
    language: row.language,
    requestedAt: row.recorded_at.toISOString(),
    readyAt: row.ready_at?.toISOString() ?? null,
    endsAt: row.ends_at?.toISOString() ?? null,
    bytes: row.bytes === null ? null : Number(row.bytes),
  }
}
