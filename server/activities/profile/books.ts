/** Where lines of a profile are kept: ways to reach somebody for the profile itself, answers for research. */
import { takeTurn } from '../../consent/index.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import type { Statement } from '../../policy/statement.ts'
import type { Entry } from './contact/index.ts'
import { arrange, type Line, type Lines } from './profile.ts'
import * as answers from './research-store.ts'
import * as contacts from './store.ts'

type ChangeAct = 'profile.correct' | 'profile.correct-research'
type Writing = Statement<ChangeAct, object>

/** One table of lines, with the acts that open it. */
export interface Book {
  change: ChangeAct
  view(parts: { gate: Gate }, actor: Self): Promise<Lines | Refusal>
  /** Lets one writing go after the other. */
  takeTurn(person: string): Writing
  end(id: string, person: string, at: Date): Writing
  addWithin(
    most: number,
    id: string,
    person: string,
    entry: Entry,
    from: contacts.Provenance,
    replaces: string | null,
    provenAt: Date | null,
  ): Writing
}

/** A row as a line. */
export const lineFrom = (row: contacts.LineRow): Line => ({
  id: row.id,
  contact: { kind: row.kind, value: row.value } as Entry,
  at: row.recorded_at,
  source: row.source,
  version: row.policy_version,
  replacedAt: row.replaced_at,
  replaces: row.replaces,
  ...(row.kind === 'email' ? { provenAt: row.proven_at ?? null } : {}),
})

export const contactBook: Book = {
  change: 'profile.correct',
  async view({ gate }, actor) {
    const { person } = actor
    const read = await gate.read(
      { act: 'profile.view', actor, subject: { person } },
      { contacts: contacts.contacts(person) },
    )
    return read instanceof Refusal ? read : arrange(read.contacts.map(lineFrom))
  },
  takeTurn: person => contacts.takeTurn(person) as Writing,
  end: (...given) => contacts.end(...given) as Writing,
  addWithin: (...given) => contacts.addWithin(...given) as Writing,
}

export const answerBook: Book = {
  change: 'profile.correct-research',
  async view({ gate }, actor) {
    const { person } = actor
    const read = await gate.read(
      { act: 'profile.view-research', actor, subject: { person } },
      { answers: answers.answers(person) },
    )
    return read instanceof Refusal ? read : arrange(read.answers.map(lineFrom))
  },
  takeTurn: person => takeTurn<'profile.correct-research'>(person) as Writing,
  end: (...given) => answers.end(...given) as Writing,
  addWithin: (most, id, person, entry, from, replaces) =>
    answers.addWithin(most, id, person, entry, from, replaces) as Writing,
}
