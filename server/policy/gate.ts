/**
 * The only door. An act on a subject is judged, runs as its purpose's own login, and leaves evidence: a reading's before
 * its first byte leaves, a writing's in the same transaction. Nothing else in the product can run a statement.
 *
 * PostgreSQL judges standing and region with its row policies, in the statement itself; `decide` narrows before. Only
 * when a login saw nothing is it asked why.
 */
import type { Batch, BatchResult, Query } from '../base/batch.ts'
import type { Clock } from '../base/clock.ts'
import type { Connections, Login } from '../base/connections.ts'
import type { PersonKey, Vault } from '../base/vault.ts'
import type { Grant } from './compile.ts'
import { decideActor } from './decide.ts'
import type { EvidenceLine, EvidencePort } from './evidence-port.ts'
import type { InForce, PolicyState } from './in-force.ts'
import { type AnyStatement, keyOfRow, openRows, toQuery } from './opening.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import { partyOf, personOf, type Request } from './request.ts'
import { explain } from './standing.ts'
import type { Statement } from './statement.ts'
import { checkTouched, isTouchFault, withProof } from './writing.ts'

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
  clock: Clock
  state: PolicyState
  evidence: EvidencePort
  /** Name of a fixed login. */
  login(name: 'self' | 'gate'): string
}

/** A request that may go ahead, as far as that is known before the database is asked. */
interface Admitted {
  request: Request<string>
  grant: Grant
  login: Login
}

const keyQuery = (person: string): Query => ({
  name: 'key',
  text: 'select wrapped from people.key where person_id = $1',
  values: [person],
})

