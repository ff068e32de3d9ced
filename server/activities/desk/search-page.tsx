/** Looking somebody up: the form, and whom it found. */
import type { Page, WebRequest } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import { Actions, Button, ButtonLink, Choices, Empty, Field, Form, Notice, T, type Words } from '../../ui/index.ts'
import type { Found, Stated } from './acts.ts'
import { couldBe, purposesOf } from './desk.ts'
import { Clause, Says } from './entries.tsx'

export type DeskRequest = WebRequest<Extract<Visitor, { kind: 'staff' }>> & Words

/** What was asked, with the answer. */
export interface Search extends Stated {
  id: string
  found: readonly Found[]
}

/** How many categories are named; more are counted. */
const mostNamed = 8

/** Whether the version in force was acknowledged, so that anything opens at all. */
export const hasAcknowledged = (compiled: Compiled, { visitor }: DeskRequest): boolean =>
  visitor.actor.acknowledged === compiled.loaded.policy.policy.version

/** Says that the version in force has to be read first. */
export function Unread({ version }: { version: number }) {
  return (
    <>
      <Notice tone="warn" title={<T k="desk.unread.title" with={{ version }} />}>
        <T k="desk.unread.text" />
      </Notice>
      <Actions>
        <ButtonLink kind="primary" href="/console/acknowledge">
          <T k="desk.unread.read" with={{ version }} />
        </ButtonLink>
      </Actions>
    </>
  )
}

/** The page with the form; whoever was found stands above it. */
export function searchPage(compiled: Compiled, request: DeskRequest, search?: Search): Page {
  const { t } = request
  return {
    title: t('desk.find.title'),
    current: '/console/people',
    body: (
      <>
        <h1>{t('desk.find.title')}</h1>
        {search && <Answer compiled={compiled} search={search} />}
        <SearchForm compiled={compiled} request={request} search={search} />
      </>
    ),
  }
}

/** One search box, and why it is asked. */
export function SearchForm({
  compiled,
  request,
  search,
}: {
  compiled: Compiled
  request: DeskRequest
  search?: Search | undefined
}) {
  const { t, language } = request
  const { purposes, categories, policy } = compiled.loaded.policy
  const stated = purposesOf(compiled, request.visitor.actor)
  if (!hasAcknowledged(compiled, request)) return <Unread version={policy.version} />
  const possible = stated.filter(one => one.refusal === undefined)
  const struck = stated.filter(one => one.refusal !== undefined)
  const named = (ids: readonly string[]) =>
    ids.map(id => categories[id]?.says[language] ?? Object.values(categories[id]?.says ?? {})[0] ?? id).join(' · ')
  const Struck = () => (
    <>
      {struck.map(one => (
        <Notice key={one.purpose} tone="info">
          <T
            k="desk.find.struck"
            with={{ version: policy.version }}
            parts={{ purpose: () => <Says words={purposes[one.purpose]?.says} /> }}
          />{' '}
          <Clause id={one.clause} />
        </Notice>
      ))}
    </>
  )
  if (possible.length === 0)
    return (
      <>
        <Struck />
        <Empty>{t('desk.find.no-purpose')}</Empty>
      </>
    )
  return (
    <>
      <p class={search ? 'muted' : 'lead'}>{t('desk.find.lead')}</p>
      <Struck />
      <Form action="/console/people" class="desk-form">
        <Choices
          name="purpose"
          legend={t('desk.find.purpose')}
          pick="one"
          value={search?.purpose ?? (possible.length === 1 ? possible[0]!.purpose : undefined)}
          choices={possible.map(one => ({
            value: one.purpose,
            label: <Says words={purposes[one.purpose]?.says} />,
            hint: (
              <>
                {one.uses.length > mostNamed
                  ? t('desk.find.opens-most', { count: one.uses.length, all: Object.keys(categories).length })
                  : t('desk.find.opens', { categories: named(one.uses) })}{' '}
                <Clause id={one.clause} />
              </>
            ),
          }))}
        />
        <div class="desk-line">
          <Field name="id" type="search" label={t('desk.find.id')} hint={t('desk.find.id-hint')} value={search?.id} />
          <Field
            name="reference"
            optional
            width="short"
            label={t('desk.find.reference')}
            hint={t('desk.find.reference-hint')}
            value={search?.reference}
          />
        </div>
        <Actions>
          <Button>{t('desk.find.submit')}</Button>
        </Actions>
      </Form>
    </>
  )
}

function Answer({ compiled, search }: { compiled: Compiled; search: Search }) {
  const { policy } = compiled.loaded
  return (
    <section class="desk-answer" aria-labelledby="answer">
      <h2 id="answer">
        {search.found.length === 0 ? (
          <T k="desk.found.none" />
        ) : (
          <T k="desk.found.title" with={{ count: search.found.length }} />
        )}
      </h2>
      {search.found.length === 0 && <NobodyFound />}
      {search.found.map(({ person, name, email, region }) => (
        <div class="card desk-found" key={person}>
          <p class="desk-found-name">{name ?? <T k="desk.found.nameless" />}</p>
          <p>
            {email} · {policy.controllers[region]?.name ?? region}
          </p>
          <p>
            <T
              k="desk.found.purpose"
              parts={{ purpose: () => <Says words={compiled.loaded.policy.purposes[search.purpose]?.says} /> }}
            />
          </p>
          <Form action="/console/people/open">
            <input type="hidden" name="person" value={person} />
            <input type="hidden" name="purpose" value={search.purpose} />
            {search.reference && <input type="hidden" name="reference" value={search.reference} />}
            <Actions>
              <Button>
                <T k="desk.found.open" />
              </Button>
              <span class="hint">
                <T k="desk.found.seen" />
              </span>
            </Actions>
          </Form>
        </div>
      ))}
    </section>
  )
}

/** Nobody: what it can mean, always all of it, so that it tells nothing about anybody. */
export function NobodyFound() {
  return (
    <div class="empty">
      <p>
        <T k="desk.found.nobody" />
      </p>
      <ul>
        {couldBe.map(reason => (
          <li key={reason}>
            <T k={`desk.could-be.${reason}`} />
          </li>
        ))}
      </ul>
    </div>
  )
}
