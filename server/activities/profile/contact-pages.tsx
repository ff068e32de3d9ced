/** The pages on which phones, addresses, e-mail addresses and the country are added, corrected, removed and put back. */
import { Type } from 'typebox'
import { fault, invalid, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { addOwn, correct, viewReach, type Change, type Reach } from './acts.ts'
import { contactBook } from './books.ts'
import { isCountry, type Contact, type Kind } from './contact/index.ts'
import { contactPage, fieldsOf, overtakenBy } from './forms.tsx'
import { lineRoutes, lineParams, saved, type PageParts } from './line-pages.tsx'
import { profileLink, type Asked } from './lines.tsx'
import { headOf, lineOf, listOf, mostOf } from './profile.ts'
import { promised } from './promised.ts'
import { writeToNew } from './proving.ts'
import {
  addressFields,
  contactFields,
  countryFields,
  emailFields,
  phoneFields,
  readContact,
  type ContactFields,
} from './reading.ts'

const kinds = [
  { kind: 'phone', path: 'phones', fields: Type.Object(phoneFields) },
  { kind: 'address', path: 'addresses', fields: Type.Object(addressFields) },
  { kind: 'email', path: 'emails', fields: Type.Object(emailFields) },
  { kind: 'country', path: 'country', fields: Type.Object(countryFields) },
] as const
const inCountry = Type.Object({ country: Type.Optional(Type.String({ maxLength: 2 })) })
const pathOf = (kind: Kind) => kinds.find(one => one.kind === kind)!.path

/** The country that a phone or an address is most likely in: where they live, or that of what is there already. */
export function likelyCountry({ lines }: Reach, otherwise: string): string {
  const countries = [...lines.countries, ...lines.addresses, ...lines.phones].map(({ contact }) =>
    typeof contact.value === 'object' && 'country' in contact.value ? contact.value.country : undefined,
  )
  return countries.find(country => country !== undefined && isCountry(country)) ?? otherwise
}

/** @param wholePage what is shown where a form cannot be */
export function contactRoutes(parts: PageParts, wholePage: (request: Asked) => Promise<Page>): Route[] {
  const promises = ({ language }: Asked) => promised(parts, language)
  /** The country that was chosen for the parts of an address. */
  const chosen = ({ query }: Asked) => {
    const { country } = query as { country?: string }
    return country !== undefined && isCountry(country) ? country : undefined
  }

  async function addForm(request: Asked, kind: Kind): Promise<Page | Refusal> {
    const reach = await viewReach(parts, request.visitor.actor)
    if (reach instanceof Refusal) return reach
    const [country] = reach.lines.countries
    if (kind === 'country' && country) return correctPage(request, reach, country.id)!
    const isFull = reach.lines[listOf(kind)].length >= mostOf(kind)
    const likely = chosen(request) ?? likelyCountry(reach, promises(request).country)
    return contactPage(request, promises(request), {
      kind,
      action: profileLink(request.language, pathOf(kind)),
      value: kind === 'country' || kind === 'email' ? {} : { country: likely },
      isNew: true,
      limit: isFull ? limitOf(request, kind) : undefined,
    })
  }

  /** @param typed what somebody wanted to save when somebody else was faster */
  function correctPage(request: Asked, reach: Reach, id: string, typed?: ContactFields): Page | undefined {
    const line = lineOf(reach.lines, id)
    const head = headOf(reach.lines, id)
    if (!line || !head) return undefined
    const { kind } = line.contact as Contact
    const now = head.replacedAt === null ? head : undefined
    // Where it was removed in the meantime, what was typed can still be added.
    const below = now ? ['contacts', now.id] : [pathOf(kind)]
    const country = chosen(request)
    return contactPage(request, promises(request), {
      kind,
      action: profileLink(request.language, ...below),
      value: { ...(typed ?? fieldsOf((now ?? line).contact as Contact)), ...(country ? { country } : {}) },
      isNew: false,
      overtaken: line.replacedAt === null ? undefined : overtakenBy(request, line, now),
    })
  }

  async function correctForm(request: Asked, id: string, typed?: ContactFields) {
    const reach = await viewReach(parts, request.visitor.actor)
    return reach instanceof Refusal ? reach : correctPage(request, reach, id, typed)
  }

  const shown = async (form: Promise<Page | Refusal | undefined>) => {
    const page = await form
    return page instanceof Refusal ? refused(page) : (page ?? fault('not-found'))
  }
  const shownAgain = async (request: Asked, form: Promise<Page | Refusal | undefined>) => {
    const page = await form
    return page instanceof Refusal || !page ? wholePage(request) : page
  }

  /** What somebody should know of a line that is saved now: whether a letter is on its way. */
  async function savedLine(request: Asked, change: Extract<Change, { done: string }>, kind: Kind, done: string) {
    if (kind !== 'email') return saved(request, change, done)
    const waits = await writeToNew(parts, request.visitor.actor, change)
    if (waits instanceof Refusal) return saved(request, change, 'profile.done.email-no-letter')
    return saved(request, change, waits ? 'profile.done.email-waits' : 'profile.done.email')
  }

  const common = { act: 'profile.correct', who: 'customer' } as const
  return [
    ...kinds.flatMap(({ kind, path, fields }) => {
      const at = { ...common, path: `/:lang/account/profile/${path}` } as const
      return [
        routes.page({ ...at, query: inCountry, render: request => shown(addForm(request, kind)) }),
        routes.form({
          ...at,
          query: inCountry,
          body: fields,
          again: request => shownAgain(request, addForm(request, kind)),
          handle: async request => {
            const { actor } = request.visitor
            const contact = await readFor(request, request.body, kind)
            if (contact instanceof Refusal) return refused(contact)
            if (Array.isArray(contact)) return invalid(...contact)
            const change = await addOwn(parts, actor, contact)
            if (change instanceof Refusal) return refused(change)
            if (change === 'limit') return invalid({ field: '', message: limitOf(request, kind) })
            if (typeof change === 'string' || 'replaced' in change) return fault('conflict')
            // There already, with something else noted beside it: it is corrected there.
            if ('there' in change) return saved(request, {}, 'profile.done.there')
            return savedLine(request, change, kind, 'profile.done.added')
          },
        }),
      ]
    }),
    routes.page({
      ...common,
      path: '/:lang/account/profile/contacts/:line',
      params: lineParams,
      query: inCountry,
      render: request => shown(correctForm(request, request.params.line)),
    }),
    routes.form({
      ...common,
      path: '/:lang/account/profile/contacts/:line',
      params: lineParams,
      query: inCountry,
      body: contactFields,
      again: request => shownAgain(request, correctForm(request, request.params.line)),
      handle: async request => {
        const { actor } = request.visitor
        const { line: id } = request.params
        const reach = await viewReach(parts, actor)
        if (reach instanceof Refusal) return refused(reach)
        const kind = lineOf(reach.lines, id)?.contact.kind as Kind | undefined
        if (!kind) return fault('not-found')
        const contact = await readFor(request, request.body, kind)
        if (contact instanceof Refusal) return refused(contact)
        if (Array.isArray(contact)) return invalid(...contact)
        const change = await correct(parts, actor, id, contact)
        if (change instanceof Refusal) return refused(change)
        if (typeof change === 'string') return fault(change === 'unknown' ? 'not-found' : 'conflict')
        if ('replaced' in change) return shown(correctForm(request, id, request.body))
        if ('there' in change) return invalid({ field: firstField(kind), message: request.t('profile.fault.there') })
        return savedLine(request, change, kind, 'profile.done.saved')
      },
    }),
    ...lineRoutes(parts, {
      book: contactBook,
      base: 'contacts',
      conflict: (request, id) => shown(correctForm(request, id)),
    }),
  ]

  /** Reads what was typed; the ID is an e-mail address already. */
  async function readFor(request: Asked, typed: ContactFields, kind: Kind) {
    const contact = readContact(kind, typed, request)
    if (Array.isArray(contact) || contact.kind !== 'email') return contact
    const reach = await viewReach(parts, request.visitor.actor)
    if (reach instanceof Refusal) return reach
    return isOwnId(reach, contact) ? [{ field: 'email', message: request.t('profile.fault.email-id') }] : contact
  }
}

/** Whether an e-mail address is that of the ID. */
export const isOwnId = ({ account }: Reach, contact: Contact): boolean =>
  contact.kind === 'email' && account?.address.toLowerCase() === contact.value.address.toLowerCase()

/** The field that a line of a kind is known by. */
const firstField = (kind: Kind): string =>
  ({ phone: 'number', address: 'street', email: 'email', country: 'country' })[kind]

/** There are as many of a kind as there may be, in words. */
export const limitOf = ({ t }: Pick<Asked, 't'>, kind: Kind): string =>
  kind === 'country' ? t('profile.fault.limit-country') : t(`profile.fault.limit-${kind}`, { count: mostOf(kind) })
