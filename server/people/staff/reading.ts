/** What forms and calls about colleagues and keys ask for, and what is wrong with the answers. */
import { Type } from 'typebox'
import type { FieldFault, Language } from '../../base/http/index.ts'
import { isPlainAddress } from '../../base/mail.ts'
import type { Compiled } from '../../policy/compile.ts'
import type { Words } from '../../ui/index.ts'
import { faultAt, isName } from '../people.ts'
import type { Appointment } from './colleague-store.ts'
import type { Invitation } from './colleagues.ts'
import { keyDays, keyFaults } from './key.ts'
import type { Wanted } from './keys.ts'
import { type Colleague, controllersFor } from './staff.ts'

const short = (description: string) => Type.String({ minLength: 1, maxLength: 60, description })

/** A place: what somebody works as, and for whom. */
export const placeBody = Type.Object({ role: short('of the policy'), controller: short('of the policy') })

/** A colleague who is invited. */
export const inviteBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  email: Type.String({ format: 'email', maxLength: 254, description: 'becomes the ID' }),
  ...placeBody.properties,
  language: Type.String({ maxLength: 10, description: 'of the letter' }),
})

/** A key that is wanted. */
export const keyBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60, description: 'which system it is: customers read it' }),
  purpose: short('of the policy'),
  controller: short('whose people it sees'),
  acts: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50, description: 'of the purpose, done with keys' }),
  days: Type.Integer({ minimum: 1, maximum: keyDays.most, default: keyDays.default }),
})

export const personParams = Type.Object({ person: Type.String({ format: 'uuid' }) })
export const keyParams = Type.Object({ key: Type.String({ format: 'uuid' }) })

type Judged = { t: Words['t']; compiled: Compiled; actor: Pick<Colleague, 'controller'> }

/** What is wrong with a place that is to be given. */
export function placeFaults({ role, controller }: Appointment, { t, compiled, actor }: Judged): FieldFault[] {
  const { policy } = compiled.loaded
  return [
    ...(Object.hasOwn(policy.staff, role) ? [] : [faultAt('role', t('staff.fault.role'))]),
    ...(controllersFor(policy, actor).includes(controller) ? [] : [faultAt('controller', t('staff.fault.controller'))]),
  ]
}

/** Who is invited, or everything that is wrong with it. */
export function readInvite(
  body: { name: string; email: string; language: string } & Appointment,
  judged: Judged & { languages: readonly Language[] },
): Invitation | FieldFault[] {
  const { t, languages } = judged
  const email = body.email.trim()
  const language = languages.find(one => one === body.language)
  const faults = [
    ...(isName(body.name) ? [] : [faultAt('name', t('staff.fault.name'))]),
    ...(isPlainAddress(email) ? [] : [faultAt('email', t('staff.fault.email'))]),
    ...placeFaults(body, judged),
    ...(language ? [] : [faultAt('language', t('staff.fault.language'))]),
  ]
  return language && faults.length === 0 ? { ...body, email, language } : faults
}

/** A key that can be made, or everything that is wrong with it. */
export function readKey(wanted: Wanted, { t, compiled, actor }: Judged): Wanted | FieldFault[] {
  const says = {
    name: t('staff.fault.key-name'),
    purpose: t('staff.fault.key-purpose'),
    controller: t('staff.fault.controller'),
    acts: t('staff.fault.key-acts'),
  }
  const faults = keyFaults(wanted, compiled, controllersFor(compiled.loaded.policy, actor))
  return faults.length > 0
    ? faults.map(field => faultAt(field, says[field]))
    : { ...wanted, acts: [...new Set(wanted.acts)] }
}
