/** Which role may do what for which purpose: the policy in force as a table, on a page and as a file. */
import { csvLine, csvMark } from '../../base/csv.ts'
import type { Page } from '../../base/http/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import { Actions, ButtonLink, Table } from '../../ui/index.ts'
import { roleMatrix, type RoleRow } from './matrix.ts'
import { type Asked, ClauseLink, saysIn } from './words.tsx'

const here = '/console/roles'
type Held = readonly { role: string; controller: string }[]

const peopleIn = ({ people }: RoleRow, compiled: Compiled, { t, formats }: Asked): string =>
  people.size === 0
    ? t('staff.roles.nobody')
    : formats.list(
        [...people].map(([id, count]) =>
          t('staff.roles.people', { count, controller: compiled.loaded.policy.controllers[id]?.name ?? id }),
        ),
      )

/** The page. @param held role and controller of everybody who may sign in */
export function rolesPage(compiled: Compiled, request: Asked, held: Held): Page {
  const { t, language } = request
  const { policy, purposes, staff, categories } = compiled.loaded.policy
  const rows = roleMatrix(compiled, held)
  const says = (one: { says: Readonly<Record<string, string | undefined>> } | undefined) => saysIn(one?.says, language)
  return {
    title: t('staff.roles.title'),
    current: here,
    wide: true,
    body: (
      <>
        <h1>{t('staff.roles.title')}</h1>
        <p class="lead">{t('staff.roles.lead', { version: policy.version })}</p>
        <Actions>
          <ButtonLink href={`${here}.csv`}>{t('staff.roles.csv')}</ButtonLink>
        </Actions>
        <h2>{t('staff.roles.who')}</h2>
        <Table
          caption={t('staff.roles.who')}
          quietCaption
          rows={rows}
          columns={[
            { head: t('staff.column.role'), cell: row => says(staff[row.role]) },
            { head: t('staff.column.clause'), cell: row => <ClauseLink id={row.clause} language={language} /> },
            { head: t('staff.roles.has'), cell: row => peopleIn(row, compiled, request) },
            {
              head: t('staff.roles.categories'),
              cell: row => (
                <ul class="plain">
                  {row.categories.map(id => (
                    <li key={id}>{says(categories[id])}</li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
        <h2>{t('staff.roles.purposes')}</h2>
        <Table
          caption={t('staff.roles.purposes')}
          quietCaption
          rows={Object.entries(purposes)}
          columns={[
            { head: t('staff.column.purpose'), cell: ([, purpose]) => says(purpose) },
            {
              head: t('staff.column.clause'),
              cell: ([, { clause }]) => <ClauseLink id={clause} language={language} />,
            },
            {
              head: t('staff.roles.regions'),
              cell: ([, { reach }]) => t(reach === 'all' ? 'staff.roles.regions-all' : 'staff.roles.regions-own'),
            },
            {
              head: t('staff.roles.roles'),
              cell: ([id]) => {
                const own = rows.filter(row => row.reaches.some(one => one.purpose === id))
                return own.length === 0 ? t('staff.roles.no-role') : own.map(row => says(staff[row.role])).join(', ')
              },
            },
          ]}
        />
      </>
    ),
  }
}

/** The same as a file: a line for each role and purpose. */
export function rolesFile(compiled: Compiled, request: Asked, held: Held) {
  const { t, language } = request
  const { policy, purposes, staff, categories } = compiled.loaded.policy
  const head = ['role', 'purpose', 'clause', 'regions', 'categories', 'people'] as const
  const lines = roleMatrix(compiled, held).flatMap(row =>
    row.reaches.map(one =>
      csvLine([
        saysIn(staff[row.role]?.says, language),
        saysIn(purposes[one.purpose]?.says, language),
        one.clause,
        t(one.regions === 'all' ? 'staff.roles.regions-all' : 'staff.roles.regions-own'),
        one.categories.map(id => saysIn(categories[id]?.says, language)).join('; '),
        [...row.people.values()].reduce((sum, count) => sum + count, 0),
      ]),
    ),
  )
  const content = csvMark + csvLine(head.map(one => t(`staff.roles.file.${one}`))) + lines.join('')
  return { content, download: `${t('staff.roles.file.name', { version: policy.version })}.csv` }
}
