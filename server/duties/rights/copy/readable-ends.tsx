/** What follows the data in the copy to read: who looked, who received, files, what is not in it, the purposes. */
import { Table, Time } from '../../../ui/index.ts'
import {
  actorWords,
  actWords,
  untilWords,
  fieldWords,
  periodWords,
  placesOf,
  placeWords,
  purposeWords,
  refusalWords,
  Say,
} from '../naming.tsx'
import { Clause } from './readable-group.tsx'
import { leftOut, type Telling } from './saying.ts'

interface EndProps {
  telling: Telling
}

/** Who looked, and what else was done. */
export function LookedSection({ telling: { naming, gathered } }: EndProps) {
  const { t } = naming
  return (
    <section id="looked">
      <h2>{t('rights.copy.file.looked')}</h2>
      <p>{t('rights.looked.explain')}</p>
      <Table
        caption={t('rights.looked.caption')}
        quietCaption
        rows={gathered.looked}
        empty={t('rights.looked.empty')}
        columns={[
          {
            head: t('rights.looked.when'),
            cell: ({ at, times }) => (
              <span class="lines">
                <Time at={at} precise />
                {times > 1 && <span>{t('rights.looked.times', { count: times })}</span>}
              </span>
            ),
          },
          {
            head: t('rights.looked.what'),
            cell: ({ acts, purpose, outcome }) => (
              <span class="lines">
                {[...acts].sort().map(act => (
                  <span key={act}>
                    <Say words={actWords(act, purpose, naming)} naming={naming} />
                  </span>
                ))}
                {outcome !== 'done' && (
                  <span>
                    {t('rights.looked.refused-word')}: {refusalWords(outcome, naming)}
                  </span>
                )}
              </span>
            ),
          },
          {
            head: t('rights.looked.why'),
            cell: ({ purpose, reference }) => (
              <span class="lines">
                <a href={`#purpose-${purpose}`}>
                  <Say words={purposeWords(purpose, naming)} naming={naming} />
                </a>
                {reference !== null && <span>{t('rights.looked.reference', { reference })}</span>}
              </span>
            ),
          },
          { head: t('rights.looked.who'), cell: entry => actorWords(entry, naming) },
          { head: t('rights.looked.detail'), cell: entry => fieldWords(entry, naming).join(', ') || '–' },
        ]}
      />
    </section>
  )
}

/** Who outside the company received something. */
export function ReceivedSection({ telling: { naming, gathered } }: EndProps) {
  const { t, compiled } = naming
  const { recipients, policy } = compiled.loaded.policy
  return (
    <section id="received">
      <h2>{t('rights.copy.file.received')}</h2>
      <Table
        caption={t('rights.copy.file.received')}
        quietCaption
        rows={gathered.received}
        empty={t('rights.received.nobody', { company: policy.company })}
        columns={[
          { head: t('rights.looked.when'), cell: ({ at }) => <Time at={at} precise /> },
          { head: t('rights.received.who'), cell: ({ recipient }) => recipients[recipient]?.name ?? recipient },
          {
            head: t('rights.received.where'),
            cell: ({ recipient }) => {
              const found = recipients[recipient]
              if (!found) return '–'
              const { countries, safeguards } = placesOf(found, naming)
              return (
                <span class="lines">
                  {countries.map(({ name, outside }) => (
                    <span key={name}>
                      {name}
                      {outside && ` (${t('notice.recipients.outside')})`}
                    </span>
                  ))}
                  {safeguards.map(safeguard => (
                    <span key={safeguard}>{safeguard}</span>
                  ))}
                </span>
              )
            },
          },
          {
            head: t('rights.received.what'),
            cell: ({ fields }) => placeWords(fields, naming).join(', '),
          },
          {
            head: t('rights.looked.why'),
            cell: ({ purpose }) => (
              <a href={`#purpose-${purpose}`}>
                <Say words={purposeWords(purpose, naming)} naming={naming} />
              </a>
            ),
          },
          { head: t('rights.received.proof'), cell: ({ id }) => String(id) },
        ]}
      />
    </section>
  )
}

/** The files that lie beside this page. */
export function FilesSection({ telling: { naming, files } }: EndProps) {
  const { t, formats } = naming
  return (
    <section id="files">
      <h2>{t('rights.copy.file.files')}</h2>
      <ul>
        {[...files.values()].map(({ path, name, bytes, sha256 }) => (
          <li key={path}>
            <a href={encodeURI(path)}>{name}</a>, {formats.bytes(bytes)}
            <br />
            <small>
              SHA-256 <code>{sha256}</code>
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What is not in the copy, and why. */
export function LeftSection({ telling }: EndProps) {
  const { t } = telling.naming
  return (
    <section id="left">
      <h2>{t('rights.copy.file.left')}</h2>
      <dl>
        {leftOut(telling).map(({ what, why }, at) => (
          <div key={at}>
            <dt>{what}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The purposes of the policy, with their words and periods. */
export function PurposesSection({ telling }: EndProps) {
  const { naming } = telling
  const { t, compiled } = naming
  return (
    <section id="purposes">
      <h2>{t('rights.copy.file.purposes')}</h2>
      {Object.entries(compiled.loaded.policy.purposes).map(([id, { clause, keep }]) => (
        <div key={id} id={`purpose-${id}`} class="purpose">
          <h3>
            <Say words={purposeWords(id, naming)} naming={naming} />
          </h3>
          <Clause id={clause} telling={telling} />
          <p>
            {keep.after === 'recorded'
              ? t('rights.copy.file.keep-recorded', { period: periodWords(keep.for, naming) })
              : untilWords(keep.after, keep.for, naming)}
          </p>
        </div>
      ))}
    </section>
  )
}
