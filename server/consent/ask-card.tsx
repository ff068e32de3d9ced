/** One purpose with its box: the words of the policy, what it uses, what was said last. */
import { link } from '../base/http/index.ts'
import { Badge, Details, T, Time } from '../ui/index.ts'
import { type Ask, type Wording, wordingOf } from './consent.ts'
import type { Consents } from './say.ts'
import { clauseHref, isAgain, sayPurpose, type Asked } from './words.tsx'

interface Given {
  request: Asked
  seen: Consents
  ask: Ask
}

/** The card. @param name of the field: `agree` or `object` */
export function AskCard({ name, ...given }: Given & { name: 'agree' | 'object' }) {
  const { request, seen, ask } = given
  const { t, language, typed } = request
  const words = sayPurpose(ask.purpose, seen, language)
  const id = `${name}-${ask.purpose}`
  const ticked = isAgain(request) ? [typed[name] ?? []].flat().includes(ask.purpose) : ask.on
  // Who may object, and whose objection a person weighs, has no box to tick; one that stands can be taken back.
  const hasBox = ask.kind !== 'weighed' || ask.on
  return (
    <section class="card ask" aria-labelledby={`${id}-title`}>
      <div>
        <h3 id={`${id}-title`} class="card-title" lang={foreign(words, request)}>
          {words.says}
        </h3>
        <p>
          <span lang={foreign(words, request)}>{words.text}</span>{' '}
          <a href={clauseHref(language, words.clause)}>
            {t('consent.clause')}
            <span class="unseen">: {words.says}</span>
          </a>
        </p>
        {ask.idle && <p class="hint">{t('consent.idle')}</p>}
        <Details
          summary={
            <>
              {t('consent.details')}
              <span class="unseen">: {words.says}</span>
            </>
          }
        >
          <Uses {...given} />
        </Details>
      </div>
      <div class="ask-answer">
        {hasBox && (
          <div class="choice">
            <input
              type="checkbox"
              id={id}
              name={name}
              value={ask.purpose}
              checked={ticked}
              aria-describedby={`${id}-title ${id}-state`}
            />
            <label for={id}>{t(`consent.do.${name}`)}</label>
          </div>
        )}
        <div id={`${id}-state`} class="hint">
          {hasBox ? <State {...given} /> : <Weighed request={request} />}
        </div>
      </div>
    </section>
  )
}

const foreign = ({ language }: Wording, request: Asked) => (language === request.language ? undefined : language)

/** What a purpose uses, and who may receive it. */
function Uses({ request, seen, ask }: Given) {
  const { t, language, formats } = request
  const { policy } = seen.inForce.compiled.loaded
  const say = (says: Partial<Record<string, string>>) => says[language] ?? says[policy.policy.original] ?? ''
  const categories = policy.purposes[ask.purpose]!.uses.map(id => say(policy.categories[id]?.says ?? {})).join('; ')
  const receivers = Object.values(policy.recipients).flatMap(one => (one.for.includes(ask.purpose) ? [one.name] : []))
  return (
    <>
      <p>{t('consent.uses', { categories })}</p>
      <p>
        {receivers.length > 0
          ? t('consent.receivers', { receivers: formats.list(receivers) })
          : t('consent.receivers-none')}
      </p>
    </>
  )
}

function Weighed({ request: { language } }: Pick<Given, 'request'>) {
  return (
    <T
      k="consent.weighed"
      parts={{ ask: words => <a href={`${link(language, 'contact')}?topic=privacy`}>{words}</a> }}
    />
  )
}

/** What was said last, of which words; and whether they have changed since. */
function State({ request, seen, ask }: Given) {
  const { t, language } = request
  const { loaded } = seen.inForce.compiled
  const last = seen.last.get(ask.purpose)
  if (!last) return <>{t(`consent.state.never-${ask.kind === 'agree' ? 'agree' : 'object'}`)}</>
  const { policy_version: version, recorded_at: at } = last
  const words = wordingOf(loaded, ask.purpose, last.language as typeof language)
  const isChanged = ask.on && last.wording !== '' && words?.hash !== last.wording
  const inForce = loaded.policy.policy.version
  return (
    <>
      <p class="ask-state">
        {ask.on && <Badge tone={ask.kind === 'agree' ? 'ok' : 'warn'}>{t(`consent.badge.${last.said}`)}</Badge>}{' '}
        {t(`consent.state.${last.said}`)} <Time at={at} short />, {t('consent.version', { version })}{' '}
        <a href={clauseHref(language, words?.clause ?? '', version)}>
          {t('consent.see')}
          <span class="unseen">: {words?.says}</span>
        </a>
      </p>
      {isChanged && (
        <p>
          <T
            k="consent.changed"
            with={{ version, now: inForce }}
            parts={{ changes: text => <a href={link(language, 'privacy', 'diff', version, inForce)}>{text}</a> }}
          />
        </p>
      )}
    </>
  )
}
