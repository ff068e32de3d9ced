/** The privacy centre's first page: everything in sentences with a number, each with one way on. */
import { link, type Page } from '../../base/http/index.ts'
import { ButtonLink, Actions, DefinitionList, Empty, Timeline } from '../../ui/index.ts'
import { inEea } from '../../policy/countries.ts'
import type { Held, Home } from './acts.ts'
import { copyLink } from './copy/index.ts'
import { figuresOf } from './held.ts'
import { eventOf } from './events.tsx'
import { agreedIn, copyIn } from './home.ts'
import { actorWords, type Naming } from './naming.tsx'

/** What the page tells. */
export interface HomeData extends Home {
  /** Whether there is a page of consents to lead to. */
  consents: boolean
  now: Date
}

/** The page. */
export function homePage(naming: Naming, data: HomeData): Page {
  const { held, others, lastLook } = data
  const { t, language, compiled } = naming
  const { company, version } = compiled.loaded.policy.policy
  const figures = figuresOf(held.items)
  const purposes = t('rights.home.purposes', { count: figures.purposes })
  return {
    title: t('rights.home.title', { company }),
    current: link(language, 'privacy-centre'),
    wide: true,
    body: (
      <>
        <h1>{t('rights.home.title', { company })}</h1>
        <p class="lead">
          {t('rights.home.lead', { count: figures.items, purposes })} {receiversIn(data, naming)}
        </p>
        <Actions>
          <ButtonLink kind="primary" href={copyLink(naming)}>
            {t('rights.home.copy')}
          </ButtonLink>
          <ButtonLink href={link(language, 'account/profile')}>{t('rights.home.correct')}</ButtonLink>
          <ButtonLink href={questionHref(naming)}>{t('rights.home.ask')}</ButtonLink>
        </Actions>
        <h2>{t('rights.home.glance')}</h2>
        <DefinitionList
          items={[
            {
              term: t('rights.home.held'),
              value: t('rights.home.held-items', {
                count: figures.items,
                groups: t('rights.home.groups', { count: figures.categories }),
              }),
              action: <a href={link(language, 'privacy-centre/held')}>{t('rights.home.held-more')}</a>,
            },
            {
              term: t('rights.home.looked'),
              value: lastLook
                ? t('rights.home.looked', {
                    count: others.figures.looks,
                    last: lastLook.at,
                    who: actorWords(lastLook, naming),
                  })
                : t('rights.home.looked-nobody'),
              action: <a href={link(language, 'privacy-centre/looked')}>{t('rights.home.looked-more')}</a>,
            },
            {
              term: t('rights.home.received'),
              value: receiversShort(data, naming),
              action: <a href={link(language, 'privacy-centre/received')}>{t('rights.home.received-more')}</a>,
            },
            ...agreed(data, naming),
            ...copies(data, naming),
            ...answering(held, naming),
            {
              term: t('rights.home.policy'),
              value: t('rights.home.policy-text', { version, since: inForceSince(naming) }),
              action: (
                <>
                  <a href={link(language, 'privacy')}>{t('rights.home.policy-more')}</a>
                  {' · '}
                  <a href={link(language, 'privacy/versions')}>{t('rights.home.policy-changed')}</a>
                </>
              ),
            },
          ]}
        />
        <Events data={data} naming={naming} />
        <p>
          <a href={link(language, 'privacy-centre/looked')}>{t('rights.home.events-more')}</a>{' '}
          <span class="muted">{t('rights.home.own')}</span>
        </p>
        <p>
          <a href={link(language, 'privacy-centre/join')}>{t('joining.home')}</a>
        </p>
      </>
    ),
  }
}

const questionHref = ({ language }: Naming) => `${link(language, 'contact')}?topic=privacy`

const inForceSince = ({ compiled }: Naming) => new Date(`${compiled.loaded.policy.policy.effective}T12:00:00Z`)

/** How many received something, in a sentence: nobody is an answer. */
function receiversIn({ past }: HomeData, { t, compiled }: Naming): string {
  const { company } = compiled.loaded.policy.policy
  const count = past.receivers.length
  return count === 0 ? t('rights.home.received-nobody', { company }) : t('rights.home.receivers', { count, company })
}

function receiversShort({ past }: HomeData, { t, compiled }: Naming): string {
  const { policy, recipients } = compiled.loaded.policy
  const count = past.receivers.length
  if (count === 0) return t('rights.home.received-none', { company: policy.company })
  const outside = past.receivers.filter(id => recipients[id]?.countries.some(country => !inEea(country))).length
  return t('rights.home.receivers-outside', { count, outside })
}

/** What somebody agreed to, once there is a page to change it on. */
function agreed({ held, consents }: HomeData, { t, language, compiled }: Naming) {
  const { agreed: count, asked: of } = agreedIn(held.items, compiled)
  // Where the policy does not let this page see what was said, it does not guess.
  const sees = compiled.grants.get('rights.view-held')?.reads.includes('preferences')
  if (!consents || of === 0 || !sees) return []
  return [
    {
      term: t('rights.home.agreed'),
      value: t(count === 0 ? 'rights.home.agreed-none' : 'rights.home.agreed-text', { count, of }),
      action: <a href={link(language, 'privacy-centre/consents')}>{t('rights.home.agreed-more')}</a>,
    },
  ]
}

/** A copy that waits to be fetched, or is being prepared. */
function copies({ held, now }: HomeData, naming: Naming) {
  const { t } = naming
  const copy = copyIn(held.items, now)
  if (!copy) return []
  return [
    {
      term: t('rights.home.copies'),
      value: copy.until ? t('rights.home.copy-ready', { until: copy.until }) : t('rights.home.copy-running'),
      action: <a href={copyLink(naming, copy.id)}>{t('rights.home.copy-more')}</a>,
    },
  ]
}

/** What happened since the last visit; if nothing did, what happened before. */
function Events({ data, naming }: { data: HomeData; naming: Naming }) {
  const { t, compiled } = naming
  const { others, past } = data
  const { lastVisit: since } = past
  const fresh = since ? others.entries.filter(entry => entry.at > since) : []
  const shown = fresh.length > 0 ? fresh : others.entries
  return (
    <>
      <h2>{since ? t('rights.home.since', { since }) : t('rights.home.events')}</h2>
      {since && fresh.length === 0 && (
        <p>
          {t('rights.home.since-nothing')} {shown.length > 0 && t('rights.home.since-before')}
        </p>
      )}
      {shown.length === 0 ? (
        !since && <Empty>{t('rights.home.events-none', { company: compiled.loaded.policy.policy.company })}</Empty>
      ) : (
        <Timeline events={shown.map(entry => eventOf(entry, naming))} />
      )}
    </>
  )
}

/** The company of the group that answers for the person, as their row says. */
function answering({ items }: Held, naming: Naming) {
  const { t, compiled } = naming
  const region = items.find(item => typeof item.row['region'] === 'string')?.row['region'] as string | undefined
  const { controllers } = compiled.loaded.policy
  const controller = region !== undefined && Object.hasOwn(controllers, region) ? controllers[region] : undefined
  if (!controller) return []
  return [
    {
      term: t('rights.home.answers'),
      value: t('rights.home.answers-text', { controller: controller.name, country: controller.country }),
      action: <a href={questionHref(naming)}>{t('rights.home.answers-more')}</a>,
    },
  ]
}
