/** Whether the row policies that the database has now are the ones that the migrations wrote. */
import { type Facts, tableOf } from './facts.ts'

type Login = Facts['controls']['logins'][number]

const region =
  /\(\(region = current_setting\('abide\.region'::text, true\)\) OR \(current_setting\('abide\.region'::text, true\) = '\*'::text\)\)/
const standing = /\(\((agreed|objected) & \(?'?(\d+)'?\)?::bigint\) (<>|=) 0\)/

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
  const condition = own[0]!.condition ?? 'true'
  const [, column, mask, operator] = standing.exec(condition) ?? []
  const expected = login.kind === 'agree' ? 'agreed <>' : 'objected ='
  if (`${column} ${operator}` !== expected || mask !== String(1n << BigInt(login.bit))) return false
  // Nothing else may stand in it: an OR would open what the rest closes.
  const shape = condition.replace(standing, 'S').replace('(NOT restricted)', 'R').replace(region, 'G')
  return shape === (login.restricted === 'stop' ? '(S AND R AND G)' : '(S AND G)')
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
