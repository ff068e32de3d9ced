/** What the pages of products have in common: addresses, names, warranties and promises in words. */
import { link, type Language, type WebRequest } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import type { Gate } from '../../policy/gate.ts'
import { Badge, Notice, T, type Words } from '../../ui/index.ts'
import type { Product } from './acts.ts'
import type { OwnerSeen } from './owners.ts'
import { isCovered, type Family, type Warranty } from './products.ts'

/** A request by a customer. */
export type Asked = WebRequest<Extract<Visitor, { kind: 'customer' }>> & Words

/** The address of the list of products, or of a page below it. */
export const productLink = (language: Language, ...below: string[]): string => link(language, 'products', ...below)

/** The same, with the company whose products are meant. */
export function ownedLink(
  language: Language,
  organisation: string | null,
  below: readonly string[] = [],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const asked = Object.entries({ of: organisation ?? undefined, ...query }).filter(([, value]) => value)
  const search = new URLSearchParams(asked as [string, string][])
  return `${productLink(language, ...below)}${search.size > 0 ? `?${search}` : ''}`
}

/** What a product is called. */
export const nameOf = ({ family }: Pick<Product, 'family'>, { t }: Words): string =>
  family?.name ?? t('products.product.unknown-family')

/** What a family is, in a language; in any where it is not said in that one. */
export const whatIs = (family: Family | undefined, language: Language): string =>
  family?.says[language] ?? Object.values(family?.says ?? {})[0] ?? ''

/** Whose products these are. */
export const ownerName = (owner: OwnerSeen, { t }: Words): string => owner.name ?? t('products.yours')

/** Months, as years where they are whole ones. */
export function monthsWords(months: number, { t }: Words): string {
  return months % 12 === 0
    ? t('products.warranty.years', { count: months / 12 })
    : t('products.warranty.months', { count: months })
}

/** How long a warranty is, and from when: `2 years, and 1 year more because it is registered, from the day of purchase`. */
export function warrantyRule(warranty: Pick<Warranty, 'months' | 'extra' | 'counts'>, words: Words): string {
  const months = monthsWords(warranty.months, words)
  const whole =
    warranty.extra > 0
      ? words.t('products.warranty.with-extra', { months, extra: monthsWords(warranty.extra, words) })
      : months
  return words.t(`products.warranty.from-${warranty.counts}`, { months: whole })
}

/** Until when, and whether that is still to come. */
export function WarrantyState({ product, request }: { product: Product; request: Asked }) {
  const { t } = request
  const { warranty } = product
  if (!warranty) return <>{t('products.warranty.unknown')}</>
  const covered = isCovered(warranty, request.clock.now().toISOString().slice(0, 10))
  const until = request.formats.shortDate(warranty.until)
  return (
    <span class="warranty">
      <Badge tone={covered ? 'ok' : 'neutral'}>{t(`products.warranty.${covered ? 'covered' : 'past'}`)}</Badge>{' '}
      <span class="muted">{t(`products.warranty.${covered ? 'until' : 'over'}`, { until })}</span>
    </span>
  )
}

const purposeId = 'register-products'

/** What the policy in force says about products. */
export interface Promised {
  purpose: string
  clause: string
  /** E-mail address of who answers questions. */
  contact: string
  /** What is said before products are registered: for what, which clause, and who may receive it. */
  situation: { purposes: string[]; clause: string; recipients: string[] }
}

/** What is promised now, in a language. */
export function promised({ gate }: { gate: Gate }, language: Language): Promised {
  const { policy } = gate.policy().compiled.loaded
  const said = (id: string): string => {
    const says = policy.purposes[id]?.says
    return says?.[language] ?? says?.[policy.policy.original] ?? id
  }
  const controllers = Object.values(policy.controllers)
  const answers = controllers.find(controller => controller.default) ?? controllers[0]
  const collected = policy.collected['register']
  const purposes = collected?.for ?? [purposeId]
  return {
    purpose: said(purposeId),
    clause: policy.purposes[purposeId]?.clause ?? '',
    contact: answers?.contact ?? '',
    situation: {
      purposes: purposes.map(said),
      clause: collected?.clause ?? policy.purposes[purposeId]?.clause ?? '',
      recipients: Object.values(policy.recipients)
        .filter(one => one.for.some(id => purposes.includes(id)) && one.gets.includes('products'))
        .map(({ name }) => name),
    },
  }
}

const clauseLink = (language: Language, clause: string) => (words: string) => (
  <a href={`${link(language, 'privacy')}#${clause}`}>{words}</a>
)

/** Why products are kept, with the clause. */
export function Why({ promises, language }: { promises: Promised; language: Language }) {
  return (
    <p class="muted">
      <T
        k="products.why"
        with={{ purpose: promises.purpose }}
        parts={{
          clause: clauseLink(language, promises.clause),
          centre: words => <a href={link(language, 'privacy-centre')}>{words}</a>,
        }}
      />
    </p>
  )
}

/** For what it is used and who may receive it: said where it is asked, before anything is recorded. */
export function Collected({ promises, request }: { promises: Promised; request: Asked }) {
  const { t, language } = request
  const { purposes, clause, recipients } = promises.situation
  return (
    <Notice tone="neutral" title={t('products.collected.title')}>
      <p>
        <T
          k="products.collected.text"
          with={{ purposes: purposes.map(purpose => t('products.collected.purpose', { purpose })) }}
          parts={{ clause: clauseLink(language, clause) }}
        />{' '}
        {recipients.length > 0 ? t('products.collected.recipients', { recipients }) : t('products.collected.nobody')}
      </p>
    </Notice>
  )
}

/** A link to whoever answers questions. */
export const mailLink = (address: string) => (words: string) => <a href={`mailto:${address}`}>{words}</a>
