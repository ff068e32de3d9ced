/** Recovery codes, as keyed hashes. */
import { statement } from '../../policy/statement.ts'
import type { Provenance } from '../people.ts'

/** Uses a code up; touches no row if there is none like it, or it was used. */
export const useRecoveryCode = (person: string, hash: Buffer, at: Date) =>
  statement<'people.second-factor' | 'people.prove'>({
    name: 'people.use-recovery-code',
    text: `update people.recovery_code set used_at = $3 where person_id = $1 and code_hash = $2 and used_at is null
              and not exists (select from people.staff s where s.person_id = $1 and s.suspended_at is not null)`,
    values: [person, hash, at],
    fields: ['people.recovery_code.code_hash'],
  })

/** Forgets all codes, used or not: others take their place. */
export const dropRecoveryCodes = (person: string) =>
  statement<'people.change-factors'>({
    name: 'people.drop-recovery-codes',
    text: 'delete from people.recovery_code where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.recovery_code'],
  })

/** Forgets all codes of somebody who has no factor any more: there is nothing in whose place they could be typed. */
export const dropIdleCodes = (person: string) =>
  statement<'people.change-factors'>({
    name: 'people.drop-idle-recovery-codes',
    text: `delete from people.recovery_code c where c.person_id = $1
              and not exists (select from people.totp t where t.person_id = $1)
              and not exists (select from people.passkey k where k.person_id = $1)
              and not exists (select from people.staff s where s.person_id = $1 and s.second_factor is not null)`,
    values: [person],
    touches: 'any',
    fields: ['people.recovery_code'],
  })

/** Keeps codes. */
export const addRecoveryCodes = (person: string, hashes: readonly Buffer[], from: Provenance) =>
  statement<'people.change-factors' | 'people.second-factor'>({
    name: 'people.add-recovery-codes',
    text: `insert into people.recovery_code (person_id, code_hash, recorded_at, source, policy_version)
           select $1, hash, $3, $4, $5 from unnest($2::bytea[]) hash`,
    values: [person, hashes, from.at, from.source, from.version],
    touches: 'any',
    fields: ['people.recovery_code.code_hash'],
  })
