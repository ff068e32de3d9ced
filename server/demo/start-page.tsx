/** The first page of the demonstration: who one can be, where letters arrive, and three tours. */
import { link, type Page, type WebRequest } from '../base/http/index.ts'
import type { Cast, CastMember, signInAsCast, Visitor } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Button, Card, Cards, Copyable, Form, Notice, T, useScene, type Words } from '../ui/index.ts'
import type { DemoParts } from './parts.ts'

export type Asked = WebRequest<Visitor> & Words

/** What brought somebody here. */
export interface Arriving {
  /** The page that was wanted before somebody was to sign in. */
  next: string | undefined
  /** Who could not be signed in, and why. */
  id?: string
  failed?: Awaited<ReturnType<typeof signInAsCast>>
}

/** The page. */
export function startPage(parts: Pick<DemoParts, 'gate'>, request: Asked, cast: Cast, arriving: Arriving): Page {
  const { t, language } = request
  const { company } = parts.gate.policy().compiled.loaded.policy.policy
  const { next, failed } = arriving
  const here = (...more: string[]) => link(language, 'start', ...more)
  return {
    title: t('demo.start.title'),
    wide: true,
    ...(failed === undefined ? {} : { status: 409 }),
    body: (
      <div class="start">
        <h1>{t('demo.start.title')}</h1>
        {failed !== undefined && <Failed arriving={arriving} />}
        <p class="lead">{t('demo.start.lead', { company })}</p>
        {next !== undefined && <Notice>{t('demo.start.next')}</Notice>}
        <h2>{t('demo.start.tours')}</h2>
        <Cards>
          <Card level={3} title={t('demo.start.policy-title')} href={link(language, 'privacy')}>
            <p>{t('demo.start.policy')}</p>
          </Card>
          <Card level={3} title={t('demo.looked.title')} href={here('looked')}>
            <p>{t('demo.start.looked')}</p>
          </Card>
          <Card level={3} title={t('demo.break.title')} href={here('break')}>
            <p>{t('demo.start.break')}</p>
            <p>
              <a href={here('strike')}>{t('demo.strike.title')}</a>
            </p>
          </Card>
        </Cards>
        <h2 id="cast">{t('demo.start.cast')}</h2>
        <p>{t('demo.start.cast-lead')}</p>
        <h3>{t('demo.start.customers')}</h3>
        <People people={cast.people.filter(({ role }) => role === undefined)} next={next} />
        <h3>{t('demo.start.colleagues')}</h3>
        <p>{t('demo.start.colleagues-lead')}</p>
        <People people={cast.people.filter(({ role }) => role !== undefined)} next={next} />
        <h2>{t('demo.start.mailbox')}</h2>
        <p>
          {t('demo.start.mailbox-text')} <a href={link(language, 'mailbox')}>{t('demo.start.mailbox-open')}</a>
        </p>
        <p class="muted">
          <T
            k="demo.start.by-hand"
            with={{ password: cast.password }}
            parts={{ code: said => <Copyable>{said}</Copyable> }}
          />{' '}
          <a href={link(language, 'sign-in')}>{t('ui.sign-in')}</a>
        </p>
      </div>
    ),
  }
}

function People({ people, next }: { people: readonly CastMember[]; next: string | undefined }) {
  const { t, language, formats } = useScene()
  return (
    <ul class="cast">
      {people.map(({ name, email, about, organisation, language: reads }) => (
        <li key={email} class="card">
          <p class="cast-name">{name}</p>
          <p class="cast-about">
            {about[language]}
            <span class="muted">
              {organisation !== undefined && ` · ${organisation}`} ·{' '}
              {t('demo.start.reads', { language: formats.languageName(reads) })}
            </span>
          </p>
          <Form action={link(language, 'start', 'sign-in')}>
            <input type="hidden" name="id" value={email} />
            {next !== undefined && <input type="hidden" name="next" value={next} />}
            <Button kind="secondary">{t('demo.start.sign-in', { name })}</Button>
          </Form>
        </li>
      ))}
    </ul>
  )
}

function Failed({ arriving: { failed } }: { arriving: Arriving }) {
  const { t, language } = useScene()
  if (failed instanceof Refusal) {
    const { code, clause, version } = failed
    return (
      <Notice tone="warn" status title={t('demo.start.refused')}>
        <p>
          <code>{code}</code>
          {clause !== undefined && (
            <>
              {` · ${t('ui.fault.clause')}: `}
              <a href={`${link(language, 'privacy')}#${clause}`}>{clause}</a>
            </>
          )}
          {` · ${t('ui.fault.version')}: ${version}`}
        </p>
      </Notice>
    )
  }
  const wait = typeof failed === 'object' && 'wait' in failed ? failed.wait : undefined
  const said =
    wait !== undefined
      ? t('demo.start.wait', { count: wait })
      : t(failed === 'unknown' ? 'demo.start.unknown' : 'demo.start.changed')
  return (
    <Notice tone="warn" status>
      {said}
    </Notice>
  )
}

/** The way back to the start page, on top of each tour. */
export function BackToStart() {
  const { t, language } = useScene()
  return (
    <p class="tour-back">
      <a href={link(language, 'start')}>{t('demo.back')}</a>
    </p>
  )
}
