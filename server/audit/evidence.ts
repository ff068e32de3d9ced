/**
 * Evidence: one line for each act on a person. A reading's line is written by the evidence login, grouped with those of
 * other readings that wait at the same moment; a writing's line goes with the writing, as the login that wrote.
 */
import type { Clock } from '../base/clock.ts'
import type { Connections, Login } from '../base/connections.ts'
import type { EvidenceLine, EvidencePort } from '../policy/evidence-port.ts'
import { createForms } from './forms.ts'
import { keepLine, keepLineIfTouchedOnce, keepLines } from './store.ts'

/** How many lines go into one statement at most. */
const mostTogether = 500

interface Waiting {
  line: EvidenceLine
  form: string
  resolve(): void
  reject(error: unknown): void
}

/**
 * The writer of evidence.
 * @param role the evidence login
 */
export function createEvidence(connections: Connections, role: string, clock: Clock): EvidencePort {
  const forms = createForms(connections)
  const login: Login = { role }
  let waiting: Waiting[] = []
  let writing = false

  async function flush(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const group = waiting.length > mostTogether ? waiting.splice(0, mostTogether) : waiting
      if (group === waiting) waiting = []
      const query = keepLines(
        clock.now(),
        group.map(one => one.form),
        group.map(one => one.line),
      )
      try {
        await connections.run(login, [query])
        for (const one of group) one.resolve()
      } catch (error) {
        for (const one of group) one.reject(error)
      }
    }
    writing = false
  }

  function enqueue(line: EvidenceLine, form: string): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ line, form, resolve, reject })
      if (!writing) void flush()
    })
  }

  function appendOne(line: EvidenceLine): Promise<void> {
    const form = forms.idOf(login, line.form)
    return typeof form === 'string' ? enqueue(line, form) : form.then(id => enqueue(line, id))
  }

  return {
    append: lines => (lines.length === 1 ? appendOne(lines[0]!) : Promise.all(lines.map(appendOne)).then(() => {})),
    proof(writer, line, ifTouchedOnce) {
      const keep = ifTouchedOnce ? keepLineIfTouchedOnce : keepLine
      const form = forms.idOf(writer, line.form)
      return typeof form === 'string' ? keep(clock.now(), form, line) : form.then(id => keep(clock.now(), id, line))
    },
  }
}
