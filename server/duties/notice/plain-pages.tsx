/** Cookies, contact, accessibility: short public pages, drawn from the policy in force. */
import type { ComponentChildren } from 'preact'
import { link, type Page } from '../../base/http/index.ts'
import type { Controller, LoadedPolicy, Policy } from '../../policy/document.ts'
import { averageDays } from '../../policy/duration.ts'
import { Badge, Details, Notice, T, Table } from '../../ui/index.ts'
import { choiceName, productCookies, sessionPeriods } from './cookies.ts'
import { answerBy } from './notice.ts'
import type { Asked } from './asked.ts'
import { called, periodInWords, purposeNames, type Reader } from '../../ui/policy-words.ts'

/**
 * The cookies that exist, and those that the policy only speaks of.
 * @param choice what can be chosen; undefined where nothing is optional
 */
export function cookiesPage(request: Asked, { policy }: LoadedPolicy, choice?: ComponentChildren): Page {
  const { t, language } = request
  const reader: Reader = { ...request, policy }
  const session = {
    customer: periodInWords(sessionPeriods.customer, reader),
    staff: periodInWords(sessionPeriods.staff, reader),
  }
  const isOurs = (id: string) =>
    productCookies.some(({ name }) => name === id) || (choice !== undefined && id === 'choice')
  const later = Object.entries(policy.cookies).filter(([id]) => !isOurs(id))
  const rows = [
    ...productCookies.map(({ name, words }) => ({
      name,
      what: t(`notice.cookies.${words}-for`),
      when: t(`notice.cookies.${words}-when`),
      period: t(`notice.cookies.${words}-period`, session),
    })),
    ...(choice === undefined
      ? []
      : [
          {
            name: choiceName,
            what: t('cookies.cookie.for'),
            when: t('cookies.cookie.when'),
            period: periodInWords(policy.cookies['choice']?.keep ?? 'P180D', reader),
          },
        ]),
  ]
  return {
    title: t('notice.cookies.title'),
    wide: true,
    body: (
      <>
        <h1>{t('notice.cookies.title')}</h1>
        <p class="lead">
          {choice === undefined ? t('notice.cookies.lead', { count: rows.length }) : t('cookies.page.lead')}
        </p>
        {choice}
        {choice !== undefined && <h2>{t('notice.cookies.table')}</h2>}
        <p>
          {t('notice.cookies.none-before')} {t('notice.cookies.nothing-else')}
        </p>
        <Table
          caption={t('notice.cookies.table')}
          quietCaption
          rows={rows}
          columns={[
            { head: t('notice.cookies.name'), cell: ({ name }) => <code>{name}</code> },
            { head: t('notice.cookies.what-for'), cell: ({ what }) => what },
            { head: t('notice.cookies.when'), cell: ({ when }) => when },
            { head: t('notice.cookies.period'), cell: ({ period }) => period },
            {
              head: t('notice.cookies.kind'),
              cell: () => <Badge tone="ok">{t('notice.cookies.necessary')}</Badge>,
            },
          ]}
        />
        {later.length > 0 && (
          <>
            <h2>{t('notice.cookies.later-title')}</h2>
            <p>{t('notice.cookies.later')}</p>
            <Table
              caption={t('notice.cookies.later-title')}
              quietCaption
              rows={later}
              columns={[
                { head: t('notice.cookies.name'), cell: ([id]) => <code>{id}</code> },
                {
                  head: t('notice.cookies.kind'),
                  cell: ([, { purpose }]) =>
                    purpose === 'necessary'
                      ? t('notice.cookies.necessary')
                      : `${t('notice.cookies.optional')}: ${purposeNames([purpose], reader).join()}`,
                },
                { head: t('notice.cookies.period'), cell: ([, { keep }]) => periodInWords(keep, reader) },
                {
                  head: t('notice.recipients.clause'),
                  cell: ([, { clause }]) => <a href={`${link(language, 'privacy')}#${clause}`}>{clause}</a>,
                },
              ]}
            />
          </>
        )}
      </>
    ),
  }
}

/** The one who answers where nobody else does. */
export function mainController(policy: Policy): Controller {
  const all = Object.values(policy.controllers)
  return all.find(controller => controller.default) ?? all[0]!
}

