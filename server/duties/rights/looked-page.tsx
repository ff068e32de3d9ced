/** Who looked: every line of evidence about somebody, in their words. */
import { link, type Page } from '../../base/http/index.ts'
import { ofSystem } from '../../policy/admission.ts'
import { Badge, Details, Notice, Pagination, Table, Time } from '../../ui/index.ts'
import type { OwnEntry } from '../../audit/index.ts'
import type { Looked } from './acts.ts'
import {
  actorWords,
  actWords,
  clauseHref,
  fieldWords,
  type Naming,
  purposeWords,
  questionHref,
  refusalWords,
  Say,
} from './naming.tsx'
import { PeriodFilter } from './filter.tsx'
import { pageSize, type Period } from './periods.ts'

/** What is shown. */
export interface LookedView {
  looked: Looked
  period: Period
  /** '' for every purpose */
  purpose: string
  page: number
  /** Several people use the ID of whoever looks at the page. */
  several?: true | undefined
}

/** The page. */
export function lookedPage(naming: Naming, view: LookedView): Page {
  const { t, language } = naming
  const { looked, period, purpose, page } = view
  const { looks, refused } = looked.figures
  const here = link(language, 'privacy-centre/looked')
  const when = t(`rights.looked.in.${period}`)
  const address = (to: string, more: Record<string, string>) =>
    `${to}?${new URLSearchParams({ period, ...(purpose ? { purpose } : {}), ...more }).toString()}`
  return {
    title: t('rights.looked.title'),
    current: link(language, 'privacy-centre'),
    wide: true,
    body: (
      <div class="rights rights-looked">
        <h1>{t('rights.looked.title')}</h1>
        <p class="lead">
          {looks === 0
            ? t('rights.looked.lead-none', { period: when })
            : t('rights.looked.lead', { count: looks, period: when })}{' '}
          {refused > 0 && t('rights.looked.refused', { count: refused })}
        </p>
        <p>{t('rights.looked.explain')}</p>
        {view.several && <Notice>{t('companies.shared.notice')}</Notice>}
        <PeriodFilter
          action={here}
          period={period}
          by={{
            name: 'purpose',
            label: t('rights.looked.purpose'),
            value: purpose,
            everything: t('rights.looked.any-purpose'),
            options: looked.purposes.map(value => {
              const words = purposeWords(value, naming)
              return { value, label: words.text, ...(words.language === language ? {} : { lang: words.language }) }
            }),
          }}
          naming={naming}
        />
        <Table
          caption={t('rights.looked.caption')}
          quietCaption
          rows={looked.entries}
          rowId={entry => `e${entry.id}`}
          empty={
            <>
              {t('rights.looked.empty')} <a href={`${here}?period=all`}>{t('rights.looked.everything')}</a>
            </>
          }
          columns={[
            { head: t('rights.looked.when'), cell: entry => <When entry={entry} naming={naming} /> },
            { head: t('rights.looked.what'), cell: entry => <What entry={entry} naming={naming} /> },
            { head: t('rights.looked.why'), cell: entry => <Why entry={entry} naming={naming} /> },
            { head: t('rights.looked.who'), cell: entry => <Who entry={entry} naming={naming} /> },
            { head: t('rights.looked.detail'), cell: entry => <Detail entry={entry} naming={naming} /> },
          ]}
        />
        <Pagination
          page={page}
          pages={Math.ceil(looked.total / pageSize)}
          href={number => address(here, { page: String(number) })}
        />
        <p>
          <a href={address(`${here}.csv`, {})}>{t('rights.csv')}</a>
          {' · '}
          <a href={link(language, 'privacy-centre/held')}>{t('rights.looked.held')}</a>
          {' · '}
          <a href={link(language, 'privacy-centre/received')}>{t('rights.received.title')}</a>
        </p>
      </div>
    ),
  }
}

interface CellProps {
  entry: OwnEntry
  naming: Naming
}

function When({ entry, naming }: CellProps) {
  const once = entry.times === 1
  return (
    <span class="lines">
      <Time at={entry.at} precise={once} short />
      {!once && <span class="muted">{naming.t('rights.looked.times', { count: entry.times })}</span>}
    </span>
  )
}

function What({ entry, naming }: CellProps) {
  const refusal = refusalWords(entry.outcome, naming)
  return (
    <span class="lines">
      {[...entry.acts].sort().map(act => (
        <span key={act}>
          <Say words={actWords(act, entry.purpose, naming)} naming={naming} />
        </span>
      ))}
      {refusal !== undefined && (
        <span>
          <Badge tone="warn">{naming.t('rights.looked.refused-word')}</Badge> {refusal}
        </span>
      )}
    </span>
  )
}

function Why({ entry, naming }: CellProps) {
  return (
    <span class="lines">
      <a href={clauseHref(naming.language, entry.clause)}>
        <Say words={purposeWords(entry.purpose, naming)} naming={naming} />
      </a>
      {entry.reference !== null && <span>{referenceWords(entry.reference, naming)}</span>}
    </span>
  )
}

/** The number of a case; or which of our own systems it was, with the number that it gave. */
function referenceWords(reference: string, { t }: Naming): string {
  if (!reference.startsWith(ofSystem)) return t('rights.looked.reference', { reference })
  return t('rights.looked.system', { name: reference.slice(ofSystem.length) })
}

/** People stand out from machines. */
function Who({ entry, naming }: CellProps) {
  const words = actorWords(entry, naming)
  return entry.by === 'staff' ? <strong>{words}</strong> : <>{words}</>
}

function Detail({ entry, naming }: CellProps) {
  const { t, language } = naming
  const fields = fieldWords(entry, naming)
  const what = actWords(entry.acts[0] ?? '', entry.purpose, naming).text
  return (
    <>
      {fields.length === 0 ? (
        <span class="muted">{t('rights.looked.fields-none')}</span>
      ) : (
        <Details summary={t('rights.looked.fields', { count: fields.length })}>
          <ul>
            {fields.map(field => (
              <li key={field}>{field}</li>
            ))}
          </ul>
        </Details>
      )}
      {entry.by !== 'customer' && (
        <a
          class="row-action"
          href={questionHref(language, entry)}
          aria-label={t('rights.looked.question-of', { what, when: entry.at })}
        >
          {t('rights.looked.question')}
        </a>
      )}
    </>
  )
}
