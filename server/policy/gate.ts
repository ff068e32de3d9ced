/**
 * The only door. An act on a subject is judged, runs as its purpose's own login, and leaves evidence: a reading's before
 * its first byte leaves, a writing's in the same transaction. Nothing else in the product can run a statement.
 *
 * PostgreSQL judges standing and region with its row policies, in the statement itself; `decide` narrows before. Only
 * when a login saw nothing is it asked why.
 */
import type { BatchResult, Query } from '../base/batch.ts'
import type { Connections } from '../base/connections.ts'
import type { PersonKey, Vault } from '../base/vault.ts'
import { type Admitted, createAdmission } from './admission.ts'
import type { EvidenceLine, EvidencePort } from './evidence-port.ts'
import { asPerson, asReader, keepKey, keyOf } from './gate-sql.ts'
import type { InForce, PolicyState } from './in-force.ts'
import { type AnyStatement, keyOfRow, openRows, toQuery } from './opening.ts'
import { createNoting } from './own-views.ts'
import type { Refusal, RefusalCode } from './refusal.ts'
import { personOf, type Request } from './request.ts'
import { createRunning } from './running.ts'
import { explain } from './standing.ts'
import { checkTouched, type Statement } from './statement.ts'

export type Statements<Act extends string> = Readonly<Record<string, Statement<Act, unknown>>>
export type Answers<S> = { [K in keyof S]: S[K] extends { answer?: infer R } ? NonNullable<R>[] : never }

export interface Gate {
  /** Reads. @returns the rows by statement, sealed columns opened, or why not */
  read<Act extends string, S extends Statements<Act>>(
    request: Request<Act>,
    statements: S,
  ): Promise<Answers<S> | Refusal>
  /** Writes all or nothing. @throws if a statement touched more or fewer rows than it must */
  write<Act extends string, S extends Statements<Act>>(
    request: Request<Act>,
    statements: S,
  ): Promise<Answers<S> | Refusal>
  /** What is in force now. */
  policy(): InForce
}

export interface GateParts {
  connections: Connections
  vault: Vault
  state: PolicyState
  evidence: EvidencePort
  /** Name of a fixed login. */
  login(name: 'self' | 'gate'): string
}

type AnyStatements = Readonly<Record<string, AnyStatement>>

