/** The lines of a profile: those that are current, kind by kind, and those that were removed. */
import type { ComponentChildren } from 'preact'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Badge, Button, ButtonLink, Form, Notice, T, Table } from '../../ui/index.ts'
import type { Reach } from './acts.ts'
import { linesOf, sayEntry, useOf, type Entry, type Kind } from './contact/index.ts'
import { Facts } from './facts.tsx'
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

/** The kinds of which there can be several. */
type Several = Exclude<Kind, 'country'>

/** The section of one kind. */
export function ContactSection(props: Given & { reach: Reach | Refusal; kind: Several }) {
  const { request, promised, reach, kind } = props
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
      {kind === 'email' && <p class="hint">{t('profile.emails-hint', { id: reach.account?.address ?? '' })}</p>}
      <LineTable
        request={request}
        title={title}
        head={t(`profile.column.${kind}`)}
        lines={reach.lines[list]}
        empty={t(`profile.${list}-none`)}
      />
      <Actions>
        <ButtonLink href={profileLink(language, list)}>{t(`profile.do.add-${kind}`)}</ButtonLink>
      </Actions>
      <Facts request={request} kept={promised} />
    </>
  )
}

/** Lines of one kind. */
function LineTable(props: {
  request: Asked
  title: string
  head: string
  lines: readonly LineWithHistory[]
  empty: ComponentChildren
}) {
  const { request, title, head, lines, empty } = props
  return (
    <Table
      caption={title}
      quietCaption
      rows={lines}
      empty={empty}
      columns={[
        { head, cell: line => <LineCell request={request} line={line} /> },
        ...originColumns<LineWithHistory>(request, line => line),
        { head: request.t('profile.column.action'), cell: line => <LineActions request={request} line={line} /> },
      ]}
    />
  )
}

/** Where the pages of a line are, below the profile. */
export const belowOf = ({ id, contact: { kind } }: Line): string[] => [
  kind === 'occupation' || kind === 'place' ? 'research' : 'contacts',
  id,
]

/** What a line says, with what is known of it, and what it was before. */
export function LineCell({ request, line }: { request: Asked; line: LineWithHistory }) {
  const { t } = request
  const { contact, provenAt } = line
  const use = contact.kind === 'phone' ? useOf(contact.value) : undefined
  return (
    <>
      <EntryText request={request} entry={contact} />
      {use && <span class="hint">{t(`profile.value.contact.use.${use}`)}</span>}
      {contact.kind === 'email' && (
        <span class="proof">
          {provenAt ? (
            <Badge tone="ok">{t('profile.prove.proven', { at: provenAt })}</Badge>
          ) : (
            <Badge tone="warn">{t('profile.prove.unproven')}</Badge>
          )}
        </span>
      )}
      <History request={request} former={line.earlier.map(one => formerOf(request, one))} />
    </>
  )
}

/** What can be done with a line. */
export function LineActions({ request, line }: { request: Asked; line: Line }) {
  const what = sayEntry(line.contact, request)
  const below = belowOf(line)
  return (
    <span class="line-actions">
      {line.contact.kind === 'email' && !line.provenAt && (
        <Form action={profileLink(request.language, ...below, 'letter')}>
          <Button kind="plain">
            {request.t('profile.prove.again')}
            <span class="unseen"> {what}</span>
          </Button>
        </Form>
      )}
      <CorrectLink request={request} what={what} below={below} />
      <RemoveButton request={request} what={what} below={below} />
    </span>
  )
}

function EntryText({ request, entry }: { request: Asked; entry: Entry }) {
  return <>{linesOf(entry, request).flatMap((text, place) => (place === 0 ? [text] : [<br key={place} />, text]))}</>
}

function formerOf(request: Asked, line: Line): Former {
  const says = sayEntry(line.contact, request)
  return {
    ...line,
    says,
    until: line.replacedAt ?? line.at,
    putBack: <PutBackButton request={request} what={says} below={[...belowOf(line), 'put-back']} />,
  }
}

/** What was removed, and what it was before. */
export function RemovedSection({ request, removed }: { request: Asked; removed: readonly LineWithHistory[] }) {
  const { t } = request
  if (removed.length === 0) return null
  const former = removed.flatMap(line => [line, ...line.earlier]).map(line => formerOf(request, line))
  return (
    <>
      <h2>{t('profile.removed')}</h2>
      <p class="hint">{t('profile.removed-hint')}</p>
      <FormerValues request={request} former={former} />
    </>
  )
}
