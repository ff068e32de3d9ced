/**
 * Evidence: one line for each act on a person. A reading's line is written by the evidence login, grouped with those of
 * other readings that wait at the same moment; a writing's line goes with the writing, as the login that wrote.
 */
import type { Query } from '../base/batch.ts'
import type { Clock } from '../base/clock.ts'
import { type Connections, isConnectionFault, type Login } from '../base/connections.ts'
import { Groups } from '../base/groups.ts'
import type { EvidenceLine, EvidencePort } from '../policy/evidence-port.ts'
import { createForms } from './forms.ts'
import { keepLines } from './store.ts'

/** How many lines go into one statement at most. */
const mostTogether = 500

/**
 * The writer of evidence.
 * @param role the evidence login
 */
export function createEvidence(connections: Connections, role: string, clock: Clock): EvidencePort {
  const forms = createForms(connections)

  function proof(login: Login, lines: readonly EvidenceLine[]): Query | Promise<Query> {
    const ids: string[] = []
    for (const line of lines) {
      const id = forms.idOf(login, line.form)
      // The first time, a form has to be written down before lines can name it.
      if (typeof id !== 'string') return id.then(() => proof(login, lines))
      ids.push(id)
    }
    return keepLines(clock.now(), ids, lines)
  }

  const readings = new Groups<EvidenceLine, void>({
    width: 1,
    most: mostTogether,
    async run(_role, lines) {
      await connections.run({ role }, [await proof({ role }, lines)])
      return []
    },
    triesApart: (error, group) => group > 1 && !isConnectionFault(error),
  })

  return {
    append: async lines => {
      if (lines.length === 1) await readings.run(role, lines[0]!)
      else await Promise.all(lines.map(line => readings.run(role, line)))
    },
    proof,
  }
}
