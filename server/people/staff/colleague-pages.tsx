/** The pages about colleagues: who there is, one of them, and the form of an invitation. */
import type { Page } from '../../base/http/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import {
  Actions,
  Button,
  ButtonLink,
  DefinitionList,
  Empty,
  Field,
  Form,
  Notice,
  Select,
  Table,
} from '../../ui/index.ts'
import type { Seen } from './administering.ts'
import type { KeySeen } from './keys.ts'
import { controllersFor } from './staff.ts'
import { AccessBadge, type Asked, saysIn } from './words.tsx'

const here = '/console/colleagues'
const pageOf = (person: string, what = '') => `${here}/${person}${what}`

const roleName = (compiled: Compiled, role: string, { language }: Asked) =>
  saysIn(compiled.loaded.policy.staff[role]?.says, language) || role
const controllerName = (compiled: Compiled, id: string) => compiled.loaded.policy.controllers[id]?.name ?? id
const nameOf = ({ name, address }: Seen) => name ?? address
const since = ({ access, suspended_at, invited_until }: Seen) => (access === 'suspended' ? suspended_at : invited_until)

/** Every colleague, or those that a search fits. */
export function colleaguesPage(compiled: Compiled, request: Asked, seen: readonly Seen[], search: string): Page {
  const { t, formats } = request
  return {
    title: t('staff.colleagues.title'),
    current: here,
    wide: true,
    body: (
      <>
        <h1>{t('staff.colleagues.title')}</h1>
        <p class="lead">{t('staff.colleagues.lead')}</p>
        <Form action={here} method="get">
          <Field
            name="search"
            label={t('staff.colleagues.search')}
            value={search}
            optional
            maxLength={100}
            autocomplete="off"
          />
          <Actions>
            <Button kind="secondary">{t('staff.colleagues.search-submit')}</Button>
            {search !== '' && <ButtonLink href={here}>{t('staff.colleagues.all')}</ButtonLink>}
          </Actions>
        </Form>
        {seen.length === 0 ? (
          <Empty>{t(search === '' ? 'staff.colleagues.empty' : 'staff.colleagues.none', { search })}</Empty>
        ) : (
          <Table
            caption={t('staff.colleagues.title')}
            quietCaption
            rows={seen}
            columns={[
              {
                head: `${t('staff.column.name')}, ${t('staff.column.id')}`,
                cell: row => (
                  <>
                    {row.name && <div>{row.name}</div>}
                    <div class="muted">{row.address}</div>
                  </>
                ),
              },
              {
                head: `${t('staff.column.role')}, ${t('staff.column.controller')}`,
                cell: row => (
                  <>
                    <div>{roleName(compiled, row.role, request)}</div>
                    <div class="muted">{controllerName(compiled, row.controller)}</div>
                  </>
                ),
              },
              {
                head: t('staff.column.access'),
                cell: row => <AccessBadge access={row.access} at={since(row)} request={request} />,
              },
              { head: t('staff.column.factor'), cell: row => t(row.factor ? 'staff.yes' : 'staff.no') },
              {
                head: t('staff.column.seen'),
                cell: row => (row.seen_at ? formats.shortDate(row.seen_at) : t('staff.never')),
              },
              {
                head: t('staff.column.action'),
                doing: true,
                cell: row => (
                  <a class="row-action" href={pageOf(row.person_id)}>
                    {t('staff.open')}
                    <span class="unseen"> {nameOf(row)}</span>
                  </a>
                ),
              },
            ]}
          />
        )}
        <Actions>
          <ButtonLink href={`${here}/invite`} kind="primary">
            {t('staff.invite.title')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** The questions of a place: as what, and for whom. */
function PlaceFields({
  compiled,
  request,
  role,
  controller,
}: {
  compiled: Compiled
  request: Asked
  role?: string
  controller: string
}) {
  const { t, visitor } = request
  const { policy } = compiled.loaded
  const roles = Object.keys(policy.staff).map(value => ({ value, label: roleName(compiled, value, request) }))
  const choices = controllersFor(policy, visitor.actor).map(value => ({
    value,
    label: controllerName(compiled, value),
  }))
  return (
    <>
      <Select name="role" label={t('staff.column.role')} options={roles} value={role} />
      <Select
        name="controller"
        label={t('staff.column.controller')}
        hint={t('staff.controller-hint')}
        options={choices}
        value={controller}
      />
    </>
  )
}

/** The form of an invitation. */
export function invitePage(compiled: Compiled, request: Asked): Page {
  const { t, languages, language, formats, visitor } = request
  return {
    title: t('staff.invite.title'),
    current: here,
    body: (
      <>
        <h1>{t('staff.invite.title')}</h1>
        <p class="lead">{t('staff.invite.lead')}</p>
        <Form action={`${here}/invite`}>
          <Field name="name" label={t('staff.column.name')} autocomplete="off" maxLength={100} />
          <Field
            name="email"
            type="email"
            label={t('staff.invite.email')}
            hint={t('staff.invite.email-hint')}
            autocomplete="off"
          />
          <PlaceFields compiled={compiled} request={request} controller={visitor.actor.controller} />
          <Select
            name="language"
            label={t('staff.invite.language')}
            options={languages.map(value => ({ value, label: formats.languageName(value) }))}
            value={language}
          />
          <Actions>
            <Button>{t('staff.invite.submit')}</Button>
            <ButtonLink href={here}>{t('staff.back')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** One colleague, and what can be changed of them. @param keys that they made and that still work */
export function colleaguePage(compiled: Compiled, request: Asked, one: Seen, keys: readonly KeySeen[]): Page {
  const { t, formats, visitor } = request
  const title = nameOf(one)
  return {
    title,
    current: here,
    body: (
      <>
        <h1>{title}</h1>
        <DefinitionList
          items={[
            { term: t('staff.column.id'), value: one.address },
            { term: t('staff.column.role'), value: roleName(compiled, one.role, request) },
            { term: t('staff.column.controller'), value: controllerName(compiled, one.controller) },
            { term: t('staff.column.region'), value: controllerName(compiled, one.region) },
            {
              term: t('staff.column.access'),
              value: <AccessBadge access={one.access} at={since(one)} request={request} />,
            },
            { term: t('staff.column.factor'), value: t(one.factor ? 'staff.yes' : 'staff.no') },
            { term: t('staff.column.seen'), value: one.seen_at ? formats.shortDate(one.seen_at) : t('staff.never') },
          ]}
        />
        {one.why ? (
          <>
            <Notice>{t(`staff.why.${one.why}`, { controller: controllerName(compiled, one.region) })}</Notice>
            {!one.whyOn && one.access === 'active' && (
              <section aria-labelledby="access">
                <h2 id="access">{t('staff.access.title')}</h2>
                <p>{t('staff.suspend.elsewhere')}</p>
                <EndAccess request={request} person={one.person_id} />
              </section>
            )}
          </>
        ) : (
          <Changes compiled={compiled} request={request} one={one} />
        )}
        {keys.length > 0 && (
          <section aria-labelledby="made">
            <h2 id="made">{t('staff.made.title')}</h2>
            <p>{t('staff.made.lead')}</p>
            <ul>
              {keys.map(({ id, name }) => (
                <li key={id}>{name}</li>
              ))}
            </ul>
            <p>
              <a href="/console/keys">{t('staff.made.link')}</a>
            </p>
          </section>
        )}
        <p>
          <a href={here}>{t('staff.back')}</a>
        </p>
        {one.person_id === visitor.person && <p class="muted">{t('staff.yourself')}</p>}
      </>
    ),
  }
}

function Changes({ compiled, request, one }: { compiled: Compiled; request: Asked; one: Seen }) {
  const { t, visitor } = request
  const { person_id: person, access, confirmed_at } = one
  return (
    <>
      <section aria-labelledby="place">
        <h2 id="place">{t('staff.place.title')}</h2>
        <p>{t('staff.place.lead')}</p>
        <Form action={pageOf(person, '/role')}>
          <PlaceFields
            compiled={compiled}
            request={request}
            role={one.role}
            controller={
              controllersFor(compiled.loaded.policy, visitor.actor).includes(one.controller)
                ? one.controller
                : visitor.actor.controller
            }
          />
          <Actions>
            <Button>{t('staff.place.submit')}</Button>
          </Actions>
        </Form>
      </section>
      <section aria-labelledby="access">
        <h2 id="access">{t('staff.access.title')}</h2>
        {confirmed_at === null ? (
          <>
            <p>{t('staff.invitation.lead')}</p>
            <Form action={pageOf(person, '/send-again')}>
              <Actions>
                <Button kind="secondary">{t('staff.invitation.again')}</Button>
              </Actions>
            </Form>
            <Form action={pageOf(person, '/take-back')} confirm={t('staff.invitation.back-sure')}>
              <Actions>
                <Button kind="danger">{t('staff.invitation.back')}</Button>
              </Actions>
            </Form>
          </>
        ) : access === 'suspended' ? (
          <Form action={pageOf(person, '/resume')}>
            <p>{t('staff.resume.lead')}</p>
            <Actions>
              <Button>{t('staff.resume.submit')}</Button>
            </Actions>
          </Form>
        ) : (
          <EndAccess request={request} person={person} />
        )}
      </section>
      {access === 'active' && (
        <section aria-labelledby="factors">
          <h2 id="factors">{t('staff.factors.title')}</h2>
          <p>{t('staff.factors.lead')}</p>
          <Form action={pageOf(person, '/factors')} confirm={t('staff.factors.sure')}>
            <Actions>
              <Button kind="danger">{t('staff.factors.submit')}</Button>
            </Actions>
          </Form>
        </section>
      )}
    </>
  )
}

function EndAccess({ request: { t }, person }: { request: Asked; person: string }) {
  return (
    <Form action={pageOf(person, '/suspend')} confirm={t('staff.suspend.sure')}>
      <p>{t('staff.suspend.lead')}</p>
      <Actions>
        <Button kind="danger">{t('staff.suspend.submit')}</Button>
      </Actions>
    </Form>
  )
}
