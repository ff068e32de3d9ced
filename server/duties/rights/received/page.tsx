/** Who received somebody's data, and who could: two lists, each a page. */
import { link, type Page } from '../../../base/http/index.ts'
import type { Recipient } from '../../../policy/document.ts'
import { Badge, Button, Details, Form, Pagination, Select, Table, Time, useScene } from '../../../ui/index.ts'
import { categoryWords, clauseHref, type Naming, placesOf, placeWords, purposeWords, Say, said } from '../naming.tsx'
import { pageSize, periods, type Period } from '../periods.ts'
import type { Disclosure, Received } from './acts.ts'

/** What is shown. */
export interface ReceivedView {
  received: Received
  period: Period
  /** '' for everybody */
  recipient: string
  page: number
}

const here = ({ language }: Naming) => link(language, 'privacy-centre/received')
const possible = ({ language }: Naming) => link(language, 'privacy-centre/received/possible')

/** Both pages are one step from each other. */
function Tabs({ naming, current }: { naming: Naming; current: 'sent' | 'possible' }) {
  const { t } = naming
  const tabs = [
    { id: 'sent', href: here(naming) },
    { id: 'possible', href: possible(naming) },
  ] as const
  return (
    <nav class="tabs" aria-label={t('rights.received.title')}>
      <ul>
        {tabs.map(({ id, href }) => (
          <li key={id}>
            <a href={href} aria-current={id === current ? 'page' : undefined}>
              {t(`rights.received.tab.${id}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
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
        <Form action={here(naming)} method="get" class="filter">
          <Select
            name="period"
            label={t('rights.looked.period')}
            value={period}
            options={periods.map(value => ({ value, label: t(`rights.looked.periods.${value}`) }))}
          />
          <Select
            name="recipient"
            label={t('rights.received.who')}
            value={recipient}
            options={[
              { value: '', label: t('rights.received.anybody') },
              ...Object.entries(recipients).map(([value, { name }]) => ({ value, label: name })),
            ]}
          />
          <Button kind="secondary">{t('rights.looked.submit')}</Button>
        </Form>
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

/** The legal name, what it does, and in which role. */
function Named({ recipient, naming }: { recipient: Recipient; naming: Naming }) {
  return (
    <span class="lines">
      <strong>{recipient.name}</strong>
      <span>
        <Say words={said(recipient.says, naming)} naming={naming} />
      </span>
      <span class="muted">{naming.t(`notice.recipient-kind.${recipient.kind}`)}</span>
    </span>
  )
}

/** A country outside Europe carries words, not only a colour. */
function Where({ recipient, naming }: { recipient: Recipient | undefined; naming: Naming }) {
  const { t } = useScene()
  if (!recipient) return <>–</>
  const { countries, safeguards } = placesOf(recipient, naming)
  return (
    <span class="lines">
      {countries.map(({ name, outside }) => (
        <span key={name}>
          {name} {outside && <Badge tone="warn">{t('notice.recipients.outside')}</Badge>}
        </span>
      ))}
      {safeguards.length > 0 && (
        <span class="muted">{t('notice.recipients.protected', { mechanisms: naming.formats.list(safeguards) })}</span>
      )}
    </span>
  )
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
        href={`${link(language, 'contact')}?topic=privacy&reference=${encodeURIComponent(one.id)}`}
        aria-label={t('rights.looked.question-of', { what, when: one.at })}
      >
        {t('rights.looked.question')}
      </a>
    </span>
  )
}

/** Who could receive it: what the policy allows, whether or not it has happened. */
export function possiblePage(naming: Naming): Page {
  const { t, language, compiled } = naming
  const { recipients, purposes } = compiled.loaded.policy
  const rows = Object.entries(recipients).map(([id, recipient]) => ({ id, recipient }))
  return {
    title: t('rights.received.possible-title'),
    current: link(language, 'privacy-centre'),
    wide: true,
    body: (
      <div class="rights">
        <h1>{t('rights.received.possible-title')}</h1>
        <p class="lead">{t('rights.received.possible-lead', { count: rows.length })}</p>
        <Tabs naming={naming} current="possible" />
        <Table
          caption={t('rights.received.possible-title')}
          quietCaption
          filter
          rows={rows}
          rowId={({ id }) => id}
          columns={[
            {
              head: t('rights.received.who'),
              cell: ({ recipient }) => <Named recipient={recipient} naming={naming} />,
            },
            {
              head: t('rights.received.where'),
              cell: ({ recipient }) => <Where recipient={recipient} naming={naming} />,
            },
            {
              head: t('rights.looked.why'),
              cell: ({ recipient }) =>
                recipient.for.length === Object.keys(purposes).length ? (
                  <a href={clauseHref(language, recipient.clause)}>{t('notice.recipients.every-purpose')}</a>
                ) : (
                  <span class="lines">
                    {recipient.for.map(id => (
                      <a key={id} href={clauseHref(language, purposes[id]?.clause ?? recipient.clause)}>
                        <Say words={purposeWords(id, naming)} naming={naming} />
                      </a>
                    ))}
                  </span>
                ),
            },
            {
              head: t('rights.received.could'),
              cell: ({ recipient }) => <Gets recipient={recipient} naming={naming} />,
            },
          ]}
        />
      </div>
    ),
  }
}

function Gets({ recipient, naming }: { recipient: Recipient; naming: Naming }) {
  const { categories } = naming.compiled.loaded.policy
  if (recipient.gets.length === Object.keys(categories).length) return <>{naming.t('notice.recipients.all-of-it')}</>
  return (
    <span class="lines">
      {recipient.gets.map(id => (
        <span key={id}>
          <Say words={categoryWords(id, naming)} capital naming={naming} />
        </span>
      ))}
    </span>
  )
}
