/** Whether the row policies that the database has now are the ones that the migrations wrote. */
import { type Facts, tableOf } from './facts.ts'

type Login = Facts['controls']['logins'][number]

const standing = /^\(\((agreed|objected) & \(?'?(\d+)'?\)?::bigint\) (<>|=) 0\)$/

/** What must all hold for a row to be seen; one piece where an OR stands above. */
function conjuncts(condition: string): string[] {
  const inner = condition.replace(/^\((.*)\)$/s, '$1')
  const pieces: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < inner.length; at += 1) {
    if (inner[at] === '(') depth += 1
    else if (inner[at] === ')') depth -= 1
    else if (depth === 0 && inner.startsWith(' AND ', at)) {
      pieces.push(inner.slice(from, at))
      from = at + ' AND '.length
    }
  }
  return [...pieces, inner.slice(from)]
}

/**
 * Whether the rows that a login sees of people are closed as its kind wants: nobody before their yes (agree), nobody who
 * objected (object), nobody while restricted (stop), nobody of another region.
 */
export function isClosed(facts: Facts, login: Login): boolean {
  const people = tableOf(facts, 'people.person')
  if (!people?.secured || login.bypasses) return false
  const own = people.policies.filter(
    policy => policy.permissive && policy.roles.some(role => role === login.role || role === 'PUBLIC'),
  )
  if (own.length !== 1) return false
  const all = conjuncts(own[0]!.condition ?? 'true')
  const isStanding = (piece: string): boolean => {
    const [, column, mask, operator] = standing.exec(piece) ?? []
    const expected = login.kind === 'agree' ? 'agreed <>' : 'objected ='
    return `${column} ${operator}` === expected && mask === String(1n << BigInt(login.bit))
  }
  return (
    all.some(isStanding) &&
    all.some(piece => piece.includes("current_setting('abide.region'") && !piece.includes(' OR ')) &&
    (login.restricted === 'continue' || all.includes('(NOT restricted)'))
  )
}

/** Tables with people in them that show their rows to whoever may read them at all; empty if all is well. */
export function openTables(facts: Facts): string[] {
  const purposes = new Set([...facts.controls.logins.map(login => login.role), facts.self, 'PUBLIC'])
  return tablesWithPeople(facts).filter(name => {
    const table = tableOf(facts, name)
    if (!table?.secured) return true
    return table.policies.some(
      ({ permissive, command, condition, roles }) =>
        permissive &&
        ['r', '*'].includes(command) &&
        (condition === null || condition === 'true') &&
        roles.some(role => purposes.has(role)),
    )
  })
}

/** The tables whose rows belong to a person. */
export function tablesWithPeople({ compiled }: Facts): string[] {
  return [...new Set(compiled.declarations.holdings.flatMap(({ table, person }) => (person === null ? [] : [table])))]
}
