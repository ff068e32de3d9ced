/** What the software does by itself, where the policy says that it keeps a clause; each measured now. */
import { measures, type Measure } from '../../policy/document.ts'
import { beyondCompiled, changersOf, type Facts, personalColumns, privilegeInWords, tableOf } from './facts.ts'
import type { Proof, ProofCode } from './proof.ts'
import { isClosed, openTables, tablesWithPeople } from './row-policies.ts'

/**
 * What keeps a clause by a measure, or by an act of the product: one that somebody can really do, on a page or by a call,
 * or that our systems do by themselves.
 * @returns nothing for an act that the product does not know: then nothing keeps the clause
 */
export function proofsOfMeasure(facts: Facts, name: string): Proof[] {
  if ((measures as readonly string[]).includes(name)) return proofs[name as Measure](facts)
  const grant = facts.compiled.grants.get(name)
  if (!grant) return []
  const words = { act: name, purposes: { purposes: [grant.purpose] } }
  return grant.by === 'system' || facts.performed.has(name)
    ? [{ kind: 'checked', code: 'act', facts: words }]
    : [{ kind: 'declared', code: 'act-idle', facts: words }]
}

/** Well if the control found nothing, loudly broken if it did. */
function control(code: ProofCode, facts: Proof['facts'], found: readonly string[]): Proof[] {
  return found.length === 0
    ? [{ kind: 'enforced', code, facts }]
    : [{ kind: 'broken', code: 'measure-broken', facts: { count: found.length }, found }]
}

const proofs: Record<Measure, (facts: Facts) => Proof[]> = {
  'own-login'(facts) {
    const { logins, foreign } = facts.controls
    const found = [
      ...[...logins.map(login => login.role), facts.self].flatMap(role =>
        beyondCompiled(facts, role).map(what => `${what} (${role})`),
      ),
      ...foreign.map(({ role, table, verb }) => privilegeInWords(verb, table, '', role)),
    ]
    return control('own-login', { count: logins.length, of: personalColumns(facts.compiled).length }, found)
  },
  'own-rows'(facts) {
    const open = [...openTables(facts), ...openLogins(facts, () => true)]
    return control('own-rows', { count: tablesWithPeople(facts).length }, open)
  },
  'own-region'(facts) {
    const { purposes } = facts.compiled.loaded.policy
    const near = facts.controls.logins.filter(
      login => purposes[login.purpose] && purposes[login.purpose]!.reach !== 'all',
    )
    const open = openLogins(facts, login => near.includes(login))
    return control('own-region', { count: near.length, of: facts.controls.logins.length }, open)
  },
  agreement: facts => closed(facts, 'agreement', login => login.kind === 'agree'),
  objection: facts => closed(facts, 'objection', login => login.kind === 'object'),
  restriction: facts => closed(facts, 'restriction', login => login.restricted === 'stop'),
  'sealed-columns'(facts) {
    const all = personalColumns(facts.compiled)
    const sealed = all.filter(column => column.kept === 'sealed')
    const wrong = sealed.filter(
      ({ table, column }) => tableOf(facts, table)?.columns.find(({ name }) => name === column)?.type !== 'bytea',
    )
    const plain = wrong.map(({ table, column }) => `${table}.${column}`)
    return control('sealed-columns', { count: sealed.length, of: all.length }, plain)
  },
  'append-only'(facts) {
    const tables = ['audit.evidence', 'audit.form', 'audit.seal']
    const changers = changersOf(facts, tables, ['UPDATE', 'DELETE', 'TRUNCATE'])
    const { seal } = facts.use
    return seal
      ? control('append-only', { position: seal.position, at: seal.at, lines: seal.lines }, changers)
      : control('append-only-unsealed', {}, changers)
  },
  provenance(facts) {
    const required = ['recorded_at', 'source', 'policy_version']
    const tables = tablesWithPeople(facts).map(name => tableOf(facts, name)?.columns ?? [])
    const collected = tables.filter(columns => required.every(name => columns.some(column => column.name === name)))
    const kept = collected.filter(columns =>
      required.every(name => columns.some(column => column.name === name && column.required)),
    )
    if (kept.length === 0) return []
    return [{ kind: 'enforced', code: 'provenance', facts: { count: kept.length, of: tables.length } }]
  },
  acknowledgement({ compiled, use }) {
    const { version } = compiled.loaded.policy.policy
    const staffed = [...compiled.grants.values()].filter(grant => grant.by === 'staff').length
    if (staffed === 0) return []
    const refused = use.refusals.get('not-acknowledged') ?? 0
    return [{ kind: 'checked', code: 'acknowledgement', facts: { version, count: staffed, refused } }]
  },
  'looks-recorded'({ compiled }) {
    const staffed = [...compiled.grants.values()].filter(grant => grant.by === 'staff')
    const unrecorded = staffed.filter(grant => !grant.evidence).map(grant => grant.act)
    if (staffed.length === 0) return []
    return unrecorded.length === 0
      ? [{ kind: 'checked', code: 'looks-recorded', facts: { count: staffed.length } }]
      : [{ kind: 'broken', code: 'measure-broken', facts: { count: unrecorded.length }, found: unrecorded }]
  },
  'kept-versions': facts =>
    control(
      'kept-versions',
      { count: facts.published.length },
      changersOf(facts, ['policy.version'], ['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']),
    ),
}

type Login = Facts['controls']['logins'][number]

const openLogins = (facts: Facts, which: (login: Login) => boolean): string[] =>
  facts.controls.logins
    .filter(login => which(login) && !isClosed(facts, login))
    .map(login => `people.person (${login.role})`)

function closed(facts: Facts, code: 'agreement' | 'objection' | 'restriction', which: (login: Login) => boolean) {
  const { logins } = facts.controls
  return control(code, { count: logins.filter(which).length, of: logins.length }, openLogins(facts, which))
}
