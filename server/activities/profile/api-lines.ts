/** Phones, addresses, e-mail addresses and the country over JSON. */
import { Type } from 'typebox'
import { invalid, problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import { addOwn, correct, putBack, remove, viewReach, type Change } from './acts.ts'
import type { Book } from './books.ts'
import { contactBook } from './books.ts'
import { isOwnId, limitOf } from './contact-pages.tsx'
import { sayEntry, type Kind } from './contact/index.ts'
import type { Asked } from './lines.tsx'
import { mostLines } from './profile.ts'
import { prove, sendProof, writeToNew, type ProvingParts } from './proving.ts'
import { contactFields, fieldsOfKind, readContact, type ContactFields } from './reading.ts'

const params = Type.Object({ line: Type.String({ format: 'uuid' }) })
const contactBody = Type.Object({
  kind: Type.Enum(['phone', 'address', 'email', 'country']),
  ...contactFields.properties,
})
export const lineId = Type.Object({ line: Type.String({ description: 'the line that is current now' }) })
export const lineProblems = {
  'line-unknown': 404,
  'line-replaced': 409,
  'line-limit': 409,
  'line-there': 409,
  'not-agreed-yet': 409,
}

/** Whether a change ended well. */
export const isDone = (change: Change): change is Extract<Change, { done: string }> =>
  typeof change === 'object' && 'done' in change

/** Ways in which a change ends other than well. */
export function failed(change: Exclude<Change, { done: string }>, words: Words, kind?: Kind) {
  const { t } = words
  if (change instanceof Refusal) return refused(change)
  if (change === 'unknown') return problem('line-unknown', t('profile.conflict.unknown'))
  if (change === 'no-yes') return problem('not-agreed-yet', t('profile.research.needs-yes'))
  if (change === 'limit')
    return problem('line-limit', kind ? limitOf(words, kind) : t('profile.fault.limit', { count: mostLines }))
  if ('there' in change) return problem('line-there', t('profile.fault.there'))
  const at = change.replaced.replacedAt!
  return problem(
    'line-replaced',
    change.now
      ? t('profile.conflict.detail', { at, now: sayEntry(change.now.contact, words) })
      : t('profile.conflict.detail-gone', { at }),
  )
}

/** Removing and putting back, the same for every kind of line. */
export function bookApiRoutes(parts: ProvingParts, book: Book, base: 'contacts' | 'research', what: string): Route[] {
  const common = { act: book.change, who: 'customer', params, problems: lineProblems } as const
  return [
    routes.api({
      ...common,
      method: 'DELETE',
      path: `/api/profile/${base}/:line`,
      summary: `Remove ${what}; it stays as history.`,
      response: Type.Object({ removed: Type.Boolean() }),
      handle: async request => {
        const change = await remove(parts, request.visitor.actor, request.params.line, book)
        return isDone(change) ? reply({ removed: true }) : failed(change, request)
      },
    }),
    routes.api({
      ...common,
      method: 'POST',
      path: `/api/profile/${base}/:line/put-back`,
      summary: `Put back what ${what} said before, or what was removed: \`line\` is the id that the history names.`,
      response: lineId,
      handle: async request => {
        const change = await putBack(parts, request.visitor.actor, request.params.line, book)
        if (typeof change === 'object' && 'there' in change) return reply({ line: change.there.id })
        return isDone(change) ? reply({ line: change.done }) : failed(change, request)
      },
    }),
  ]
}

/** Add, correct, remove and put back lines, and prove an e-mail address. */
export function lineApiRoutes(parts: ProvingParts): Route[] {
  /** A call names every member that it needs and no other. */
  async function read(request: Pick<Asked, 'visitor'> & Words, { kind, ...fields }: ContactFields & { kind: Kind }) {
    const { t } = request
    const faults = Object.entries(fields)
      .filter(([field, value]) => value !== undefined && !fieldsOfKind[kind].includes(field))
      .map(([field]) => ({ field, message: t('profile.fault.not-of-kind') }))
    if (faults.length > 0) return faults
    const contact = readContact(kind, fields, request)
    if (Array.isArray(contact) || contact.kind !== 'email') return contact
    const reach = await viewReach(parts, request.visitor.actor)
    if (reach instanceof Refusal) return reach
    return isOwnId(reach, contact) ? [{ field: 'email', message: t('profile.fault.email-id') }] : contact
  }

  const common = { act: 'profile.correct', who: 'customer', problems: lineProblems } as const
  return [
    routes.api({
      ...common,
      method: 'POST',
      path: '/api/profile/contacts',
      name: 'profile.add-contact',
      statuses: [201],
      summary:
        'Add a phone number (number, country, use), an address (street, postcode, city, region, country), an e-mail address (email) or the country where you live or work (country). The same again answers the line that is there.',
      body: contactBody,
      response: lineId,
      handle: async request => {
        const contact = await read(request, request.body)
        if (contact instanceof Refusal) return refused(contact)
        if (Array.isArray(contact)) return invalid(...contact)
        const { actor } = request.visitor
        const change = await addOwn(parts, actor, contact)
        if (!isDone(change)) return failed(change, request, request.body.kind)
        if (contact.kind === 'email') await writeToNew(parts, actor, change)
        return reply({ line: change.done }, { status: 201 })
      },
    }),
    routes.api({
      ...common,
      method: 'PUT',
      path: '/api/profile/contacts/:line',
      name: 'profile.correct-contact',
      summary: 'Correct a line; the answer names the one that took its place.',
      params,
      body: contactBody,
      response: lineId,
      handle: async request => {
        const contact = await read(request, request.body)
        if (contact instanceof Refusal) return refused(contact)
        if (Array.isArray(contact)) return invalid(...contact)
        const { actor } = request.visitor
        const change = await correct(parts, actor, request.params.line, contact)
        if (!isDone(change)) return failed(change, request)
        if (contact.kind === 'email') await writeToNew(parts, actor, change)
        return reply({ line: change.done })
      },
    }),
    ...bookApiRoutes(parts, contactBook, 'contacts', 'a line'),
    routes.api({
      ...common,
      method: 'POST',
      path: '/api/profile/contacts/:line/letter',
      summary: 'Send another letter with the link that proves an e-mail address.',
      params,
      response: Type.Object({ sent: Type.Boolean() }),
      problems: { ...lineProblems, 'letter-wait': 429 },
      handle: async ({ visitor, t, params: { line } }) => {
        const sent = await sendProof(parts, visitor.actor, line)
        if (sent instanceof Refusal) return refused(sent)
        if (sent === 'none') return problem('line-unknown', t('profile.conflict.unknown'))
        return sent === 'sent'
          ? reply({ sent: true })
          : problem('letter-wait', t('people.sign-up.wait', { count: Math.ceil(sent.wait / 60) }))
      },
    }),
    routes.api({
      ...common,
      method: 'POST',
      path: '/api/profile/contacts/:line/prove',
      summary: 'Prove an e-mail address with the token of the link that was mailed to it.',
      params,
      body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
      response: Type.Object({ proven: Type.Boolean() }),
      problems: { ...lineProblems, 'link-broken': 410 },
      handle: async ({ visitor, t, params: { line }, body }) => {
        const done = await prove(parts, visitor.actor, line, body.token)
        if (done instanceof Refusal) return refused(done)
        if (done === 'done' || done === 'used') return reply({ proven: true })
        if (done === 'foreign') return problem('line-unknown', t('profile.prove.foreign'))
        return problem('link-broken', t(`profile.prove.${done}`))
      },
    }),
  ]
}
