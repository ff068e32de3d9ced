/** Calls of the company's own systems about products: a shop registers what it sold, a service tool finds whose a product is. */
import { Type } from 'typebox'
import { newId } from '../../base/ids.ts'
import { invalid, problem, refused, reply, type Route } from '../../base/http/index.ts'
import { provenance, routes, type Visitor } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { productOf } from './acts.ts'
import { productAnswer, productSchema } from './answers.ts'
import { catalogueOf } from './catalogue.ts'
import type { ProductParts } from './parts.ts'
import { acts } from './privacy.ts'
import { factFields, isFault, readFacts, saySerialFault, serialFrom, serialText } from './reading.ts'
import { addRegistrations, countRegistrations, registrations } from './store.ts'
import { type FindOwner, ownerOfSerial } from './system-store.ts'

type System = Extract<Visitor, { kind: 'system' }>['actor']

const size = 100
const person = Type.String({ format: 'uuid' })
/** What a person brings: `site` is none, as sites are for whoever arranges them. */
const { site: _site, ...systemFacts } = factFields

/** The act with which a key of a purpose finds whose a product is. */
function findAct({ gate }: ProductParts, { key }: System): FindOwner | Refusal {
  const found = Object.entries(acts).find(
    ([name, { purpose }]) => name.startsWith('products.system-find-for-') && purpose === key.purpose,
  )
  const { policy, purposes } = gate.policy().compiled.loaded.policy
  if (found) return found[0] as FindOwner
  return new Refusal('no-act-for-purpose', 'products.system-find', policy.version, purposes[key.purpose]?.clause)
}

/** Find by serial number, list, register. */
export function systemRoutes(parts: ProductParts): Route[] {
  const { gate, clock } = parts

  return [
    routes.api({
      method: 'POST',
      path: '/api/products/system/find',
      name: 'products.system-find',
      act: 'products.system-find-for-support',
      who: 'system',
      summary:
        'Whose product has a serial number, for the purpose of the key; nobody where it is registered by nobody whom it sees.',
      body: Type.Object({ serial: serialText }),
      response: Type.Object({
        found: Type.Array(
          Type.Object({ person, company: Type.Boolean({ description: 'of a company: the person is who brought it' }) }),
        ),
      }),
      handle: async request => {
        const { actor } = request.visitor
        const serial = serialFrom(request.body.serial, await catalogueOf(parts), clock.now())
        if (isFault(serial)) return invalid({ field: 'serial', message: saySerialFault(serial, request) })
        const act = findAct(parts, actor)
        if (act instanceof Refusal) return refused(act)
        const read = await gate.read({ act, actor, subject: 'set' }, { owner: ownerOfSerial(serial.text) })
        if (read instanceof Refusal) return refused(read)
        return reply({ found: read.owner.map(row => ({ person: row.person_id, company: row.company })) })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/products/system/:person',
      name: 'products.system-list',
      act: 'products.system-list',
      who: 'system',
      summary: `The products that a customer has now, their own and no company’s, ${size} a page.`,
      params: Type.Object({ person }),
      query: Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
      response: Type.Object({ total: Type.Integer(), page: Type.Integer(), products: Type.Array(productSchema) }),
      handle: async ({ params, query, visitor: { actor } }) => {
        const page = query.page ?? 1
        const owner = { person: params.person, organisation: null }
        const read = await gate.read(
          { act: 'products.system-list', actor, subject: { person: params.person } },
          { rows: registrations(owner, {}, size, (page - 1) * size), count: countRegistrations(owner, {}) },
        )
        if (read instanceof Refusal) return refused(read)
        const families = await catalogueOf(parts)
        return reply({
          total: Number(read.count[0]?.count ?? 0),
          page,
          products: read.rows.map(row => productAnswer(productOf(row, families, clock.now()))),
        })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/products/system/:person',
      name: 'products.system-register',
      statuses: [201],
      act: 'products.system-register',
      who: 'system',
      summary:
        'Register a product for a customer. One that is registered already stays whose it is, and nobody is named.',
      params: Type.Object({ person }),
      body: Type.Object({ serial: serialText, ...systemFacts }),
      response: Type.Object({ id: Type.String({ format: 'uuid' }), serial: Type.String() }),
      problems: { 'serial-taken': 409 },
      handle: async request => {
        const { body, params, t, visitor } = request
        const { serial: typed, ...typedFacts } = body
        const serial = serialFrom(typed, await catalogueOf(parts), clock.now())
        if (isFault(serial)) return invalid({ field: 'serial', message: saySerialFault(serial, request) })
        const facts = readFacts(typedFacts, serial, clock.now(), request)
        if (Array.isArray(facts)) return invalid(...facts)
        const row = { id: newId(), serial: serial.text, boughtOn: facts.boughtOn, details: facts.details, site: null }
        const owner = { person: params.person, organisation: null }
        const written = await gate.write(
          { act: 'products.system-register', actor: visitor.actor, subject: { person: params.person } },
          { added: addRegistrations(owner, [row], 'registered', provenance(parts, 'shop')) },
        )
        if (written instanceof Refusal) return refused(written)
        const [added] = written.added
        return added
          ? reply({ id: added.id, serial: added.serial_number }, { status: 201 })
          : problem('serial-taken', t('products.fault.taken'))
      },
    }),
  ]
}
