import type { ComponentChildren } from 'preact'
import { useScene } from './context.tsx'

export type Tone = 'ok' | 'warn' | 'error' | 'info' | 'neutral'

const icons: Readonly<Record<Tone, string>> = {
  ok: 'M3 8.5l3.2 3.2L13 5',
  warn: 'M8 2.5L14.5 13.5H1.5ZM8 6.5v3.2M8 11.6v.4',
  error: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 7.2v4M8 4.6v.6',
  neutral: 'M4 8h8',
}

/** A small picture beside a word; never alone. */
function Icon({ tone }: { tone: Tone }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={icons[tone]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}

/** A state in a word, with an icon and a colour that say the same. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }) {
  return (
    <span class={`badge tone-${tone}`}>
      <Icon tone={tone} />
      {children}
    </span>
  )
}

/**
 * Something to know before going on. `status`: it appeared because of what the person just did.
 */
export function Notice({
  tone = 'info',
  title,
  children,
  status = false,
}: {
  tone?: Tone
  title?: ComponentChildren
  children?: ComponentChildren
  status?: boolean
}) {
  return (
    <div class={`notice tone-${tone}`} role={status ? 'status' : undefined}>
      <Icon tone={tone} />
      <div>
        {title !== undefined && <p class="notice-title">{title}</p>}
        {children !== undefined && <div>{children}</div>}
      </div>
    </div>
  )
}

/** One thing of several: a sentence with a number first, then a link. */
export function Card({
  title,
  href,
  level = 2,
  children,
}: {
  title: ComponentChildren
  href?: string
  level?: 2 | 3
  children?: ComponentChildren
}) {
  const Heading = `h${level}` as 'h2' | 'h3'
  return (
    <section class="card">
      <Heading class="card-title">{href === undefined ? title : <a href={href}>{title}</a>}</Heading>
      {children}
    </section>
  )
}

/** Cards in as many columns as fit. */
export function Cards({ children }: { children: ComponentChildren }) {
  return <div class="cards">{children}</div>
}

/** "Nobody" is an answer: an empty list says what that means. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>
}

/** Names and what they are, with one action each. */
export function DefinitionList({
  items,
}: {
  items: readonly { term: ComponentChildren; value: ComponentChildren; action?: ComponentChildren }[]
}) {
  return (
    <dl class="definitions">
      {items.map((item, place) => (
        <div key={place}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
          {item.action !== undefined && <dd class="definition-action">{item.action}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** What happened, newest first or last as the caller orders it. */
export function Timeline({
  events,
}: {
  events: readonly { at: Date; title: ComponentChildren; children?: ComponentChildren; tone?: Tone }[]
}) {
  return (
    <ol class="timeline">
      {events.map((event, place) => (
        <li key={place} class={event.tone ? `tone-${event.tone}` : undefined}>
          <p class="timeline-title">{event.title}</p>
          <p class="muted">
            <Time at={event.at} precise />
          </p>
          {event.children}
        </li>
      ))}
    </ol>
  )
}

/** A date in words, and for machines. `precise` adds the time of day. */
export function Time({ at, precise, short }: { at: Date; precise?: boolean; short?: boolean }) {
  const { formats } = useScene()
  const words = precise
    ? (short ? formats.shortMoment : formats.moment)(at)
    : (short ? formats.shortDate : formats.date)(at)
  return <time dateTime={precise ? at.toISOString() : at.toISOString().slice(0, 10)}>{words}</time>
}

/** More for those who want it. */
export function Details({
  summary,
  open,
  children,
}: {
  summary: ComponentChildren
  open?: boolean
  children: ComponentChildren
}) {
  return (
    <details open={open}>
      <summary>{summary}</summary>
      <div class="details-body">{children}</div>
    </details>
  )
}

/** A code, reference or address with a button to copy it (script only). @param props.short only its beginning is shown */
export function Copyable({ children, short }: { children: string; short?: boolean }) {
  const scene = useScene()
  return (
    <code
      class={short ? 'copyable copyable-short' : 'copyable'}
      data-copy={scene.t('ui.form.copy')}
      data-copied={scene.t('ui.form.copied')}
    >
      {children}
    </code>
  )
}
