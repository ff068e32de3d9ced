/** One's sign-ins, and what happened to one's ID. */
import { link, type Page, type WebRequest } from '../../base/http/index.ts'
import {
  Badge,
  Button,
  Card,
  Cards,
  Form,
  Notice,
  Pagination,
  Select,
  Table,
  Time,
  type Words,
} from '../../ui/index.ts'
import { eventKinds, isEventKind } from './events.ts'
import { type OpenSession, pageSize, type PastEvent, type Seen, type viewSecurity } from './viewing.ts'
import { type SignedIn } from '../signed-in.ts'

export type Asked = WebRequest<SignedIn, unknown, { kind?: string; page?: number }> & Words
type Security = Exclude<Awaited<ReturnType<typeof viewSecurity>>, { code: string }>

const securityLink = (language: Asked['language'], ...more: string[]): string =>
  link(language, 'account', 'security', ...more)

/** A device in words: `Firefox on Windows`, or that nobody knows. */
export function deviceInWords({ device: { browser, system } }: Pick<Seen, 'device'>, { t }: Pick<Words, 't'>): string {
  if (browser === '') return system === '' ? t('security.device.unknown') : system
  return system === '' ? browser : t('security.device.on', { browser, system })
}

/** A place in words: the country, or that nobody knows, with the network address. */
function Place({ seen, words: { t, formats } }: { seen: Seen; words: Words }) {
  return (
    <>
      {seen.country === undefined ? t('security.place.unknown') : formats.country(seen.country)}
      <br />
      <span class="muted">{seen.address}</span>
    </>
  )
}

function Sessions({ request, sessions }: { request: Asked; sessions: readonly OpenSession[] }) {
  const { t, language } = request
  return (
    <Table
      caption={t('security.sessions.title')}
      quietCaption
      rows={sessions}
      columns={[
        {
          head: t('security.sessions.device'),
          cell: one => (
            <>
              {deviceInWords(one, request)} {one.here && <Badge tone="ok">{t('security.sessions.here')}</Badge>}
            </>
          ),
        },
        { head: t('security.sessions.place'), cell: one => <Place seen={one} words={request} /> },
        { head: t('security.sessions.since'), cell: one => <Time at={one.since} precise short /> },
        { head: t('security.sessions.seen'), cell: one => <Time at={one.lastSeen} precise short /> },
        {
          head: t('security.sessions.do'),
          doing: true,
          cell: one =>
            one.here ? (
              ''
            ) : (
              <Form action={securityLink(language, 'sessions', one.mark)}>
                <Button kind="plain">{t('security.sessions.end')}</Button>
              </Form>
            ),
        },
      ]}
    />
  )
}

/** What happened; where a colleague let somebody back in, what they checked. */
function What({ event: { kind, about = '' }, words: { t } }: { event: PastEvent; words: Words }) {
  return (
    <>
      {t(`security.event.${kind}`, { about })}
      {kind === 'recovery-started' && about !== '' && <div class="muted">{about}</div>}
    </>
  )
}

function History({ request, events, total }: { request: Asked; events: readonly PastEvent[]; total: number }) {
  const { t, language, query } = request
  const kind = isEventKind(query.kind) ? query.kind : undefined
  const address = (page: number) => `${securityLink(language)}?${kind ? `kind=${kind}&` : ''}page=${page}#history`
  return (
    <>
      <Form action={`${securityLink(language)}#history`} method="get">
        <Select
          name="kind"
          label={t('security.history.kind')}
          value={kind ?? ''}
          options={[
            { value: '', label: t('security.history.every') },
            ...Object.keys(eventKinds)
              .filter(isEventKind)
              .map(value => ({ value, label: t(`security.kind.${value}`) })),
          ]}
        />
        <Button kind="secondary">{t('security.history.filter')}</Button>
      </Form>
      <Table
        caption={t('security.history.title')}
        quietCaption
        rows={events}
        empty={t('security.history.none')}
        columns={[
          {
            head: t('security.history.what'),
            cell: one => <What event={one} words={request} />,
          },
          { head: t('security.history.when'), cell: one => <Time at={one.at} precise short /> },
          { head: t('security.sessions.device'), cell: one => deviceInWords(one, request) },
          { head: t('security.sessions.place'), cell: one => <Place seen={one} words={request} /> },
        ]}
      />
      <Pagination page={query.page ?? 1} pages={Math.ceil(total / pageSize)} href={address} />
    </>
  )
}

/** The page. */
export function securityPage(request: Asked, { sessions, events, total, placesAsOf, lossAt }: Security): Page {
  const { t, language, visitor } = request
  // Whether a colleague is one still, an administrator says.
  const cards =
    visitor.kind === 'staff' ? (['password', 'email'] as const) : (['password', 'email', 'pause', 'close'] as const)
  const own = (...where: string[]) => link(language, 'account', ...where)
  return {
    title: t('security.title'),
    current: securityLink(language),
    wide: true,
    body: (
      <>
        <h1>{t('security.title')}</h1>
        <p class="lead">{t('security.lead')}</p>
        {lossAt && (
          <Notice tone="warn">
            <p>{t('care.lost.notice', { until: lossAt })}</p>
            <Form action={securityLink(language, 'keep-factors')}>
              <Button>{t('care.lost.keep-submit')}</Button>
            </Form>
          </Notice>
        )}
        <Cards>
          {cards.map(what => (
            <Card key={what} title={t(`security.card.${what}`)}>
              <p>{t(`security.card.${what}-text`)}</p>
              <p>
                <a href={own(what)}>{t(`security.card.${what}-link`)}</a>
              </p>
            </Card>
          ))}
        </Cards>
        <h2 id="sessions">{t('security.sessions.title')}</h2>
        <Sessions request={request} sessions={sessions} />
        {sessions.length > 1 && (
          <Form action={securityLink(language, 'end-others')}>
            <Button kind="secondary">{t('security.sessions.end-others')}</Button>
          </Form>
        )}
        <h2 id="history">{t('security.history.title')}</h2>
        <p>{t('security.history.lead')}</p>
        <History request={request} events={events} total={total} />
        <p class="muted">
          {t('security.place.source', { at: placesAsOf })}{' '}
          <a href="https://www.nro.net/" rel="noreferrer">
            nro.net
          </a>
          , CC BY 4.0.
        </p>
      </>
    ),
  }
}
