/** For who does research: how many of those who agreed work in which trade and place. Groups, never a person. */
import { refused, type Page, type Route } from '../../base/http/index.ts'
import { routes, type Visitor } from '../../people/index.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Table, type Words } from '../../ui/index.ts'
import { answerWords, choicesOf, type Question } from './contact/index.ts'
import { trades, type TradeRow } from './research-store.ts'

interface Group {
  answer: string
  /** Undefined where it is too small to be told apart: it might be somebody whom a reader knows. */
  count: number | undefined
}

const questions = ['occupation', 'place'] as const

function countsOf(rows: readonly Pick<TradeRow, 'kind' | 'value'>[], kind: Question): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) if (row.kind === kind) counts.set(row.value, (counts.get(row.value) ?? 0) + 1)
  return counts
}

/**
 * How many answered, all in all.
 * @param least people of the smallest group that is shown
 * @returns undefined where whoever subtracts the groups that are shown would learn how large one of the others is
 */
export function totalOf(rows: readonly TradeRow[], least: number): number | undefined {
  const people = new Set(rows.map(row => row.person_id)).size
  if (people > 0 && people < least) return undefined
  const tells = questions.some(kind => {
    const hidden = [...countsOf(rows, kind).values()].filter(count => count < least)
    return hidden.length === 1 || (hidden.length > 1 && hidden.reduce((sum, count) => sum + count, 0) < least)
  })
  return tells ? undefined : people
}

/**
 * Groups by answer, the largest first; those that are too small come last, and only as such.
 * @param least people of the smallest group that is shown
 */
export function groupsOf(rows: readonly Pick<TradeRow, 'kind' | 'value'>[], kind: Question, least: number): Group[] {
  const counts = countsOf(rows, kind)
  const order = choicesOf[kind] as readonly string[]
  return [...counts]
    .map(([answer, count]) => ({ answer, count: count < least ? undefined : count }))
    .sort((a, b) => (b.count ?? 0) - (a.count ?? 0) || order.indexOf(a.answer) - order.indexOf(b.answer))
}

function tradesPage(words: Words, rows: readonly TradeRow[], least: number): Page {
  const { t } = words
  const total = totalOf(rows, least)
  return {
    title: t('profile.trades.title'),
    current: '/console/trades',
    body: (
      <>
        <h1>{t('profile.trades.title')}</h1>
        <p class="lead">
          {total === undefined ? t('profile.trades.lead-few') : t('profile.trades.lead', { count: total })}
        </p>
        <p>{t('profile.trades.small', { least })}</p>
        {questions.map(kind => (
          <Table
            key={kind}
            caption={t(`profile.trades.${kind}`)}
            rows={groupsOf(rows, kind, least)}
            empty={t(`profile.trades.${kind}-none`)}
            columns={[
              { head: t('profile.trades.answer'), cell: group => answerWords(group.answer, words) },
              {
                head: t('profile.trades.people'),
                numeric: true,
                cell: ({ count }) => count ?? t('profile.trades.few', { least }),
              },
            ]}
          />
        ))}
      </>
    ),
  }
}

/** Who may open it: colleagues whose role states this purpose. */
export const countsTrades = (visitor: Visitor): boolean =>
  visitor.kind === 'staff' && visitor.actor.purposes.includes('research')

/** The page of the console. */
export function consoleRoutes({ gate }: { gate: Gate }): Route[] {
  return [
    routes.page({
      path: '/console/trades',
      act: 'profile.count-trades',
      who: 'staff',
      render: async request => {
        const read = await gate.read(
          { act: 'profile.count-trades', actor: request.visitor.actor, subject: 'set' },
          { trades: trades() },
        )
        return read instanceof Refusal
          ? refused(read)
          : tradesPage(request, read.trades, gate.policy().compiled.loaded.policy['minimum-group'])
      },
    }),
  ]
}
