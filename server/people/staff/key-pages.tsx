/** The pages about keys of the company's own systems. */
import type { Page } from '../../base/http/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import {
  Actions,
  actSentence,
  Badge,
  Button,
  ButtonLink,
  Choices,
  Copyable,
  Empty,
  Field,
  Form,
  Notice,
  Select,
  Table,
} from '../../ui/index.ts'
import { keyDays, keyPurposes } from './key.ts'
import type { KeySeen, Made } from './keys.ts'
import { controllersFor } from './staff.ts'
import { type Asked, saysIn } from './words.tsx'

const here = '/console/keys'
/** What can be chosen, in days: a month, a quarter, a year, two. */
const periods = [30, 90, keyDays.default, keyDays.most]
const tones = { active: 'ok', rotated: 'warn', ended: 'neutral' } as const

const purposeName = (compiled: Compiled, id: string, { language }: Asked) =>
  saysIn(compiled.loaded.policy.purposes[id]?.says, language) || id
const controllerName = (compiled: Compiled, id: string) => compiled.loaded.policy.controllers[id]?.name ?? id
/** What a system may do, said to whoever gives it the key. @param act `desk.system-find-for-support` */
function actName(act: string, request: Asked): string {
  const key = `staff.can.${act.replace('.', '-').replace(/-for-.+$/, '')}`
  return request.hasText(key) ? request.t(key) : (actSentence(act, request) ?? act)
}

/** Every key. @param makers names, by person */
export function keysPage(
  compiled: Compiled,
  request: Asked,
  keys: readonly KeySeen[],
  makers: ReadonlyMap<string, string>,
): Page {
  const { t, formats } = request
  return {
    title: t('staff.keys.title'),
    current: here,
    wide: true,
    body: (
      <>
        <h1>{t('staff.keys.title')}</h1>
        <p class="lead">{t('staff.keys.lead')}</p>
        {keys.length === 0 ? (
          <Empty>{t('staff.keys.empty')}</Empty>
        ) : (
          <Table
            caption={t('staff.keys.title')}
            quietCaption
            rows={keys}
            columns={[
              { head: t('staff.keys.system'), cell: row => row.name },
              { head: t('staff.column.purpose'), cell: row => purposeName(compiled, row.purpose, request) },
              {
                head: t('staff.keys.acts'),
                cell: row => (
                  <ul class="plain">
                    {row.acts.map(act => (
                      <li key={act}>{actName(act, request)}</li>
                    ))}
                  </ul>
                ),
              },
              { head: t('staff.column.controller'), cell: row => controllerName(compiled, row.controller) },
              { head: t('staff.keys.maker'), cell: row => makers.get(row.made_by ?? '') ?? '–' },
              {
                head: t('staff.keys.state'),
                cell: row => (
                  <>
                    <Badge tone={tones[row.state]}>
                      {t(`staff.keys.${row.state}`, { at: formats.shortMoment(row.ends_at) })}
                    </Badge>
                    {row.refused > 0 && (
                      <p>
                        {t('staff.keys.refused', {
                          count: row.refused,
                          at: formats.shortDate(row.refused_on ?? row.ends_at),
                        })}
                      </p>
                    )}
                  </>
                ),
              },
              {
                head: t('staff.keys.used'),
                cell: row => (row.used_on ? formats.shortDate(row.used_on) : t('staff.never')),
              },
              { head: t('staff.column.action'), doing: true, cell: row => <KeyActions row={row} request={request} /> },
            ]}
          />
        )}
        <Actions>
          <ButtonLink href={`${here}/new`} kind="primary">
            {t('staff.keys.make')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

function KeyActions({ row, request: { t } }: { row: KeySeen; request: Asked }) {
  if (row.state === 'ended' || !row.yours) return null
  const of = <span class="unseen"> {row.name}</span>
  return (
    <>
      {row.state === 'active' && (
        <Form action={`${here}/${row.id}/rotate`} confirm={t('staff.keys.rotate-sure')}>
          <Button kind="plain">
            {t('staff.keys.rotate')}
            {of}
          </Button>
        </Form>
      )}
      <Form action={`${here}/${row.id}/revoke`} confirm={t('staff.keys.revoke-sure')}>
        <Button kind="plain">
          {t('staff.keys.revoke')}
          {of}
        </Button>
      </Form>
    </>
  )
}

/** The form of a key: first for which purpose, then which of its acts. */
export function newKeyPage(compiled: Compiled, request: Asked, purpose: string | undefined): Page {
  const { t, visitor } = request
  const offered = keyPurposes(compiled)
  const acts = purpose === undefined ? undefined : offered.get(purpose)
  const controllers = controllersFor(compiled.loaded.policy, visitor.actor)
  return {
    title: t('staff.keys.make'),
    current: here,
    body: (
      <>
        <h1>{t('staff.keys.make')}</h1>
        <p class="lead">{t('staff.keys.make-lead')}</p>
        {offered.size === 0 && <Empty>{t('staff.keys.no-purpose')}</Empty>}
        {offered.size > 0 && (purpose === undefined || !acts) && (
          <Form action={`${here}/new`} method="get">
            <Choices
              name="purpose"
              legend={t('staff.keys.purpose')}
              pick="one"
              choices={[...offered.keys()].map(value => ({ value, label: purposeName(compiled, value, request) }))}
            />
            <Actions>
              <Button>{t('staff.keys.go-on')}</Button>
            </Actions>
          </Form>
        )}
        {purpose !== undefined && acts && (
          <Form action={`${here}/new?purpose=${encodeURIComponent(purpose)}`}>
            <input type="hidden" name="purpose" value={purpose} />
            <p>
              {t('staff.column.purpose')}: <strong>{purposeName(compiled, purpose, request)}</strong>{' '}
              <a href={`${here}/new`}>{t('staff.keys.other-purpose')}</a>
            </p>
            <Field
              name="name"
              label={t('staff.keys.system')}
              hint={t('staff.keys.system-hint')}
              autocomplete="off"
              maxLength={40}
            />
            <Choices
              name="acts"
              legend={t('staff.keys.acts-ask')}
              pick="many"
              choices={acts.map(value => ({ value, label: actName(value, request) }))}
            />
            <Select
              name="controller"
              label={t('staff.keys.controller')}
              options={controllers.map(value => ({ value, label: controllerName(compiled, value) }))}
              value={visitor.actor.controller}
            />
            <Select
              name="days"
              label={t('staff.keys.days')}
              options={periods.map(value => ({
                value: String(value),
                label: t('staff.keys.period', { count: value }),
              }))}
              value={String(keyDays.default)}
            />
            <Actions>
              <Button>{t('staff.keys.submit')}</Button>
              <ButtonLink href={here}>{t('staff.back')}</ButtonLink>
            </Actions>
          </Form>
        )}
      </>
    ),
  }
}

/** The key itself, this once. */
export function madePage({ t, formats }: Asked, { key, until }: Made, rotated: boolean): Page {
  return {
    title: t('staff.keys.made'),
    current: here,
    body: (
      <>
        <h1>{t('staff.keys.made')}</h1>
        <Notice tone="warn" title={t('staff.keys.once')}>
          {t('staff.keys.once-text')}
        </Notice>
        <p>
          <Copyable>{key}</Copyable>
        </p>
        <p>{t('staff.keys.until', { at: formats.moment(until) })}</p>
        {rotated && <p>{t('staff.keys.rotated-text')}</p>}
        <p>{t('staff.keys.how')}</p>
        <Actions>
          <ButtonLink href={here}>{t('staff.keys.back')}</ButtonLink>
        </Actions>
      </>
    ),
  }
}
