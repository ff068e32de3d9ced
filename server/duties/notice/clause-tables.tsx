/** The facts behind a clause, as tables. */
import type { Citation } from '../../policy/citations.ts'
import type { Grant } from '../../policy/compile.ts'
import type { LoadedPolicy } from '../../policy/document.ts'
import { noticeOf } from '../../policy/life.ts'
import { actSentence, Badge, Empty, Table, useScene } from '../../ui/index.ts'
import { casesAbout } from './clause-cases.ts'
import { type Facts, loginOf, personalColumns, privilegesOf, readable, relianceOn } from './facts.ts'
import { countedDays, type Known } from './live.ts'
import { called, categoryNames, periodInWords, purposeNames, type Reader } from '../../ui/policy-words.ts'

/** What the policy file declares and cites this clause for. */
export function Declarations({ citations, loaded }: { citations: readonly Citation[]; loaded: LoadedPolicy }) {
  const scene = useScene()
  const { t } = scene
  const reader: Reader = { ...scene, policy: loaded.policy }
  return (
    <>
      <h2>{t('notice.clause.declarations')}</h2>
      <Table
        caption={t('notice.clause.declarations')}
        quietCaption
        rows={citations}
        columns={[
          {
            head: t('notice.clause.name'),
            cell: ({ id, what }) => <code>{what === 'never' ? `never ${id}` : id}</code>,
          },
          { head: t('notice.clause.kind'), cell: ({ what }) => t(`notice.declaration.${what}`) },
          { head: t('notice.clause.means'), cell: citation => meaning(citation, reader) },
        ]}
      />
    </>
  )
}

function meaning({ what, id }: Citation, reader: Reader): string {
  const { policy } = reader
  if (what === 'purpose') return called(policy.purposes[id]!.says, reader, id)
  if (what === 'category') return called(policy.categories[id]!.says, reader, id)
  if (what === 'staff role') return called(policy.staff[id]!.says, reader, id)
  if (what === 'recipient') return `${policy.recipients[id]!.name}: ${called(policy.recipients[id]!.says, reader, id)}`
  if (what === 'situation') return reader.formats.list(categoryNames(policy.collected[id]!.asks, reader))
  if (what === 'never') {
    const it = policy.never[Number(id) - 1]!.what
    if (typeof it === 'string') return it
    return 'purpose' in it
      ? `${purposeNames([it.purpose], reader)[0]} ≠ ${categoryNames([it.uses], reader)[0]}`
      : `${policy.recipients[it.recipient]?.name ?? it.recipient} ≠ ${categoryNames([it.gets], reader)[0]}`
  }
  if (what === 'changes') return periodInWords(noticeOf(policy), reader)
  return what === 'rights' ? policy.rights['answer-within'] : '–'
}

/** Where the categories that cite a clause are stored, and who may read them there. */
export function Columns({ citations, facts }: { citations: readonly Citation[]; facts: Facts }) {
  const scene = useScene()
  const { t } = scene
  const reader: Reader = { ...scene, policy: facts.compiled.loaded.policy }
  const categories = citations.filter(({ what }) => what === 'category').map(({ id }) => id)
  const columns = personalColumns(facts.compiled).filter(({ category }) => categories.includes(category))
  if (columns.length === 0) return null
  return (
    <>
      <h2>{t('notice.clause.columns-title')}</h2>
      <Table
        caption={t('notice.clause.columns-title')}
        quietCaption
        rows={columns}
        columns={[
          { head: t('notice.clause.column'), cell: ({ table, column }) => <code>{`${table}.${column}`}</code> },
          { head: t('notice.clause.kept'), cell: ({ kept }) => t(`notice.kept-as.${kept}`) },
          {
            head: t('notice.clause.readers'),
            cell: column => {
              const readers = facts.controls.logins.filter(({ role }) => readable(facts, role, [column]).length > 0)
              const names = purposeNames(
                readers.map(({ purpose }) => purpose),
                reader,
              )
              return names.length === 0 ? t('notice.clause.nobody') : names.join('; ')
            },
          },
        ]}
      />
    </>
  )
}

