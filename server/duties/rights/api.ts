/** The same as JSON. */
import { Type, type Static } from 'typebox'
import { refused, reply, type Route } from '../../base/http/index.ts'
import type { OwnEntry } from '../../audit/index.ts'
import { routes } from '../../people/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import type { RecordItem } from '../../policy/record.ts'
import { Refusal } from '../../policy/refusal.ts'
import { viewHeld, viewLooked } from './acts.ts'
import { copyApi } from './copy/index.ts'
import { joiningApi, joiningConsoleApi } from './joining/index.ts'
import { audienceOf, usesOf } from '../../policy/audience.ts'
import { figuresOf } from './held.ts'
import { keptUntil } from './keep.ts'
import type { RightsParts } from './parts.ts'
import { pageSize } from './periods.ts'

const moment = Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])

const heldItem = Type.Object({
  place: Type.String({ description: 'schema.table.column' }),
  category: Type.String(),
  shown: Type.Union(
    [Type.Literal('shown'), Type.Literal('file'), Type.Literal('fingerprint'), Type.Literal('withheld')],
    {
      description:
        'file: value says how many bytes are kept; it lies in a copy; fingerprint: a keyed hash, kept so that it can be found; withheld: not read by this call',
    },
  ),
  value: Type.Unknown({ description: 'as it is held; null unless shown or a file' }),
  kind: orNull(Type.String()),
  belongsTo: Type.Union([Type.Literal('you'), Type.Literal('company')], {
    description: 'company: it names you and belongs to a company that you work for, where it stays without you',
  }),
  current: Type.Boolean({ description: 'false for what was replaced and stays as history' }),
  recordedAt: orNull(moment),
  source: orNull(Type.String()),
  policyVersion: orNull(Type.Integer()),
  purpose: Type.String({ description: 'why it is kept' }),
  clause: orNull(Type.String()),
  mayBeUsedFor: Type.Array(Type.String(), { description: 'purposes of the policy' }),
  seenBy: Type.Array(Type.Object({ role: Type.String(), purposes: Type.Array(Type.String()) })),
  keptUntil: orNull(moment),
  keptAfter: orNull(Type.Object({ event: Type.String(), period: Type.String({ description: 'ISO 8601' }) })),
})

const entry = Type.Object({
  reference: Type.String({ description: 'of its newest line; quote it in a question' }),
  at: moment,
  firstAt: moment,
  times: Type.Integer(),
  acts: Type.Array(Type.String()),
  purpose: Type.String(),
  clause: Type.String(),
  policyVersion: Type.Integer(),
  by: Type.String({ description: 'customer, staff, system, stranger' }),
  role: orNull(Type.String()),
  controller: orNull(Type.String()),
  outcome: Type.String({ description: 'done, or why it was refused' }),
  case: orNull(Type.String()),
  fields: Type.Array(Type.String({ description: 'schema.table.column' })),
})

/** What is held about the person who asks, and who looked. */
export function apiRoutes(parts: RightsParts): Route[] {
  return [
    routes.api({
      method: 'GET',
      path: '/api/rights/held',
      name: 'rights.held',
      act: 'rights.view-held',
      who: 'customer',
      summary: 'Everything that is held about you: value, why, where it came from, who can see it, until when.',
      response: Type.Object({
        figures: Type.Object({
          items: Type.Integer(),
          earlier: Type.Integer(),
          purposes: Type.Integer(),
          categories: Type.Integer(),
        }),
        policyVersion: Type.Integer(),
        items: Type.Array(heldItem),
      }),
      handle: async request => {
        const held = await viewHeld(parts, request.visitor.actor)
        if (held instanceof Refusal) return refused(held)
        const { compiled } = parts.gate.policy()
        return reply({
          figures: figuresOf(held.items),
          policyVersion: compiled.loaded.policy.policy.version,
          items: held.items.map(item => itemOf(item, compiled)),
        })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/rights/looked',
      name: 'rights.looked',
      act: 'audit.view-own',
      who: 'customer',
      summary:
        'What was done with your data, the newest first; machines by act and day, your own views (the first of a page in a session) by day.',
      query: Type.Object({
        since: Type.Optional(Type.String({ format: 'date', description: 'from the beginning of this day, UTC' })),
        until: Type.Optional(Type.String({ format: 'date', description: 'before the beginning of this day, UTC' })),
        purpose: Type.Optional(Type.String({ maxLength: 100 })),
        page: Type.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
      }),
      response: Type.Object({
        total: Type.Integer(),
        page: Type.Integer(),
        pages: Type.Integer(),
        entries: Type.Array(entry),
      }),
      handle: async request => {
        const { since, until, purpose, page } = request.query
        const day = (text: string | undefined) => (text ? new Date(`${text}T00:00:00Z`) : null)
        const filter = { since: day(since), until: day(until), purpose: purpose ?? null, by: null }
        const looked = await viewLooked(parts, request.visitor.actor, filter, page, pageSize)
        if (looked instanceof Refusal) return refused(looked)
        return reply({
          total: looked.total,
          page,
          pages: Math.ceil(looked.total / pageSize),
          entries: looked.entries.map(entryOf),
        })
      },
    }),
    ...copyApi(parts),
    ...joiningApi(parts),
    ...joiningConsoleApi(parts),
  ]
}

function itemOf(item: RecordItem, compiled: Compiled): Static<typeof heldItem> {
  const { policy } = compiled.loaded
  const until = keptUntil(item, policy)
  const { kind } = item.row
  return {
    place: item.place,
    category: item.category,
    shown: item.shown,
    value: item.value instanceof Uint8Array ? null : (item.value ?? null),
    kind: typeof kind === 'string' ? kind : null,
    belongsTo: item.organisation === undefined ? 'you' : 'company',
    current: item.current,
    recordedAt: item.at?.toISOString() ?? null,
    source: item.source ?? null,
    policyVersion: item.version ?? null,
    purpose: item.holding.purpose,
    clause: policy.purposes[item.holding.purpose]?.clause ?? null,
    mayBeUsedFor: usesOf(item.category, compiled).map(use => use.purpose),
    seenBy: audienceOf(item.category, compiled).roles,
    keptUntil: until?.known ? until.at.toISOString() : null,
    keptAfter: until && !until.known ? { event: until.after, period: until.period } : null,
  }
}

function entryOf(one: OwnEntry): Static<typeof entry> {
  const [role, controller] = one.part.split('/')
  return {
    reference: one.id,
    at: one.at.toISOString(),
    firstAt: one.first_at.toISOString(),
    times: one.times,
    acts: one.acts,
    purpose: one.purpose,
    clause: one.clause,
    policyVersion: one.version,
    by: one.by,
    role: role || null,
    controller: controller ?? null,
    outcome: one.outcome,
    case: one.reference,
    fields: [...new Set(one.fields.split(' ').filter(Boolean))].sort(),
  }
}
