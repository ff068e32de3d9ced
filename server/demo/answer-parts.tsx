/** How PostgreSQL's own answer looks on a page. */
import { Badge, useScene } from '../ui/index.ts'
import type { Answered } from './attempts.ts'
import { asItLies, mostRows } from './demo.ts'

/** A statement, as whom it was run, and what PostgreSQL said. */
export function DatabaseSays({ answered, label }: { answered: Answered; label: string }) {
  const { t } = useScene()
  return (
    <section class="answered" aria-label={label}>
      <p class="muted">
        {t('demo.answer.as')} <code class="wraps">{answered.login}</code>
      </p>
      <pre class="sql" lang="en" tabIndex={0}>
        {answered.sql.map(text => `${text};`).join('\n')}
      </pre>
      {'refused' in answered ? <RefusedBy refused={answered.refused} /> : <Rows answered={answered} />}
    </section>
  )
}

function RefusedBy({ refused }: { refused: { code: string; message: string; hint: string | undefined } }) {
  const { t } = useScene()
  return (
    <div class="notice tone-ok">
      <div>
        <p class="notice-title">
          <Badge tone="ok">{t('demo.answer.refused')}</Badge>
        </p>
        <pre class="sql" lang="en" tabIndex={0}>
          {`ERROR: ${refused.message}\nSQLSTATE: ${refused.code}`}
        </pre>
      </div>
    </div>
  )
}

function Rows({ answered }: { answered: Extract<Answered, { rows: unknown }> }) {
  const { t } = useScene()
  const { columns, rows, count } = answered
  const shown = rows.slice(0, mostRows).map(row => row.map(asItLies))
  const sealed = shown.some(row => row.some(({ bytes }) => bytes !== undefined))
  return (
    <>
      <p>
        <Badge tone="info">{t('demo.answer.rows', { count })}</Badge>{' '}
        {count === 0 ? t('demo.answer.none') : sealed ? t('demo.answer.sealed') : t('demo.answer.promised')}
      </p>
      {count > 0 && (
        <div class="table-region">
          <table class="raw">
            <caption class="unseen">{t('demo.answer.rows', { count })}</caption>
            <thead>
              <tr>
                {columns.map(column => (
                  <th key={column} scope="col">
                    <code>{column}</code>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row, at) => (
                <tr key={at}>
                  {row.map(({ text, bytes }, place) => (
                    <td key={place}>
                      <code>{text}</code>
                      {bytes !== undefined && <span class="muted"> {t('demo.answer.bytes', { count: bytes })}</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {count > shown.length && <p class="muted">{t('demo.answer.more', { count: count - shown.length })}</p>}
    </>
  )
}
