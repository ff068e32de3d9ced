/** What a policy allows, for a lawyer and for a customer: generated, never written by hand. */
import { link, type Page } from '../../base/http/index.ts'
import type { Compiled, RefusedAct } from '../../policy/compile.ts'
import type { LoadedPolicy, Policy } from '../../policy/document.ts'
import { actSentence, Button, Empty, Form, Select, useScene } from '../../ui/index.ts'
import { OnePurpose } from './allows-purpose.tsx'
import { allowedIn, everyWho, type Who } from './allows.ts'
import type { Asked } from './asked.ts'
import { neverInWords } from '../../ui/change-words.ts'
import { languagesOf, textFor } from './notice.ts'
import { called, categoryNames, upper, type Reader } from '../../ui/policy-words.ts'

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
