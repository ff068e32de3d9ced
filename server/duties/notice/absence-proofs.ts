/** Promises of absence: each is a control that must count to zero, asked of the live database where it can be. */
import type { Never } from '../../policy/document.ts'
import { sellingPurposes } from '../../policy/dpv-terms.ts'
import { type Facts, loginOf, personalColumns, privilegeInWords, readable } from './facts.ts'
import type { Proof } from './proof.ts'

/** What proves that something never happens. */
export function proofsOfNever(facts: Facts, { what }: Never): Proof[] {
  if (what === 'sale') return [logins(facts, 'sale', dpv => sellingPurposes.has(dpv))]
  if (what === 'automated-decision') return [logins(facts, 'machine', dpv => /^dpv:(Automated|.*Scoring$)/.test(dpv))]
  return 'purpose' in what ? [uses(facts, what.purpose, what.uses)] : [gets(facts, what.recipient, what.gets)]
}

/** No login of the database may have a purpose of this kind, nor one that the policy does not know. */
function logins(facts: Facts, code: 'sale' | 'machine', isForbidden: (dpv: string) => boolean): Proof {
  const { purposes } = facts.compiled.loaded.policy
  const columns = personalColumns(facts.compiled)
  const wrong = facts.controls.logins.filter(({ purpose, role }) => {
    if (/ \(until version \d+\)$/.test(purpose)) return false
    // People can object to what comes before it does: its login is there, and may do nothing.
    const isIdle = facts.otherPurposes.has(purpose) && readable(facts, role, columns).length === 0
    return !purposes[purpose] ? facts.isOwn && !isIdle : isForbidden(purposes[purpose].dpv)
  })
  const of = facts.controls.logins.length
  return wrong.length > 0
    ? {
        kind: 'broken',
        code: `never-${code}-broken`,
        facts: { count: wrong.length, of },
        found: wrong.map(login => `${login.role}: ${login.purpose}`),
      }
    : // What a purpose is called is our word: the database knows only that there is no login of such a name.
      { kind: 'checked', code: `never-${code}`, facts: { count: 0, of } }
}

function uses(facts: Facts, purpose: string, category: string): Proof {
  const login = loginOf(facts, purpose)
  const columns = personalColumns(facts.compiled).filter(column => column.category === category)
  const words = { purposes: { purposes: [purpose] }, categories: { categories: [category] } }
  if (!login || columns.length === 0) return { kind: 'checked', code: 'never-uses-none', facts: words }
  const reads = readable(facts, login.role, columns)
  return reads.length > 0
    ? {
        kind: 'broken',
        code: 'never-uses-broken',
        facts: { ...words, count: reads.length, of: columns.length },
        found: reads.map(({ table, column }) => privilegeInWords('SELECT', table, column, login.role)),
      }
    : { kind: 'enforced', code: 'never-uses', facts: { ...words, count: 0, of: columns.length, role: login.role } }
}

function gets({ compiled }: Facts, recipient: string, category: string): Proof {
  const sending = [...compiled.grants.values()].filter(grant => grant.to === recipient)
  const wrong = sending.filter(grant => grant.reads.includes(category))
  const name = compiled.loaded.policy.recipients[recipient]?.name ?? recipient
  const words = { categories: { categories: [category] }, name, of: sending.length }
  return wrong.length > 0
    ? {
        kind: 'broken',
        code: 'never-gets-broken',
        facts: { ...words, count: wrong.length },
        found: wrong.map(grant => grant.act),
      }
    : { kind: 'checked', code: 'never-gets', facts: { ...words, count: 0 } }
}
