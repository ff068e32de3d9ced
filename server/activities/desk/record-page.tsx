/** Somebody's record, open for a stated purpose. */
import type { ComponentChildren } from 'preact'
import type { Page } from '../../base/http/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import { Actions, Badge, Button, ButtonLink, Details, Form, T } from '../../ui/index.ts'
import type { OpenedRecord, Section } from './acts.ts'
import { minutesUntil } from './desk.ts'
import { Clause, Entries, Says, valueText } from './entries.tsx'
import { NobodyFound, type DeskRequest } from './search-page.tsx'
import type { Permit } from './permit.ts'

const valueAt = ({ sections }: OpenedRecord, place: string): unknown =>
  sections.flatMap(({ entries }) => entries).find(({ item }) => item.place === place && item.current)?.value

/** The record: who it is, the bar, one section for each promised category, and what was not promised. */
export function recordPage(compiled: Compiled, request: DeskRequest, token: string, record: OpenedRecord): Page {
  const { t } = request
  const { policy } = compiled.loaded
  const name = valueAt(record, 'people.name.value')
  const language = valueAt(record, 'people.person.language')
  return {
    // What a browser remembers of a page names nobody.
    title: t('desk.record.title'),
    current: '/console/people',
    body: (
      <>
        <Bar permit={record.permit} token={token} compiled={compiled} request={request} />
        <h1>{typeof name === 'string' ? name : t('desk.record.title')}</h1>
        <p class="lead">
          {t('desk.record.lead', {
            count: record.sections.reduce((sum, { entries }) => sum + entries.length, 0),
            company: policy.controllers[record.region]?.name ?? record.region,
          })}{' '}
          {language !== undefined && t('desk.record.language', { language: valueText(request, 'language', language) })}
        </p>
        {record.sections
          .filter(section => section.entries.length > 0)
          .map(section => (
            <OpenSection key={section.category} section={section} compiled={compiled} token={token} />
          ))}
        <NothingFound
          categories={record.sections.filter(section => section.entries.length === 0).map(section => section.category)}
          compiled={compiled}
        />
        <NotPromised record={record} compiled={compiled} />
        <Close token={token} words={t('desk.record.close')} />
      </>
    ),
  }
}

/** Ends the permit; a link would leave it open. */
function Close({ token, words }: { token: string; words: string }) {
  return (
    <Form action={`/console/people/${token}/close`} class="desk-close">
      <Button kind="secondary">{words}</Button>
    </Form>
  )
}

interface BarProps {
  permit: Permit
  token: string
  compiled: Compiled
  request: DeskRequest
}

function Bar({ permit, token, compiled, request }: BarProps) {
  const { t, clock } = request
  return (
    <section class="desk-bar" aria-label={t('desk.bar.label')}>
      <div class="desk-bar-line">
        <span>
          <strong>
            <T
              k="desk.bar.open"
              parts={{ purpose: () => <Says words={compiled.loaded.policy.purposes[permit.purpose]?.says} /> }}
            />
          </strong>
          {permit.reference && ` · ${permit.reference}`}
          {` · ${t('desk.bar.left', { count: minutesUntil(permit.until, clock.now()) })}`}
        </span>
        <Close token={token} words={t('desk.bar.close')} />
      </div>
      <p class="hint">{t('desk.bar.seen')}</p>
    </section>
  )
}

function OpenSection({ section, compiled, token }: { section: Section; compiled: Compiled; token: string }) {
  const { category, entries, masked } = section
  const declared = compiled.loaded.policy.categories[category]
  const heading = <Says words={declared?.says} />
  return (
    <section class="desk-section" id={`category-${category}`}>
      <div class="desk-section-head">
        <h2>{heading}</h2>
        {declared && <Clause id={declared.clause} />}
        {masked && (
          <Form action={`/console/people/${token}#category-${category}`}>
            <input type="hidden" name="category" value={category} />
            <Button kind="secondary">
              <T k="desk.record.reveal" />
              <span class="unseen">: {heading}</span>
            </Button>
          </Form>
        )}
        {section.revealed && (
          <Badge tone="info">
            <T k="desk.record.revealed" />
          </Badge>
        )}
      </div>
      <Entries entries={entries} caption={heading} />
    </section>
  )
}

