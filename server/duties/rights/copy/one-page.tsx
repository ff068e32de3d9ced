/** The page of one copy: how far it is, fetch it, have it deleted. */
import { link, type Page } from '../../../base/http/index.ts'
import { Actions, Badge, Button, ButtonLink, DefinitionList, Form, Notice, Time } from '../../../ui/index.ts'
import type { Naming } from '../naming.tsx'
import { type CopyRow, isDeletedByHand, isRunning, readFormats, stateOf } from './copy.ts'
import { copyLink, partsIn, tones } from './pages.tsx'

/**
 * How far one is.
 * @param permission to fetch it at once, if who asked was just proven
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
      <p class="muted">{t('rights.copy.proof-download')}</p>
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