/** An act in the reader's words, and by the name that the declarations have. */
function ActName({ act }: { act: string }) {
  const said = actSentence(act, useScene())
  return (
    <span class="lines">
      {said !== undefined && <span>{said}</span>}
      <code>{act}</code>
    </span>
  )
}

/** The acts that rely on a clause. */
export function Acts({ grants, facts }: { grants: readonly Grant[]; facts: Facts }) {
  const scene = useScene()
  const { t, formats } = scene
  const reader: Reader = { ...scene, policy: facts.compiled.loaded.policy }
  const names = (ids: readonly string[]) => (ids.length === 0 ? '–' : categoryNames(ids, reader).join('; '))
  return (
    <>
      <h2>{t('notice.clause.acts')}</h2>
      <p class="muted">{t('notice.clause.days', { days: countedDays })}</p>
      <Table
        caption={t('notice.clause.acts')}
        quietCaption
        rows={grants}
        columns={[
          { head: t('notice.clause.act'), cell: grant => <ActName act={grant.act} /> },
          { head: t('notice.clause.by'), cell: grant => t(`notice.by.${grant.by}`) },
          { head: t('notice.clause.reads'), cell: grant => names(grant.reads) },
          { head: t('notice.clause.writes'), cell: grant => names(grant.writes) },
          {
            head: t('notice.clause.done'),
            numeric: true,
            cell: grant => formats.number(relianceOn(facts, [grant.act]).done),
          },
          {
            head: t('notice.clause.refused'),
            numeric: true,
            cell: grant => formats.number(relianceOn(facts, [grant.act]).refused),
          },
        ]}
      />
    </>
  )
}

/** What the login of a purpose may really do. */
export function Privileges({ purpose, facts }: { purpose: string; facts: Facts }) {
  const { t } = useScene()
  const login = loginOf(facts, purpose)
  if (!login) return null
  const about = new Set(facts.compiled.declarations.holdings.map(({ table }) => table))
  const rows = privilegesOf(facts, login.role).filter(({ table }) => about.has(table))
  return (
    <>
      <h2>{t('notice.clause.privileges')}</h2>
      <p>{t('notice.clause.privileges-lead', { role: login.role })}</p>
      {rows.length === 0 ? (
        <Empty>{t('notice.clause.nobody')}</Empty>
      ) : (
        <Table
          caption={t('notice.clause.privileges')}
          quietCaption
          rows={rows}
          columns={[
            { head: t('notice.clause.table'), cell: ({ table }) => <code>{table}</code> },
            { head: t('notice.clause.may'), cell: ({ verb }) => verb },
            { head: t('notice.clause.columns'), cell: ({ columns }) => columns.join(', ') || '–' },
          ]}
        />
      )}
    </>
  )
}

/** A lawyer’s questions about a clause, asked now. */
export function Cases({ known, id }: { known: Known; id: string }) {
  const { t } = useScene()
  if (known.cases === undefined) return <p class="muted">{t('notice.clause.cases-none')}</p>
  const results = casesAbout(known.cases, known.facts.compiled, id)
  if (results.length === 0) return null
  return (
    <>
      <h2>{t('notice.clause.cases')}</h2>
      <p>{t('notice.clause.cases-lead', { count: results.length })}</p>
      <Table
        caption={t('notice.clause.cases')}
        quietCaption
        rows={results}
        columns={[
          { head: t('notice.clause.question'), cell: ({ case: { words } }) => <span lang="en">{words}</span> },
          { head: t('notice.clause.expected'), cell: ({ expected }) => <span lang="en">{expected}</span> },
          {
            head: t('notice.clause.answered'),
            cell: ({ passed, got }) => (
              <>
                <Badge tone={passed ? 'ok' : 'error'}>
                  {t(passed ? 'notice.clause.passes' : 'notice.clause.fails')}
                </Badge>{' '}
                {!passed && <span lang="en">{got}</span>}
              </>
            ),
          },
        ]}
      />
    </>
  )
}