/** Categories that were promised and of which nothing was found: that is an answer too. (Evidence is not read here.) */
function NothingFound({ categories, compiled }: { categories: readonly string[]; compiled: Compiled }) {
  if (categories.length === 0) return null
  return (
    <section class="desk-section">
      <h2>
        <T k="desk.record.nothing" with={{ count: categories.length }} />
      </h2>
      <Categories ids={categories} prefix="category" compiled={compiled} />
    </section>
  )
}

function Categories({ ids, prefix, compiled }: { ids: readonly string[]; prefix: string; compiled: Compiled }) {
  const { categories } = compiled.loaded.policy
  return (
    <ul class="desk-categories">
      {ids.map(id => (
        <li key={id} id={`${prefix}-${id}`}>
          <Says words={categories[id]?.says} /> <Clause id={categories[id]?.clause ?? ''} />
        </li>
      ))}
    </ul>
  )
}

function NotPromised({ record, compiled }: { record: OpenedRecord; compiled: Compiled }) {
  const { purposes } = compiled.loaded.policy
  if (record.notPromised.length === 0) return null
  const clause = purposes[record.permit.purpose]!.clause
  return (
    <section id="not-promised">
      <Details summary={<T k="desk.record.not-promised" with={{ count: record.notPromised.length }} />}>
        <p>
          <T k="desk.record.not-promised-lead" with={{ version: record.version }} /> <Clause id={clause} />
        </p>
        <Categories ids={record.notPromised} prefix="not" compiled={compiled} />
      </Details>
    </section>
  )
}

/** A permit that has ended, by time or because it was closed: the same question again, in one press. */
export function endedPage(compiled: Compiled, request: DeskRequest, permit: Permit, by: 'time' | 'closing'): Page {
  const { t } = request
  const title = t(by === 'time' ? 'desk.expired.title' : 'desk.closed.title')
  return {
    title,
    status: 410,
    current: '/console/people',
    body: (
      <>
        <h1>{title}</h1>
        <p class="lead">{t(by === 'time' ? 'desk.expired.text' : 'desk.closed.text')}</p>
        <p>
          <T
            k="desk.expired.purpose"
            parts={{ purpose: () => <Says words={compiled.loaded.policy.purposes[permit.purpose]?.says} /> }}
          />
          {permit.reference && ` · ${permit.reference}`}
        </p>
        <Form action="/console/people/open">
          <input type="hidden" name="person" value={permit.person} />
          <input type="hidden" name="purpose" value={permit.purpose} />
          {permit.reference && <input type="hidden" name="reference" value={permit.reference} />}
          <Actions>
            <Button>{t('desk.expired.again')}</Button>
            <ButtonLink href="/console/people">{t('desk.find.title')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** A permit that is not one, or not this colleague's. */
export function unknownPage({ t }: DeskRequest): Page {
  return deadEnd(404, t('desk.unknown.title'), <p class="lead">{t('desk.unknown.text')}</p>)
}

/** Nobody can be opened for this purpose: the same page for every reason. */
export const nobodyPage = ({ t }: DeskRequest): Page => deadEnd(403, t('desk.found.none'), <NobodyFound />)

/** Nobody is shown here, and the way on is to look for somebody. */
function deadEnd(status: number, title: string, why: ComponentChildren): Page {
  return {
    title,
    status,
    current: '/console/people',
    body: (
      <>
        <h1>{title}</h1>
        {why}
        <Actions>
          <ButtonLink kind="primary" href="/console/people">
            <T k="desk.find.title" />
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}
