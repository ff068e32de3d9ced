/** Products as the JSON calls answer them. */
import { Type, type Static } from 'typebox'
import type { Product, Registered, Shown } from './acts.ts'
import { takenMark, type ListSeen } from './list-acts.ts'
import type { Warranty } from './products.ts'
import type { SiteRow } from './site-store.ts'
import type { OfferRow } from './transfer-store.ts'

const moment = Type.String({ format: 'date-time' })
const day = Type.String({ format: 'date' })
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])

/** A product in a list. */
export const productSchema = Type.Object({
  id: Type.String(),
  serial: Type.String(),
  family: orNull(Type.Object({ code: Type.String(), name: Type.String() })),
  company: orNull(Type.String({ description: 'id of the company that it belongs to; null: yours' })),
  boughtOn: orNull(day),
  seller: orNull(Type.String()),
  note: orNull(Type.String()),
  site: orNull(Type.String({ description: 'id' })),
  builtUntil: orNull(Type.String({ format: 'date', description: 'last day of its week of production' })),
  warranty: orNull(
    Type.Object({
      from: day,
      until: Type.String({ format: 'date', description: 'the last day' }),
      counts: Type.String({ description: 'bought or built: the day from which it counts' }),
      months: Type.Integer(),
      extraMonths: Type.Integer({ description: 'because it is registered' }),
    }),
  ),
  cameBy: Type.String({ description: 'registered, transferred or imported' }),
  since: moment,
  source: Type.String(),
  policyVersion: Type.Integer(),
  ended: orNull(Type.Object({ at: moment, how: Type.String({ description: 'removed or transferred' }) })),
})

/** A site. */
export const siteSchema = Type.Object({ id: Type.String(), name: Type.String(), products: Type.Integer() })

/** What is offered to somebody. Never by whom. */
export const offerSchema = Type.Object({ id: Type.String(), serial: Type.String(), since: moment, until: moment })

/** One product with all that belongs to it. */
export const shownSchema = Type.Object({
  product: productSchema,
  proofs: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), type: Type.String(), bytes: Type.Integer(), since: moment }),
  ),
  transfer: orNull(Type.Object({ recipient: orNull(Type.String()), since: moment, until: moment })),
  sites: Type.Array(siteSchema),
})

/** What became of a serial number. */
export const resultSchema = Type.Object({
  serial: Type.String({ description: 'as it is written; as it was typed where it is wrong' }),
  how: Type.String({ description: 'added, yours, taken or wrong' }),
  id: orNull(Type.String({ description: 'of the product, where you may see it' })),
  detail: orNull(Type.String({ description: 'which part looks wrong, and what was probably meant' })),
})

/** A list from a file. */
export const listSchema = Type.Object({
  id: Type.String(),
  total: Type.Integer({ description: 'lines that can be registered' }),
  wrong: Type.Integer(),
  findings: Type.Array(Type.Object({ line: Type.Integer(), serial: Type.String(), detail: Type.String() })),
  done: Type.Integer(),
  added: Type.Integer(),
  state: Type.String({ description: 'read, waiting or finished' }),
})

const warrantyAnswer = ({ from, until, counts, months, extra }: Warranty) => ({
  from,
  until,
  counts,
  months,
  extraMonths: extra,
})

/** A product in that shape. */
export function productAnswer(product: Product): Static<typeof productSchema> {
  const { family, details, warranty, ended_at: at, ended_how: how } = product
  return {
    id: product.id,
    serial: product.serial,
    family: family ? { code: family.code, name: family.name } : null,
    company: product.organisation_id,
    boughtOn: product.bought_on,
    seller: details?.seller ?? null,
    note: details?.note ?? null,
    site: product.site_id,
    builtUntil: product.read?.built ?? null,
    warranty: warranty ? warrantyAnswer(warranty) : null,
    cameBy: product.came_by,
    since: product.recorded_at.toISOString(),
    source: product.source,
    policyVersion: product.policy_version,
    ended: at && how ? { at: at.toISOString(), how } : null,
  }
}

/** A site in that shape. */
export const siteAnswer = ({ id, name, count }: SiteRow) => ({ id, name, products: count })

/** An offer in that shape. */
export const offerAnswer = ({ id, serial_number, recorded_at, expires_at }: OfferRow) => ({
  id,
  serial: serial_number,
  since: recorded_at.toISOString(),
  until: expires_at.toISOString(),
})

/** One product in that shape. */
export function shownAnswer({ product, proofs, transfer, sites }: Shown): Static<typeof shownSchema> {
  return {
    product: productAnswer(product),
    proofs: proofs.map(({ id, name, type, bytes, recorded_at }) => ({
      id,
      name,
      type,
      bytes,
      since: recorded_at.toISOString(),
    })),
    transfer: transfer
      ? {
          recipient: transfer.recipient,
          since: transfer.recorded_at.toISOString(),
          until: transfer.expires_at.toISOString(),
        }
      : null,
    sites: sites.map(siteAnswer),
  }
}

/** What became of a serial number, in that shape. */
export const resultAnswer = (result: Registered): Static<typeof resultSchema> => ({
  serial: result.serial,
  how: result.how,
  id: result.how === 'taken' ? null : result.id,
  detail: null,
})

/** A list in that shape. @param taken what is said of a line that turned out to be registered already */
export function listAnswer(list: ListSeen, taken: string): Static<typeof listSchema> {
  return {
    id: list.id,
    total: list.total,
    wrong: list.wrong,
    findings: list.findings.map(({ line, what, says }) => ({
      line,
      serial: what,
      detail: says === takenMark ? taken : says,
    })),
    done: list.done,
    added: list.added,
    state: list.finished_at ? 'finished' : list.asked_at ? 'waiting' : 'read',
  }
}
