/** What many lines of evidence have in common is written once for each login, and then known by its id. */
import type { Connections, Login } from '../base/connections.ts'
import type { EvidenceForm } from '../policy/evidence-port.ts'
import { idOf, type WrittenForm } from './form-text.ts'
import { keepForm } from './store.ts'

/** Knows which forms are in the database. */
export interface Forms {
  /** @returns the id of a form that is there; a promise the first time, when it has to be written */
  idOf(login: Login, form: EvidenceForm): string | Promise<string>
}

/** Forms as the logins of `connections` write them. */
export function createForms(connections: Connections): Forms {
  const known = new WeakMap<EvidenceForm, Map<string, string>>()

  async function keep(login: Login, form: EvidenceForm): Promise<string> {
    const written: WrittenForm = { writer: login.role, ...form }
    const id = idOf(written)
    try {
      await connections.run(login, [keepForm(id, written)])
    } catch (error) {
      throw notAdmitted(error, written)
    }
    const ids = known.get(form) ?? new Map<string, string>()
    known.set(form, ids.set(login.role, id))
    return id
  }

  return { idOf: (login, form) => known.get(form)?.get(login.role) ?? keep(login, form) }
}

/** PostgreSQL says only that a row was refused; whoever wrote the statement needs to know which. Names and codes only. */
function notAdmitted(error: unknown, { writer, act, by, part, version, fields, outcome }: WrittenForm): unknown {
  if ((error as { code?: unknown }).code !== '42501') return error
  const said = `${act} by ${part || by} under version ${version} (${outcome}: ${fields.join(', ') || 'no fields'})`
  return Object.assign(
    new Error(`${writer} may not leave evidence of ${said}: no such act is compiled.`, { cause: error }),
    {
      code: '42501',
    },
  )
}
