/** Who received somebody's data, by evidence. */
import { link, type Page } from '../../../base/http/index.ts'
import { Details, Pagination, Table, Time } from '../../../ui/index.ts'
import { clauseHref, type Naming, placeWords, purposeWords, questionHref, Say } from '../naming.tsx'
import { PeriodFilter } from '../filter.tsx'
import { pageSize, type Period } from '../periods.ts'
import type { Disclosure, Received } from './acts.ts'
import { here, Named, Tabs, Where } from './parts.tsx'

/** What is shown. */
export interface ReceivedView {
  received: Received
  period: Period
  /** '' for everybody */
  recipient: string
  page: number
}

/** What left, by evidence. */
export function receivedPage(naming: Naming, view: ReceivedView): Page {
  const { t, language, compiled } = naming
  const { received, period, recipient, page } = view
  const { recipients, policy } = compiled.loaded.policy
  const when = t(`rights.looked.in.${period}`)
  const asked = { period, ...(recipient ? { recipient } : {}) }
  const address = (to: string, more: Record<string, string> = {}) =>
    `${to}?${new URLSearchParams({ ...asked, ...more }).toString()}`
  return {
    title: t('rights.received.title'),
    current: link(language, 'privacy-centre'),
    wide: true,
    body: (
      <div class="rights">
        <h1>{t('rights.received.title')}</h1>
        <p class="lead">
          {received.total === 0
            ? t('rights.received.nobody-in', { company: policy.company, period: when })
            : t('rights.received.lead', { count: received.total, company: policy.company, period: when })}
        </p>
        <Tabs naming={naming} current="sent" />
        <PeriodFilter
          action={here(naming)}
          period={period}
          by={{
            name: 'recipient',
            label: t('rights.received.who'),
            value: recipient,
            everything: t('rights.received.anybody'),
            options: Object.entries(recipients).map(([value, { name }]) => ({ value, label: name })),
          }}
          naming={naming}
        />
        <Table
          caption={t('rights.received.caption')}
          quietCaption
          rows={received.disclosures}
          rowId={({ id }) => `e${id}`}
          empty={t('rights.received.nobody', { company: policy.company })}
          columns={[
            { head: t('rights.looked.when'), cell: ({ at }) => <Time at={at} precise /> },
            { head: t('rights.received.who'), cell: one => <Who one={one} naming={naming} /> },
            {
              head: t('rights.received.where'),
              cell: one => <Where recipient={recipients[one.recipient]} naming={naming} />,
            },
            { head: t('rights.received.what'), cell: one => <What one={one} naming={naming} /> },
            { head: t('rights.looked.why'), cell: one => <Why one={one} naming={naming} /> },
            { head: t('rights.received.proof'), cell: one => <Proof one={one} naming={naming} /> },
          ]}
        />
        <Pagination
          page={page}
          pages={Math.ceil(received.total / pageSize)}
          href={number => address(here(naming), { page: String(number) })}
        />
        <p>
          <a href={address(`${here(naming)}.csv`)}>{t('rights.csv')}</a>
        </p>
        <p class="muted">{t('rights.received.real-names')}</p>
      </div>
    ),
  }
}

function Who({ one, naming }: { one: Disclosure; naming: Naming }) {
  const recipient = naming.compiled.loaded.policy.recipients[one.recipient]
  return recipient ? <Named recipient={recipient} naming={naming} /> : <>{one.recipient}</>
}

function What({ one, naming }: { one: Disclosure; naming: Naming }) {
  const fields = placeWords(one.fields, naming)
  if (fields.length <= 3) return <>{fields.join(', ')}</>
  return (
    <Details summary={naming.t('rights.looked.fields', { count: fields.length })}>
      <ul>
        {fields.map(field => (
          <li key={field}>{field}</li>
        ))}
      </ul>
    </Details>
  )
}

function Why({ one, naming }: { one: Disclosure; naming: Naming }) {
  return (
    <span class="lines">
      <a href={clauseHref(naming.language, one.clause)}>
        <Say words={purposeWords(one.purpose, naming)} naming={naming} />
      </a>
      {one.reference !== null && <span>{naming.t('rights.looked.reference', { reference: one.reference })}</span>}
    </span>
  )
}

function Proof({ one, naming }: { one: Disclosure; naming: Naming }) {
  const { t, language, compiled } = naming
  const what = compiled.loaded.policy.recipients[one.recipient]?.name ?? one.recipient
  return (
    <span class="lines">
      <code>{one.id}</code>
      <a
        class="row-action"
        href={questionHref(language, one)}
        aria-label={t('rights.looked.question-of', { what, when: one.at })}
      >
        {t('rights.looked.question')}
      </a>
    </span>
  )
}