/** What was done with somebody's data, by when and what for; undefined where the policy knows no such purpose. */
function doneIn({ at, purpose = '' }: { at?: string; purpose?: string }, reader: Reader): string | undefined {
  const { purposes } = reader.policy
  if (at === undefined || !Object.hasOwn(purposes, purpose)) return undefined
  return `${reader.formats.shortMoment(at)}: ${called(purposes[purpose]!.says, reader, purpose)}`
}

/** Who answers, and by when; the form comes with the desk that reads it. */
export function contactPage(
  request: Asked & { query: { reference?: string; topic?: string; at?: string; purpose?: string } },
  { policy }: LoadedPolicy,
): Page {
  const { t, query, clock, formats } = request
  const reader: Reader = { ...request, policy }
  const { topic } = query
  const reference = query.reference ?? doneIn(query, reader)
  const within = policy.rights['answer-within']
  const subject =
    reference === undefined ? t('notice.contact.subject') : t('notice.contact.subject-reference', { reference })
  const main = mainController(policy)
  const controllers = Object.values(policy.controllers)
  const region = (code: string) => (code === 'EEA' ? t('notice.contact.eea') : formats.country(code))
  const answersFor = ({ regions, default: rest }: Controller) =>
    formats.list([
      ...regions.map(region),
      ...(rest ? [t(controllers.length === 1 ? 'notice.contact.rest-alone' : 'notice.contact.rest')] : []),
    ])
  return {
    title: t('notice.contact.title'),
    wide: true,
    body: (
      <>
        <h1>{t('notice.contact.title')}</h1>
        <p class="lead">{t('notice.contact.lead', { by: answerBy(clock.now(), Math.floor(averageDays(within))) })}</p>
        <p>{t('notice.contact.clock', { period: periodInWords(within, reader) })}</p>
        {reference !== undefined && <Notice tone="info">{t('notice.contact.reference', { reference })}</Notice>}
        {topic === 'policy-translation' && <Notice tone="info">{t('notice.contact.topic-translation')}</Notice>}
        <p>
          <Mail to={main.contact} subject={subject} button>
            {t('notice.contact.write', { name: main.name })}
          </Mail>
        </p>
        <h2>{t('notice.contact.controllers')}</h2>
        <Table
          caption={t('notice.contact.controllers')}
          quietCaption
          rows={controllers}
          columns={[
            { head: t('notice.contact.company'), cell: ({ name }) => name },
            { head: t('notice.contact.seat'), cell: ({ country }) => formats.country(country) },
            { head: t('notice.contact.answers-for'), cell: answersFor },
            {
              head: t('notice.contact.address'),
              cell: ({ contact }) => (
                <Mail to={contact} subject={subject}>
                  {contact}
                </Mail>
              ),
            },
          ]}
        />
        <Details summary={t('notice.contact.say-title')}>
          <ul>
            {(['say-1', 'say-2', 'say-3'] as const).map(key => (
              <li key={key}>{t(`notice.contact.${key}`)}</li>
            ))}
          </ul>
        </Details>
        <p class="muted">{t('notice.contact.unhappy')}</p>
      </>
    ),
  }
}

function Mail({ to, subject, button, children }: { to: string; subject?: string; button?: boolean; children: string }) {
  if (!to.includes('@')) return <>{children}</>
  const about = subject === undefined ? '' : `?subject=${encodeURIComponent(subject)}`
  return (
    <a class={button ? 'button button-primary' : undefined} href={`mailto:${encodeURI(to)}${about}`}>
      {children}
    </a>
  )
}

/** How usable the pages are for everybody, and whom to tell if they are not. */
export function accessibilityPage(request: Asked, { policy }: LoadedPolicy): Page {
  const { t } = request
  const { contact } = mainController(policy)
  const period = periodInWords(policy.rights['answer-within'], { ...request, policy })
  return {
    title: t('notice.accessibility.title'),
    body: (
      <>
        <h1>{t('notice.accessibility.title')}</h1>
        <p class="lead">{t('notice.accessibility.lead')}</p>
        <h2>{t('notice.accessibility.status-title')}</h2>
        <p>
          {t('notice.accessibility.status')} {t('notice.accessibility.assessed')}
        </p>
        <h2>{t('notice.accessibility.known-title')}</h2>
        <ul>
          <li>{t('notice.accessibility.known-2')}</li>
        </ul>
        <h2>{t('notice.accessibility.tell-title')}</h2>
        <p>
          <T
            k="notice.accessibility.tell"
            with={{ address: contact, period }}
            parts={{ mail: words => <Mail to={contact}>{words}</Mail> }}
          />
        </p>
      </>
    ),
  }
}
