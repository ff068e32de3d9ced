/** The page of the link in a letter: what is sent to that address, with nothing else of its reader on it. */
import { link, type Page, type WebRequest } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import { Actions, Button, ButtonLink, Form, Notice, T, type Words } from '../../ui/index.ts'
import type { Ask } from '../consent.ts'
import { boxOf } from '../form.ts'
import { clauseHref, sayChannel, sayPurpose, sayTopic } from '../words.tsx'
import { type Mailed, stopsOf } from './acts.ts'

export type Linked = WebRequest<Visitor, { token: string }> & Words

/** No search engine keeps an address with a secret in it, and no other site hears of it. */
const quiet = { referrer: 'none', headers: { 'x-robots-tag': 'noindex, nofollow' } } as const

/** The address of the page, or of what its forms do. */
export const mailPage = ({ language, params }: Linked, ...below: string[]): string =>
  link(language, 'mail', params.token, ...below)

/** The page. */
export function mailedPage(request: Linked, mailed: Mailed, overtaken = false): Page {
  const { t, language, formats } = request
  const { seen } = mailed
  const names = stopsOf(mailed).map(({ purpose }) =>
    t('consent.quoted', { what: sayPurpose(purpose, seen, language).says }),
  )
  return {
    ...quiet,
    title: t('receipts.mail.title'),
    ...(overtaken ? { status: 409 } : {}),
    body: (
      <div class="consents">
        <h1>{t('receipts.mail.title')}</h1>
        {overtaken && (
          <Notice tone="warn" status>
            {t('receipts.mail.overtaken')}
          </Notice>
        )}
        <p class="lead">{t('receipts.mail.lead')}</p>
        <div class="card stop-all">
          <Form action={mailPage(request, 'all')}>
            <Button kind="secondary" refusal={names.length > 0 ? undefined : t('receipts.mail.stop-nothing')}>
              {t('receipts.mail.stop')}
            </Button>
          </Form>
          {names.length > 0 && <p class="hint">{t('receipts.mail.stop-what', { names: formats.list(names) })}</p>}
        </div>
        {seen.asks.length === 0 ? (
          <p>{t('receipts.mail.none')}</p>
        ) : (
          <Form action={mailPage(request)}>
            <input type="hidden" name="version" value={seen.inForce.compiled.loaded.policy.policy.version} />
            {seen.asks.map(ask => (
              <Card key={ask.purpose} request={request} mailed={mailed} ask={ask} />
            ))}
            <Actions>
              <Button>{t('receipts.mail.save')}</Button>
            </Actions>
          </Form>
        )}
        <p>{t('receipts.mail.always')}</p>
        <p>
          <T k="receipts.mail.more" parts={{ sign: words => <a href={link(language, 'sign-in')}>{words}</a> }} />
        </p>
      </div>
    ),
  }
}

function Card({ request, mailed, ask }: { request: Linked; mailed: Mailed; ask: Ask }) {
  const { t, language } = request
  const words = sayPurpose(ask.purpose, mailed.seen, language)
  const name = ask.kind === 'agree' ? 'agree' : 'object'
  const id = `${name}-${ask.purpose}`
  const foreign = words.language === language ? undefined : words.language
  return (
    <section class="card ask" aria-labelledby={`${id}-title`}>
      <div>
        <h2 id={`${id}-title`} class="card-title" lang={foreign}>
          {words.says}
        </h2>
        <p>
          <span lang={foreign}>{words.text}</span>{' '}
          <a href={clauseHref(language, words.clause)}>
            {t('consent.clause')}
            <span class="unseen" lang={foreign}>
              : {words.says}
            </span>
          </a>
        </p>
      </div>
      <div class="ask-answer">
        {ask.choices.length === 0 && (
          <Box request={request} name={name} box={ask.purpose} on={ask.on} label={t(`receipts.mail.${name}`)} />
        )}
        {[...new Set(ask.choices.map(({ topic }) => topic))].map(topic => {
          const { says, often } = sayTopic(topic, mailed.seen, language)
          const lang = langOfTopic(topic, mailed, language)
          return (
            <fieldset key={topic} class="topic">
              <legend lang={topic === '' ? undefined : lang}>{topic === '' ? t('consent.channels') : says}</legend>
              {often && (
                <p class="hint" lang={lang}>
                  {often}
                </p>
              )}
              <div class="topic-boxes">
                {ask.choices
                  .filter(one => one.topic === topic)
                  .map(({ choice, channel, on }) => (
                    <Box
                      key={choice}
                      request={request}
                      name={name}
                      box={boxOf(ask.purpose, choice)}
                      on={on}
                      label={channel === '' ? t('receipts.mail.agree') : sayChannel(channel, t)}
                    />
                  ))}
              </div>
            </fieldset>
          )
        })}
      </div>
    </section>
  )
}

/** The language of a topic's words, where it is not the reader's: the policy's own. */
function langOfTopic(topic: string, { seen }: Mailed, language: Linked['language']) {
  const { policy } = seen.inForce.compiled.loaded
  return policy.topics?.[topic]?.says[language] === undefined ? policy.policy.original : undefined
}

/** A box: ticked where it was said, and told to the form, so that only what changes is said. */
function Box(props: { request: Linked; name: 'agree' | 'object'; box: string; on: boolean; label: string }) {
  const { request, name, box, on, label } = props
  const id = `${name}-${box.replaceAll(/[^\w-]/g, '-')}`
  const { typed, faults } = request
  // A form that is shown again keeps what was ticked in it.
  const ticked = faults.length > 0 && typed['version'] !== undefined ? [typed[name] ?? []].flat().includes(box) : on
  return (
    <>
      {on && <input type="hidden" name="shown" value={box} />}
      <div class="choice">
        <input type="checkbox" id={id} name={name} value={box} checked={ticked} />
        <label for={id}>{label}</label>
      </div>
    </>
  )
}

/** What stands in its place where a link opens nothing. */
export function overPage({ t, language }: Pick<Linked, 't' | 'language'>): Page {
  return {
    ...quiet,
    title: t('receipts.over.title'),
    status: 410,
    body: (
      <>
        <h1>{t('receipts.over.title')}</h1>
        <Notice tone="warn">{t('receipts.over.text')}</Notice>
        <p>{t('receipts.over.next')}</p>
        <Actions>
          <ButtonLink kind="primary" href={link(language, 'sign-in')}>
            {t('receipts.over.sign-in')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}
