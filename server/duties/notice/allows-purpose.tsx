/** What one purpose of a policy allows, as its page shows it. */
import type { Policy } from '../../policy/document.ts'
import { actSentence, DefinitionList, Details, useScene } from '../../ui/index.ts'
import type { Allowed } from './allows.ts'
import { called, eventInWords, langOf, periodInWords, upper, type Reader } from '../../ui/policy-words.ts'

/** One purpose: why, with what, by whom, to whom, how long, and what is done for it. @param back where its clauses are */
export function OnePurpose({ one, policy, back }: { one: Allowed; policy: Policy; back: string }) {
  const scene = useScene()
  const { t, formats } = scene
  const reader: Reader = { ...scene, policy }
  const { id, purpose, roles, recipients, acts } = one
  const items = [
    { term: t('notice.allows.basis'), value: <Basis purpose={purpose} /> },
    {
      term: t('notice.allows.data'),
      value: (
        <ul class="unmarked">
          {purpose.uses.map(category => (
            <li key={category} lang={langOf(policy.categories[category]?.says, reader)}>
              {called(policy.categories[category]?.says, reader, category)}
            </li>
          ))}
        </ul>
      ),
    },
    {
      term: t('notice.allows.staff'),
      value:
        roles.length === 0 ? (
          t('notice.allows.no-staff')
        ) : (
          <ul class="unmarked">
            {roles.map(role => (
              <li key={role} lang={langOf(policy.staff[role]?.says, reader)}>
                {called(policy.staff[role]?.says, reader, role)}
              </li>
            ))}
          </ul>
        ),
    },
    {
      term: t('notice.allows.recipients'),
      value:
        recipients.length === 0 ? (
          t('notice.allows.nobody')
        ) : (
          <Lines
            lines={recipients.map(
              ({ name, countries, kind }) =>
                `${name}, ${formats.list(countries.map(formats.country))} (${t(`notice.recipient-kind.${kind}`)})`,
            )}
          />
        ),
    },
    {
      term: t('notice.allows.kept'),
      value: t('notice.allows.kept-for', {
        period: periodInWords(purpose.keep.for, reader),
        event: eventInWords(purpose.keep.after, reader),
      }),
    },
    {
      term: t('notice.allows.clause'),
      value: <a href={`${back}#${purpose.clause}`}>{purpose.clause}</a>,
    },
  ]
  return (
    <section data-purpose={id}>
      <h2 id={`purpose-${id}`} lang={langOf(purpose.says, reader)}>
        {called(purpose.says, reader, id)}
      </h2>
      <DefinitionList items={items} />
      {acts?.length === 0 && <p class="muted">{t('notice.allows.idle')}</p>}
      {acts !== undefined && acts.length > 0 && <Does acts={acts} reader={reader} />}
    </section>
  )
}

/** What the product does, by who does it; acts that are said alike are one line. */
function Does({ acts, reader }: { acts: NonNullable<Allowed['acts']>; reader: Reader }) {
  const { t } = reader
  return (
    <Details summary={`${t('notice.allows.does')} (${acts.length})`}>
      <DefinitionList
        items={(['customer', 'staff', 'system', 'stranger'] as const)
          .map(by => ({
            by,
            lines: [...new Set(acts.filter(act => act.by === by).map(({ act }) => actSentence(act, reader) ?? act))],
          }))
          .filter(({ lines }) => lines.length > 0)
          .map(({ by, lines }) => ({ term: t(`notice.by.${by}`), value: <Lines lines={lines} /> }))}
      />
    </Details>
  )
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul class="unmarked">
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function Basis({ purpose }: { purpose: Allowed['purpose'] }) {
  const { t } = useScene()
  if (typeof purpose.basis === 'string') return <>{t(`notice.basis.${purpose.basis}`)}</>
  const lines = Object.entries(purpose.basis).map(([relation, basis]) =>
    t('notice.allows.for-relation', {
      relation: t(`notice.relation.${relation as 'consumer'}`),
      basis: t(`notice.basis.${basis}`),
    }),
  )
  return <Lines lines={lines.map(upper)} />
}
