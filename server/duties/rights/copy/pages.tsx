/** The pages of copies: ask for one, see how far it is, fetch it, have it deleted. */
import { link, type Page } from '../../../base/http/index.ts'
import {
  Actions,
  Badge,
  Button,
  ButtonLink,
  Choices,
  DefinitionList,
  Details,
  Empty,
  Field,
  Form,
  Notice,
  Table,
  Time,
  type Tone,
} from '../../../ui/index.ts'
import type { Naming } from '../naming.tsx'
import {
  copyRules,
  type CopyState,
  evidenceParts,
  formats,
  isDeletedByHand,
  isRunning,
  mayAsk,
  readFormats,
  readParts,
  stateOf,
  type CopyRow,
} from './copy.ts'
import { partWords } from './saying.ts'

/** Where the copies are; of one copy, where it is. */
export const copyLink = ({ language }: Pick<Naming, 'language'>, ...rest: readonly string[]) =>
  link(language, 'privacy-centre/copy', ...rest)

/** What can be chosen: the categories that a copy may have, and the evidence. */
export const offeredParts = ({ compiled }: Pick<Naming, 'compiled'>): string[] => [
  ...(compiled.grants.get('rights.make-copy')?.reads ?? []).filter(category => category !== 'evidence'),
  ...evidenceParts,
]

const tones: Readonly<Record<CopyState, Tone>> = {
  requested: 'info',
  preparing: 'info',
  ready: 'ok',
  deleted: 'neutral',
  failed: 'error',
}

/** Ask for a copy, and those that were asked for before. */
export function copiesPage(naming: Naming, rows: readonly CopyRow[], now: Date): Page {
  const { t, language } = naming
  const running = rows.find(row => isRunning(stateOf(row, now)))
  const may = mayAsk(rows, now)
  return {
    title: t('rights.copy.title'),
    current: link(language, 'privacy-centre'),
    body: (
      <div class="rights">
        <h1>{t('rights.copy.title')}</h1>
        <p class="lead">{t('rights.copy.lead')}</p>
        {running ? (
          <Notice title={t('rights.copy.running')}>
            <a href={copyLink(naming, running.id)}>{t('rights.copy.see-running')}</a>
          </Notice>
        ) : may.yes ? (
          <AskForm naming={naming} />
        ) : (
          <Notice tone="warn">{t('rights.copy.limit', { count: copyRules.mostADay, from: may.from })}</Notice>
        )}
        <Notice tone="neutral">{t('rights.copy.not-deletion')}</Notice>
        <h2>{t('rights.copy.earlier')}</h2>
        {rows.length === 0 ? (
          <Empty>{t('rights.copy.none')}</Empty>
        ) : (
          <Table
            caption={t('rights.copy.earlier')}
            quietCaption
            rows={rows}
            columns={[
              {
                head: t('rights.copy.asked'),
                cell: row => (
                  <a href={copyLink(naming, row.id)}>
                    <Time at={row.recorded_at} precise />
                  </a>
                ),
              },
              { head: t('rights.copy.state'), cell: row => <State row={row} now={now} naming={naming} /> },
              { head: t('rights.copy.contains'), cell: row => partsIn(row, naming) },
            ]}
          />
        )}
      </div>
    ),
  }
}

function AskForm({ naming }: { naming: Naming }) {
  const { t } = naming
  const offered = offeredParts(naming)
  return (
    <Form action={copyLink(naming)}>
      <p>{t('rights.copy.usual')}</p>
      <Details summary={t('rights.copy.choose')}>
        <Choices
          pick="many"
          name="part"
          legend={t('rights.copy.parts')}
          hint={t('rights.copy.parts-hint')}
          choices={offered.map(part => {
            const { text, language } = partWords(part, naming)
            const words = `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}`
            return { value: part, label: language === naming.language ? words : <span lang={language}>{words}</span> }
          })}
          value={offered}
        />
        <Choices
          pick="many"
          name="format"
          legend={t('rights.copy.formats')}
          choices={formats.map(format => ({
            value: format,
            label: t(`rights.copy.format.${format}`),
            hint: t(`rights.copy.format-hint.${format}`),
          }))}
          value={formats}
        />
      </Details>
      <Field
        name="password"
        type="password"
        label={t('rights.copy.password')}
        hint={t('rights.copy.password-hint')}
        autocomplete="current-password"
      />
      <Actions>
        <Button>{t('rights.copy.submit')}</Button>
      </Actions>
    </Form>
  )
}

function State({ row, now, naming: { t } }: { row: CopyRow; now: Date; naming: Naming }) {
  const state = stateOf(row, now)
  return (
    <span class="lines">
      <span>
        <Badge tone={tones[state]}>{t(`rights.copy.is.${state}`)}</Badge>
      </span>
      {state === 'ready' && <span>{t('rights.copy.until', { until: row.ends_at! })}</span>}
      {state === 'deleted' && row.ends_at && <Time at={row.ends_at} short />}
    </span>
  )
}

