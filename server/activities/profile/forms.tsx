/** The forms of the profile: each stands on a page of its own and works without a script. */
import type { ComponentChildren } from 'preact'
import type { Language, Page } from '../../base/http/index.ts'
import type { Datum } from '../../people/index.ts'
import { Actions, Button, ButtonLink, Field, Form, Notice, Select, T } from '../../ui/index.ts'
import { clauseLink, profileLink, type Asked } from './lines.tsx'
import { countries, sayContact, showPhone, type Contact, type Kind } from './contact/index.ts'
import { type ContactFields } from './reading.ts'
import type { Line } from './profile.ts'
import type { Promised } from './promised.ts'

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
    promised: Promised
    overtaken?: Overtaken | undefined
    limit?: string | undefined
  },
  fields: ComponentChildren,
): Page {
  const { t, language } = request
  const { title, action, promised, overtaken, limit } = given
  return {
    title: overtaken ? t('profile.conflict.title') : title,
    current: profileLink(language),
    ...(overtaken ? { status: 409 } : {}),
    body: (
      <>
        <h1>{title}</h1>
        {overtaken && <Conflict overtaken={overtaken} t={t} />}
        {limit !== undefined && <Notice tone="warn">{limit}</Notice>}
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
function Why({ promised, language }: { promised: Promised; language: Language }) {
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
  promised: Promised,
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
export function languagePage(request: Asked, promised: Promised, now: Datum<string> | undefined): Page {
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

/** The page on which a phone number or an address is added or corrected. */
export function contactPage(request: Asked, promised: Promised, form: ContactForm): Page {
  const { t } = request
  const { kind, action, value, isNew, overtaken, limit } = form
  return formPage(
    request,
    { title: t(`profile.form.${kind}-${isNew ? 'add' : 'correct'}`), action, promised, overtaken, limit },
    kind === 'phone' ? (
      <PhoneQuestions request={request} value={value} />
    ) : (
      <AddressQuestions request={request} value={value} />
    ),
  )
}

function PhoneQuestions({ request, value }: { request: Asked; value: ContactFields }) {
  const { t } = request
  return (
    <>
      <CountryQuestion request={request} label={t('profile.form.number-country')} value={value.country} />
      <Field
        name="number"
        type="tel"
        label={t('profile.form.number')}
        hint={t('profile.form.number-hint')}
        value={value.number}
        autocomplete="tel"
        maxLength={50}
      />
    </>
  )
}

function AddressQuestions({ request, value }: { request: Asked; value: ContactFields }) {
  const { t } = request
  return (
    <>
      <Field
        name="street"
        label={t('profile.form.street')}
        hint={t('profile.form.street-hint')}
        value={value.street}
        autocomplete="address-line1"
        maxLength={200}
      />
      <Field
        name="postcode"
        label={t('profile.form.postcode')}
        value={value.postcode}
        autocomplete="postal-code"
        width="short"
        maxLength={16}
      />
      <Field
        name="city"
        label={t('profile.form.city')}
        value={value.city}
        autocomplete="address-level2"
        maxLength={100}
      />
      <CountryQuestion request={request} label={t('profile.form.country')} value={value.country} />
    </>
  )
}

function CountryQuestion({ request, label, value }: { request: Asked; label: string; value: string | undefined }) {
  const { formats, language } = request
  const options = countries
    .map(code => ({ value: code, label: formats.country(code) }))
    .sort((one, other) => one.label.localeCompare(other.label, language))
  return <Select name="country" label={label} value={value} options={options} autocomplete="country" />
}

/** A line as its form shows it; what was brought in from elsewhere may lack something. */
export function fieldsOf(contact: Contact): ContactFields {
  if (contact.kind === 'address') return { ...contact.value }
  const { country } = contact.value
  return { number: showPhone(contact.value), ...(country ? { country } : {}) }
}

/** A change that somebody else was faster with, in words. */
export const overtakenBy = (request: Asked, replaced: Line, now: Line | undefined): Overtaken => ({
  at: replaced.replacedAt!,
  now: now && sayContact(now.contact, request),
})
