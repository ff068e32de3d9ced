/** What we hold and why: one table for each category, each thing with where it came from, who can see it, until when. */
import type { ComponentChildren } from 'preact'
import { link, type Page } from '../../base/http/index.ts'
import { Details, Empty, T, Table } from '../../ui/index.ts'
import type { Held } from './acts.ts'
import { figuresOf, sectionsOf, type Datum, type Section } from './held.ts'
import { categoryWords, clauseHref, itemWords, type Naming, purposeWords, Say } from './naming.tsx'
import { From, ItemName, PurposeLink, Until, ValueWithHistory } from './held-cells.tsx'
import { seenBy, usesOfCategory } from './held-uses.tsx'

/** The page. */
export function heldPage(naming: Naming, held: Held): Page {
  const { t, language, compiled } = naming
  const figures = figuresOf(held.items)
  const sections = sectionsOf(held.items, Object.keys(compiled.loaded.policy.categories))
  return {
    title: t('rights.held.title'),
    current: link(language, 'privacy-centre'),
    wide: true,
    body: (
      <div class="rights rights-held">
        <h1>{t('rights.held.title')}</h1>
        {sections.length === 0 ? (
          <Empty>{t('rights.held.empty')}</Empty>
        ) : (
          <>
            <p class="lead">
              {t('rights.held.lead', {
                count: figures.items,
                groups: t('rights.home.groups', { count: figures.categories }),
                purposes: t('rights.home.purposes', { count: figures.purposes }),
              })}
            </p>
            {figures.earlier > 0 && <p>{t('rights.held.history', { count: figures.earlier })}</p>}
            <nav class="contents" aria-labelledby="contents">
              <h2 id="contents">{t('rights.held.contents')}</h2>
              <ol>
                {sections.map(({ category }) => (
                  <li key={category}>
                    <a href={`#${category}`}>
                      <Say words={categoryWords(category, naming)} capital naming={naming} />
                    </a>
                  </li>
                ))}
              </ol>
            </nav>
          </>
        )}
        {sections.map(section => (
          <SectionTable
            key={section.category}
            section={section}
            uses={usesOfCategory(section.category, naming)}
            naming={naming}
          />
        ))}
        <Closed held={held} naming={naming} />
        <h2>{t('rights.held.wrong')}</h2>
        <p>
          <T
            k="rights.held.wrong-text"
            parts={{
              correct: words => <a href={link(language, 'account/profile')}>{words}</a>,
              ask: words => <a href={`${link(language, 'contact')}?topic=privacy`}>{words}</a>,
            }}
          />
        </p>
      </div>
    ),
  }
}

function SectionTable({
  section: { category, data },
  uses,
  naming,
}: {
  section: Section
  uses: ComponentChildren
  naming: Naming
}) {
  const { t, language, compiled } = naming
  const { categories } = compiled.loaded.policy
  const title = <Say words={categoryWords(category, naming)} capital naming={naming} />
  const clause = Object.hasOwn(categories, category) ? categories[category]!.clause : undefined
  const count = data.filter(datum => datum.current).length
  return (
    <section>
      <h2 id={category}>{title}</h2>
      {clause !== undefined && (
        <p class="muted">
          <T
            k="rights.held.section"
            with={{ count, title: clauseTitle(clause, naming) }}
            parts={{ clause: words => <a href={clauseHref(language, clause)}>{words}</a> }}
          />
        </p>
      )}
      <DataTable category={category} data={data.slice(0, mostRows)} caption={title} naming={naming} />
      {data.length > mostRows && (
        <Details summary={t('rights.held.rest', { count: data.length - mostRows })}>
          <DataTable category={category} data={data.slice(mostRows)} caption={title} naming={naming} />
        </Details>
      )}
      {uses}
    </section>
  )
}

/** Of one category, before the others are folded away. */
const mostRows = 8

function DataTable({
  category,
  data,
  caption,
  naming,
}: {
  category: string
  data: readonly Datum[]
  caption: ComponentChildren
  naming: Naming
}) {
  const { t } = naming
  const seen = seenBy(category, naming)
  return (
    <Table
      caption={caption}
      quietCaption
      rows={data}
      columns={[
        { head: t('rights.held.item'), cell: datum => <ItemName datum={datum} naming={naming} /> },
        { head: t('rights.held.value'), cell: datum => <ValueWithHistory datum={datum} naming={naming} /> },
        { head: t('rights.held.why'), cell: datum => <PurposeLink id={datum.holding.purpose} naming={naming} /> },
        { head: t('rights.held.from'), cell: datum => <From datum={datum} naming={naming} /> },
        { head: t('rights.held.seen'), cell: () => <a href={`#seen-${category}`}>{seen}</a> },
        { head: t('rights.held.until'), cell: datum => <Until datum={datum} naming={naming} /> },
      ]}
    />
  )
}

/** The first words of a clause, so that the link says where it leads. */
function clauseTitle(clause: string, { language, compiled }: Naming): string {
  const { texts, policy } = compiled.loaded
  const text = texts[language] ?? texts[policy.policy.original]
  const words = text?.clauses.find(one => one.id === clause)?.text ?? clause
  return words.length > 70 ? `${words.slice(0, words.lastIndexOf(' ', 70))} …` : words.replace(/[.:]$/, '')
}

/** What is kept in a form that no page can read. */
function Closed({ held, naming }: { held: Held; naming: Naming }) {
  const { t, hasText } = naming
  if (held.closed.length === 0) return null
  return (
    <>
      <h2>{t('rights.held.closed')}</h2>
      <p>{t('rights.held.closed-lead')}</p>
      <ul>
        {held.closed.map(holding => {
          const key = `rights.closed.${holding.table}`
          const columns = Object.keys(holding.columns).map(column =>
            itemWords(`${holding.table}.${column}`, undefined, naming),
          )
          return (
            <li key={holding.table}>
              {t('rights.held.closed-entry', {
                what: hasText(key) ? t(key) : naming.formats.list(columns),
                why: purposeWords(holding.purpose, naming).text,
              })}
            </li>
          )
        })}
      </ul>
    </>
  )
}
