/** The forms of the profile: each stands on a page of its own and works without a script. */
import type { ComponentChildren } from 'preact'
import type { Language, Page } from '../../base/http/index.ts'
import type { Datum } from '../../people/index.ts'
import { Actions, Button, ButtonLink, Field, Form, Notice, Select, T } from '../../ui/index.ts'
import { clauseLink, profileLink, type Asked } from './lines.tsx'
import { sayEntry, showPhone, type Answer, type Contact, type Kind } from './contact/index.ts'
import { type ContactFields } from './reading.ts'
import type { Line } from './profile.ts'
import type { Kept } from './promised.ts'
import { AddressCountry, AnswerQuestion, Questions } from './questions.tsx'

/** A line that was changed while somebody was correcting it. */
export interface Overtaken {
  at: Date
  /** What stands there now; undefined where it was removed. */
  now: string | undefined
}

function formPage(
  request: Asked,
  given: {
    title: string
    action: string
    promised: Kept
    overtaken?: Overtaken | undefined
    limit?: string | undefined
    /** What stands before the form. */
    before?: ComponentChildren
  },
  fields: ComponentChildren,
): Page {
  const { t, language } = request
  const { title, action, promised, overtaken, limit, before } = given
  return {
    title: overtaken ? t('profile.conflict.title') : title,
    current: profileLink(language),
    ...(overtaken ? { status: 409 } : {}),
    body: (
      <>
        <h1>{title}</h1>
        {overtaken && <Conflict overtaken={overtaken} t={t} />}
        {limit !== undefined && <Notice tone="warn">{limit}</Notice>}
        {before}
        {limit === undefined && (
          <Form action={action}>
            {fields}
            <p class="hint">{t('profile.form.at-once')}</p>
            <Why promised={promised} language={language} />
            <Actions>
              <Button>{t(overtaken ? 'profile.do.save-mine' : 'profile.do.save')}</Button>
              <ButtonLink href={profileLink(language)}>{t('profile.do.back')}</ButtonLink>
            </Actions>
          </Form>
        )}
        {limit !== undefined && (
          <Actions>
            <ButtonLink href={profileLink(language)}>{t('profile.do.back')}</ButtonLink>
          </Actions>
        )}
      </>
    ),
  }
}

function Conflict({ overtaken, t }: { overtaken: Overtaken; t: Asked['t'] }) {
  return (
    <Notice tone="warn" status title={t('profile.conflict.title')}>
      <p>{t('profile.conflict.lead', { at: overtaken.at })}</p>
      <p>
        {overtaken.now === undefined ? t('profile.conflict.gone') : t('profile.conflict.now', { now: overtaken.now })}
      </p>
      <p>{t('profile.conflict.yours')}</p>
    </Notice>
  )
}

/** Why it is asked, and who may receive it: said where it is asked. */
function Why({ promised, language }: { promised: Kept; language: Language }) {
  const { purpose, clause, recipients } = promised
  return (
    <p class="hint">
      <T
        k={recipients.length > 0 ? 'profile.form.notice' : 'profile.form.notice-nobody'}
        with={{ purpose, recipients }}
        parts={{ clause: clauseLink(language, clause) }}
      />
    </p>
  )
}

/**
 * The page on which a name is corrected.
 * @param name what stands in the field
 * @param line the line that is corrected
 */
export function namePage(
  request: Asked,
  promised: Kept,
  given: { name: string; line: string; overtaken?: Overtaken },
): Page {
  const { t, language } = request
  const action = profileLink(language, 'name')
  return formPage(
    request,
    { title: t('profile.form.name'), action, promised, overtaken: given.overtaken },
    <>
      <input type="hidden" name="line" value={given.line} />
      <Field
        name="name"
        label={t('profile.form.name-label')}
        hint={t('profile.form.name-hint')}
        value={given.name}
        autocomplete="name"
        maxLength={100}
      />
    </>,
  )
}

/** The page on which somebody chooses another language. */
export function languagePage(request: Asked, promised: Kept, now: Datum<string> | undefined): Page {
  const { t, language, languages, formats } = request
  const action = profileLink(language, 'language')
  return formPage(
    request,
    { title: t('profile.form.language'), action, promised },
    <Select
      name="language"
      label={t('profile.form.language-label')}
      hint={t('profile.form.language-hint')}
      value={now?.value}
      options={languages.map(code => ({ value: code, label: formats.languageName(code) }))}
    />,
  )
}

export interface ContactForm {
  kind: Kind
  action: string
  /** What stands in the fields before anything was typed. */
  value: ContactFields
  isNew: boolean
  overtaken?: Overtaken | undefined
  /** Why none can be added. */
  limit?: string | undefined
}

/** The page on which a line is added or corrected. */
export function contactPage(request: Asked, promised: Kept, form: ContactForm): Page {
  const { t } = request
  const { kind, action, value, isNew, overtaken, limit } = form
  const { country } = request.typed
  const before = kind === 'address' && !overtaken && limit === undefined && (
    <AddressCountry
      request={request}
      action={action}
      country={typeof country === 'string' && country ? country : (value.country ?? '')}
    />
  )
  return formPage(
    request,
    {
      title: t(`profile.form.${kind}-${isNew ? 'add' : 'correct'}`),
      action,
      promised,
      overtaken,
      limit,
      ...(before ? { before } : {}),
    },
    <Questions kind={kind} request={request} value={value} />,
  )
}

/** The page on which an answer for research is corrected. */
export function answerPage(
  request: Asked,
  promised: Kept,
  form: { action: string; answer: Answer; overtaken?: Overtaken | undefined },
): Page {
  const { t } = request
  const { action, answer, overtaken } = form
  return formPage(
    request,
    { title: t(`profile.research.correct-${answer.kind}`), action, promised, overtaken },
    <AnswerQuestion request={request} kind={answer.kind} name="answer" value={answer.value} />,
  )
}

/** A line as its form shows it; what was brought in from elsewhere may lack something. */
export function fieldsOf(contact: Contact): ContactFields {
  if (contact.kind === 'address' || contact.kind === 'country') return { ...contact.value }
  if (contact.kind === 'email') return { email: contact.value.address }
  const { country, use } = contact.value
  return { number: showPhone(contact.value), ...(country ? { country } : {}), ...(use ? { use } : {}) }
}

/** A change that somebody else was faster with, in words. */
export const overtakenBy = (request: Asked, replaced: Line, now: Line | undefined): Overtaken => ({
  at: replaced.replacedAt!,
  now: now && sayEntry(now.contact, request),
})
