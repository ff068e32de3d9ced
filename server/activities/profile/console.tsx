/** For who does research: how many of those who agreed work in which trade and place. Groups, never a person. */
import { refused, type Page, type Route } from '../../base/http/index.ts'
import { routes, type Visitor } from '../../people/index.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Table, type Words } from '../../ui/index.ts'
import { answerWords, choicesOf, type Question } from './contact/index.ts'
import { trades, type TradeRow } from './research-store.ts'

/** A smaller group is not told apart: it might be somebody whom a reader knows. */
export const leastGroup = 5

interface Group {
  answer: string
  /** Undefined where it is smaller than `leastGroup`. */
  count: number | undefined
}

/** Groups by answer, the largest first; those that are too small come last, and only as such. */
export function groupsOf(rows: readonly Pick<TradeRow, 'kind' | 'value'>[], kind: Question): Group[] {
  const counts = new Map<string, number>()
  for (const row of rows) if (row.kind === kind) counts.set(row.value, (counts.get(row.value) ?? 0) + 1)
  const order = choicesOf[kind] as readonly string[]
  return [...counts]
    .map(([answer, count]) => ({ answer, count: count < leastGroup ? undefined : count }))
    .sort((a, b) => (b.count ?? 0) - (a.count ?? 0) || order.indexOf(a.answer) - order.indexOf(b.answer))
}

function tradesPage(words: Words, rows: readonly TradeRow[]): Page {
  const { t } = words
  const people = new Set(rows.map(row => row.person_id)).size
  return {
    title: t('profile.trades.title'),
    current: '/console/trades',
    body: (
      <>
        <h1>{t('profile.trades.title')}</h1>
        <p class="lead">{t('profile.trades.lead', { count: people })}</p>
        <p>{t('profile.trades.small', { least: leastGroup })}</p>
        {(['occupation', 'place'] as const).map(kind => (
          <Table
            key={kind}
            caption={t(`profile.trades.${kind}`)}
            rows={groupsOf(rows, kind)}
            empty={t(`profile.trades.${kind}-none`)}
            columns={[
              { head: t('profile.trades.answer'), cell: group => answerWords(group.answer, words) },
              {
                head: t('profile.trades.people'),
                numeric: true,
                cell: ({ count }) => count ?? t('profile.trades.few', { least: leastGroup }),
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
        return read instanceof Refusal ? refused(read) : tradesPage(request, read.trades)
      },
    }),
  ]
}
