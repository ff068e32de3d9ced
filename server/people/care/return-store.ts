/** Codes with which somebody comes back in whom no e-mail reaches. */
import { Sealed, statement } from '../../policy/statement.ts'

export interface NewReturnCode {
  id: string
  person: string
  codeHash: Buffer
  at: Date
  expiresAt: Date
}

/** Puts a letter with a code on the list of those to be posted, unless one was asked for since a moment. */
export const queueCode = (code: NewReturnCode & { code: string }, since: Date) =>
  statement<'people.answer-reset', { id: string }>({
    name: 'people.queue-return-code',
    text: `insert into people.return_code (id, person_id, way, code_hash, code, asked_at, expires_at)
           select $1, $2, 'post', $3, $4, $5, $6
            where not exists (select from people.return_code where person_id = $2 and way = 'post' and asked_at > $7)
        returning id`,
    values: [
      code.id,
      code.person,
      code.codeHash,
      new Sealed('people.return_code.code', code.code),
      code.at,
      code.expiresAt,
      since,
    ],
    touches: 'any',
  })

/** Adds a code that a colleague gives; it is shown once and kept as its hash alone. */
export const addGivenCode = (code: NewReturnCode) =>
  statement<'people.give-return-code'>({
    name: 'people.add-given-code',
    text: `insert into people.return_code (id, person_id, way, code_hash, asked_at, expires_at)
           values ($1, $2, 'colleague', $3, $4, $5)`,
    values: [code.id, code.person, code.codeHash, code.at, code.expiresAt],
    fields: ['people.return_code.code_hash'],
  })

/** Letters that wait to be printed, the oldest first. */
export const waitingCodes = (now: Date) =>
  statement<'people.list-return-codes', { id: string; person_id: string; name: string | null; asked_at: Date }>({
    name: 'people.waiting-return-codes',
    text: `select c.id, c.person_id, n.value as name, c.asked_at, k.wrapped from people.return_code c
             join people.key k on k.person_id = c.person_id
             left join people.name n on n.person_id = c.person_id and n.replaced_at is null
            where c.code is not null and c.expires_at > $1 order by c.asked_at, c.id`,
    values: [now],
    opens: { name: 'people.name.value' },
  })

/** One of them, with its code. */
export const waitingCode = (id: string, person: string, now: Date) =>
  statement<'people.print-return-code', { code: string; name: string | null; language: string; expires_at: Date }>({
    name: 'people.waiting-return-code',
    text: `select c.code, n.value as name, p.language, c.expires_at from people.return_code c
             join people.person p on p.id = c.person_id
             left join people.name n on n.person_id = c.person_id and n.replaced_at is null
            where c.id = $1 and c.person_id = $2 and c.code is not null and c.expires_at > $3`,
    values: [id, person, now],
    opens: { code: 'people.return_code.code', name: 'people.name.value' },
  })

/** Notes that one was printed; from then on nobody reads its code. */
export const markPrinted = (id: string, at: Date) =>
  statement<'people.print-return-code'>({
    name: 'people.mark-return-code-printed',
    text: 'update people.return_code set printed_at = $2, code = null where id = $1 and code is not null',
    values: [id, at],
    fields: ['people.return_code.code'],
  })

export interface LiveCodeRow {
  person_id: string
  id: string
  code_hash: Buffer
}

/** Codes that work for an ID. */
export const liveCodes = (identifierHash: Buffer, now: Date) =>
  statement<'people.check-credentials', LiveCodeRow>({
    name: 'people.live-return-codes',
    text: `select c.person_id, c.id, c.code_hash from people.account a join people.return_code c on c.person_id = a.person_id
            where a.identifier_hash = $1 and a.confirmed_at is not null and c.used_at is null and c.expires_at > $2
              and not exists (select from people.joined j where j.former_id = a.person_id)`,
    values: [identifierHash, now],
  })

/** Uses a code up; touches nothing where it was. */
export const useCode = (id: string, at: Date) =>
  statement<'people.recover'>({
    name: 'people.use-return-code',
    text: 'update people.return_code set used_at = $2, code = null where id = $1 and used_at is null and expires_at > $2',
    values: [id, at],
    fields: ['people.return_code.code_hash'],
  })

/** Who has an ID, and whether it is one that a colleague may give a code for. */
export const sharedOwner = (identifierHash: Buffer) =>
  statement<
    'people.give-return-code',
    { person_id: string; address: string; several: boolean; closed_at: Date | null; name: string | null }
  >({
    name: 'people.return-code-owner',
    text: `select a.person_id, a.address, a.closed_at, coalesce(i.several, false) as several, n.value as name, k.wrapped
             from people.account a join people.key k on k.person_id = a.person_id
             left join people.shared_id i on i.person_id = a.person_id
             left join people.name n on n.person_id = a.person_id and n.replaced_at is null
            where a.identifier_hash = $1 and a.confirmed_at is not null
              and not exists (select from people.staff s where s.person_id = a.person_id)
              and not exists (select from people.joined j where j.former_id = a.person_id)`,
    values: [identifierHash],
    opens: { address: 'people.account.address', name: 'people.name.value' },
  })

/** Forgets codes that are over. */
export const expireReturnCodes = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-return-codes',
    text: 'delete from people.return_code where expires_at <= $1',
    values: [before],
    touches: 'any',
    fields: ['people.return_code'],
  })
