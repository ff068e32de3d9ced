/** One purpose with its box: the words of the policy, what it uses, what was said last. */
import { link } from '../base/http/index.ts'
import { Badge, Details, T, Time } from '../ui/index.ts'
import type { ComponentChildren } from 'preact'
import { type Given, Topics } from './topics.tsx'
import { type Wording, wordingOf } from './wording.ts'
import { clauseHref, isAgain, sayPurpose, type Asked } from './words.tsx'

/** The card. @param name of the field: `agree` or `object` */
export function AskCard({
  name,
  children,
  ...given
}: Given & { name: 'agree' | 'object'; children?: ComponentChildren }) {
  const { request, seen, ask } = given
  const { t, language, typed } = request
  const words = sayPurpose(ask.purpose, seen, language)
  const id = `${name}-${ask.purpose}`
  const ticked = isAgain(request) ? [typed[name] ?? []].flat().includes(ask.purpose) : ask.on
  const isMany = ask.choices.length > 0
  // Who may object, and whose objection a person weighs, has no box to tick; one that stands can be taken back.
  const hasBox = ask.kind !== 'weighed' || ask.on
  return (
    <section class={isMany ? 'card ask ask-many' : 'card ask'} aria-labelledby={`${id}-title`}>
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
        {isMany && <Topics {...given} />}
        {isMany && children}
        {hasBox && !isMany && (
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
          {!hasBox ? <Weighed request={request} /> : isMany && ask.on ? <Changed {...given} /> : <State {...given} />}
        </div>
        {ask.widened !== undefined && <Widened {...given} since={ask.widened} />}
      </div>
    </section>
  )
}

/** The policy does more than was agreed to: a yes to that is a box of its own, and until it is ticked nothing changes. */
function Widened({ request, seen, ask, since }: Given & { since: number }) {
  const { t, language } = request
  const id = `renew-${ask.purpose}`
  const oldest = Math.min(...(seen.held.get(ask.purpose) ?? []).map(one => one.policy_version))
  const now = seen.inForce.compiled.loaded.policy.policy.version
  return (
    <div class="widened">
      <p>
        <T
          k="consent.widened"
          with={{ version: since }}
          parts={{ changes: text => <a href={link(language, 'privacy', 'diff', oldest, now)}>{text}</a> }}
        />
      </p>
      <div class="choice">
        <input type="checkbox" id={id} name="renew" value={ask.purpose} />
        <label for={id}>{t('consent.do.renew')}</label>
      </div>
    </div>
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
function State(given: Given) {
  const { request, seen, ask } = given
  const { t, language } = request
  const last = seen.last.get(ask.purpose)
  if (!last) return <>{t(`consent.state.never-${ask.kind === 'agree' ? 'agree' : 'object'}`)}</>
  const { policy_version: version, recorded_at: at } = last
  const words = wordingOf(seen.inForce.compiled.loaded, ask.purpose, last.language as typeof language)
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
      <Changed {...given} />
    </>
  )
}

/** That the words are others than those that somebody said yes or no to. */
function Changed({ request, seen, ask }: Given) {
  const { language } = request
  const { loaded } = seen.inForce.compiled
  const last = seen.last.get(ask.purpose)
  if (!last || !ask.on || last.wording === '') return null
  const version = last.policy_version
  if (wordingOf(loaded, ask.purpose, last.language as typeof language)?.hash === last.wording) return null
  const now = loaded.policy.policy.version
  return (
    <p>
      <T
        k="consent.changed"
        with={{ version, now }}
        parts={{ changes: text => <a href={link(language, 'privacy', 'diff', version, now)}>{text}</a> }}
      />
    </p>
  )
}
