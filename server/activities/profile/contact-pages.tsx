/** The pages on which phones and addresses are added, corrected, removed and put back. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused } from '../../base/http/index.ts'
import type { Page, Redirect, Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { addOwn, correct, putBack, remove, viewReach, type Change, type ProfileParts } from './acts.ts'
import { profileLink, type Asked } from './lines.tsx'
import { contactPage, fieldsOf, overtakenBy } from './forms.tsx'
import { headOf, lineOf, listOf, mostLines } from './profile.ts'
import { promised } from './promised.ts'
import { type Kind } from './contact/index.ts'
import { addressFields, contactFields, phoneFields, readContact, type ContactFields } from './reading.ts'

const params = Type.Object({ line: Type.String({ format: 'uuid' }) })
const nothing = Type.Object({})
const kinds = [
  { kind: 'phone', fields: Type.Object(phoneFields) },
  { kind: 'address', fields: Type.Object(addressFields) },
] as const

/** @param wholePage what is shown where a form cannot be */
export function contactRoutes(parts: ProfileParts, wholePage: (request: Asked) => Promise<Page>): Route[] {
  const promises = ({ language }: Asked) => promised(parts, language)

  async function addForm(request: Asked, kind: Kind): Promise<Page | Refusal> {
    const reach = await viewReach(parts, request.visitor.actor)
    if (reach instanceof Refusal) return reach
    const { phones, addresses } = reach.lines
    const known = [...addresses, ...phones].map(({ contact }) => contact.value.country).find(Boolean)
    const isFull = reach.lines[listOf(kind)].length >= mostLines
    return contactPage(request, promises(request), {
      kind,
      action: profileLink(request.language, listOf(kind)),
      value: { country: known ?? promises(request).country },
      isNew: true,
      limit: isFull ? request.t(`profile.fault.limit-${kind}`, { count: mostLines }) : undefined,
    })
  }

  /** @param typed what somebody wanted to save when somebody else was faster */
  async function correctForm(request: Asked, id: string, typed?: ContactFields): Promise<Page | Refusal | undefined> {
    const reach = await viewReach(parts, request.visitor.actor)
    if (reach instanceof Refusal) return reach
    const line = lineOf(reach.lines, id)
    const head = headOf(reach.lines, id)
    if (!line || !head) return undefined
    const { kind } = line.contact
    const now = head.replacedAt === null ? head : undefined
    // Where it was removed in the meantime, what was typed can still be added.
    const below = now ? ['contacts', now.id] : [listOf(kind)]
    return contactPage(request, promises(request), {
      kind,
      action: profileLink(request.language, ...below),
      value: typed ?? fieldsOf((now ?? line).contact),
      isNew: false,
      overtaken: line.replacedAt === null ? undefined : overtakenBy(request, line, now),
    })
  }

  const shown = async (form: Promise<Page | Refusal | undefined>) => {
    const page = await form
    return page instanceof Refusal ? refused(page) : (page ?? fault('not-found'))
  }
  const shownAgain = async (request: Asked, form: Promise<Page | Refusal | undefined>) => {
    const page = await form
    return page instanceof Refusal || !page ? wholePage(request) : page
  }
  const saved = (request: Asked, change: { former?: string }, done: string): Redirect =>
    redirect(`${profileLink(request.language)}${change.former ? `?undo=${change.former}` : ''}`, { done })

  /** Ways in which a change without fields ends; `done`: the sentence that says that it worked. */
  function ended(request: Asked, change: Change, done: string) {
    if (change instanceof Refusal) return refused(change)
    if (change === 'unknown') return fault('not-found')
    if (change === 'limit') return fault('conflict', { detail: request.t('profile.fault.limit', { count: mostLines }) })
    if ('done' in change) return saved(request, change, done)
    return shown(correctForm(request, change.replaced.id))
  }

  return [
    ...kinds.flatMap(({ kind, fields }) => {
      const path = `/:lang/account/profile/${listOf(kind)}`
      const common = { path, act: 'profile.correct', who: 'customer' } as const
      return [
        routes.page({ ...common, render: request => shown(addForm(request, kind)) }),
        routes.form({
          ...common,
          body: fields,
          again: request => shownAgain(request, addForm(request, kind)),
          handle: async request => {
            const contact = readContact(kind, request.body, request)
            if (Array.isArray(contact)) return invalid(...contact)
            const change = await addOwn(parts, request.visitor.actor, contact)
            if (change === 'limit') {
              const message = request.t(`profile.fault.limit-${kind}`, { count: mostLines })
              return invalid({ field: '', message })
            }
            return ended(request, change, 'profile.done.added')
          },
        }),
      ]
    }),
    routes.page({
      path: '/:lang/account/profile/contacts/:line',
      act: 'profile.correct',
      who: 'customer',
      params,
      render: request => shown(correctForm(request, request.params.line)),
    }),
    routes.form({
      path: '/:lang/account/profile/contacts/:line',
      act: 'profile.correct',
      who: 'customer',
      params,
      body: contactFields,
      again: request => shownAgain(request, correctForm(request, request.params.line)),
      handle: async request => {
        const { actor } = request.visitor
        const { line: id } = request.params
        const reach = await viewReach(parts, actor)
        if (reach instanceof Refusal) return refused(reach)
        const kind = lineOf(reach.lines, id)?.contact.kind
        if (!kind) return fault('not-found')
        const contact = readContact(kind, request.body, request)
        if (Array.isArray(contact)) return invalid(...contact)
        const change = await correct(parts, actor, id, contact)
        if (typeof change === 'object' && 'replaced' in change) return shown(correctForm(request, id, request.body))
        return ended(request, change, 'profile.done.saved')
      },
    }),
    routes.form({
      path: '/:lang/account/profile/contacts/:line/remove',
      act: 'profile.correct',
      who: 'customer',
      params,
      body: nothing,
      handle: async request =>
        ended(request, await remove(parts, request.visitor.actor, request.params.line), 'profile.done.removed'),
    }),
    routes.form({
      path: '/:lang/account/profile/contacts/:line/put-back',
      act: 'profile.correct',
      who: 'customer',
      params,
      body: nothing,
      handle: async request =>
        ended(request, await putBack(parts, request.visitor.actor, request.params.line), 'profile.done.restored'),
    }),
  ]
}