/** Builds the gate. */
export function createGate({ connections, vault, state, evidence, login: loginOf }: GateParts): Gate {
  const { admit, refusal, lineOf } = createAdmission(state, vault, loginOf('self'))
  const running = createRunning(connections, evidence)
  const note = createNoting(evidence)

  /** A refusal on a person is evidence too: the person sees who tried. */
  async function refuse(admitted: Admitted, code: RefusalCode): Promise<Refusal> {
    const { request, grant } = admitted
    const person = personOf(request.subject)
    if (grant.evidence)
      await evidence.append([lineOf(admitted, person ? await keyOfTried(person) : undefined, [], code)])
    return refusal(request.act, code)
  }

  /** One who may not even ask: a colleague's try on a person is noted, a stranger's is nobody's. */
  async function refuseActor(request: Request<string>, code: RefusalCode): Promise<Refusal> {
    const grant = state.current().compiled.grants.get(request.act)
    if (!grant || request.actor.kind !== 'staff' || !personOf(request.subject)) return refusal(request.act, code)
    return refuse({ request, grant, login: { role: '' } }, code)
  }

  /** The key of somebody whom the login that tried does not see, through the login that evidence has for this. */
  async function keyOfTried(person: string): Promise<PersonKey | undefined> {
    const known = vault.recall(person)
    const { compiled, slots } = state.current()
    const role = slots.get(compiled.grants.get('audit.note-refusal')?.purpose ?? '')?.role
    if (known || !role) return known
    const login = { role, region: vault.regionToken('*') }
    const [result] = await running.read({ login, queries: [keyOf(person)], person: undefined })
    return unwrapped(person, result)
  }

  const why = (admitted: Admitted, person: string) =>
    explain(connections, loginOf('gate'), state.current(), admitted.request, person)

  /** What the self login's row policies ask for; other logins have their region from the start. */
  const settings = ({ grant }: Admitted, person: string | undefined): Query[] =>
    grant.by === 'customer' && person ? [asPerson(vault.personToken(person))] : []

  async function fetchKey(admitted: Admitted, person: string): Promise<PersonKey | undefined> {
    const queries = [...settings(admitted, person), keyOf(person)]
    const results = await running.read({ login: admitted.login, queries, person: undefined })
    return unwrapped(person, results.at(-1))
  }

  function unwrapped(person: string, result: BatchResult | undefined): PersonKey | undefined {
    const wrapped = result?.rows[0]?.['wrapped'] as Buffer | undefined
    return wrapped && vault.unwrap(person, wrapped)
  }

  async function read(request: Request<string>, statements: AnyStatements) {
    const admitted = admit(request)
    if (typeof admitted === 'string') return refuseActor(request, admitted)
    const { login, grant } = admitted
    const person = personOf(request.subject)
    const list = Object.values(statements)
    const queries: Query[] = []
    let key = person ? vault.recall(person) : undefined
    if (person && grant.by === 'customer') {
      key ??= await fetchKey(admitted, person)
      if (!key) return refuse(admitted, (await why(admitted, person)) ?? 'erased')
      queries.push(
        grant.reads.includes('evidence')
          ? asReader(vault.personToken(person), key.pseudonym)
          : asPerson(vault.personToken(person)),
      )
    } else if (person && !key) queries.push(keyOf(person))
    const before = queries.length
    for (const one of list) queries.push(toQuery(one, vault, key))
    // What leaves no evidence and looks for nobody in particular, as the check of a session at every request, waits for its like.
    const among = request.subject === 'set' && !grant.evidence ? request.act : undefined
    const all = await running.read({ login, queries, person, among })
    if (person && !key) {
      key = unwrapped(person, all[0])
      if (!key) return refuse(admitted, (await why(admitted, person)) ?? 'erased')
    }
    const results = before > 0 ? all.slice(before) : all
    if (person && results.every(result => result.rows.length === 0)) {
      const reason = await why(admitted, person)
      if (reason) return refuse(admitted, reason)
    }
    const written = grant.evidence ? note(request, linesOf(admitted, list, results, key)) : undefined
    try {
      list.forEach((one, at) => openRows(one, results[at]!.rows, vault, key))
    } finally {
      // Also where nothing could be opened: an error that nobody waits for would end the process.
      await written
    }
    return byName(statements, results)
  }

  /** A look is any person shown: the subject, or each person in the rows. */
  function linesOf(
    admitted: Admitted,
    list: readonly AnyStatement[],
    results: readonly BatchResult[],
    key: PersonKey | undefined,
  ): EvidenceLine[] {
    const fields = fieldsOf(list)
    if (admitted.request.subject !== 'set') return [lineOf(admitted, key, fields, 'done')]
    const shown = new Map<string, PersonKey | undefined>()
    for (const { rows } of results) for (const row of rows) shown.set(String(row['person_id']), keyOfRow(row, vault))
    return [...shown.values()].map(member => lineOf(admitted, member, fields, 'done'))
  }

  async function write(request: Request<string>, statements: AnyStatements) {
    const admitted = admit(request)
    if (typeof admitted === 'string') return refuseActor(request, admitted)
    const { subject } = request
    const person = personOf(subject)
    const list = Object.values(statements)
    let key: PersonKey | undefined
    let keep: Query | undefined
    if (typeof subject === 'object' && 'newPerson' in subject) {
      const made = vault.newKey(subject.newPerson)
      key = made.key
      keep = keepKey(subject.newPerson, made.wrapped)
    } else if (person) {
      key = vault.recall(person) ?? (await fetchKey(admitted, person))
      if (!key) return refuse(admitted, (await why(admitted, person)) ?? 'erased')
    }
    const before = settings(admitted, person)
    const queries = [...before, ...list.map(one => toQuery(one, vault, key))]
    // The person is there after the first statement, and the others may need the key.
    if (keep) queries.splice(before.length + 1, 0, keep)
    const own = (results: readonly BatchResult[]): readonly BatchResult[] => {
      if (!keep) return before.length > 0 ? results.slice(before.length) : results
      return results.filter((_, at) => at >= before.length && at !== before.length + 1)
    }
    try {
      const results = own(
        await running.write({
          login: admitted.login,
          queries,
          person,
          line: admitted.grant.evidence ? lineOf(admitted, key, fieldsOf(list), 'done') : undefined,
          judge: list.every(({ touches }) => touches === 'any')
            ? undefined
            : answers => own(answers).forEach((answer, at) => checkTouched(list[at]!, answer.count)),
        }),
      )
      list.forEach((one, at) => openRows(one, results[at]!.rows, vault, key))
      return byName(statements, results)
    } catch (error) {
      // Rows that the policies hide, or a row that they do not let in: is it the person's standing?
      const reason = person ? await why(admitted, person) : undefined
      if (reason) return refuse(admitted, reason)
      throw error
    }
  }

  /**
   * A column that was revoked a moment ago, or evidence of a version that is none any more: hear of the publication,
   * unless that has happened meanwhile, and judge again, once.
   */
  async function again<T>(work: () => Promise<T>): Promise<T> {
    const judged = state.current()
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: string }).code !== '42501') throw error
      await state.refresh()
      if (state.current() === judged) throw error
      return work()
    }
  }

  return {
    read: (request, statements) => again(() => read(request, statements as never)) as never,
    write: (request, statements) => again(() => write(request, statements as never)) as never,
    policy: () => state.current(),
  }
}

const fieldsOf = (list: readonly AnyStatement[]): readonly string[] =>
  list.length === 1 ? list[0]!.fields : list.flatMap(one => one.fields)

function byName(statements: AnyStatements, results: readonly BatchResult[]) {
  const answers: Record<string, BatchResult['rows']> = {}
  let at = 0
  for (const name of Object.keys(statements)) answers[name] = results[at++]!.rows
  return answers
}
