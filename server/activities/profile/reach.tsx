/** The phones and addresses of a profile, and those that were removed. */
import { Refusal } from '../../policy/refusal.ts'
import { Actions, ButtonLink, Notice, T, Table } from '../../ui/index.ts'
import type { Reach } from './acts.ts'
import { linesOf, sayContact, type Contact, type Kind } from './contact/index.ts'
import {
  clauseLink,
  CorrectLink,
  FormerValues,
  History,
  originColumns,
  profileLink,
  PutBackButton,
  RemoveButton,
  type Asked,
  type Former,
} from './lines.tsx'
import { listOf, type Line, type LineWithHistory } from './profile.ts'
import type { Promised } from './promised.ts'

/** What the parts of the page are given. */
export interface Given {
  request: Asked
  promised: Promised
}

/** What the policy in force took away, in words. */
export function Withheld({ request, promised, what }: Given & { what: string }) {
  const { t, language } = request
  const { version, purpose, clause } = promised
  return (
    <Notice tone="info" title={t('profile.withheld.title', { what })}>
      <p>{t('profile.withheld.text', { version, purpose })}</p>
      <p>
        <T k="profile.withheld.more" parts={{ clause: clauseLink(language, clause) }} />
      </p>
    </Notice>
  )
}

/** The section of one kind. */
export function ContactSection({ request, promised, reach, kind }: Given & { reach: Reach | Refusal; kind: Kind }) {
  const { t, language } = request
  const list = listOf(kind)
  const title = t(`profile.${list}`)
  if (reach instanceof Refusal) {
    return (
      <>
        <h2 id={list}>{title}</h2>
        <Withheld request={request} promised={promised} what={title} />
      </>
    )
  }
  return (
    <>
      <h2 id={list}>{title}</h2>
      <Table
        caption={title}
        quietCaption
        rows={reach.lines[list]}
        empty={t(`profile.${list}-none`)}
        columns={[
          { head: t(`profile.column.${kind}`), cell: line => <LineCell request={request} line={line} /> },
          ...originColumns<LineWithHistory>(request, line => line),
          { head: t('profile.column.action'), cell: line => <LineActions request={request} line={line} /> },
        ]}
      />
      <Actions>
        <ButtonLink href={profileLink(language, list)}>{t(`profile.do.add-${kind}`)}</ButtonLink>
      </Actions>
    </>
  )
}

function LineCell({ request, line }: { request: Asked; line: LineWithHistory }) {
  return (
    <>
      <ContactText request={request} contact={line.contact} />
      <History request={request} former={line.earlier.map(one => formerOf(request, one))} />
    </>
  )
}

function LineActions({ request, line }: { request: Asked; line: Line }) {
  const what = sayContact(line.contact, request)
  return (
    <span class="line-actions">
      <CorrectLink request={request} what={what} below={['contacts', line.id]} />
      <RemoveButton request={request} what={what} line={line.id} />
    </span>
  )
}

function ContactText({ request, contact }: { request: Asked; contact: Contact }) {
  return <>{linesOf(contact, request).flatMap((text, place) => (place === 0 ? [text] : [<br key={place} />, text]))}</>
}

function formerOf(request: Asked, line: Line): Former {
  const says = sayContact(line.contact, request)
  const below = ['contacts', line.id, 'put-back']
  return {
    ...line,
    says,
    until: line.replacedAt ?? line.at,
    putBack: <PutBackButton request={request} what={says} below={below} />,
  }
}

/** What was removed, and what it was before. */
export function RemovedSection({ request, reach }: { request: Asked; reach: Reach | Refusal }) {
  const { t } = request
  if (reach instanceof Refusal || reach.lines.removed.length === 0) return null
  const former = reach.lines.removed.flatMap(line => [line, ...line.earlier]).map(line => formerOf(request, line))
  return (
    <>
      <h2>{t('profile.removed')}</h2>
      <p class="hint">{t('profile.removed-hint')}</p>
      <FormerValues request={request} former={former} />
    </>
  )
}
