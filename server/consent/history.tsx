/** Everything that somebody said, the newest first: nothing of it is ever changed. */
import { Pagination, T, Table, Time } from '../ui/index.ts'
import type { Consents } from './say.ts'
import type { HistoryRow } from './store.ts'
import { clauseHref, consentsLink, sayCategory, sayChoices, sayPurpose, type Asked } from './words.tsx'

/** A page of it. */
export interface HistoryPart {
  rows: HistoryRow[]
  page: number
  pages: number
}

/** The table. */
export function History(props: { request: Asked; history: HistoryPart; seen: Consents }) {
  const { request, history, seen } = props
  const { t, language, formats } = request
  const about = ({ purpose, category, choices }: HistoryRow) => {
    if (purpose === null)
      return category === null ? t('consent.history.everything') : sayCategory(category, seen, language)
    const { says } = sayPurpose(purpose, seen, language)
    return choices ? `${says}: ${sayChoices(choices, seen, request)}` : says
  }
  const clauseOf = ({ purpose }: HistoryRow) => (purpose === null ? '' : sayPurpose(purpose, seen, language).clause)
  return (
    <section id="history">
      <h2>{t('consent.history.title')}</h2>
      <p>{t('consent.history.lead')}</p>
      <Table
        caption={t('consent.history.title')}
        quietCaption
        rows={history.rows}
        empty={t('consent.history.none')}
        columns={[
          { head: t('consent.history.when'), cell: row => <Time at={row.recorded_at} precise short /> },
          { head: t('consent.history.said'), cell: row => t(`consent.said.${row.said}`) },
          { head: t('consent.history.about'), cell: about },
          {
            head: t('consent.history.words'),
            cell: row => (
              <>
                <a href={clauseHref(language, clauseOf(row), row.policy_version)}>
                  {t('consent.version', { version: row.policy_version })}
                </a>
                , {formats.languageName(row.language)}
              </>
            ),
          },
          { head: t('consent.history.where'), cell: row => sayPlace(request, row) },
          {
            head: t('receipts.column'),
            doing: true,
            cell: row => (
              <a href={consentsLink(language, row.id, 'receipt')} download>
                {t('receipts.one')}
                <span class="unseen">
                  : {t(`consent.said.${row.said}`)}, {about(row)}, <Time at={row.recorded_at} precise short />
                </span>
              </a>
            ),
          },
        ]}
      />
      {history.rows.length > 0 && (
        <p>
          <T
            k="receipts.all"
            parts={{
              file: words => (
                <a href={consentsLink(language, 'receipts')} download>
                  {words}
                </a>
              ),
            }}
          />
        </p>
      )}
      <Pagination
        page={history.page}
        pages={history.pages}
        href={page => `${consentsLink(language)}?page=${page}#history`}
      />
    </section>
  )
}

/** By which door, and on which page of it. */
function sayPlace({ t, hasText }: Asked, { source, place }: HistoryRow): string {
  const [from, where] = [`consent.source.${source}`, `consent.place.${place}`]
  const door = hasText(from) ? t(from) : source
  return hasText(where) ? `${door}: ${t(where)}` : door
}
