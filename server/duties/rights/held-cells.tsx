/** The cells of the tables of what is held. */
import { link } from '../../base/http/index.ts'
import type { RecordItem } from '../../policy/record.ts'
import { Details, Time } from '../../ui/index.ts'
import type { Datum } from './held.ts'
import { keptUntil } from './keep.ts'
import { itemWords, type Naming, purposeHref, purposeWords, Say, sourceWords, untilWords } from './naming.tsx'
import { Value } from './values.tsx'

/** What an item is called, and where it is corrected. */
export function ItemName({ datum, naming }: { datum: Datum; naming: Naming }) {
  const { t, language, compiled } = naming
  if (datum.together) return <>{togetherWords(datum.holding.table, datum.together, naming)}</>
  const [slice] = datum.holding.table.split('.')
  const correctable =
    datum.current &&
    datum.shown === 'shown' &&
    [...compiled.grants.values()].some(
      grant =>
        grant.by === 'customer' &&
        (grant.act === `${slice}.correct` || grant.act.startsWith(`${slice}.correct-`)) &&
        grant.writes.includes(datum.category),
    )
  const name = itemWords(datum.place, datum.row, naming)
  return (
    <>
      {name}
      {datum.organisation !== undefined && <span class="muted"> {t('rights.held.of-company')}</span>}
      {correctable && !datum.holding.appendOnly && (
        <>
          <br />
          <a class="row-action" href={link(language, 'account/profile')}>
            {t('rights.held.correct')}
            <span class="unseen"> {name}</span>
          </a>
        </>
      )}
    </>
  )
}

/** `3 sign-ins`: how many rows there are of what is shown together. */
function togetherWords(table: string, items: readonly RecordItem[], { t, hasText }: Naming): string {
  const key = `rights.together.${table}`
  const count = new Set(items.map(item => item.row)).size
  return t((hasText(`${key}_other`) ? key : 'rights.held.together') as 'rights.held.together', { count })
}

/** The newest, with all of them folded under it. */
function Together({ items, naming }: { items: readonly RecordItem[]; naming: Naming }) {
  const { t } = naming
  const [last] = items
  return (
    <>
      {last?.at && <span>{t('rights.held.together-last', { at: last.at })}</span>}
      <Details summary={t('rights.held.together-all', { count: items.length })}>
        <ul>
          {items.map((item, at) => (
            <li key={at}>
              {itemWords(item.place, item.row, naming)}: <Value item={item} naming={naming} />
              <span class="muted">{item.at && <Time at={item.at} precise short />}</span>
            </li>
          ))}
        </ul>
      </Details>
    </>
  )
}

/** A value, with what it was before folded under it. */
export function ValueWithHistory({ datum, naming }: { datum: Datum; naming: Naming }) {
  const { t } = naming
  if (datum.together) return <Together items={datum.together} naming={naming} />
  return (
    <>
      <Value item={datum} naming={naming} />
      {!datum.current && <Removed datum={datum} naming={naming} />}
      {datum.earlier.length > 0 && (
        <Details summary={t('rights.held.earlier', { count: datum.earlier.length })}>
          <ul>
            {datum.earlier.map((item, at) => (
              <li key={at}>
                <Value item={item} naming={naming} />
                <span class="muted">
                  <From datum={item} naming={naming} />
                  {item.row['replaced_at'] instanceof Date &&
                    t('rights.held.earlier-line', { until: item.row['replaced_at'] })}
                </span>
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  )
}

function Removed({ datum, naming }: { datum: Datum; naming: Naming }) {
  const at = datum.row['replaced_at'] ?? datum.row['left_at']
  return at instanceof Date ? <span class="muted">{naming.t('rights.held.removed', { at })}</span> : null
}

/** A purpose in the policy's words, leading to its clause. */
export function PurposeLink({ id, naming }: { id: string; naming: Naming }) {
  return (
    <a href={purposeHref(id, naming.language, naming.compiled.loaded.policy)}>
      <Say words={purposeWords(id, naming)} naming={naming} />
    </a>
  )
}

/** Where it came from: how, when, under which version of the policy. */
export function From({ datum: { source, at, version }, naming }: { datum: Omit<Datum, 'earlier'>; naming: Naming }) {
  const { t, language } = naming
  return (
    <span class="lines">
      <span>{sourceWords(source, naming)}</span>
      {at && <Time at={at} precise short />}
      {version !== undefined && (
        <a href={link(language, 'privacy', 'v', version)}>{t('rights.held.from-version', { version })}</a>
      )}
    </span>
  )
}

/** Until when it is kept. */
export function Until({ datum, naming }: { datum: Datum; naming: Naming }) {
  const { t, compiled } = naming
  const until = keptUntil(datum, compiled.loaded.policy)
  if (!until) return <>{t('rights.held.unknown-period')}</>
  if (until.known) return <Time at={until.at} short />
  return <>{untilWords(until.after, until.period, naming)}</>
}
