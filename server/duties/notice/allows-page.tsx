/** What a policy allows, for a lawyer and for a customer: generated, never written by hand. */
import { link, type Page } from '../../base/http/index.ts'
import type { Compiled, RefusedAct } from '../../policy/compile.ts'
import type { LoadedPolicy, Policy } from '../../policy/document.ts'
import { actSentence, Button, DefinitionList, Details, Empty, Form, Select, useScene } from '../../ui/index.ts'
import { type Allowed, allowedIn, everyWho, type Who } from './allows.ts'
import type { Asked } from './asked.ts'
import { neverInWords } from './difference-words.ts'
import { languagesOf, textFor } from './notice.ts'
import { called, categoryNames, eventInWords, periodInWords, type Reader } from './say.ts'

/**
 * The page of the version in force, or of another one.
 * @param compiled the version in force with what the product does; undefined for another version
 * @param typed who does it, as it was chosen; whoever is nobody shows everything
 */
export function allowsPage(request: Asked, loaded: LoadedPolicy, compiled?: Compiled, typed?: string): Page {
  const { t, language } = request
  const { policy } = loaded
  const { version } = policy.policy
  const who = everyWho(policy).find(one => one === typed)
  const allowed = allowedIn(policy, compiled, who)
  const title = compiled ? t('notice.allows.title') : t('notice.allows.title-version', { version })
  const back = compiled ? link(language, 'privacy') : link(language, 'privacy', 'v', version)
  return {
    title,
    body: (
      <>
        <h1>{title}</h1>
        <p class="lead">{t('notice.allows.lead', { count: Object.keys(policy.purposes).length })}</p>
        <p>
          {t(compiled ? 'notice.allows.from' : 'notice.allows.from-version', { version })}{' '}
          <a href={back} hreflang={languagesOf(loaded, textFor(loaded, language).language)[0]}>
            {t('notice.versions.number', { version })}
          </a>
        </p>
        <WhoForm
          action={compiled ? link(language, 'privacy', 'allows') : `${back}/allows`}
          loaded={loaded}
          who={who}
          all={!!compiled}
        />
        {allowed.length === 0 && <Empty>{t('notice.allows.nothing')}</Empty>}
        {allowed.map(one => (
          <OnePurpose key={one.id} one={one} policy={policy} back={back} />
        ))}
        {compiled && <Refused refused={[...compiled.refused.values()]} policy={policy} />}
        <h2 id="never">{t('notice.allows.never')}</h2>
        {policy.never.length === 0 ? (
          <Empty>{t('notice.allows.no-promise')}</Empty>
        ) : (
          <ul>
            {policy.never.map(({ what, clause }) => (
              <li key={clause}>
                {upper(neverInWords(what, { ...request, policy }))} <a href={`${back}#${clause}`}>{clause}</a>
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  }
}

const upper = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

function whoInWords(who: Who, reader: Reader): string {
  if (who === 'customer' || who === 'system' || who === 'stranger') return reader.t(`notice.allows.${who}`)
  const role = who.slice('role:'.length)
  return called(reader.policy.staff[role]?.says, reader, role)
}

/** @param all whether acts are known, so that others than roles can be told apart */
function WhoForm({
  action,
  loaded,
  who,
  all,
}: {
  action: string
  loaded: LoadedPolicy
  who: Who | undefined
  all: boolean
}) {
  const scene = useScene()
  const { t } = scene
  const reader: Reader = { ...scene, policy: loaded.policy }
  const choices = everyWho(loaded.policy).filter(one => all || one.startsWith('role:'))
  if (choices.length === 0) return null
  return (
    <Form action={action} method="get" class="filter">
      <Select
        name="who"
        label={t('notice.allows.who')}
        value={who ?? ''}
        options={[
          { value: '', label: t('notice.allows.everybody') },
          ...choices.map(one => ({ value: one, label: whoInWords(one, reader) })),
        ]}
      />
      <Button kind="secondary">{t('notice.allows.show')}</Button>
    </Form>
  )
}

function OnePurpose({ one, policy, back }: { one: Allowed; policy: Policy; back: string }) {
  const scene = useScene()
  const { t, formats } = scene
  const reader: Reader = { ...scene, policy }
  const { id, purpose, roles, recipients, acts } = one
  const items = [
    { term: t('notice.allows.basis'), value: <Basis purpose={purpose} /> },
    { term: t('notice.allows.data'), value: <Lines lines={categoryNames(purpose.uses, reader)} /> },
    {
      term: t('notice.allows.staff'),
      value:
        roles.length === 0
          ? t('notice.allows.no-staff')
          : formats.list(roles.map(role => called(policy.staff[role]?.says, reader, role))),
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
      <h2 id={`purpose-${id}`}>{called(purpose.says, reader, id)}</h2>
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

/** What the product could do and this policy does not allow, with the reason. */
function Refused({ refused, policy }: { refused: readonly RefusedAct[]; policy: Policy }) {
  const scene = useScene()
  const { t, hasText } = scene
  const reader: Reader = { ...scene, policy }
  const why = ({ code, detail }: RefusedAct): string => {
    const key = `notice.allows.${code}`
    const name =
      code === 'category-not-promised'
        ? categoryNames([detail], reader).join()
        : (policy.recipients[detail]?.name ?? detail)
    return hasText(key) ? t(key as 'notice.allows.no-such-purpose', { detail: name }) : detail
  }
  return (
    <>
      <h2 id="refused">{t('notice.allows.refused')}</h2>
      {refused.length === 0 ? (
        <Empty>{t('notice.allows.refused-none')}</Empty>
      ) : (
        <ul>
          {refused.map(one => (
            <li key={one.act}>
              {actSentence(one.act, scene) ?? <code>{one.act}</code>} <span class="cell-more">{why(one)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
