/** The words of a policy on a page: every clause with its anchor, and what stands beside it. */
import type { ComponentChildren } from 'preact'
import type { Clause, PolicyText } from '../../policy/document.ts'
import { blocksOf, listsOf, type Block } from './notice.ts'

/** What stands under and beside the words of a clause. */
export interface Beside {
  under?: (clause: Clause) => ComponentChildren
  beside?: (clause: Clause) => ComponentChildren
}

/** Clause html was made by the product's own Markdown renderer, which lets no markup through. */
const words = (clause: Clause) => ({ __html: clause.html })

/** A paragraph of one clause carries the anchor itself; of several, each sentence carries its own. */
function Paragraph({ clauses }: { clauses: readonly Clause[] }) {
  const [only] = clauses
  if (clauses.length === 1) return <p id={only!.id} dangerouslySetInnerHTML={words(only!)} />
  return (
    <p>
      {clauses.map(clause => (
        <>
          <span key={clause.id} id={clause.id} dangerouslySetInnerHTML={words(clause)} />{' '}
        </>
      ))}
    </p>
  )
}

function Piece({ block, under, beside }: { block: Block } & Beside) {
  const clauses = block.paragraphs.flat()
  return (
    <>
      <div class="clause-words">
        {block.paragraphs.map((paragraph, place) => (
          <Paragraph key={place} clauses={paragraph} />
        ))}
        {under && clauses.map(under)}
      </div>
      {beside && <div class="clause-beside">{clauses.map(beside)}</div>}
    </>
  )
}

function Heading({ block }: { block: Block }) {
  const clauses = block.paragraphs.flat()
  const level = Math.min(6, Math.max(2, block.level))
  const Tag = `h${level}` as 'h2'
  const [only] = clauses
  if (clauses.length === 1) return <Tag id={only!.id} dangerouslySetInnerHTML={words(only!)} />
  return (
    <Tag>
      {clauses.map(clause => (
        <span key={clause.id} id={clause.id} dangerouslySetInnerHTML={words(clause)} />
      ))}
    </Tag>
  )
}

/** The heading of the page is the text's own title. */
export function titleClause(text: PolicyText): Clause | undefined {
  const [first] = text.clauses
  return first?.kind === 'heading' && first.level === 1 ? first : undefined
}

/** The text of a policy, without its title. */
export function PolicyWords({ text, lang, under, beside }: { text: PolicyText; lang?: string | undefined } & Beside) {
  const title = titleClause(text)
  const groups = listsOf(blocksOf(text.clauses.filter(clause => clause !== title)))
  const around: Beside = { ...(under ? { under } : {}), ...(beside ? { beside } : {}) }
  return (
    <article class={beside ? 'policy policy-proved' : 'policy'} lang={lang}>
      {groups.map((group, place) => {
        if (!Array.isArray(group)) {
          return group.kind === 'heading' ? (
            <Heading key={place} block={group} />
          ) : (
            <div key={place} class="policy-clause">
              <Piece block={group} {...around} />
            </div>
          )
        }
        const List = group[0]!.list?.ordered ? 'ol' : 'ul'
        return (
          <List key={place} class="clauses">
            {group.map((item, at) => (
              <li key={at} class={`policy-clause depth-${Math.min(4, item.list?.depth ?? 1)}`}>
                <Piece block={item} {...around} />
              </li>
            ))}
          </List>
        )
      })}
    </article>
  )
}
