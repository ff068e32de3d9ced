/** Before the database is asked: may this request go ahead, as which login, and what will its line of evidence say? */
import type { Login } from '../base/connections.ts'
import type { PersonKey, Vault } from '../base/vault.ts'
import type { Compiled, Grant } from './compile.ts'
import { partOf } from './compiled-acts.ts'
import { decideActor, type KeyHolder, reached } from './decide.ts'
import type { EvidenceForm, EvidenceLine } from './evidence-port.ts'
import type { PolicyState } from './in-force.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import { partyOf, type Request } from './request.ts'

/** A request that may go ahead, as far as that is known before the database is asked. */
export interface Admitted {
  request: Request<string>
  grant: Grant
  login: Login
}

export interface Admission {
  admit(request: Request<string>): Admitted | RefusalCode
  refusal(act: string, code: RefusalCode): Refusal
  /** @param fields schema.table.column @param outcome `done`, or the code of a refusal */
  lineOf(admitted: Admitted, key: PersonKey | undefined, fields: readonly string[], outcome: string): EvidenceLine
}

/** Before what stands in the evidence for which of the company's own systems it was. */
export const ofSystem = 'system:'

/** Which system it was stands where the number of a case does; the number comes after it, where one was given. */
const referenceOf = ({ name }: KeyHolder, reference: string | undefined): string =>
  [`${ofSystem}${name}`, reference].filter(Boolean).join(' · ')

/**
 * Judges requests by what is in force.
 * @param self the login of customers' own acts
 */
export function createAdmission(state: PolicyState, vault: Vault, self: string): Admission {
  const selfLogin: Login = { role: self }
  // Forms are few and the same for ever, until another policy is in force.
  let forms = new Map<string, EvidenceForm>()
  let formsOf: Compiled | undefined

  function formOf(admitted: Admitted, part: string, fields: readonly string[], outcome: string): EvidenceForm {
    const { compiled } = state.current()
    if (formsOf !== compiled) {
      forms = new Map()
      formsOf = compiled
    }
    const { act, purpose, clause } = admitted.grant
    // A colleague who is refused an act that is not for staff is still a colleague.
    const by = part ? 'staff' : admitted.grant.by
    const sorted = fields.length < 2 ? fields : [...new Set(fields)].sort()
    const key = `${act} ${outcome} ${part} ${sorted.join(' ')}`
    let form = forms.get(key)
    if (!form) {
      form = { act, purpose, clause, version: compiled.loaded.policy.policy.version, by, part, fields: sorted, outcome }
      forms.set(key, form)
    }
    return form
  }

  return {
    admit(request) {
      const { compiled, slots } = state.current()
      const { actor } = request
      const decision = decideActor(compiled, request.act, partyOf(request))
      if (!decision.yes) return decision.reason
      const grant = compiled.grants.get(request.act)!
      if (grant.by !== actor.kind) return 'not-the-person'
      if (grant.by === 'customer') return { request, grant, login: selfLogin }
      const own =
        actor.kind === 'staff' ? actor.controller : actor.kind === 'system' ? actor.key?.controller : undefined
      const region = reached(compiled, grant, own) ?? '*'
      return { request, grant, login: { role: slots.get(grant.purpose)!.role, region: vault.regionToken(region) } }
    },
    refusal(act, code) {
      const { compiled } = state.current()
      return new Refusal(code, act, compiled.loaded.policy.policy.version, compiled.grants.get(act)?.clause)
    },
    lineOf(admitted, key, fields, outcome) {
      const { actor, reference } = admitted.request
      const staff = actor.kind === 'staff' ? actor : undefined
      return {
        form: formOf(admitted, staff ? partOf(staff.role, staff.controller) : '', fields, outcome),
        actor: staff?.pseudonym ?? null,
        subject: key?.pseudonym ?? null,
        reference: actor.kind === 'system' && actor.key ? referenceOf(actor.key, reference) : (reference ?? null),
      }
    },
  }
}
