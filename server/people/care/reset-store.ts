/** A forgotten password: who asked for a link, and what the link is worth. */
import { statement } from '../../policy/statement.ts'

/** A mailed link, or a code in a letter by post. */
export type Way = 'mail' | 'post'

/** Notes that somebody asked, whether anybody has the ID or not. */
export const askReset = (id: string, identifierHash: Buffer, way: Way, at: Date) =>
  statement<'people.ask-reset'>({
    name: 'people.ask-reset',
    text: 'insert into people.reset_request (id, identifier_hash, way, asked_at, next_try_at) values ($1, $2, $3, $4, $4)',
    values: [id, identifierHash, way, at],
  })

/** What waits for an answer, the longest first. */
export const dueResets = (now: Date, most: number) =>
  statement<'people.answer-reset', { id: string }>({
    name: 'people.due-resets',
    text: 'select id from people.reset_request where next_try_at <= $1 order by next_try_at limit $2',
    values: [now, most],
  })

/** Takes one into one's hand until a moment; nothing comes back if somebody else was faster. */
export const claimReset = (id: string, now: Date, until: Date) =>
  statement<'people.answer-reset', { identifier_hash: Buffer; way: Way }>({
    name: 'people.claim-reset',
    text: 'update people.reset_request set next_try_at = $3 where id = $1 and next_try_at <= $2 returning identifier_hash, way',
    values: [id, now, until],
    touches: 'any',
  })

/** Whose ID it is, and to whose it was joined; nothing for one that nobody has, or whose owner may not come in. */
export const ownerOf = (identifierHash: Buffer) =>
  statement<
    'people.answer-reset',
    {
      person_id: string
      address: string
      kept: string | null
      closed_at: Date | null
      colleague: boolean
      guarded: boolean
    }
  >({
    name: 'people.reset-owner',
    text: `select a.person_id, a.address, j.person_id as kept, a.closed_at, k.wrapped, s.person_id is not null as colleague,
                  exists (select from people.totp t where t.person_id = a.person_id)
                    or exists (select from people.passkey y where y.person_id = a.person_id)
                    or s.second_factor is not null as guarded
             from people.account a join people.key k on k.person_id = a.person_id
             left join people.staff s on s.person_id = a.person_id
             left join people.joined j on j.former_id = a.person_id
            where a.identifier_hash = $1 and a.confirmed_at is not null and s.suspended_at is null`,
    values: [identifierHash],
    opens: { address: 'people.account.address' },
  })

/** The ID that was kept of two. */
export const keptId = (person: string) =>
  statement<'people.answer-reset', { address: string }>({
    name: 'people.kept-id',
    text: 'select address from people.account where person_id = $1',
    values: [person],
    opens: { address: 'people.account.address' },
  })

/** Forgets that somebody asked, once it was answered. */
export const dropReset = (id: string) =>
  statement<'people.answer-reset'>({
    name: 'people.drop-reset',
    text: 'delete from people.reset_request where id = $1',
    values: [id],
    touches: 'any',
  })

export interface ResetRow {
  person_id: string
  used_at: Date | null
  expires_at: Date
  address: string
  identifier_hash: Buffer
  name: string | null
  /** Whether this is a colleague. */
  colleague: boolean
  suspended_at: Date | null
  /** Whether there is a second factor. */
  guarded: boolean
}

/** What a link to choose another password belongs to. */
export const findReset = (tokenHash: Buffer) =>
  statement<'people.check-credentials', ResetRow>({
    name: 'people.find-reset',
    text: `select l.person_id, l.used_at, l.expires_at, a.address, a.identifier_hash, n.value as name, k.wrapped,
                  s.person_id is not null as colleague, s.suspended_at,
                  exists (select from people.totp t where t.person_id = a.person_id)
                    or exists (select from people.passkey y where y.person_id = a.person_id)
                    or s.second_factor is not null as guarded
             from people.link l join people.account a on a.person_id = l.person_id join people.key k on k.person_id = l.person_id
             left join people.name n on n.person_id = l.person_id and n.replaced_at is null
             left join people.staff s on s.person_id = l.person_id
            where l.token_hash = $1 and l.kind = 'reset' and a.confirmed_at is not null
              and not exists (select from people.joined j where j.former_id = a.person_id)`,
    values: [tokenHash],
    opens: { address: 'people.account.address', name: 'people.name.value' },
  })
