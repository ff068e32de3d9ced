/** What the policy in force says about a profile, in a visitor's words. */
import type { Language } from '../../base/http/index.ts'
import { audienceOf } from '../../policy/audience.ts'
import type { Gate } from '../../policy/gate.ts'

/** What is promised of one category for one purpose. */
export interface Kept {
  /** Its id, and why it is kept. */
  id: string
  purpose: string
  /** The clause of that purpose. */
  clause: string
  /** Who may receive it for this. */
  recipients: string[]
  /** Roles of colleagues who can see it. */
  roles: string[]
  /** How long after what it is kept: ISO 8601, and the event as the policy names it. */
  period: string
  after: string
}

export interface Promised extends Kept {
  /** What is asked for research; undefined where the policy has no such purpose. */
  research: Kept | undefined
  /** The same of names and languages. */
  identity: Kept
  organisation: Kept
  /** The version in force, and since when. */
  version: number
  effective: Date
  /** E-mail address of who answers questions about personal data. */
  contact: string
  /** Where they are, ISO 3166-1 alpha-2. */
  country: string
  /** How many purposes the policy has, and how many others may use contact data. */
  purposes: number
  others: number
}

const purposeId = 'account'
const category = 'contact'

/** What is promised now. */
export function promised({ gate }: { gate: Gate }, language: Language): Promised {
  const { compiled } = gate.policy()
  const { policy } = compiled.loaded
  const controllers = Object.values(policy.controllers)
  const answers = controllers.find(controller => controller.default) ?? controllers[0]
  const say = (says: Readonly<Record<string, string | undefined>>, id: string) =>
    says[language] ?? says[policy.policy.original] ?? id
  const keptFor = (id: string, of: string): Kept => {
    const purpose = policy.purposes[id]
    return {
      id,
      purpose: purpose ? say(purpose.says, id) : id,
      clause: purpose?.clause ?? '',
      recipients: Object.values(policy.recipients)
        .filter(recipient => recipient.for.includes(id) && recipient.gets.includes(of))
        .map(recipient => recipient.name),
      roles: audienceOf(of, compiled).roles.map(({ role }) => say(policy.staff[role]?.says ?? {}, role)),
      period: purpose?.keep.for ?? '',
      after: purpose?.keep.after ?? '',
    }
  }
  return {
    ...keptFor(purposeId, category),
    research: Object.hasOwn(policy.purposes, 'research') ? keptFor('research', 'research') : undefined,
    identity: keptFor(purposeId, 'identity'),
    organisation: keptFor(purposeId, 'organisation'),
    version: policy.policy.version,
    effective: new Date(policy.policy.effective),
    contact: answers?.contact ?? '',
    country: answers?.country ?? '',
    purposes: Object.keys(policy.purposes).length,
    others: Object.entries(policy.purposes).filter(([id, { uses }]) => id !== purposeId && uses.includes(category))
      .length,
  }
}
