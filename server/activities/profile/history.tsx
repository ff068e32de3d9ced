/** Where a datum came from, and what it was before. */
import type { ComponentChildren } from 'preact'
import { link } from '../../base/http/index.ts'
import { Details, Time } from '../../ui/index.ts'
import type { Key } from '../../ui/index.ts'
import type { Asked } from './asked.ts'

/** What is known of every datum. */
export interface Origin {
  at: Date
  source: string
  version: number
}

/** A source in words; one that has none yet is shown as it is. */
export function sayFrom(request: Asked, source: string): string {
  const key = `profile.source.${source}`
  return request.hasText(key) ? request.t(key) : source
}

/** The columns that every table of the profile has: when, from where, under which version. */
export function originColumns<Row>(request: Asked, origin: (row: Row) => Origin | undefined) {
  const { t, language } = request
  const cell = (show: (from: Origin) => ComponentChildren) => (row: Row) => {
    const from = origin(row)
    return from ? show(from) : '–'
  }
  return [
    { head: t('profile.column.when'), cell: cell(({ at }) => <Time at={at} short />) },
    { head: t('profile.column.source'), cell: cell(({ source }) => sayFrom(request, source)) },
    {
      head: t('profile.column.version'),
      cell: cell(({ version }) => (
        <a href={link(language, 'privacy', 'v', version)}>{t('profile.version', { version })}</a>
      )),
    },
  ]
}

/** An earlier value, with what brings it back if it can come back. */
export interface Earlier extends Origin {
  says: string
  until: Date
  putBack?: ComponentChildren
}

/** What a datum was before, for those who open it. */
export function History({ request, earlier }: { request: Asked; earlier: readonly Earlier[] }) {
  const { t } = request
  const line: Key = 'profile.earlier-line'
  if (earlier.length === 0) return null
  return (
    <Details summary={t('profile.earlier', { count: earlier.length })}>
      <ul class="earlier">
        {earlier.map((one, place) => (
          <li key={place}>
            <span>{one.says}</span>
            <span class="hint">
              {t(line, { from: one.at, until: one.until, source: sayFrom(request, one.source), version: one.version })}
            </span>
            {one.putBack}
          </li>
        ))}
      </ul>
    </Details>
  )
}
