/** What is held of one category, in the copy to read. */
import type { RecordItem } from '../../../policy/record.ts'
import { Table, Time } from '../../../ui/index.ts'
import { audienceOf, usesOf } from '../../../policy/audience.ts'
import type { Datum, Section } from '../held.ts'
import { keptUntil } from '../keep.ts'
import {
  actWords,
  categoryWords,
  clauseHref,
  itemWords,
  type Naming,
  purposeWords,
  roleWords,
  Say,
  sourceWords,
  untilWords,
} from '../naming.tsx'
import { Value } from '../values.tsx'
import { clauseWords, fileKey, ownerOf, type Telling } from './saying.ts'

/** A clause of the policy in its words, marked with their language where it is another one. */
export function Clause({ id, telling: { naming, publicUrl } }: { id: string; telling: Telling }) {
  const { t, language, formats } = naming
  const words = clauseWords(id, naming)
  return (
    <blockquote>
      {words && <Say words={words} naming={naming} />}{' '}
      <a href={`${publicUrl}${clauseHref(language, id)}`}>{t('rights.copy.file.clause', { id })}</a>
      {words && words.language !== language && (
        <> {t('rights.copy.file.in-language', { language: formats.languageName(words.language) })}</>
      )}
    </blockquote>
  )
}

/** Everything of one category. */
export function GroupSection({ section: { category, data }, telling }: { section: Section; telling: Telling }) {
  const { naming } = telling
  const { t, compiled } = naming
  const { categories } = compiled.loaded.policy
  const title = <Say words={categoryWords(category, naming)} capital naming={naming} />
  return (
    <section id={category}>
      <h2>{title}</h2>
      {Object.hasOwn(categories, category) && <Clause id={categories[category]!.clause} telling={telling} />}
      <Table
        caption={title}
        quietCaption
        rows={data}
        columns={[
          { head: t('rights.held.item'), cell: datum => <Name item={datum} naming={naming} /> },
          { head: t('rights.held.value'), cell: datum => <Held datum={datum} telling={telling} /> },
          {
            head: t('rights.held.why'),
            cell: ({ holding }) => (
              <a href={`#purpose-${holding.purpose}`}>
                <Say words={purposeWords(holding.purpose, naming)} naming={naming} />
              </a>
            ),
          },
          { head: t('rights.held.from'), cell: datum => <From item={datum} naming={naming} /> },
          { head: t('rights.held.until'), cell: datum => <Until item={datum} naming={naming} /> },
        ]}
      />
      <Audience category={category} naming={naming} />
    </section>
  )
}

function Name({ item, naming }: { item: RecordItem; naming: Naming }) {
  return (
    <>
      {itemWords(item.place, item.row, naming)}
      {ownerOf(item) === 'company' && <small>{naming.t('rights.copy.file.company')}</small>}
    </>
  )
}

function Held({ datum, telling }: { datum: Datum; telling: Telling }) {
  const { t } = telling.naming
  return (
    <>
      <Content item={datum} telling={telling} />
      {datum.earlier.map((item, at) => (
        <small key={at}>
          {t('rights.copy.file.earlier')} <Content item={item} telling={telling} />{' '}
          {item.row['replaced_at'] instanceof Date && t('rights.held.earlier-line', { until: item.row['replaced_at'] })}
        </small>
      ))}
    </>
  )
}

function Content({ item, telling: { naming, files } }: { item: RecordItem; telling: Telling }) {
  const file = files.get(fileKey(item))
  return file ? <a href={encodeURI(file.path)}>{file.name}</a> : <Value item={item} naming={naming} />
}

function From({ item: { source, at, version }, naming }: { item: RecordItem; naming: Naming }) {
  return (
    <span class="lines">
      <span>{sourceWords(source, naming)}</span>
      {at && <Time at={at} short />}
      {version !== undefined && <span>{naming.t('rights.held.from-version', { version })}</span>}
    </span>
  )
}

function Until({ item, naming }: { item: RecordItem; naming: Naming }) {
  const { t, compiled } = naming
  const until = keptUntil(item, compiled.loaded.policy)
  if (!until) return <>{t('rights.held.unknown-period')}</>
  if (until.known) return <Time at={until.at} short />
  return <>{untilWords(until.after, until.period, naming)}</>
}

/** What is the same for everything of a category: who can see it, and what else it may be used for. */
function Audience({ category, naming }: { category: string; naming: Naming }) {
  const { t, formats, compiled } = naming
  const { roles, systems } = audienceOf(category, compiled)
  const purposes = (ids: readonly string[]) => formats.list(ids.map(id => purposeWords(id, naming).text))
  return (
    <>
      <h3>{t('rights.held.seen')}</h3>
      <ul>
        {roles.length === 0 && <li>{t('rights.held.you-only')}</li>}
        {roles.map(({ role, purposes: stated }) => (
          <li key={role}>
            {t('rights.held.role', { role: roleWords(role, naming).text, purposes: purposes(stated) })}
          </li>
        ))}
        {systems.length > 0 && (
          <li>
            {t('rights.held.systems')}{' '}
            {systems.map(act => actWords(act, compiled.grants.get(act)?.purpose ?? '', naming).text).join('; ')}
          </li>
        )}
      </ul>
      <h3>{t('rights.copy.file.used-for')}</h3>
      <p>
        {usesOf(category, compiled).map(({ purpose }, at) => (
          <span key={purpose}>
            {at > 0 && ' · '}
            <a href={`#purpose-${purpose}`}>
              <Say words={purposeWords(purpose, naming)} naming={naming} />
            </a>
          </span>
        ))}
      </p>
    </>
  )
}
