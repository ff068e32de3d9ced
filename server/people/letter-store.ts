/** Letters: written in the transaction that causes them, sent a moment later. */
import { Sealed, statement } from '../policy/statement.ts'

/** A letter's words; all of it is sealed. */
export interface LetterContent {
  to: string
  subject: string
  text: string
}

export const addLetter = (letter: {
  id: string
  person: string
  kind: string
  language: string
  content: LetterContent
  at: Date
}) =>
  statement<'people.sign-up' | 'people.make-staff' | 'people.write-letter'>({
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
  tries: number
}

/** Takes letters that are due, and puts their next try off, so that two processes do not send one twice at once. */
export const claimLetters = (now: Date, nextTry: Date, most: number) =>
  statement<'people.send-letter', LetterRow>({
    name: 'people.claim-letters',
    text: `update people.letter l set next_try_at = $2, tries = tries + 1 from people.key k
            where k.person_id = l.person_id and l.id in (
              select id from people.letter where sent_at is null and next_try_at <= $1 order by next_try_at limit $3 for update skip locked)
        returning l.id, l.person_id, l.kind, l.language, l.content, l.created_at, l.sent_at, l.tries, k.wrapped`,
    values: [now, nextTry, most],
    opens: { content: 'people.letter.content' },
    touches: 'any',
  })

export const markSent = (id: string, at: Date, delivery: string) =>
  statement<'people.send-letter'>({
    name: 'people.mark-sent',
    text: 'update people.letter set sent_at = $2, delivery = $3 where id = $1',
    values: [id, at, delivery],
    fields: ['people.letter.content'],
  })

export const allLetters = (most: number) =>
  statement<'people.open-mailbox', LetterRow>({
    name: 'people.all-letters',
    text: `select l.id, l.person_id, l.kind, l.language, l.content, l.created_at, l.sent_at, l.tries, k.wrapped
             from people.letter l join people.key k on k.person_id = l.person_id order by l.created_at desc, l.id desc limit $1`,
    values: [most],
    opens: { content: 'people.letter.content' },
  })
