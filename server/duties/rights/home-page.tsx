/** The privacy centre's first page: everything in sentences with a number, each with one way on. */
import { link, type Page } from '../../base/http/index.ts'
import { ButtonLink, Actions, DefinitionList, Empty, Timeline } from '../../ui/index.ts'
import type { OwnEntry } from '../../audit/index.ts'
import type { Held, Looked } from './acts.ts'
import { figuresOf } from './held.ts'
import {
  actorWords,
  actWords,
  clauseHref,
  type Naming,
  purposeHref,
  purposeWords,
  refusalWords,
  Say,
} from './naming.tsx'

/** What the page tells. */
export interface HomeData {
  held: Held
  /** Since a year, without the person's own. */
  others: Looked
  /** The newest look by a colleague. */
  lastLook: OwnEntry | undefined
}

/** The page. */
export function homePage(naming: Naming, { held, others, lastLook }: HomeData): Page {
  const { t, language, compiled } = naming
  const { company, version } = compiled.loaded.policy.policy
  const figures = figuresOf(held.items)
  const purposes = t('rights.home.purposes', { count: figures.purposes })
  const shared = others.figures.shared
  return {
    title: t('rights.home.title', { company }),
    current: link(language, 'privacy-centre'),
    wide: true,
    body: (
      <>
        <h1>{t('rights.home.title', { company })}</h1>
        <p class="lead">
          {t('rights.home.lead', { count: figures.items, purposes })}{' '}
          {shared === 0
            ? t('rights.home.received-nobody', { company })
            : t('rights.home.received', { count: shared, company })}
        </p>
        <Actions>
          <ButtonLink kind="primary" href={link(language, 'privacy-centre/held')}>
            {t('rights.home.see-held')}
          </ButtonLink>
          <ButtonLink href={link(language, 'privacy-centre/looked')}>{t('rights.home.see-looked')}</ButtonLink>
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
              value:
                shared === 0
                  ? t('rights.home.received-none', { company })
                  : t('rights.home.received', { count: shared, company }),
              action: <a href={sharingHref(naming)}>{t('rights.home.received-more')}</a>,
            },
            ...answering(held, naming),
            {
              term: t('rights.home.policy'),
              value: t('rights.home.policy-text', { version, since: inForceSince(naming) }),
              action: <a href={link(language, 'privacy')}>{t('rights.home.policy-more')}</a>,
            },
          ]}
        />
        <h2>{t('rights.home.events')}</h2>
        {others.entries.length === 0 ? (
          <Empty>{t('rights.home.events-none', { company })}</Empty>
        ) : (
          <Timeline events={others.entries.map(entry => eventOf(entry, naming))} />
        )}
        <p>
          <a href={link(language, 'privacy-centre/looked')}>{t('rights.home.events-more')}</a>{' '}
          <span class="muted">{t('rights.home.own')}</span>
        </p>
      </>
    ),
  }
}

const questionHref = ({ language }: Naming) => `${link(language, 'contact')}?topic=privacy`

const inForceSince = ({ compiled }: Naming) => new Date(`${compiled.loaded.policy.policy.effective}T12:00:00Z`)

/** The clause that speaks of recipients; the policy, if it names none. */
function sharingHref({ language, compiled }: Naming): string {
  const [recipient] = Object.values(compiled.loaded.policy.recipients)
  return recipient ? clauseHref(language, recipient.clause) : link(language, 'privacy')
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

function eventOf(entry: OwnEntry, naming: Naming) {
  const refusal = refusalWords(entry.outcome, naming)
  return {
    at: entry.at,
    ...(refusal === undefined ? {} : { tone: 'warn' as const }),
    title: <Say words={actWords(entry.acts[0] ?? '', entry.purpose, naming)} naming={naming} />,
    children: (
      <p>
        {actorWords(entry, naming)}
        {' · '}
        <a href={purposeHref(entry.purpose, naming.language, naming.compiled.loaded.policy)}>
          <Say words={purposeWords(entry.purpose, naming)} naming={naming} />
        </a>
        {refusal !== undefined && ` · ${naming.t('rights.looked.refused-word')}: ${refusal}`}
      </p>
    ),
  }
}
