/** What is held, as a colleague reads it: a name for each item, its value, and where it came from. */
import type { ComponentChildren } from 'preact'
import { link } from '../../base/http/index.ts'
import { Table, Time, useScene, type Words } from '../../ui/index.ts'
import type { Entry } from './acts.ts'

/** The policy's own words in the reader's language, or in one that it has, marked as such (WCAG 3.1.2). */
export function Says({ words }: { words: Readonly<Record<string, string | undefined>> | undefined }) {
  const { language } = useScene()
  const own = words?.[language]
  if (own !== undefined) return <>{own}</>
  const [other, text] = Object.entries(words ?? {})[0] ?? []
  return <span lang={other}>{text}</span>
}

/** A clause of the policy, as a link to where it stands. */
export function Clause({ id }: { id: string }) {
  const { language } = useScene()
  return (
    <a class="clause" href={`${link(language, 'privacy')}#${id}`}>
      {id}
    </a>
  )
}

/** What an item is called: by what kind of row it is (a phone, an address), else by its column, if it has a name at all. */
function itemName({ t, hasText }: Words, { item }: Entry): string | undefined {
  const { kind } = item.row
  const keys = [typeof kind === 'string' ? `${item.holding.table}.${kind}` : '', item.place]
  const [slice, ...rest] = item.place.split('.')
  // A slice may bring its own words; ours stand in desk.json.
  const key = [...keys.map(one => `desk.held.${one}`), `${slice}.item.${rest.join('.')}`].find(hasText)
  return key && hasText(key) ? t(key) : undefined
}

/** A value as text: what is nested is put on lines of its own. */
export function valueText(words: Words, column: string, value: unknown): string {
  const { formats, t, hasText } = words
  if (value instanceof Date) return formats.moment(value)
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return formats.date(value)
  if (Array.isArray(value)) return value.map(one => valueText(words, '', one)).join(', ')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== '')
      .map(([name, inner]) => valueText(words, name, inner))
      .filter((line, at, lines) => line !== lines[at - 1])
      .join('\n')
  const text = String(value)
  if (column === 'language' && /^[a-z]{2}$/.test(text)) return formats.languageName(text)
  if (column === 'country' && /^[A-Z]{2}$/.test(text)) return formats.country(text)
  const key = `desk.value.${text}`
  return /^[a-z-]{1,20}$/.test(text) && hasText(key) ? t(key) : text
}

/** The items of one category: what is current, then what was replaced. */
export function Entries({ entries, caption }: { entries: readonly Entry[]; caption: ComponentChildren }) {
  const scene = useScene()
  const { t, hasText } = scene
  const sorted = [...entries].sort((a, b) => Number(b.item.current) - Number(a.item.current))
  const sourceOf = ({ item }: Entry) => {
    const key = `desk.source.${item.source}`
    return hasText(key) ? t(key) : (item.source ?? '')
  }
  return (
    <Table
      caption={caption}
      quietCaption
      rows={sorted}
      columns={[
        { head: t('desk.record.item'), cell: entry => itemName(scene, entry) ?? caption },
        {
          head: t('desk.record.value'),
          cell: entry => (
            <>
              <span class={entry.item.current ? 'held' : 'held held-before'}>
                {valueText(scene, entry.item.column, entry.value)}
              </span>
              {!entry.item.current && <span class="muted"> {t('desk.record.before')}</span>}
            </>
          ),
        },
        {
          head: t('desk.record.since'),
          cell: entry => (
            <span class="muted">
              {entry.item.at && <Time at={entry.item.at} short />}
              {entry.item.source && ` · ${sourceOf(entry)}`}
            </span>
          ),
        },
      ]}
    />
  )
}
