/** The page of copies: ask for one, and those that were asked for before. */
import { link, type Page } from '../../../base/http/index.ts'
import {
  Actions,
  Badge,
  Button,
  Choices,
  Details,
  Empty,
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
  isRunning,
  mayAsk,
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

/** How each state looks. */
export const tones: Readonly<Record<CopyState, Tone>> = {
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
      <p class="muted">{t('rights.copy.proof-hint')}</p>
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

/** What a copy contains, in words. */
export function partsIn(row: CopyRow, naming: Naming): string {
  const parts = readParts(row.parts)
  if (parts === 'everything') return naming.t('rights.copy.everything')
  return naming.formats.list(parts.map(part => partWords(part, naming).text))
}
