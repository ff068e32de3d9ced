/** The form with which a site is registered or changed, and what it says. */
import { Type, type Static } from 'typebox'
import { languages, type FieldFault, type Language } from '../../base/http/index.ts'
import type { Policy } from '../../policy/document.ts'
import type { Actor } from '../../policy/request.ts'
import { Actions, Button, Choices, Field, Form, Select, type Words } from '../../ui/index.ts'
import { faultAt } from '../people.ts'
import { controllersFor } from '../staff/index.ts'
import { purposesFor, scopes, siteFaults, type Scope, type Site, type SiteFault } from './sites.ts'
import { controllerName } from './words.tsx'

const many = Type.Array(Type.String({ maxLength: 30 }))
const address = Type.String({ minLength: 1, maxLength: 500 })
const name = Type.Optional(Type.String({ maxLength: 80 }))

/** What can be changed later. */
export const SiteFields = Type.Object({
  'name-en': name,
  'name-nl': name,
  'name-fr': name,
  'name-de': name,
  address,
  redirects: Type.String({ minLength: 1, maxLength: 4_000, description: 'one a line' }),
  'after-sign-out': Type.Optional(Type.String({ maxLength: 4_000, description: 'one a line' })),
  backchannel: Type.Optional(Type.String({ maxLength: 500 })),
  purpose: Type.String({ minLength: 1, maxLength: 60 }),
  scope: Type.Optional(many),
})

/** What is asked once: what a site is called by programs, whether it can keep a secret, and who runs it. */
export const NewSiteFields = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 40 }),
  ...SiteFields.properties,
  kind: Type.Enum(['confidential', 'public'] as const),
  'run-by': Type.Optional(Type.String({ maxLength: 60 })),
  controller: Type.Optional(
    Type.String({
      maxLength: 60,
      description: 'of the policy: whose site it is; otherwise that of whoever registers it',
    }),
  ),
})

const lines = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/\s*\n\s*/)
    .map(line => line.trim())
    .filter(Boolean)

/** What a form says of a site; what is asked once comes from elsewhere for one that is changed. */
export function siteFrom(
  body: Static<typeof SiteFields>,
  once: Pick<Site, 'id' | 'confidential' | 'runBy' | 'controller' | 'offAt'>,
): Site {
  const names = languages.flatMap(language => {
    const text = body[`name-${language}`]?.trim()
    return text ? [[language, text] as const] : []
  })
  return {
    ...once,
    names: Object.fromEntries(names),
    address: body.address.trim(),
    redirectUris: lines(body.redirects),
    postLogoutUris: lines(body['after-sign-out']),
    backchannelUri: body.backchannel?.trim() || null,
    purpose: body.purpose,
    scopes: (body.scope ?? []) as Scope[],
  }
}

/** A new site, as a form says it. */
export const newSiteFrom = (body: Static<typeof NewSiteFields>, { controller }: Pick<Registrar, 'controller'>): Site =>
  siteFrom(body, {
    id: body.id,
    confidential: body.kind === 'confidential',
    runBy: body['run-by'] || null,
    controller: body.controller || controller,
    offAt: null,
  })

/** Whoever registers or changes a site. */
type Registrar = Actor & { kind: 'staff' }

/** What is wrong with it, each beside its field. @param former what it was before, where it is changed */
export function faultsOf(
  site: Site,
  policy: Policy,
  { t, visitor }: Pick<Words, 't'> & { visitor: { actor: Registrar } },
  former?: Site,
): FieldFault[] {
  const faults: SiteFault[] = siteFaults(site, policy, former)
  if (!controllersFor(policy, visitor.actor).includes(site.controller))
    faults.push({ field: 'controller', fault: 'controller' })
  return faults.map(({ field, fault }) => faultAt(field, t(`sites.fault.${fault}`)))
}

/** @param site the one that is changed; undefined for a new one */
export function SiteForm({
  site,
  policy,
  action,
  words: { t },
  language,
  actor,
}: {
  site: Site | undefined
  policy: Policy
  action: string
  words: Words
  language: Language
  actor: Registrar
}) {
  const says = (id: string) =>
    policy.purposes[id]?.says[language] ?? Object.values(policy.purposes[id]?.says ?? {})[0] ?? id
  return (
    <Form action={action}>
      {!site && <Field name="id" label={t('sites.console.id')} hint={t('sites.console.id-hint')} maxLength={31} />}
      {languages.map(one => (
        <Field
          key={one}
          name={`name-${one}`}
          label={t(`sites.console.name.${one}`)}
          value={site?.names[one]}
          maxLength={80}
          lang={one}
          optional
        />
      ))}
      <Field name="address" type="url" label={t('sites.console.address')} value={site?.address} />
      <Field
        name="redirects"
        type="textarea"
        rows={3}
        label={t('sites.console.redirects')}
        hint={t('sites.console.redirects-hint')}
        value={site?.redirectUris.join('\n')}
      />
      <Field
        name="after-sign-out"
        type="textarea"
        rows={2}
        label={t('sites.console.after-sign-out')}
        hint={t('sites.console.lines-hint')}
        value={site?.postLogoutUris.join('\n')}
        optional
      />
      <Field
        name="backchannel"
        type="url"
        label={t('sites.console.backchannel')}
        hint={t('sites.console.backchannel-hint')}
        value={site?.backchannelUri ?? undefined}
        optional
      />
      {!site && (
        <Choices
          name="kind"
          legend={t('sites.console.kind')}
          pick="one"
          choices={(['confidential', 'public'] as const).map(value => ({
            value,
            label: t(`sites.console.kinds.${value}`),
            hint: t(`sites.console.kinds.${value}-hint`),
          }))}
        />
      )}
      {!site && (
        <Select
          name="run-by"
          label={t('sites.console.run-by')}
          hint={t('sites.console.run-by-hint')}
          optional
          options={[
            { value: '', label: policy.policy.company },
            ...Object.entries(policy.recipients).map(([value, one]) => ({ value, label: one.name })),
          ]}
        />
      )}
      {!site && (
        <Select
          name="controller"
          label={t('sites.console.controller')}
          hint={t('sites.console.controller-hint')}
          options={controllersFor(policy, actor).map(value => ({ value, label: controllerName(policy, value) }))}
          value={actor.controller}
        />
      )}
      <Select
        name="purpose"
        label={t('sites.consent.purpose')}
        hint={t('sites.console.purpose-hint')}
        options={purposesFor(policy).map(value => ({ value, label: says(value) }))}
        value={site?.purpose}
      />
      <Choices
        name="scope"
        legend={t('sites.console.scope')}
        hint={t('sites.console.scope-hint')}
        pick="many"
        value={site?.scopes}
        choices={scopes.map(value => ({ value, label: t(`sites.scope.${value}`) }))}
      />
      <Actions>
        <Button>{t(site ? 'sites.console.save' : 'sites.console.register')}</Button>
      </Actions>
    </Form>
  )
}