/** Builds the gate. */
export function createGate(parts: GateParts): Gate {
  const { connections, vault, clock, state, evidence } = parts

  function admit(request: Request<string>): Admitted | RefusalCode {
    const { compiled, slots } = state.current()
    const decision = decideActor(compiled, request.act, partyOf(request))
    if (!decision.yes) return decision.reason
    const grant = compiled.grants.get(request.act)!
    if (grant.by !== request.actor.kind) return 'not-the-person'
    if (grant.by === 'customer') return { request, grant, login: { role: parts.login('self') } }
    const reach = compiled.loaded.policy.purposes[grant.purpose]?.reach ?? 'own'
    const region = request.actor.kind === 'staff' && reach === 'own' ? request.actor.controller : '*'
    return { request, grant, login: { role: slots.get(grant.purpose)!.role, region } }
  }

  /** The self login's row policies admit the person given in the batch; other logins have their region from the start. */
  function settings({ request, grant }: Admitted, key: PersonKey | undefined): Query[] {
    if (grant.by !== 'customer') return []
    const text = "select set_config('abide.person', $1, true), set_config('abide.pseudonym', $2, true)"
    return [{ name: 'as-person', text, values: [personOf(request.subject), key?.pseudonym.toString('hex') ?? ''] }]
  }

  function lineOf(
    { request, grant }: Admitted,
    key: PersonKey | undefined,
    fields: readonly string[],
    outcome: string,
  ): EvidenceLine {
    const { actor } = request
    return {
      at: clock.now(),
      act: grant.act,
      purpose: grant.purpose,
      clause: grant.clause,
      version: state.current().compiled.loaded.policy.policy.version,
      by: grant.by,
      actor: actor.kind === 'staff' ? actor.pseudonym : null,
      part: actor.kind === 'staff' ? `${actor.role}/${actor.controller}` : null,
      subject: key?.pseudonym ?? null,
      fields,
      outcome,
      reference: request.reference ?? null,
    }
  }

  function refusal(act: string, code: RefusalCode): Refusal {
    const { compiled } = state.current()
    return new Refusal(code, act, compiled.loaded.policy.policy.version, compiled.grants.get(act)?.clause)
  }

  /** A refusal on a person is evidence too: the person sees who tried. */
  async function refuse(admitted: Admitted, code: RefusalCode, key: PersonKey | undefined): Promise<Refusal> {
    if (admitted.grant.evidence) await evidence.append([lineOf(admitted, key, [], code)])
    return refusal(admitted.request.act, code)
  }

  const why = (admitted: Admitted, person: string) =>
    explain(connections, parts.login('gate'), state.current(), admitted.request, person)

  async function fetchKey(login: Login, person: string, before: Query[]): Promise<PersonKey | undefined> {
    const results = await connections.read(login, [...before, keyQuery(person)])
    const wrapped = results.at(-1)!.rows[0]?.['wrapped'] as Buffer | undefined
    return wrapped && vault.unwrap(person, wrapped)
  }

  async function read(request: Request<string>, statements: Record<string, AnyStatement>) {
    const admitted = admit(request)
    if (typeof admitted === 'string') return refusal(request.act, admitted)
    const person = personOf(request.subject)
    const list = Object.values(statements)
    let key: PersonKey | undefined
    if (person) {
      key = vault.recall(person) ?? (await fetchKey(admitted.login, person, settings(admitted, undefined)))
      if (!key) return refuse(admitted, (await why(admitted, person)) ?? 'erased', undefined)
    }
    const before = settings(admitted, key)
    const results = (await connections.read(admitted.login, [...before, ...list.map(one => toQuery(one, key))])).slice(
      before.length,
    )
    if (person && results.every(result => result.rows.length === 0)) {
      const reason = await why(admitted, person)
      if (reason) return refuse(admitted, reason, key)
    }
    const lines = admitted.grant.evidence ? linesOf(admitted, list, results, key) : []
    list.forEach((one, at) => openRows(one, results[at]!.rows, vault, key))
    if (lines.length > 0) await evidence.append(lines)
    return byName(statements, results)
  }

  /** A look is any person shown: the subject, or each person in the rows. */
  function linesOf(
    admitted: Admitted,
    list: AnyStatement[],
    results: readonly BatchResult[],
    key: PersonKey | undefined,
  ): EvidenceLine[] {
    const fields = fieldsOf(list)
    if (admitted.request.subject !== 'set') return [lineOf(admitted, key, fields, 'done')]
    const shown = new Map<string, PersonKey | undefined>()
    for (const { rows } of results) for (const row of rows) shown.set(String(row['person_id']), keyOfRow(row, vault))
    return [...shown.values()].map(member => lineOf(admitted, member, fields, 'done'))
  }

  async function write(request: Request<string>, statements: Record<string, AnyStatement>) {
    const admitted = admit(request)
    if (typeof admitted === 'string') return refusal(request.act, admitted)
    const { login } = admitted
    const { subject } = request
    const person = personOf(subject)
    const list = Object.values(statements)
    let key: PersonKey | undefined
    const keep: Query[] = []
    if (typeof subject === 'object' && 'newPerson' in subject) {
      const made = vault.newKey(subject.newPerson)
      key = made.key
      const text = 'insert into people.key (person_id, wrapped) values ($1, $2)'
      keep.push({ name: 'keep-key', text, values: [subject.newPerson, made.wrapped] })
    } else if (person) {
      key = vault.recall(person) ?? (await fetchKey(login, person, settings(admitted, undefined)))
      if (!key) return refuse(admitted, (await why(admitted, person)) ?? 'erased', undefined)
    }
    try {
      const before = settings(admitted, key)
      const proof = admitted.grant.evidence ? evidence.query(lineOf(admitted, key, fieldsOf(list), 'done')) : undefined
      const results = await writeAll(login, before, keep, list, key, proof)
      list.forEach((one, at) => openRows(one, results[at]!.rows, vault, key))
      return byName(statements, results)
    } catch (error) {
      // Rows that the policies hide, or a row that they do not let in: is it the person's standing?
      const reason = person ? await why(admitted, person) : undefined
      if (reason) return refuse(admitted, reason, key)
      if (isTouchFault(error))
        throw new Error(`The act ${request.act} must touch one row and did not.`, { cause: error })
      throw error
    }
  }

  /** One statement and its proof check each other in PostgreSQL; several are looked at before they commit. */
  async function writeAll(
    login: Login,
    before: Query[],
    keep: Query[],
    list: AnyStatement[],
    key: PersonKey | undefined,
    proof: Query | undefined,
  ): Promise<BatchResult[]> {
    const queries = list.map(one => toQuery(one, key))
    const [only] = list
    if (proof && list.length === 1 && keep.length === 0 && (only!.touches ?? 'one') === 'one') {
      return (await connections.read(login, [...before, ...withProof(queries[0]!, proof)])).slice(before.length)
    }
    return connections.write(login, async (batch: Batch) => {
      const all = await batch.run([...before, queries[0]!, ...keep, ...queries.slice(1), ...(proof ? [proof] : [])])
      const [first, ...rest] = all.slice(before.length)
      const results = [first!, ...rest.slice(keep.length)]
      list.forEach((one, at) => checkTouched(one, results[at]!.count))
      return results
    })
  }

  /** A column that was revoked a moment ago: hear of the publication and judge again, once. */
  async function again<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: string }).code === '42501' && (await state.refresh())) return work()
      throw error
    }
  }

  return {
    read: (request, statements) => again(() => read(request, statements as never)) as never,
    write: (request, statements) => again(() => write(request, statements as never)) as never,
    policy: () => state.current(),
  }
}

const fieldsOf = (list: readonly AnyStatement[]): string[] => [...new Set(list.flatMap(one => one.fields))]

function byName(statements: Record<string, AnyStatement>, results: readonly BatchResult[]) {
  return Object.fromEntries(Object.keys(statements).map((name, at) => [name, results[at]!.rows]))
}
