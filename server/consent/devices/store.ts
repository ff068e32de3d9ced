/** Proofs of what browsers were told. */
import { statement } from '../../policy/statement.ts'

/** A proof. */
export interface ProofRow {
  consent_id: string
  at: Date
  kind: 'given' | 'refused' | 'withdrawn' | 'directive'
  choices: string
  list: string
  policy_version: number
  wording: string
  language: string
  layout: string
  way: string
  page: string
}

const proofColumns = 'consent_id, at, kind, choices, list, policy_version, wording, language, layout, way, page'

/** Adds a proof, unless the last one of its browser says the same: a form that is sent twice was one choice. */
export const addProof = (id: string, row: ProofRow) =>
  statement<'consent.choose-on-device', { id: string }>({
    name: 'consent.add-device-proof',
    text: `insert into consent.device_choice (id, ${proofColumns})
           select $1::uuid, $2::uuid, $3::timestamptz, $4::text, $5::text, $6::text, $7::integer, $8::text, $9::text,
                  $10::text, $11::text, $12::text
            where not exists (
              select from (select choices, list from consent.device_choice where consent_id = $2
                            order by at desc, id desc limit 1) last
               where last.choices = $5 and last.list = $6)
           returning id`,
    values: [
      id,
      row.consent_id,
      row.at,
      row.kind,
      row.choices,
      row.list,
      row.policy_version,
      row.wording,
      row.language,
      row.layout,
      row.way,
      row.page,
    ],
    touches: 'any',
    fields: ['consent.device_choice.choices'],
  })

/** Everything that a browser was told and said, the newest first. @param most how many lines */
export const proofsOf = (consentId: string, most: number) =>
  statement<'consent.see-device-proof', ProofRow>({
    name: 'consent.device-proofs',
    text: `select ${proofColumns} from consent.device_choice where consent_id = $1 order by at desc, id desc limit $2`,
    values: [consentId, most],
  })

/** Forgets what is older than the policy keeps. */
export const expireProofs = (before: Date) =>
  statement<'consent.expire-device-proofs'>({
    name: 'consent.expire-device-proofs',
    text: 'delete from consent.device_choice where at < $1',
    values: [before],
    touches: 'any',
    fields: ['consent.device_choice'],
  })

/** How an account answers a purpose that waits for a yes, and under which version that was said. */
export interface AnswerRow {
  purpose: string
  yes: boolean
  policy_version: number
}

/**
 * What an account agrees to now of some purposes, by the oldest of its yeses; and where it agrees to nothing of one, the no that it
 * said last.
 */
export const answered = (person: string, purposes: readonly string[]) =>
  statement<'consent.know-answered', AnswerRow>({
    name: 'consent.answered',
    text: `select c.purpose, true as yes, min(c.policy_version) as policy_version from consent.choice c
            where c.person_id = $1 and c.purpose = any ($2) group by c.purpose
           union all
           select last.purpose, false, last.policy_version
             from (select distinct on (e.purpose) e.purpose, e.said, e.policy_version from consent.event e
                    where e.person_id = $1 and e.purpose = any ($2) and e.said in ('agree', 'refuse', 'withdraw')
                    order by e.purpose, e.recorded_at desc, e.id desc) last
            where last.said <> 'agree' and not exists (
              select from consent.choice c where c.person_id = $1 and c.purpose = last.purpose)`,
    values: [person, purposes],
  })

/** The standing of an account, as `asksIn` reads it. */
export const standing = (person: string) =>
  statement<'consent.know-answered', { relation: string; agreed: string; objected: string }>({
    name: 'consent.answered-standing',
    text: 'select relation, agreed, objected from people.person where id = $1',
    values: [person],
  })
