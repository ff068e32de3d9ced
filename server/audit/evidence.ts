/**
 * Evidence: one line for each act on a person. A reading's line is written by the evidence login, grouped with those of
 * other readings that wait at the same moment; a writing's line goes with the writing, as the login that wrote.
 */
import type { Query } from '../base/batch.ts'
import type { Connections } from '../base/connections.ts'
import type { EvidenceLine, EvidencePort } from '../policy/evidence-port.ts'

const columns = 'at, act, purpose, clause, version, by, actor, part, subject, fields, outcome, reference'

/** How many lines go into one statement at most. */
const mostTogether = 500

interface Waiting {
  lines: readonly EvidenceLine[]
  resolve(): void
  reject(error: unknown): void
}

const hex = (bytes: Buffer | null): string | null => (bytes ? `\\x${bytes.toString('hex')}` : null)

function grouped(lines: readonly EvidenceLine[]): Query {
  const column = <T>(of: (line: EvidenceLine) => T): T[] => lines.map(of)
  return {
    name: 'evidence-group',
    text: `insert into audit.evidence (${columns})
           select l.at, l.act, l.purpose, l.clause, l.version, l.by, l.actor, l.part, l.subject, string_to_array(l.fields, ','), l.outcome, l.reference
             from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::bytea[], $8::text[],
                         $9::bytea[], $10::text[], $11::text[], $12::text[])
               as l (at, act, purpose, clause, version, by, actor, part, subject, fields, outcome, reference)`,
    values: [
      column(line => line.at.toISOString()),
      column(line => line.act),
      column(line => line.purpose),
      column(line => line.clause),
      column(line => line.version),
      column(line => line.by),
      column(line => hex(line.actor)),
      column(line => line.part),
      column(line => hex(line.subject)),
      column(line => line.fields.join(',')),
      column(line => line.outcome),
      column(line => line.reference),
    ],
  }
}

/**
 * The writer of evidence.
 * @param role the evidence login
 */
export function createEvidence(connections: Connections, role: string): EvidencePort {
  let waiting: Waiting[] = []
  let writing = false

  async function flush(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, mostTogether)
      try {
        await connections.read({ role }, [grouped(group.flatMap(entry => entry.lines))])
        for (const entry of group) entry.resolve()
      } catch (error) {
        for (const entry of group) entry.reject(error)
      }
    }
    writing = false
  }

  return {
    append: lines =>
      new Promise((resolve, reject) => {
        waiting.push({ lines, resolve, reject })
        if (!writing) void flush()
      }),
    query: line => ({
      name: 'evidence-one',
      text: `insert into audit.evidence (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      values: [
        line.at.toISOString(),
        line.act,
        line.purpose,
        line.clause,
        line.version,
        line.by,
        line.actor,
        line.part,
        line.subject,
        line.fields,
        line.outcome,
        line.reference,
      ],
    }),
  }
}
