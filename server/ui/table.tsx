import type { ComponentChildren } from 'preact'
import { useScene } from './context.tsx'
import { Empty } from './parts.tsx'

export interface Column<Row> {
  head: ComponentChildren
  /** The cell; the first column is the row's heading. */
  cell: (row: Row) => ComponentChildren
  /** Numbers stand right. */
  numeric?: boolean
  /** Only what can be done with the row: paper has no use for it. */
  doing?: boolean
}

export interface TableProps<Row> {
  caption: ComponentChildren
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** What it means that there is none. */
  empty?: ComponentChildren
  /** An id that stays the same, for links to one row. */
  rowId?: (row: Row) => string
  /** Offers to filter the rows while typing (script only). */
  filter?: boolean
  /** The caption only for those who cannot see the heading above it. */
  quietCaption?: boolean
}

function classOf({ numeric, doing }: Pick<Column<never>, 'numeric' | 'doing'>): string | undefined {
  return numeric ? 'numeric' : doing ? 'doing' : undefined
}

/** A table with a caption. On a phone each row becomes a small card in which every value keeps its heading. */
export function Table<Row>({ caption, columns, rows, empty, rowId, filter, quietCaption }: TableProps<Row>) {
  const scene = useScene()
  if (rows.length === 0 && empty !== undefined) return <Empty>{empty}</Empty>
  return (
    <div
      class="table-region"
      data-filter={filter ? scene.t('ui.form.filter') : undefined}
      data-shown={filter ? scene.t('ui.form.shown', { rows: '#' }) : undefined}
    >
      <table role="table">
        <caption class={quietCaption ? 'unseen' : undefined}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column, place) => (
              <th key={place} scope="col" role="columnheader" class={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, number) => (
            <tr key={number} id={rowId?.(row)} role="row">
              {columns.map((column, place) => {
                const content = (
                  <>
                    <span class="cell-head" aria-hidden="true">
                      {column.head}
                    </span>
                    <span class="cell">{column.cell(row)}</span>
                  </>
                )
                const className = classOf(column)
                return place === 0 ? (
                  <th key={place} scope="row" role="rowheader" class={className}>
                    {content}
                  </th>
                ) : (
                  <td key={place} role="cell" class={className}>
                    {content}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/**
 * Pages of a list.
 * @param href the address of page n, from 1
 */
export function Pagination({ page, pages, href }: { page: number; pages: number; href: (page: number) => string }) {
  const { t } = useScene()
  if (pages <= 1) return null
  const near = [...new Set([1, page - 1, page, page + 1, pages])].filter(number => number >= 1 && number <= pages)
  return (
    <nav class="pagination" aria-label={t('ui.pages.label')}>
      {page > 1 && (
        <a href={href(page - 1)} rel="prev">
          {t('ui.pages.previous')}
        </a>
      )}
      <ul>
        {near.map((number, place) => (
          <li key={number} class={place > 0 && number - near[place - 1]! > 1 ? 'gap' : undefined}>
            {number === page ? (
              <span aria-current="page">
                <span class="unseen">{t('ui.pages.here', { number })}</span>
                <span aria-hidden="true">{number}</span>
              </span>
            ) : (
              <a href={href(number)}>
                <span class="unseen">{t('ui.pages.page', { number })}</span>
                <span aria-hidden="true">{number}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      {page < pages && (
        <a href={href(page + 1)} rel="next">
          {t('ui.pages.next')}
        </a>
      )}
    </nav>
  )
}
