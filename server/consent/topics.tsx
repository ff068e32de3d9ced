/** What can be agreed to by itself: a row of boxes for each topic, one for each channel. */
import { Time } from '../ui/index.ts'
import type { Ask } from './consent.ts'
import { boxOf } from './form.ts'
import type { Consents } from './say.ts'
import { wordingOf } from './wording.ts'
import { type Asked, clauseHref, isAgain, sayChannel, sayTopic } from './words.tsx'

/** What the parts of a card are given. */
export interface Given {
  request: Asked
  seen: Consents
  ask: Ask
}

/** The boxes: nothing is ticked that was not agreed to. */
export function Topics({ request, seen, ask }: Given) {
  const { t, language, typed } = request
  const boxes = isAgain(request) ? [typed['agree'] ?? []].flat() : undefined
  return (
    <div class="topics">
      {[...new Set(ask.choices.map(({ topic }) => topic))].map(topic => {
        const { says, often } = sayTopic(topic, seen, language)
        const own = ask.choices.filter(one => one.topic === topic)
        return (
          <fieldset key={topic} class="topic">
            <legend>{topic === '' ? t('consent.channels') : says}</legend>
            {often && <p class="hint">{often}</p>}
            <div class="topic-boxes">
              {own.map(({ choice, channel, on }) => {
                const box = boxOf(ask.purpose, choice)
                const id = `agree-${ask.purpose}-${topic}-${channel}`
                return (
                  <div key={choice} class="choice">
                    <input
                      type="checkbox"
                      id={id}
                      name="agree"
                      value={box}
                      checked={boxes ? boxes.includes(box) : on}
                    />
                    <label for={id}>{channel === '' ? t('consent.do.agree') : sayChannel(channel, t)}</label>
                  </div>
                )
              })}
            </div>
            <SinceWhen request={request} seen={seen} ask={ask} choices={own.map(({ choice }) => choice)} />
          </fieldset>
        )
      })}
    </div>
  )
}

/** Since when somebody agrees to a topic, and to which words. */
function SinceWhen({ request, seen, ask, choices }: Given & { choices: readonly string[] }) {
  const { t, language } = request
  const [first] = (seen.held.get(ask.purpose) ?? [])
    .filter(({ choice }) => choice === '' || choices.includes(choice))
    .toSorted((a, b) => b.agreed_at.getTime() - a.agreed_at.getTime())
  if (!first || !ask.on) return null
  const words = wordingOf(seen.inForce.compiled.loaded, ask.purpose, first.language as typeof language)
  return (
    <p class="hint ask-state">
      {t('consent.state.agree')} <Time at={first.agreed_at} short />,{' '}
      {t('consent.version', { version: first.policy_version })}{' '}
      <a href={clauseHref(language, words?.clause ?? '', first.policy_version)}>
        {t('consent.see')}
        <span class="unseen">: {words?.says}</span>
      </a>
    </p>
  )
}
