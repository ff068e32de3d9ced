/** The forms of companies: each stands on a page of its own and works without a script. */
import { getCountries } from 'libphonenumber-js'
import type { Page } from '../../base/http/index.ts'
import { Actions, Button, ButtonLink, Choices, Field, Form, Select } from '../../ui/index.ts'
import type { Company } from './acts.ts'
import { type Asked, companiesLink } from './list-page.tsx'
import type { Filled } from '../prefill.ts'
import { roles } from './organisations.ts'
import type { ColleagueRow } from './store.ts'

const nameLength = 100

/** Every country there is, for forms. */
export const countries: readonly string[] = getCountries()

/** The name that a customer would give to colleagues; none for an ID that several people use. */
export const ownName = ({ visitor }: Asked): string => (visitor.several ? '' : visitor.name)

/**
 * @param country of the customer's controller: most companies are there
 * @param filled what the ID knows already
 */
export function newPage(request: Asked, country: string, filled: Filled): Page {
  const { t, language, formats } = request
  const own = filled.address?.country
  const here = own !== undefined && countries.includes(own) ? own : undefined
  const options = countries
    .map(value => ({ value, label: formats.country(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, language))
  return {
    title: t('companies.new.title'),
    current: companiesLink(language),
    body: (
      <>
        <h1>{t('companies.new.title')}</h1>
        <p class="lead">{t('companies.new.lead')}</p>
        {(filled.name !== undefined || here !== undefined) && <p class="muted">{t('companies.new.filled')}</p>}
        <Form action={companiesLink(language, 'new')}>
          <Field name="company" label={t('companies.new.name')} autocomplete="organization" maxLength={nameLength} />
          <Select
            name="country"
            label={t('companies.new.country')}
            options={options}
            value={here ?? country}
            autocomplete="country"
          />
          <Field
            name="number"
            label={t('companies.new.number')}
            hint={t('companies.new.number-hint')}
            maxLength={40}
            optional
          />
          <Field
            name="name"
            label={t('companies.new.your-name')}
            hint={t('companies.new.your-name-hint')}
            value={filled.name}
            autocomplete="name"
            maxLength={nameLength}
          />
          <Actions>
            <Button>{t('companies.new.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** A letter to a colleague. */
export function invitePage(request: Asked, company: Company): Page {
  const { t, language, languages, formats } = request
  return {
    title: t('companies.invite.title'),
    current: companiesLink(language),
    body: (
      <>
        <h1>{t('companies.invite.title')}</h1>
        <p class="lead">{t('companies.invite.lead')}</p>
        <Form action={companiesLink(language, company.id, 'invite')}>
          <Field name="email" type="email" label={t('companies.invite.email')} autocomplete="off" />
          <RoleChoices request={request} value="member" />
          <Select
            name="language"
            label={t('companies.invite.language')}
            options={languages.map(value => ({ value, label: formats.languageName(value) }))}
            value={language}
          />
          <Actions>
            <Button>{t('companies.invite.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

function RoleChoices({ request: { t }, value }: { request: Asked; value: string }) {
  return (
    <Choices
      name="role"
      legend={t('companies.member.role')}
      pick="one"
      value={value}
      choices={roles.map(role => ({
        value: role,
        label: t(`companies.role.${role}`),
        hint: t(`companies.role-hint.${role}`),
      }))}
    />
  )
}

/** A colleague's role, and their place. */
export function memberPage(request: Asked, company: Company, place: ColleagueRow): Page {
  const { t, language, visitor } = request
  const name = place.name ?? t('companies.company.unnamed')
  const title = t('companies.member.title', { name, company: company.name })
  return {
    title,
    current: companiesLink(language),
    body: (
      <>
        <h1>{title}</h1>
        <Form action={companiesLink(language, company.id, 'people', place.id)}>
          <RoleChoices request={request} value={place.role} />
          <Actions>
            <Button>{t('companies.member.submit')}</Button>
          </Actions>
        </Form>
        {place.person !== visitor.person && (
          <section>
            <h2>{t('companies.member.remove-title')}</h2>
            <p>{t('companies.member.remove-text', { company: company.name })}</p>
            <Form action={companiesLink(language, company.id, 'people', place.id, 'remove')}>
              <Actions>
                <Button kind="danger">{t('companies.member.remove', { company: company.name })}</Button>
              </Actions>
            </Form>
          </section>
        )}
      </>
    ),
  }
}

/** What leaving means, before it is done. */
export function leavePage(request: Asked, company: Company): Page {
  const { t, language } = request
  const title = t('companies.leave.title', { company: company.name })
  return {
    title,
    current: companiesLink(language),
    body: (
      <>
        <h1>{title}</h1>
        <p class="lead">{t('companies.leave.lead')}</p>
        <ul>
          {(['sees', 'stays', 'invitations', 'yours'] as const).map(what => (
            <li key={what}>{t(`companies.leave.${what}`)}</li>
          ))}
        </ul>
        <Form action={companiesLink(language, company.id, 'leave')}>
          <Actions>
            <Button kind="danger">{t('companies.leave.submit')}</Button>
            <ButtonLink href={companiesLink(language, company.id)}>{t('companies.leave.stay')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}
