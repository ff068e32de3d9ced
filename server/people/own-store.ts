/** What somebody sees and corrects of their own name and language. */
import { statement } from '../policy/statement.ts'
import type { Provenance } from './people.ts'

export interface LanguageRow {
  language: string
  recorded_at: Date
  source: string
  policy_version: number
}

/** The language somebody is addressed in. */
export const language = (person: string) =>
  statement<'people.view', LanguageRow>({
    name: 'people.language',
    text: 'select language, recorded_at, source, policy_version from people.person where id = $1',
    values: [person],
    fields: ['people.person.language'],
  })

export interface LanguageChangeRow {
  former: string
  recorded_at: Date
  source: string
  policy_version: number
}

/** Newest first. */
export const languageChanges = (person: string) =>
  statement<'people.view', LanguageChangeRow>({
    name: 'people.language-changes',
    text: `select former, recorded_at, source, policy_version from people.language_change
            where person_id = $1 order by recorded_at desc, id desc`,
    values: [person],
    fields: ['people.language_change.former'],
  })

/** Keeps the language that is about to be changed. Waits for a change that is under way; touches nothing if it is the same one. */
export const keepLanguage = (id: string, person: string, next: string, from: Provenance) =>
  statement<'people.correct'>({
    name: 'people.keep-language',
    text: `insert into people.language_change (id, person_id, former, recorded_at, source, policy_version)
           select $1, id, language, $3, $4, $5 from people.person where id = $2 and language <> $6 for update`,
    values: [id, person, from.at, from.source, from.version, next],
    fields: ['people.language_change.former'],
  })

/** Writes the other language. */
export const changeLanguage = (person: string, next: string) =>
  statement<'people.correct'>({
    name: 'people.change-language',
    text: 'update people.person set language = $2 where id = $1',
    values: [person, next],
    fields: ['people.person.language'],
  })

/** One line, if it is still the current one: whoever corrects what was replaced in the meantime touches nothing. */
export const replaceName = (id: string, person: string, at: Date) =>
  statement<'people.correct'>({
    name: 'people.replace-name',
    text: 'update people.name set replaced_at = $3 where id = $1 and person_id = $2 and replaced_at is null',
    values: [id, person, at],
    fields: ['people.name.value'],
  })

/** Notes whether several people use an ID, in the place of what was said before. */
export const saySeveral = (person: string, several: boolean, from: Provenance) =>
  statement<'people.correct'>({
    name: 'people.say-several',
    text: `insert into people.shared_id (person_id, several, recorded_at, source, policy_version) values ($1, $2, $3, $4, $5)
           on conflict (person_id) do update set several = excluded.several, recorded_at = excluded.recorded_at,
             source = excluded.source, policy_version = excluded.policy_version`,
    values: [person, several, from.at, from.source, from.version],
    fields: ['people.shared_id.several'],
  })
