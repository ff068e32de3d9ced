/** An agent's screen beside the customer's: the line appears as the record opens. */
import type { ComponentChildren } from 'preact'
import { Entries, Says } from '../activities/desk/index.ts'
import { link, type Page } from '../base/http/index.ts'
import { eventOf, namingFor } from '../duties/rights/index.ts'
import type { CastMember } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Badge, Button, ButtonLink, Empty, Form, Notice, T, Timeline, useScene } from '../ui/index.ts'
import type { BothSides } from './looking.ts'
import type { DemoParts } from './parts.ts'
import { type Asked, BackToStart } from './start-page.tsx'

/** The page. */
export function lookedPage(parts: Pick<DemoParts, 'gate'>, request: Asked, sides: BothSides): Page {
  const { t, language } = request
  const { policy } = parts.gate.policy().compiled.loaded
  const { agent, customer, record, looks } = sides
  const mine = typeof record === 'object' && 'token' in record ? record.permit.reference : undefined
  const naming = namingFor(parts)(request)
  return {
    title: t('demo.looked.title'),
    wide: true,
    headers: { 'cache-control': 'no-store' },
    body: (
      <>
        <BackToStart />
        <h1>{t('demo.looked.title')}</h1>
        <p class="lead">{t('demo.looked.lead', { agent: agent.name, customer: customer.name })}</p>
        <div class="tour-sides">
          <Screen id="agent" who={agent} title={t('demo.looked.agent')}>
            <AgentSide sides={sides} categories={policy.categories} />
          </Screen>
          <Screen id="customer" who={customer} title={t('demo.looked.customer')}>
            {looks === undefined ? (
              <Empty>{t('demo.looked.not-there', { name: customer.name })}</Empty>
            ) : looks.length === 0 ? (
              <Empty>{t('demo.looked.nobody')}</Empty>
            ) : (
              <Timeline
                events={looks.map(entry => {
                  const { tone, title, children, at } = eventOf(entry, naming)
                  const isMine = mine !== undefined && entry.reference === mine
                  return {
                    at,
                    ...(tone === undefined ? {} : { tone }),
                    title: (
                      <span class={isMine ? 'look-new' : undefined}>
                        {title} {isMine && <Badge tone="info">{t('demo.looked.new')}</Badge>}
                      </span>
                    ),
                    children: (
                      <>
                        {children}
                        {entry.reference !== null && (
                          <p class="muted">{t('rights.looked.reference', { reference: entry.reference })}</p>
                        )}
                      </>
                    ),
                  }
                })}
              />
            )}
          </Screen>
        </div>
        <p>{t('demo.looked.real')}</p>
        <Actions>
          <ButtonLink
            href={`${link(language, 'start')}?next=${encodeURIComponent(link(language, 'privacy-centre', 'looked'))}#cast`}
          >
            {t('demo.looked.be-customer')}
          </ButtonLink>
          <ButtonLink href={`${link(language, 'start')}?next=${encodeURIComponent('/console/people')}#cast`}>
            {t('demo.looked.be-agent')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

function Screen(props: { id: string; who: CastMember; title: string; children: ComponentChildren }) {
  const { id, who, title, children } = props
  const { language } = useScene()
  return (
    <section class="tour-screen" id={id} aria-label={`${title}: ${who.name}`}>
      <div class="tour-screen-head">
        <h2>{title}</h2>
        <p>
          <strong>{who.name}</strong> · {who.about[language]}
        </p>
      </div>
      <div class="tour-screen-body">{children}</div>
    </section>
  )
}

type Categories = Readonly<Record<string, { says: Readonly<Record<string, string | undefined>> }>>

function AgentSide({ sides: { agent, customer, record }, categories }: { sides: BothSides; categories: Categories }) {
  const { t, language } = useScene()
  if (typeof record === 'object' && 'token' in record) return <Record record={record} categories={categories} />
  return (
    <>
      {record === 'expired' && <Notice>{t('demo.looked.expired')}</Notice>}
      {record === 'nobody' && <Notice tone="warn">{t('demo.looked.not-there', { name: agent.name })}</Notice>}
      {record instanceof Refusal && (
        <Notice tone="warn" status>
          <p>{t('demo.looked.refused')}</p>
          <a href={link(language, 'start', 'strike')}>{t('demo.strike.title')}</a>
        </Notice>
      )}
      <p>{t('demo.looked.before', { customer: customer.name })}</p>
      <Form action={link(language, 'start', 'looked')}>
        <Actions>
          <Button>{t('demo.looked.open', { customer: customer.name })}</Button>
        </Actions>
      </Form>
    </>
  )
}

/** How many items of a category are shown: the screen is half as wide as at the desk. */
const mostEntries = 4

type Opened = Extract<BothSides['record'], { token: string }>

function Record({ record, categories }: { record: Opened; categories: Categories }) {
  const { t, language } = useScene()
  return (
    <>
      <Notice tone="ok" status>
        <T
          k="demo.looked.opened"
          with={{ reference: record.permit.reference ?? '' }}
          parts={{ screen: words => <a href="#customer">{words}</a> }}
        />
      </Notice>
      {record.sections
        .filter(({ entries }) => entries.length > 0)
        .map(({ category, entries, masked }) => (
          <section key={category} class="desk-section">
            <div class="desk-section-head">
              <h3>
                <Says words={categories[category]?.says} />
              </h3>
              {masked && (
                <Form action={link(language, 'start', 'looked', 'reveal')}>
                  <input type="hidden" name="permit" value={record.token} />
                  <input type="hidden" name="category" value={category} />
                  <Button kind="secondary">{t('demo.looked.reveal')}</Button>
                </Form>
              )}
            </div>
            <Entries entries={entries.slice(0, mostEntries)} caption={<Says words={categories[category]?.says} />} />
            {entries.length > mostEntries && (
              <p class="muted">{t('demo.looked.more', { count: entries.length - mostEntries })}</p>
            )}
          </section>
        ))}
      <p class="muted">{t('demo.looked.not-promised', { count: record.notPromised.length })}</p>
      <Form action={link(language, 'start', 'looked', 'close')}>
        <input type="hidden" name="permit" value={record.token} />
        <Actions>
          <Button kind="secondary">{t('demo.looked.close')}</Button>
        </Actions>
      </Form>
    </>
  )
}
