/** What the policy in force says about a profile, in a visitor's words. */
import type { Language } from '../../base/http/index.ts'
import type { Gate } from '../../policy/gate.ts'

export interface Promised {
  /** Why a profile is kept. */
  purpose: string
  /** The clause of that purpose. */
  clause: string
  /** The version in force, and since when. */
  version: number
  effective: Date
  /** E-mail address of who answers questions about personal data. */
  contact: string
  /** Where they are, ISO 3166-1 alpha-2. */
  country: string
  /** Who may receive contact data to keep a profile. */
  recipients: string[]
  /** How many purposes the policy has, and how many others may use contact data. */
  purposes: number
  others: number
}

const purposeId = 'account'
const category = 'contact'

/** What is promised now. */
export function promised({ gate }: { gate: Gate }, language: Language): Promised {
  const { policy } = gate.policy().compiled.loaded
  const purpose = policy.purposes[purposeId]
  const controllers = Object.values(policy.controllers)
  const answers = controllers.find(controller => controller.default) ?? controllers[0]
  return {
    purpose: purpose?.says[language] ?? purpose?.says[policy.policy.original] ?? purposeId,
    clause: purpose?.clause ?? '',
    version: policy.policy.version,
    effective: new Date(policy.policy.effective),
    contact: answers?.contact ?? '',
    country: answers?.country ?? '',
    recipients: Object.values(policy.recipients)
      .filter(recipient => recipient.for.includes(purposeId) && recipient.gets.includes(category))
      .map(recipient => recipient.name),
    purposes: Object.keys(policy.purposes).length,
    others: Object.entries(policy.purposes).filter(([id, { uses }]) => id !== purposeId && uses.includes(category))
      .length,
  }
}
