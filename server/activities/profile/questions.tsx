/** The questions of the forms of a profile, kind by kind. */
import type { ComponentChildren } from 'preact'
import { postalRules, type PostalField } from '../../base/postal.ts'
import { Button, Field, Form, Select, useScene } from '../../ui/index.ts'
import { answerWords, choicesOf, countries, phoneUses, type Kind, type Question } from './contact/index.ts'
import type { Asked } from './lines.tsx'
import type { ContactFields } from './reading.ts'

interface Asking {
  request: Asked
  /** What stands in the fields before anything was typed. */
  value: ContactFields
}

/** What is asked for a kind. */
export function Questions({ kind, request, value }: Asking & { kind: Kind }) {
  switch (kind) {
    case 'phone':
      return <PhoneQuestions request={request} value={value} />
    case 'address':
      return <AddressQuestions request={request} value={value} />
    case 'email':
      return (
        <Field
          name="email"
          type="email"
          label={request.t('profile.form.email')}
          hint={request.t('profile.form.email-hint')}
          value={value.email}
          autocomplete="email"
          maxLength={254}
        />
      )
    case 'country':
      return (
        <CountryQuestion
          request={request}
          label={request.t('profile.form.country-of-life')}
          hint={request.t('profile.form.country-of-life-hint')}
          value={value.country}
        />
      )
  }
}

function PhoneQuestions({ request, value }: Asking) {
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
      <Select
        name="use"
        label={t('profile.form.use')}
        value={value.use}
        optional
        options={phoneUses.map(use => ({ value: use, label: t(`profile.value.contact.use.${use}`) }))}
      />
    </>
  )
}

/** The parts of an address in the order and with the names of its country. */
function AddressQuestions({ request, value }: Asking) {
  const { t, formats } = request
  const { typed } = useScene()
  const country = typeof typed['country'] === 'string' && typed['country'] ? typed['country'] : (value.country ?? '')
  const { fields, names, postcode } = postalRules(country)
  const questions: Record<PostalField, () => ComponentChildren> = {
    street: () => (
      <Field
        key="street"
        name="street"
        label={t('profile.form.street')}
        hint={t('profile.form.street-hint')}
        value={value.street}
        autocomplete="address-line1"
        maxLength={200}
      />
    ),
    postcode: () => (
      <Field
        key="postcode"
        name="postcode"
        label={t(`profile.form.postcode-name.${names.postcode}`)}
        {...(postcode ? { hint: t('profile.form.postcode-hint', { example: postcode.example }) } : {})}
        value={value.postcode}
        autocomplete="postal-code"
        width="short"
        maxLength={16}
        optional={!postcode || postcode.isOptional}
      />
    ),
    city: () => (
      <Field
        key="city"
        name="city"
        label={t(`profile.form.city-name.${names.city}`)}
        value={value.city}
        autocomplete="address-level2"
        maxLength={100}
      />
    ),
    region: () => (
      <Field
        key="region"
        name="region"
        label={t(`profile.form.region-name.${names.region}`)}
        value={value.region}
        autocomplete="address-level1"
        maxLength={60}
        optional
      />
    ),
  }
  // A part that the country does not write and that came from elsewhere can still be seen and emptied.
  const more = (['postcode', 'region'] as const).filter(field => !fields.includes(field) && value[field])
  return (
    <>
      <input type="hidden" name="country" value={country} />
      <p>{t('profile.form.address-in', { country: formats.country(country) })}</p>
      {[...fields, ...more].map(field => questions[field]())}
    </>
  )
}

/** Before the parts of an address: in which country it is. A form of its own, that changes nothing. */
export function AddressCountry({ request, action, country }: { request: Asked; action: string; country: string }) {
  const { t } = request
  return (
    <Form action={action} method="get" class="filter">
      <CountryQuestion request={request} label={t('profile.form.country')} value={country} />
      <Button kind="secondary">{t('profile.form.country-use')}</Button>
    </Form>
  )
}

function CountryQuestion(props: { request: Asked; label: string; hint?: string; value: string | undefined }) {
  const { request, label, hint, value } = props
  const { formats, language } = request
  const options = countries
    .map(code => ({ value: code, label: formats.country(code) }))
    .sort((one, other) => one.label.localeCompare(other.label, language))
  return (
    <Select
      name="country"
      label={label}
      {...(hint ? { hint } : {})}
      value={value}
      options={options}
      autocomplete="country"
    />
  )
}

/** A question of research: one of a list. @param name of the field */
export function AnswerQuestion(props: {
  request: Asked
  kind: Question
  name: string
  value?: string
  optional?: true
}) {
  const { request, kind, name, value, optional } = props
  return (
    <Select
      name={name}
      label={request.t(`profile.research.${kind}`)}
      value={value}
      {...(optional ? { optional } : {})}
      options={choicesOf[kind].map(code => ({ value: code, label: answerWords(code, request) }))}
    />
  )
}
