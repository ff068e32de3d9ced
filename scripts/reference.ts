/** Reference pages that are written from the declarations themselves. */
import type { Act, Holding } from '../server/policy/activity.ts'
import type { Declarations } from '../server/policy/compile.ts'

const list = (items: readonly string[] | 'promised' | undefined): string =>
  items === 'promised' ? 'whatever its purpose was promised' : (items ?? []).join(', ') || '–'

function row(name: string, act: Act): string {
  return `| \`${name}\` | ${act.purpose} | ${act.key ? `${act.by}, with a key` : act.by} | ${list(act.reads)} | ${list(act.writes)} | ${list(act.deletes)} |`
}

/** Every act of the product. */
export function actsPage({ acts }: Declarations): string {
  const needed = Object.entries(acts).flatMap(([name, act]) => (act.needed ? [`\`${name}\``] : []))
  return [
    '# Acts',
    '',
    'Everything that the product does with personal data. An act that the policy in force does not allow is refused, with a reason.',
    '',
    '| act | purpose | by | reads | writes | deletes |',
    '|---|---|---|---|---|---|',
    ...Object.entries(acts).map(([name, act]) => row(name, act)),
    '',
    `A policy that refuses one of these is not published, as the product cannot do without them: ${needed.join(', ')}.`,
    '',
  ].join('\n')
}

function columnsOf(holding: Holding): string[] {
  return Object.entries(holding.columns).map(([name, column]) => {
    const { category, kept, leaks } =
      typeof column === 'string' ? { category: column, kept: 'sealed', leaks: undefined } : column
    return `| \`${holding.table}\` | \`${name}\` | ${category} | ${kept} | ${leaks ?? 'nothing without the secret'} |`
  })
}

/** Every column with something personal in it: how it is kept, and what it tells somebody who steals the database. */
export function holdingsPage({ holdings }: Declarations): string {
  return [
    '# Holdings',
    '',
    'Every column with something personal in it, how it is kept, and what somebody learns from it who steals the database.',
    '',
    '| table | column | category | kept | leaks |',
    '|---|---|---|---|---|',
    ...holdings.flatMap(columnsOf),
    '',
  ].join('\n')
}
