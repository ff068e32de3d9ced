/** Letters: written in the transaction that causes them, sent a moment later. */
import { Sealed, statement } from '../policy/statement.ts'

/** A letter's words; all of it is sealed. */
export interface LetterContent {
  to: string
  subject: string
  text: string
}

/** Where somebody's letters go, in which language, who they are to us, and whether their ID is paused or closed. */
export const addressOf = (person: string) =>
  statement<'people.write-letter', { address: string; language: string; relation: string; rests: boolean }>({
    name: 'people.letter-address',
    text: `select a.address, p.language, p.relation, a.paused_at is not null or a.closed_at is not null as rests from people.account a join people.person p on p.id = a.person_id
            where a.person_id = $1 and a.confirmed_at is not null`,
    values: [person],
    fields: ['people.account.address', 'people.person.language'],
    opens: { address: 'people.account.address' },
  })

/** How somebody is addressed. */
export const currentName = (person: string) =>
  statement<'people.write-letter', { value: string }>({
    name: 'people.letter-name',
    text: 'select value from people.name where person_id = $1 and replaced_at is null',
    values: [person],
    opens: { value: 'people.name.value' },
  })

/** Puts a letter on its way, in the transaction that causes it. */
export const addLetter = (letter: {
  id: string
  person: string
  kind: string
  language: string
  content: LetterContent
  at: Date
}) =>
  statement<'people.sign-up' | 'people.make-staff' | 'people.invite-staff' | 'people.write-letter' | 'people.invite'>({
    name: 'people.add-letter',
    text: 'insert into people.letter (id, person_id, kind, language, content, created_at, next_try_at) values ($1, $2, $3, $4, $5, $6, $6)',
    values: [
      letter.id,
      letter.person,
      letter.kind,
      letter.language,
      new Sealed('people.letter.content', letter.content),
      letter.at,
    ],
    fields: ['people.letter.content'],
  })

export interface LetterRow {
  id: string
  person_id: string
  kind: string
  language: string
  content: LetterContent
  created_at: Date
  sent_at: Date | null
  /** How it went: by SMTP, or to the mailbox page alone. */
  delivery: string | null
  tries: number
}

export interface DueRow {
  id: string
  person: string
}

/** Letters whose time has come, those that wait longest first. */
export const dueLetters = (now: Date, most: number) =>
  statement<'people.queue-letters', DueRow>({
    name: 'people.due-letters',
    text: `select id, person_id as person from people.letter where sent_at is null and next_try_at <= $1
            order by next_try_at limit $2`,
    values: [now, most],
  })

/** Takes a letter into one's hand until a moment; nothing comes back if somebody else was faster. */
export const claimLetter = (id: string, now: Date, until: Date) =>
  statement<'people.send-letter', { content: LetterContent; tries: number }>({
    name: 'people.claim-letter',
    text: `update people.letter set next_try_at = $3, tries = tries + 1
            where id = $1 and sent_at is null and next_try_at <= $2 returning content, tries`,
    values: [id, now, until],
    opens: { content: 'people.letter.content' },
    touches: 'any',
  })

/** Notes that a letter was sent, and how. */
export const markSent = (id: string, at: Date, delivery: string) =>
  statement<'people.queue-letters'>({
    name: 'people.mark-sent',
    text: 'update people.letter set sent_at = $2, delivery = $3 where id = $1',
    values: [id, at, delivery],
  })

/** @param until null: it never can be sent */
export const putOff = (id: string, until: Date | null) =>
  statement<'people.queue-letters'>({
    name: 'people.put-off-letter',
    text: 'update people.letter set next_try_at = $2 where id = $1',
    values: [id, until],
  })

/** How many letters were not sent yet, for the owner of the database. */
export const lettersWaiting = 'select count(id)::integer as waiting from people.letter where sent_at is null'

/** The newest letters with their words, for the demonstration. */
export const allLetters = (most: number) =>
  statement<'people.open-mailbox', LetterRow>({
    name: 'people.all-letters',
    text: `select l.id, l.person_id, l.kind, l.language, l.content, l.created_at, l.sent_at, l.delivery, l.tries, k.wrapped
             from people.letter l join people.key k on k.person_id = l.person_id order by l.created_at desc, l.id desc limit $1`,
    values: [most],
    opens: { content: 'people.letter.content' },
  })
