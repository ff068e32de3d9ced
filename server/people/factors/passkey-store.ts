/** Passkeys, and the challenges that they have answered. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Provenance } from '../people.ts'

/** What a signature is checked with, and how the authenticator is reached. */
export interface PasskeyDetail {
  /** The credential's id, base64url. */
  id: string
  /** COSE, base64url. */
  publicKey: string
  transports: string[]
}

export interface PasskeyRow {
  id: string
  detail: PasskeyDetail
  name: string
  counter: string
  used_at: Date | null
  recorded_at: Date
}

/** Somebody's passkeys, the oldest first. */
export const passkeys = (person: string) =>
  statement<'people.check-credentials', PasskeyRow>({
    name: 'people.passkeys',
    text: `select id, detail, name, counter, used_at, recorded_at from people.passkey k
            where person_id = $1 and not exists (select from people.staff s where s.person_id = $1 and s.suspended_at is not null)
            order by recorded_at, id`,
    values: [person],
    opens: { detail: 'people.passkey.detail', name: 'people.passkey.name' },
  })

export interface FoundRow {
  id: string
  person_id: string
  detail: PasskeyDetail
  counter: string
  colleague: boolean
}

/**
 * Whose passkey it is; nothing for an ID that nobody confirmed, or a colleague who is suspended.
 * @param identifierHash the ID that was typed, if one was: of somebody else there is none
 */
export const findPasskey = (credentialHash: Buffer, identifierHash: Buffer | null) =>
  statement<'people.check-credentials', FoundRow>({
    name: 'people.find-passkey',
    text: `select k.id, k.person_id, k.detail, k.counter, s.person_id is not null as colleague, w.wrapped
             from people.passkey k join people.account a on a.person_id = k.person_id join people.key w on w.person_id = k.person_id
             left join people.staff s on s.person_id = k.person_id
            where k.credential_hash = $1 and a.confirmed_at is not null and s.suspended_at is null
              and ($2::bytea is null or a.identifier_hash = $2)
              and not exists (select from people.joined j where j.former_id = a.person_id)`,
    values: [credentialHash, identifierHash],
    opens: { detail: 'people.passkey.detail' },
  })

type Using = 'people.use-passkey' | 'people.second-factor' | 'people.prove'

/** Notes that a passkey was used; touches no row where its counter went back, or stood still (WebAuthn 3, 7.2). */
export const usePasskey = (id: string, person: string, counter: number, at: Date) =>
  statement<Using>({
    name: 'people.use-passkey',
    text: `update people.passkey set counter = $3, used_at = $4
            where id = $1 and person_id = $2 and (counter < $3 or (counter = 0 and $3 = 0))`,
    values: [id, person, counter, at],
    fields: ['people.passkey.counter'],
  })

/** Takes a challenge; a second time fails on the primary key, also at the same moment. */
export const useChallenge = (hash: Buffer, expiresAt: Date) =>
  statement<Using | 'people.change-factors'>({
    name: 'people.use-challenge',
    text: 'insert into people.used_challenge (challenge_hash, expires_at) values ($1, $2)',
    values: [hash, expiresAt],
  })

export interface NewPasskey extends Provenance {
  id: string
  person: string
  credentialHash: Buffer
  detail: PasskeyDetail
  name: string
  counter: number
}

/** Adds a passkey, unless there are as many as there may be. @param most how many somebody may have */
export const addPasskey = (passkey: NewPasskey, most: number) =>
  statement<'people.change-factors'>({
    name: 'people.add-passkey',
    text: `insert into people.passkey (id, person_id, credential_hash, detail, name, counter, recorded_at, source, policy_version)
           select $1, $2, $3, $4, $5, $6, $7, $8, $9
            where (select count(*) from people.passkey k where k.person_id = $2) < $10
              and not exists (select from people.staff s where s.person_id = $2 and s.suspended_at is not null)`,
    values: [
      passkey.id,
      passkey.person,
      passkey.credentialHash,
      new Sealed('people.passkey.detail', passkey.detail),
      new Sealed('people.passkey.name', passkey.name),
      passkey.counter,
      passkey.at,
      passkey.source,
      passkey.version,
      most,
    ],
    fields: ['people.passkey.detail', 'people.passkey.name'],
  })

/** Gives a passkey another name. */
export const renamePasskey = (id: string, person: string, name: string) =>
  statement<'people.change-factors'>({
    name: 'people.rename-passkey',
    text: 'update people.passkey set name = $3 where id = $1 and person_id = $2',
    values: [id, person, new Sealed('people.passkey.name', name)],
    fields: ['people.passkey.name'],
  })

/** Removes a passkey; touches no row where it is the last factor of a colleague. */
export const removePasskey = (id: string, person: string) =>
  statement<'people.change-factors'>({
    name: 'people.remove-passkey',
    text: `delete from people.passkey k where k.id = $1 and k.person_id = $2
              and (not exists (select from people.staff s where s.person_id = $2)
                   or exists (select from people.passkey other where other.person_id = $2 and other.id <> $1)
                   or exists (select from people.totp t where t.person_id = $2)
                   or exists (select from people.staff s where s.person_id = $2 and s.second_factor is not null))`,
    values: [id, person],
    fields: ['people.passkey'],
  })

/** Forgets challenges that are over: whoever answers one now is refused for that. */
export const expireChallenges = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-challenges',
    text: 'delete from people.used_challenge where expires_at <= $1',
    values: [before],
    touches: 'any',
    fields: ['people.used_challenge'],
  })
