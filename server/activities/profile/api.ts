/** The profile over JSON, for programs. */
import { Type } from 'typebox'
import { invalid, languages, problem, refused, reply } from '../../base/http/index.ts'
import type { Route } from '../../base/http/index.ts'
import { changeLanguage, correctName, routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import { addOwn, correct, remove, viewProfile, type Change, type ProfileParts } from './acts.ts'
import { profileAnswer, profileSchema } from './answers.ts'
import { mostLines } from './profile.ts'
import { sayContact, type Kind } from './contact/index.ts'
import { contactFields, nameText, readContact, readName, type ContactFields } from './reading.ts'

const params = Type.Object({ line: Type.String({ format: 'uuid' }) })
const contactBody = Type.Object({ kind: Type.Enum(['phone', 'address']), ...contactFields.properties })
const lineId = Type.Object({ line: Type.String({ description: 'the line that is current now' }) })
const problems = { 'line-unknown': 404, 'line-replaced': 409, 'line-limit': 409 }

/** See and correct one's own profile. */
export function apiRoutes(parts: ProfileParts): Route[] {
  /** Ways in which a change ends other than well. */
  function failed(change: Exclude<Change, { done: string }>, words: Words, kind?: Kind) {
    const { t } = words
    if (change instanceof Refusal) return refused(change)
    if (change === 'unknown') return problem('line-unknown', t('profile.conflict.unknown'))
    if (change === 'limit')
      return problem('line-limit', t(`profile.fault.limit-${kind ?? 'phone'}`, { count: mostLines }))
    const at = change.replaced.replacedAt!
    return problem(
      'line-replaced',
      change.now
        ? t('profile.conflict.detail', { at, now: sayContact(change.now.contact, words) })
        : t('profile.conflict.detail-gone', { at }),
    )
  }

  /** A call names every member that it needs and no other. */
  function read({ kind, ...fields }: ContactFields & { kind: Kind }, words: Words) {
    const foreign = kind === 'phone' ? (['street', 'postcode', 'city'] as const) : (['number'] as const)
    const faults = foreign
      .filter(field => fields[field] !== undefined)
      .map(field => ({ field, message: words.t('profile.fault.not-of-kind') }))
    return faults.length > 0 ? faults : readContact(kind, fields, words)
  }

  return [
    routes.api({
      method: 'GET',
      path: '/api/profile',
      name: 'profile.view',
      act: 'profile.view',
      who: 'customer',
      summary:
        'Your own profile: each item with when and where it came from, the version of the policy, and what it was before.',
      response: profileSchema,
      handle: async ({ visitor }) => reply(profileAnswer(await viewProfile(parts, visitor.actor))),
    }),
    routes.api({
      method: 'PUT',
      path: '/api/profile/name',
      name: 'profile.correct-name',
      act: 'people.correct',
      who: 'customer',
      summary:
        'Correct your name. `line` is the id of the name that you correct: 409 if it was replaced in the meantime.',
      body: Type.Object({ line: Type.String({ format: 'uuid' }), name: nameText }),
      response: Type.Object({ saved: Type.Boolean() }),
      problems,
      handle: async request => {
        const { body, t, visitor } = request
        const name = readName(body.name)
        if (name === undefined) return invalid({ field: 'name', message: t('profile.fault.name') })
        const done = await correctName(parts, visitor.actor, body.line, name)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return problem('line-unknown', t('profile.conflict.unknown'))
        if (done === 'done') return reply({ saved: true })
        return problem('line-replaced', t('profile.conflict.detail', { at: done.replaced, now: done.now.value }))
      },
    }),
    routes.api({
      method: 'PUT',
      path: '/api/profile/language',
      name: 'profile.change-language',
      act: 'people.correct',
      who: 'customer',
      summary: `Change the language in which you are addressed: ${languages.join(', ')}.`,
      body: Type.Object({ language: Type.String({ maxLength: 10 }) }),
      response: Type.Object({ saved: Type.Boolean() }),
      handle: async ({ body, t, visitor, languages: offered }) => {
        const language = offered.find(one => one === body.language)
        if (!language) return invalid({ field: 'language', message: t('profile.fault.language') })
        const done = await changeLanguage(parts, visitor.actor, language)
        return done instanceof Refusal ? refused(done) : reply({ saved: true })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/profile/contacts',
      name: 'profile.add-contact',
      statuses: [201],
      act: 'profile.correct',
      who: 'customer',
      summary: 'Add a phone number (number, country) or an address (street, postcode, city, country).',
      body: contactBody,
      response: lineId,
      problems,
      handle: async request => {
        const contact = read(request.body, request)
        if (Array.isArray(contact)) return invalid(...contact)
        const change = await addOwn(parts, request.visitor.actor, contact)
        return isDone(change)
          ? reply({ line: change.done }, { status: 201 })
          : failed(change, request, request.body.kind)
      },
    }),
    routes.api({
      method: 'PUT',
      path: '/api/profile/contacts/:line',
      name: 'profile.correct-contact',
      act: 'profile.correct',
      who: 'customer',
      summary: 'Correct a phone number or an address; the answer names the line that took its place.',
      params,
      body: contactBody,
      response: lineId,
      problems,
      handle: async request => {
        const contact = read(request.body, request)
        if (Array.isArray(contact)) return invalid(...contact)
        const change = await correct(parts, request.visitor.actor, request.params.line, contact)
        return isDone(change) ? reply({ line: change.done }) : failed(change, request)
      },
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/profile/contacts/:line',
      name: 'profile.remove-contact',
      act: 'profile.correct',
      who: 'customer',
      summary: 'Remove a phone number or an address; it stays as history.',
      params,
      response: Type.Object({ removed: Type.Boolean() }),
      problems,
      handle: async request => {
        const change = await remove(parts, request.visitor.actor, request.params.line)
        return isDone(change) ? reply({ removed: true }) : failed(change, request)
      },
    }),
  ]
}

const isDone = (change: Change): change is Extract<Change, { done: string }> =>
  typeof change === 'object' && 'done' in change
