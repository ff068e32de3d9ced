/** Where it says who received somebody's data; the same as CSV and as JSON. */
import { Type, type Static } from 'typebox'
import { refused, reply, type Route } from '../../../base/http/index.ts'
import { routes } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { csvFile } from '../csv.ts'
import { type Naming, namingFor, placeWords, purposeWords } from '../naming.tsx'
import type { RightsParts } from '../parts.ts'
import { beginOf, pageSize, periodText } from '../periods.ts'
import { type Disclosure, viewReceived } from './acts.ts'
import { receivedPage } from './page.tsx'
import { possiblePage } from './possible-page.tsx'

const filter = { period: periodText, recipient: Type.String({ maxLength: 100, default: '' }) }
const page = Type.Integer({ minimum: 1, maximum: 100_000, default: 1 })
const moment = Type.String({ format: 'date-time' })

const disclosure = Type.Object({
  reference: Type.String({ description: 'quote it in a question' }),
  at: moment,
  recipient: Type.String({ description: 'in the privacy policy' }),
  name: Type.String({ description: 'legal name' }),
  kind: Type.String({ description: 'processor, group, controller, authority; empty if the policy no longer names it' }),
  countries: Type.Array(Type.String({ description: 'ISO 3166-1 alpha-2' })),
  safeguards: Type.Array(Type.String()),
  purpose: Type.String(),
  clause: Type.String(),
  policyVersion: Type.Integer(),
  case: Type.Union([Type.String(), Type.Null()]),
  fields: Type.Array(Type.String({ description: 'schema.table.column' })),
})

const recipientPossible = Type.Object({
  recipient: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  countries: Type.Array(Type.String()),
  safeguards: Type.Array(Type.String()),
  purposes: Type.Array(Type.String()),
  categories: Type.Array(Type.String()),
  clause: Type.String(),
})

/** Pages, files and calls. */
export function receivedRoutes(parts: RightsParts): Route[] {
  const { gate, clock } = parts
  const naming = namingFor(parts)
  return [
    routes.page({
      path: '/:lang/privacy-centre/received',
      act: 'audit.view-own',
      who: 'customer',
      query: Type.Object({ ...filter, page }),
      render: async request => {
        const { period, recipient, page: number } = request.query
        const asked = { since: beginOf(period, clock.now()), recipient: recipient || null }
        const { actor } = request.visitor
        const received = await viewReceived(parts, actor, asked, pageSize, (number - 1) * pageSize)
        if (received instanceof Refusal) return refused(received)
        return receivedPage(naming(request), { received, period, recipient, page: number })
      },
    }),
    routes.page({
      path: '/:lang/privacy-centre/received/possible',
      act: 'audit.view-own',
      who: 'customer',
      render: request => possiblePage(naming(request)),
    }),
    routes.file({
      path: '/:lang/privacy-centre/received.csv',
      act: 'audit.view-own',
      who: 'customer',
      type: 'text/csv; charset=utf-8',
      query: Type.Object(filter),
      answer: async request => {
        const { period, recipient } = request.query
        const asked = { since: beginOf(period, clock.now()), recipient: recipient || null }
        const words = naming(request)
        const { t } = words
        const head = [t('rights.looked.when'), t('rights.received.who'), t('rights.received.where')]
        const rest = [
          t('rights.received.what'),
          t('rights.looked.why'),
          t('rights.csv-clause'),
          t('rights.received.proof'),
        ]
        return csvFile('received', [...head, ...rest], async (limit, offset) => {
          const read = await viewReceived(parts, request.visitor.actor, asked, limit, offset)
          return read instanceof Refusal ? read : read.disclosures.map(one => lineOf(one, words))
        })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/rights/received',
      name: 'rights.received',
      act: 'audit.view-own',
      who: 'customer',
      summary: 'Who outside the company received your data, the newest first.',
      query: Type.Object({
        since: Type.Optional(Type.String({ format: 'date', description: 'from the beginning of this day, UTC' })),
        recipient: Type.Optional(Type.String({ maxLength: 100 })),
        page,
      }),
      response: Type.Object({
        total: Type.Integer(),
        page: Type.Integer(),
        pages: Type.Integer(),
        disclosures: Type.Array(disclosure),
      }),
      handle: async request => {
        const { since, recipient, page: number } = request.query
        const asked = { since: since ? new Date(`${since}T00:00:00Z`) : null, recipient: recipient ?? null }
        const { actor } = request.visitor
        const received = await viewReceived(parts, actor, asked, pageSize, (number - 1) * pageSize)
        if (received instanceof Refusal) return refused(received)
        const { total, disclosures } = received
        return reply({
          total,
          page: number,
          pages: Math.ceil(total / pageSize),
          disclosures: disclosures.map(one => disclosureIn(one, parts)),
        })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/rights/recipients',
      name: 'rights.recipients',
      act: 'audit.view-own',
      who: 'customer',
      summary: 'Who could receive your data, whether or not it has happened: what the policy in force allows.',
      response: Type.Object({ recipients: Type.Array(recipientPossible) }),
      handle: async () => {
        const { recipients } = gate.policy().compiled.loaded.policy
        return reply({
          recipients: Object.entries(recipients).map(([recipient, one]) => ({
            recipient,
            name: one.name,
            kind: one.kind,
            countries: [...one.countries],
            safeguards: [...(one.mechanism ?? [])],
            purposes: [...one.for],
            categories: [...one.gets],
            clause: one.clause,
          })),
        })
      },
    }),
  ]
}

function lineOf(one: Disclosure, naming: Naming): unknown[] {
  const recipient = naming.compiled.loaded.policy.recipients[one.recipient]
  const countries = (recipient?.countries ?? []).map(code => naming.formats.country(code))
  return [
    one.at,
    recipient?.name ?? one.recipient,
    countries.join(', '),
    placeWords(one.fields, naming).join(', '),
    purposeWords(one.purpose, naming).text,
    one.clause,
    one.id,
  ]
}

function disclosureIn(one: Disclosure, { gate }: RightsParts): Static<typeof disclosure> {
  const recipient = gate.policy().compiled.loaded.policy.recipients[one.recipient]
  return {
    reference: String(one.id),
    at: one.at.toISOString(),
    recipient: one.recipient,
    name: recipient?.name ?? one.recipient,
    kind: recipient?.kind ?? '',
    countries: [...(recipient?.countries ?? [])],
    safeguards: [...(recipient?.mechanism ?? [])],
    purpose: one.purpose,
    clause: one.clause,
    policyVersion: one.version,
    case: one.reference,
    fields: [...one.fields].sort(),
  }
}
