/** The desk for the company's own systems: whom a key of a purpose finds, and what that purpose was promised, masked. */
import { normalCaseNumber } from '../../base/case-number.ts'
import { identifierHash, type Visitor } from '../../people/index.ts'
import { recordItems, recordStatements } from '../../policy/record.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type DeskParts, type Found, foundOf, type Section, sectionOf } from './acts.ts'
import { isAboutPerson, nobody, type SystemFindAct, type SystemOpenAct } from './desk.ts'
import { acts } from './privacy.ts'
import * as store from './store.ts'

/** A system with its key. */
export type System = Extract<Visitor, { kind: 'system' }>['actor']

/** The act of a key's purpose, or why there is none. */
function actOf<What extends 'find' | 'open'>(
  { gate }: DeskParts,
  { key }: System,
  what: What,
): (What extends 'find' ? SystemFindAct : SystemOpenAct) | Refusal {
  const begins = `desk.system-${what}-for-`
  const found = Object.entries(acts).find(([name, { purpose }]) => name.startsWith(begins) && purpose === key.purpose)
  const { policy, purposes } = gate.policy().compiled.loaded.policy
  if (!found)
    return new Refusal('no-act-for-purpose', `desk.system-${what}`, policy.version, purposes[key.purpose]?.clause)
  return found[0] as What extends 'find' ? SystemFindAct : SystemOpenAct
}

/** Finds a customer by their ID, typed in full. @returns whom the purpose sees: one, or nobody */
export async function findForSystem(
  parts: DeskParts,
  actor: System,
  id: string,
  reference: string | undefined,
): Promise<Found[] | Refusal> {
  const act = actOf(parts, actor, 'find')
  if (act instanceof Refusal) return act
  const read = await parts.gate.read(
    { act, actor, subject: 'set', reference: reference && normalCaseNumber(reference) },
    { found: store.findById(identifierHash(parts, id)) },
  )
  return read instanceof Refusal ? read : read.found.map(foundOf)
}

/** What a key's purpose was promised about somebody. */
export interface SystemRecord {
  region: string
  version: number
  sections: Section[]
}

/** Reads what the purpose of the key was promised about a customer. Nothing is revealed to a system. */
export async function readForSystem(
  parts: DeskParts,
  actor: System,
  person: string,
  reference: string | undefined,
): Promise<SystemRecord | { nobody: ReturnType<typeof nobody> } | Refusal> {
  const act = actOf(parts, actor, 'open')
  if (act instanceof Refusal) return act
  const { compiled } = parts.gate.policy()
  const { version } = compiled.loaded.policy.policy
  const uses = compiled.grants.get(act)?.reads ?? []
  const statements = recordStatements<typeof act>(compiled, uses, person)
  const answers = await parts.gate.read(
    { act, actor, subject: { person }, reference: reference && normalCaseNumber(reference) },
    { region: store.regionOf(person), ...statements },
  )
  if (answers instanceof Refusal) return isAboutPerson(answers) ? { nobody: nobody(answers) } : answers
  const region = (answers.region as { region: string }[])[0]?.region
  // A colleague, or nobody: the same answer.
  if (region === undefined) return { nobody: nobody(new Refusal('erased', act, version)) }
  const items = recordItems(statements, answers).filter(item => item.shown === 'shown')
  return { region, version, sections: uses.map(category => sectionOf(category, items, false)) }
}
