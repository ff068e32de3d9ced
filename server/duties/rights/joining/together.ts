/** What joining two IDs and parting them have in common: who does it, what is read first, and what both people are told. */
import { newId } from '../../../base/ids.ts'
import { maskedId } from '../../../people/index.ts'
import { movingStatements } from '../../../policy/moving.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Actor } from '../../../policy/request.ts'
import type { RightsParts } from '../parts.ts'
import * as store from './store.ts'

/** How often what changed while it was to be moved is read anew. */
export const rounds = 3

/** The SQLSTATE of what went wrong, if the database said it. */
export const codeOf = (error: unknown) => (error as { code?: string }).code
/** What the functions of the database say (migration 0023). */
export const [alreadyJoined, changedMeanwhile] = ['AB003', 'AB004']

/** Who does it: each on themselves, or a colleague. */
export type By = { kind: 'person' } | { kind: 'staff'; actor: Actor & { kind: 'staff' }; reference: string }

/** From where it is done; of a colleague nothing is told. */
export interface Device {
  agent: string
  address: string
}
export const nowhere: Device = { agent: '', address: '' }

/** The acts of either, on somebody. */
export function requestsOf(by: By, person: string) {
  const subject = { person }
  if (by.kind === 'staff') {
    const common = { actor: by.actor, subject, reference: by.reference }
    return {
      read: { act: 'rights.read-to-join-for-somebody', ...common },
      join: { act: 'rights.join-for-somebody', ...common },
      view: { act: 'rights.view-joined-for-somebody', ...common },
      part: { act: 'rights.part-for-somebody', ...common },
    } as const
  }
  const common = { actor: { kind: 'customer', person }, subject } as const
  return {
    read: { act: 'rights.read-to-join', ...common },
    join: { act: 'rights.join', ...common },
    view: { act: 'rights.view-joined', ...common },
    part: { act: 'rights.part', ...common },
  } as const
}

/** Who is who, with what proves both. @param former whose ID is given up @param kept whose stays */
export const pairOf = ({ vault }: RightsParts, former: string, kept: string): store.Pair => ({
  former,
  formerToken: vault.personToken(former),
  kept,
  keptToken: vault.personToken(kept),
})

/** What somebody owns and said, read so that it can go to somebody else. */
export async function readToJoin({ gate }: RightsParts, person: string, by: By) {
  const { compiled } = gate.policy()
  const request = requestsOf(by, person).read
  const categories = compiled.grants.get(request.act)?.reads ?? []
  const statements = movingStatements<typeof request.act>(compiled, categories, person)
  const answers = await gate.read(request, statements)
  if (answers instanceof Refusal) return answers
  const said = await gate.read(request, { standing: store.standing(person) })
  return said instanceof Refusal ? said : { statements, answers, standing: said.standing[0] }
}

/** The ID of somebody, and how they are called. */
async function whoIs({ gate }: RightsParts, person: string, by: By) {
  const read = await gate.read(requestsOf(by, person).read, { who: store.whoToTell(person) })
  return read instanceof Refusal ? read : (read.who[0] ?? { address: '', name: null })
}

/**
 * When and by whom it is done, and what stands in the history of either ID and goes by letter to its own person. Each reads no
 * more of the other's ID than to know their own by: a colleague may have been wrong.
 * @returns undefined where somebody was erased in the meantime
 */
export async function doneNow(
  parts: RightsParts,
  kept: string,
  former: string,
  by: By,
  device: Device,
): Promise<store.Done | undefined | Refusal> {
  const { gate, vault, clock } = parts
  const at = clock.now()
  const [keeps, gives] = [await whoIs(parts, kept, by), await whoIs(parts, former, by)]
  if (keeps instanceof Refusal) return keeps
  if (gives instanceof Refusal) return gives
  const line = (person: string, about: string, more: { name?: string } = {}): store.ToldLine | undefined => {
    const detail = { ...device, about: maskedId(about), ...more }
    const sealed = vault.recall(person)?.seal('people.security_event.detail', detail)
    return sealed && { id: newId(), detail: sealed.toString('base64'), at, tell_at: at }
  }
  const ofKept = line(kept, gives.address)
  // Their name is with the ID that is kept by the time that the letter is written.
  const ofFormer = line(former, keeps.address, gives.name ? { name: gives.name } : {})
  const { version } = gate.policy().compiled.loaded.policy.policy
  return (
    ofKept &&
    ofFormer && {
      at,
      version,
      by: by.kind === 'staff' ? by.kind : 'customer',
      told: { kept: ofKept, former: ofFormer },
    }
  )
}
