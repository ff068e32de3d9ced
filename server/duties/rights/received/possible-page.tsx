/** Who could receive somebody's data: what the policy allows, whether or not it has happened. */
import { link, type Page } from '../../../base/http/index.ts'
import type { Recipient } from '../../../policy/document.ts'
import { Table } from '../../../ui/index.ts'
import { categoryWords, clauseHref, type Naming, purposeWords, Say } from '../naming.tsx'
import { Named, Tabs, Where } from './parts.tsx'

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
