/** Where a colleague begins: who they are here, what their role may do, and one search box. */
import type { Page } from '../../base/http/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import { Badge, T, Table, Time } from '../../ui/index.ts'
import { purposesOf } from './desk.ts'
import { Clause, Says } from './entries.tsx'
import { hasAcknowledged, SearchForm, type DeskRequest } from './search-page.tsx'

/** The first page of the console. */
export function homePage(compiled: Compiled, request: DeskRequest): Page {
  const { t, visitor } = request
  const { policy, controllers, staff, purposes } = compiled.loaded.policy
  const { actor } = visitor
  const role = staff[actor.role]
  const atDesk = new Set(purposesOf(compiled, actor).map(one => one.purpose))
  const isRead = hasAcknowledged(compiled, request)
  return {
    title: t('desk.home.title'),
    current: '/console',
    body: (
      <>
        <h1>{t('desk.home.hello', { name: visitor.name })}</h1>
        <p class="desk-who">
          <strong>
            <Says words={role?.says} />
          </strong>
          <span>{controllers[actor.controller]?.name ?? actor.controller}</span>
          <span>
            {isRead ? (
              <Badge tone="ok">{t('desk.home.read', { version: policy.version })}</Badge>
            ) : (
              <Badge tone="warn">{t('desk.home.unread', { version: policy.version })}</Badge>
            )}
          </span>
        </p>
        <section class="desk-search" aria-labelledby="look-up">
          <h2 id="look-up">{t('desk.find.title')}</h2>
          <SearchForm compiled={compiled} request={request} />
        </section>
        <h2>{t('desk.home.purposes', { count: actor.purposes.length })}</h2>
        <p>
          {t('desk.home.purposes-lead')} {role && <Clause id={role.clause} />}
        </p>
        <Table
          caption={t('desk.home.purposes', { count: actor.purposes.length })}
          quietCaption
          rows={actor.purposes}
          columns={[
            { head: t('desk.home.purpose'), cell: id => <Says words={purposes[id]?.says} /> },
            { head: t('desk.home.clause'), cell: id => <Clause id={purposes[id]?.clause ?? ''} /> },
            {
              head: t('desk.home.reach'),
              cell: id => <T k={purposes[id]?.reach === 'all' ? 'desk.home.reach-all' : 'desk.home.reach-own'} />,
            },
            { head: t('desk.home.at-desk'), cell: id => <T k={atDesk.has(id) ? 'desk.home.yes' : 'desk.home.no'} /> },
          ]}
        />
        <p class="muted">
          {t('desk.home.policy', { version: policy.version })} <Time at={new Date(policy.effective)} />
        </p>
      </>
    ),
  }
}
