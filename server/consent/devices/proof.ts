/** A proof as its browser's owner takes it along. Pure. */
import type { Policy } from '../../policy/document.ts'
import type { ProofRow } from './store.ts'

/** One event, in words that need no explanation. */
export function eventOf(row: ProofRow) {
  const pieces = row.choices === '' ? [] : row.choices.split('.')
  return {
    event: row.kind,
    at: row.at.toISOString(),
    choices: pieces
      .filter(piece => piece !== 'gpc')
      .map(piece => ({ purpose: piece.slice(0, -1), allowed: piece.endsWith('+') })),
    globalPrivacyControl: pieces.includes('gpc'),
    list: row.list,
    policyVersion: row.policy_version,
    wording: row.wording,
    language: row.language,
    layout: row.layout,
    way: row.way,
    page: row.page,
  }
}

/** The file: who asked, and every event of the browser, the newest first. */
export function proofText(policy: Policy, rows: readonly ProofRow[]): string {
  const main = Object.values(policy.controllers).find(one => one.default) ?? Object.values(policy.controllers)[0]
  const controller = { name: main?.name, country: main?.country, contact: main?.contact }
  const proof = {
    id: rows[0]?.consent_id,
    controller,
    keep: policy.purposes['evidence']?.keep.for,
    events: rows.map(eventOf),
  }
  return `${JSON.stringify(proof, undefined, 2)}\n`
}
