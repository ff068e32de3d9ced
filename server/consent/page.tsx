/** The page on which somebody sees and changes what they agreed to and what they object to. */
import { link, type Page } from '../base/http/index.ts'
import { Actions, Button, Form, Notice, T, useScene } from '../ui/index.ts'
import { AskCard } from './ask-card.tsx'
import { Interests } from './interests-part.tsx'
import { everyAsk } from './ahead.ts'
import { Coming } from './coming.tsx'
import type { Ask } from './consent.ts'
import { boxOf } from './form.ts'
import { History, type HistoryPart } from './history.tsx'
import { undoOf, type Consents } from './say.ts'
import { newsPurpose } from './interests.ts'
import { Always, type Given, Paused, StopAll } from './page-parts.tsx'
import { consentsLink, figuresOf, isAgain, type Asked, sayChoices, sayPurpose } from './words.tsx'

/** What the page shows besides what somebody can say. */
export interface PageData {
  seen: Consents
  history: HistoryPart
  /** The subjects that they ticked; undefined where the policy lets nobody. */
  interests: readonly string[] | undefined
  /** The moment, in milliseconds, of what was said a moment ago and can be taken back. */
  undo?: number | undefined
  /** Another version came into force between reading and sending: a yes to words that were not shown was not taken. */
  overtaken?: boolean
}

/** The page. */
export function consentsPage(request: Asked, data: PageData): Page {
  const { t, language } = request
  const { seen, history, undo, overtaken, interests } = data
  const { company } = seen.inForce.compiled.loaded.policy.policy
  const of = (...kinds: Ask['kind'][]) => seen.asks.filter(({ kind }) => kinds.includes(kind))
  return {
    title: t('consent.title'),
    current: link(language, 'privacy-centre'),
    wide: true,
    ...(overtaken ? { status: 409 } : {}),
    body: (
      <div class="consents">
        <h1>{t('consent.title')}</h1>
        {overtaken && (
          <Notice tone="warn" status title={t('consent.overtaken.title')}>
            <p>{t('consent.overtaken.text')}</p>
          </Notice>
        )}
        {undo !== undefined && <Undo request={request} seen={seen} at={undo} />}
        <p class="lead">{t('consent.lead', figuresOf(seen.asks))}</p>
        <p>{t('consent.at-once', { company })}</p>
        <StopAll request={request} seen={seen} />
        <Form action={consentsLink(language)}>
          <input type="hidden" name="version" value={seen.inForce.compiled.loaded.policy.policy.version} />
          {shownIn(request, seen).map(purpose => (
            <input key={purpose} type="hidden" name="shown" value={purpose} />
          ))}
          <Asks name="agree" asks={of('agree')} request={request} seen={seen} interests={interests} />
          <Asks name="object" asks={of('object', 'weighed')} request={request} seen={seen} />
          <Coming request={request} seen={seen} />
          {everyAsk(seen).length > 0 && (
            <Actions>
              <Button>{t('consent.do.save')}</Button>
            </Actions>
          )}
        </Form>
        <Paused request={request} seen={seen} />
        <Always request={request} seen={seen} />
        <History request={request} history={history} seen={seen} />
        <p>
          <a href={link(language, 'privacy-centre')}>{t('consent.back')}</a>
        </p>
      </div>
    ),
  }
}

/** What is ticked as the page is made; a form that is shown again keeps what it showed first. */
const shownIn = (request: Asked, seen: Consents): readonly string[] =>
  isAgain(request)
    ? [request.typed['shown'] ?? []].flat()
    : everyAsk(seen).flatMap(({ purpose, on, choices }) =>
        choices.length > 0 ? choices.flatMap(one => (one.on ? [boxOf(purpose, one.choice)] : [])) : on ? [purpose] : [],
      )

/** One part of the form: what waits for a yes, or what goes on until somebody objects. */
function Asks({
  name,
  asks,
  request,
  seen,
  interests,
}: Given & { name: 'agree' | 'object'; asks: readonly Ask[]; interests?: readonly string[] | undefined }) {
  const { t } = request
  const { labels } = useScene()
  labels.set(name, t(`consent.${name}.title`))
  return (
    <section id={`field-${name}`}>
      <h2>{t(`consent.${name}.title`)}</h2>
      <p>{asks.length > 0 ? t(`consent.${name}.lead`) : t(`consent.${name}.none`)}</p>
      {asks.map(ask => (
        <AskCard key={ask.purpose} request={request} seen={seen} ask={ask} name={name}>
          {interests && ask.purpose === newsPurpose && <Interests request={request} seen={seen} chosen={interests} />}
        </AskCard>
      ))}
      {name === 'agree' && asks.length > 0 && <p class="hint">{t('consent.no-pixel')}</p>}
    </section>
  )
}

/** Offers to take back what was said a moment ago, as long as it can be. */
function Undo({ request, seen, at }: Given & { at: number }) {
  const { t, language } = request
  const back = undoOf(seen, at)
  if (back.length === 0) return null
  return (
    <Notice tone="neutral">
      <ul class="plain">
        {back.map(({ purpose, said, choices }) => (
          <li key={`${purpose} ${said}`}>
            <T
              k={`consent.undone-by.${said === 'refuse' ? 'withdraw' : said}`}
              with={{ what: sayPurpose(purpose, seen, language).says }}
            />
            {choices && ` ${sayChoices(choices, seen, request)}`}
          </li>
        ))}
      </ul>
      {back.some(({ said }) => said === 'agree') && <p>{t('consent.undone-by.answers')}</p>}
      <Form action={consentsLink(language, 'undo')}>
        <input type="hidden" name="at" value={at} />
        <Button kind="secondary">{t('consent.do.undo')}</Button>
      </Form>
    </Notice>
  )
}