function partsIn(row: CopyRow, naming: Naming): string {
  const parts = readParts(row.parts)
  if (parts === 'everything') return naming.t('rights.copy.everything')
  return naming.formats.list(parts.map(part => partWords(part, naming).text))
}

/**
 * How far one is.
 * @param permission to fetch it without the password, if it was just typed
 */
export function copyPage(naming: Naming, row: CopyRow, now: Date, permission: string | undefined): Page {
  const { t, language, formats: written } = naming
  const state = stateOf(row, now)
  const kinds = readFormats(row.formats).map(format => t(`rights.copy.format.${format}`))
  return {
    title: t('rights.copy.one'),
    current: link(language, 'privacy-centre'),
    // The permission stands in the address.
    ...(permission === undefined ? {} : { referrer: 'none' as const }),
    body: (
      <div class="rights">
        <h1>{t('rights.copy.one')}</h1>
        <p class="lead">
          <Badge tone={tones[state]}>{t(`rights.copy.is.${state}`)}</Badge>{' '}
          {state === 'ready'
            ? t('rights.copy.ready-text', { until: row.ends_at!, left: written.daysFrom(now, row.ends_at!) })
            : state === 'deleted'
              ? t(isDeletedByHand(row) ? 'rights.copy.deleted-hand' : 'rights.copy.deleted-time', { at: row.ends_at! })
              : t(`rights.copy.${state}-text`)}
        </p>
        {isRunning(state) && (
          <p data-reload="2">
            <ButtonLink kind="primary" href={copyLink(naming, row.id) + query(permission)}>
              {t('rights.copy.look-again')}
            </ButtonLink>
          </p>
        )}
        {state === 'ready' && <Fetch naming={naming} row={row} permission={permission} />}
        <ol class="steps">
          <Step done at={row.recorded_at} words={t('rights.copy.is.requested')} />
          <Step done={row.begun_at !== null} at={row.begun_at} words={t('rights.copy.is.preparing')} />
          <Step done={row.ready_at !== null} at={row.ready_at} words={t('rights.copy.is.ready')} />
          <Step
            done={state === 'deleted'}
            at={row.ends_at}
            words={t(state === 'ready' ? 'rights.copy.will-be-deleted' : 'rights.copy.is.deleted')}
          />
        </ol>
        <DefinitionList
          items={[
            { term: t('rights.copy.contains'), value: partsIn(row, naming) },
            { term: t('rights.copy.form'), value: written.list(kinds) },
            ...(row.bytes === null ? [] : [{ term: t('rights.copy.size'), value: written.bytes(Number(row.bytes)) }]),
          ]}
        />
        <Notice tone="neutral">{t('rights.copy.not-deletion')}</Notice>
        {state !== 'deleted' && state !== 'failed' && (
          <>
            <h2>{t('rights.copy.delete-title')}</h2>
            <p>{t('rights.copy.delete-text')}</p>
            <Form action={copyLink(naming, row.id, 'delete')} confirm={t('rights.copy.delete-sure')}>
              <Actions>
                <Button kind="danger">{t(isRunning(state) ? 'rights.copy.stop' : 'rights.copy.delete')}</Button>
              </Actions>
            </Form>
          </>
        )}
        <p>
          <a href={copyLink(naming)}>{t('rights.copy.all')}</a>
        </p>
      </div>
    ),
  }
}

const query = (permission: string | undefined) =>
  permission === undefined ? '' : `?permission=${encodeURIComponent(permission)}`

function Fetch({ naming, row, permission }: { naming: Naming; row: CopyRow; permission: string | undefined }) {
  const { t, formats: written } = naming
  const words = t('rights.copy.download', { size: written.bytes(Number(row.bytes)) })
  if (permission !== undefined)
    return (
      <p>
        <ButtonLink kind="primary" href={copyLink(naming, row.id, 'file') + query(permission)}>
          {words}
        </ButtonLink>
      </p>
    )
  return (
    <Form action={copyLink(naming, row.id, 'download')}>
      <Field
        name="password"
        type="password"
        label={t('rights.copy.password')}
        hint={t('rights.copy.password-download')}
        autocomplete="current-password"
      />
      <Actions>
        <Button>{words}</Button>
      </Actions>
    </Form>
  )
}

function Step({ done, at, words }: { done: boolean; at: Date | null; words: string }) {
  return (
    <li class={done ? 'step-done' : undefined}>
      {words}
      {at && (
        <>
          {' '}
          <span class="muted">
            <Time at={at} precise />
          </span>
        </>
      )}
    </li>
  )
}
