/** Proofs of what a policy declares: purposes, categories, situations, recipients, roles, rights, cookies. */
import { basesOf } from '../../policy/basis.ts'
import { noticeOf } from '../../policy/life.ts'
import { type Facts, beyondCompiled, grantsOf, loginOf, personalColumns, privilegeInWords, readable } from './facts.ts'
import type { Proof } from './proof.ts'
import { isClosed } from './row-policies.ts'

/** What keeps a purpose: its login, what that may read, whose rows it sees. */
export function proofsOfPurpose(facts: Facts, id: string): Proof[] {
  const purpose = facts.compiled.loaded.policy.purposes[id]!
  const login = loginOf(facts, id)
  const grants = grantsOf(facts.compiled, id)
  const own = grants.filter(grant => grant.by !== 'customer')
  const proofs: Proof[] = []
  const beyond = login ? beyondCompiled(facts, login.role) : []
  if (login && beyond.length > 0) {
    proofs.push({
      kind: 'broken',
      code: 'purpose-beyond',
      facts: { count: beyond.length, role: login.role },
      found: beyond,
    })
  }
  if (login && own.length > 0) {
    const all = personalColumns(facts.compiled)
    const reads = readable(facts, login.role, all)
    const categories = [...new Set(reads.map(column => column.category))]
    proofs.push({
      kind: 'enforced',
      code: reads.length > 0 ? 'purpose-login' : 'purpose-login-blind',
      facts: { role: login.role, count: reads.length, of: all.length, categories: { categories } },
    })
    if (!isClosed(facts, login)) {
      proofs.push({ kind: 'broken', code: 'rows-open', facts: { role: login.role }, found: ['people.person'] })
    } else {
      if (login.kind === 'agree') proofs.push({ kind: 'enforced', code: 'rows-agreed', facts: {} })
      else if (basesOf(purpose).includes('legitimate-interest'))
        proofs.push({ kind: 'enforced', code: 'rows-objected', facts: {} })
      if (login.restricted === 'stop') proofs.push({ kind: 'enforced', code: 'rows-restricted', facts: {} })
    }
  } else if (grants.length > 0) proofs.push({ kind: 'enforced', code: 'purpose-self', facts: {} })
  else proofs.push({ kind: 'declared', code: 'purpose-idle', facts: {} })
  proofs.push({
    kind: 'declared',
    code: 'purpose-declared',
    facts: {
      categories: { categories: purpose.uses },
      bases: { bases: basesOf(purpose) },
      period: { period: purpose.keep.for },
      event: { event: purpose.keep.after },
    },
  })
  return proofs
}

/** What keeps a category: where it stands, and which logins may read it. */
export function proofsOfCategory(facts: Facts, id: string): Proof[] {
  const columns = personalColumns(facts.compiled).filter(column => column.category === id)
  if (columns.length === 0) return [{ kind: 'declared', code: 'category-none', facts: {} }]
  const { purposes } = facts.compiled.loaded.policy
  const { logins } = facts.controls
  const readers = logins.filter(login => readable(facts, login.role, columns).length > 0)
  const intruders = readers.filter(login => !purposes[login.purpose]?.uses.includes(id))
  const proofs: Proof[] = []
  if (intruders.length > 0) {
    proofs.push({
      kind: 'broken',
      code: 'category-read',
      facts: { count: intruders.length, purposes: { purposes: intruders.map(login => login.purpose) } },
      found: intruders.flatMap(login =>
        readable(facts, login.role, columns).map(({ table, column }) =>
          privilegeInWords('SELECT', table, column, login.role),
        ),
      ),
    })
  }
  proofs.push({
    kind: 'enforced',
    code: readers.length > 0 ? 'category-held' : 'category-unread',
    facts: {
      count: columns.length,
      sealed: columns.filter(column => column.kept === 'sealed').length,
      purposes: { purposes: readers.map(login => login.purpose) },
      others: logins.length - readers.length,
    },
  })
  return proofs
}

/** A situation is declared; the forms take their notices from it. */
export function proofsOfSituation({ compiled }: Facts, id: string): Proof[] {
  const { asks, for: purposes } = compiled.loaded.policy.collected[id]!
  return [{ kind: 'declared', code: 'situation', facts: { categories: { categories: asks }, purposes: { purposes } } }]
}

/** All recipients that one clause speaks of. */
export function proofsOfRecipients({ compiled }: Facts, ids: readonly string[]): Proof[] {
  const sending = [...compiled.grants.values()].filter(grant => grant.to !== undefined && ids.includes(grant.to))
  const proofs: Proof[] = []
  if (sending.length > 0) proofs.push({ kind: 'checked', code: 'recipients-sent', facts: { count: sending.length } })
  proofs.push({
    kind: 'declared',
    code: sending.length > 0 ? 'recipients' : 'recipients-none',
    facts: { count: ids.length },
  })
  return proofs
}

/** All roles of staff that one clause speaks of. */
export function proofsOfRoles({ compiled, use }: Facts, ids: readonly string[]): Proof[] {
  const staffed = [...compiled.grants.values()].some(grant => grant.by === 'staff')
  return [
    {
      kind: staffed ? 'checked' : 'declared',
      code: 'roles',
      facts: { count: ids.length, roles: { roles: ids }, refused: use.refusals.get('role-without-purpose') ?? 0 },
    },
  ]
}

/** The clock of rights. */
export function proofsOfRights({ compiled }: Facts): Proof[] {
  return [
    {
      kind: 'declared',
      code: 'rights',
      facts: { period: { period: compiled.loaded.policy.rights['answer-within'] } },
    },
  ]
}

/** How a change that gives more is told: the product lets none count before, and the versions that did are found. */
export function proofsOfChanges({ compiled, published }: Facts): Proof[] {
  const { policy } = compiled.loaded
  const told = published.filter(
    ({ material, state }) => material === true && (state === 'in-force' || state === 'past'),
  )
  // What a second person approved waits for the last letter by itself; an operator alone can be sooner.
  const unannounced = told.filter(
    ({ approvedAs, toldAt, effectiveAt }) => toldAt === null || (approvedAs === null && toldAt > effectiveAt),
  )
  if (unannounced.length > 0)
    return [
      {
        kind: 'broken',
        code: 'changes-untold',
        facts: { versions: unannounced.map(({ number }) => number).join(', ') },
        found: unannounced.map(({ number }) => `policy.version ${number}`),
      },
    ]
  return [
    {
      kind: 'checked',
      code: 'changes-told',
      facts: { period: { period: noticeOf(policy) }, of: told.length, wrong: 0 },
    },
  ]
}

/** A cookie is set by the product, or only declared. */
export function proofsOfCookie({ compiled, cookies }: Facts, id: string): Proof[] {
  const { keep } = compiled.loaded.policy.cookies[id]!
  return cookies.includes(id)
    ? [{ kind: 'checked', code: 'cookie', facts: { name: id, period: { period: keep } } }]
    : [{ kind: 'declared', code: 'cookie-none', facts: { name: id } }]
}
