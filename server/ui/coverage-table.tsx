import type { ComponentChildren } from 'preact'
import { useScene } from './context.tsx'
import { Badge } from './parts.tsx'
import { Table } from './table.tsx'

/** How far one thing goes in one language. */
export interface Covered {
  /** 0 to 1; undefined: nothing at all. */
  share: number | undefined
  /** What is behind the figure, or what there is instead of one. */
  more?: readonly string[]
}

/** For each row how much exists in each language: a mark and a percentage, which is 100 only where nothing is missing. */
export function CoverageTable({
  caption,
  quietCaption,
  head,
  languages,
  rows,
}: {
  caption: ComponentChildren
  quietCaption?: boolean
  /** Over the first column. */
  head: ComponentChildren
  /** The columns; `code` is a key of `cells`. */
  languages: readonly { code: string; label: string }[]
  rows: readonly { head: ComponentChildren; cells: Readonly<Record<string, Covered>> }[]
}) {
  const { formats } = useScene()
  return (
    <Table
      caption={caption}
      {...(quietCaption ? { quietCaption } : {})}
      rows={rows}
      columns={[
        { head, cell: row => row.head },
        ...languages.map(({ code, label }) => ({
          head: label,
          cell: ({ cells }: (typeof rows)[number]) => {
            const { share, more = [] } = cells[code] ?? { share: undefined }
            return (
              <>
                {share === undefined ? (
                  '–'
                ) : (
                  <Badge tone={share === 1 ? 'ok' : 'warn'}>{formats.number(Math.floor(share * 100))} %</Badge>
                )}
                {more.map(one => (
                  <span key={one} class="cell-more">
                    {one}
                  </span>
                ))}
              </>
            )
          },
        })),
      ]}
    />
  )
}
