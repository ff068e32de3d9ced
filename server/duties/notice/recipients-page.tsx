/** Who may receive data: the list that the policy names, and nobody else. */
import { link, type Page } from '../../base/http/index.ts'
import { inEea } from '../../policy/countries.ts'
import type { LoadedPolicy, Policy, Recipient } from '../../policy/document.ts'
import { Badge, Empty, Table, useScene } from '../../ui/index.ts'
import type { Asked } from './asked.ts'
import { called, categoryNames, purposeNames, type Reader } from '../../ui/policy-words.ts'

/** Who may receive data. */
export function recipientsPage(request: Asked, { policy }: LoadedPolicy): Page {
  const { t, language } = request
  const rows = Object.entries(policy.recipients).map(([id, recipient]) => ({ id, ...recipient }))
  const outside = rows.filter(({ countries }) => countries.some(country => !inEea(country))).length
  return {
    title: t('notice.recipients.title'),
    wide: true,
    body: (
      <>
        <h1>{t('notice.recipients.title')}</h1>
        {rows.length === 0 ? (
          <Empty>{t('notice.recipients.none')}</Empty>
        ) : (
          <>
            <p class="lead">{t('notice.recipients.lead', { count: rows.length, outside })}</p>
            <p>{t('notice.recipients.note')}</p>
            <div class="recipients">
              <Table
                caption={t('notice.recipients.title')}
                quietCaption
                filter
                rows={rows}
                rowId={({ id }) => id}
                columns={[
                  {
                    head: t('notice.recipients.name'),
                    cell: recipient => <RecipientName recipient={recipient} policy={policy} />,
                  },
                  { head: t('notice.recipients.country'), cell: recipient => <Countries recipient={recipient} /> },
                  {
                    head: t('notice.recipients.why'),
                    cell: recipient => <Purposes recipient={recipient} policy={policy} />,
                  },
                  {
                    head: t('notice.recipients.gets'),
                    cell: recipient => <Gets recipient={recipient} policy={policy} />,
                  },
                  {
                    head: t('notice.recipients.clause'),
                    cell: ({ clause }) => <a href={`${link(language, 'privacy')}#${clause}`}>{clause}</a>,
                  },
                ]}
              />
            </div>
          </>
        )}
      </>
    ),
  }
}

function RecipientName({ recipient, policy }: { recipient: Recipient; policy: Policy }) {
  const scene = useScene()
  const reader: Reader = { ...scene, policy }
  return (
    <>
      {recipient.name}
      <span class="cell-more">{called(recipient.says, reader, '')}</span>
      <span class="cell-more">{scene.t(`notice.recipient-kind.${recipient.kind}`)}</span>
    </>
  )
}

function Countries({ recipient }: { recipient: Recipient }) {
  const { t, formats } = useScene()
  const mechanisms = (recipient.mechanism ?? []).map(mechanism => t(`notice.mechanism.${mechanism}`))
  return (
    <>
      {recipient.countries.map(country => (
        <span key={country} class="cell-line">
          {formats.country(country)} {!inEea(country) && <Badge tone="warn">{t('notice.recipients.outside')}</Badge>}
        </span>
      ))}
      {mechanisms.length > 0 && (
        <span class="cell-more">{t('notice.recipients.protected', { mechanisms: formats.list(mechanisms) })}</span>
      )}
    </>
  )
}

function Purposes({ recipient, policy }: { recipient: Recipient; policy: Policy }) {
  const scene = useScene()
  const all = recipient.for.length === Object.keys(policy.purposes).length
  return (
    <>
      {all ? scene.t('notice.recipients.every-purpose') : purposeNames(recipient.for, { ...scene, policy }).join('; ')}
    </>
  )
}

function Gets({ recipient, policy }: { recipient: Recipient; policy: Policy }) {
  const scene = useScene()
  const all = recipient.gets.length === Object.keys(policy.categories).length
  return (
    <>{all ? scene.t('notice.recipients.all-of-it') : categoryNames(recipient.gets, { ...scene, policy }).join('; ')}</>
  )
}
