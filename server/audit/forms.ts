/** What many lines of evidence have in common is written once; its id is the hash of what it says. */
import { createHash } from 'node:crypto'
import type { Connections, Login } from '../base/connections.ts'
import type { EvidenceForm } from '../policy/evidence-port.ts'
import { keepForm } from './store.ts'

/** Who wrote lines of a form, and the form: together what its id is the hash of. */
export type FormText = readonly [writer: string, form: EvidenceForm]

/** The one way to write a form as text; migration 0003 checks the same. */
export function textOf([writer, form]: FormText): string {
  const { act, purpose, clause, version, by, part, fields, outcome } = form
  return [writer, act, purpose, clause, version, by, part, fields.join(','), outcome].join('\n')
}

/** The id of a form: the first half of the SHA-256 of its text, as a UUID. */
export function idOf(text: FormText): string {
  const hex = createHash('sha256').update(textOf(text)).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/** Knows which forms are in the database. */
export interface Forms {
  /** @returns the id of a form that is there; a promise the first time, when it has to be written */
  idOf(login: Login, form: EvidenceForm): string | Promise<string>
}

/** Forms as the logins of `connections` write them. */
export function createForms(connections: Connections): Forms {
  const known = new WeakMap<EvidenceForm, Map<string, string>>()

  async function keep(login: Login, form: EvidenceForm): Promise<string> {
    const text: FormText = [login.role, form]
    const id = idOf(text)
    await connections.run(login, [keepForm(id, text)])
    const ids = known.get(form) ?? new Map<string, string>()
    known.set(form, ids.set(login.role, id))
    return id
  }

  return { idOf: (login, form) => known.get(form)?.get(login.role) ?? keep(login, form) }
}
