/** What forms and calls about companies ask for, and what is wrong with the answers. */
import { Type } from 'typebox'
import type { FieldFault, Language } from '../../base/http/index.ts'
import { isPlainAddress } from '../../base/mail.ts'
import type { Words } from '../../ui/index.ts'
import { faultAt, isName } from '../people.ts'
import { countries } from './form-pages.tsx'
import { type Role, roles } from './organisations.ts'

const nameText = Type.String({ minLength: 1, maxLength: 100 })

/** A company that is created. */
export const newBody = Type.Object({
  company: nameText,
  country: Type.String({ maxLength: 2, description: 'ISO 3166-1 alpha-2' }),
  number: Type.Optional(Type.String({ maxLength: 40, description: 'as a register of companies has it' })),
  name: Type.String({ minLength: 1, maxLength: 100, description: 'what colleagues will see' }),
})

/** A colleague who is invited. */
export const inviteBody = Type.Object({
  email: Type.String({ format: 'email', maxLength: 254 }),
  role: Type.String({ maxLength: 20, description: roles.join(', ') }),
  language: Type.String({ maxLength: 10, description: 'of the letter' }),
})

export const joinBody = Type.Object({ name: nameText })
export const roleBody = Type.Object({ role: Type.String({ maxLength: 20, description: roles.join(', ') }) })

export const companyParams = Type.Object({ company: Type.String({ format: 'uuid' }) })
export const placeParams = Type.Object({
  company: Type.String({ format: 'uuid' }),
  place: Type.String({ format: 'uuid' }),
})
export const invitationParams = Type.Object({
  company: Type.String({ format: 'uuid' }),
  invitation: Type.String({ format: 'uuid' }),
})
export const domainBody = Type.Object({ domain: Type.String({ minLength: 1, maxLength: 253 }) })

/** Whether a text names a role. */
export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)

/** What the rules find wrong with a company that is created; every fault at once. */
export function newFaults(
  body: { company: string; country: string; number?: string | undefined; name: string },
  { t }: Words,
): FieldFault[] {
  return [
    ...(isName(body.company) ? [] : [faultAt('company', t('companies.fault.name'))]),
    ...(countries.includes(body.country) ? [] : [faultAt('country', t('companies.fault.country'))]),
    ...(body.number === undefined || /^[\p{L}\p{N}][\p{L}\p{N} .\-/]*$/u.test(body.number)
      ? []
      : [faultAt('number', t('companies.fault.number'))]),
    ...nameFaults(body.name, { t }),
  ]
}

/** What is wrong with a name for colleagues. */
export const nameFaults = (name: string, { t }: Pick<Words, 't'>): FieldFault[] =>
  isName(name) ? [] : [faultAt('name', t('companies.fault.name'))]

/** What is invited, or what is wrong with it. */
export function readInvite(
  { email, role, language: wanted }: { email: string; role: string; language: string },
  { t, languages }: Words & { languages: readonly Language[] },
): { email: string; role: Role; language: Language } | FieldFault[] {
  const language = languages.find(one => one === wanted)
  if (isPlainAddress(email.trim()) && isRole(role) && language) return { email, role, language }
  return [
    ...(isPlainAddress(email.trim()) ? [] : [faultAt('email', t('companies.fault.email'))]),
    ...(isRole(role) ? [] : [faultAt('role', t('companies.fault.role'))]),
    ...(language ? [] : [faultAt('language', t('companies.fault.language'))]),
  ]
}
