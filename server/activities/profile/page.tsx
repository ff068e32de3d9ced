/** The profile on one page: what stands there, where it came from, what it was before. */
import type { ComponentChildren } from 'preact'
import type { Page } from '../../base/http/index.ts'
import type { Datum, MembershipRow } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, ButtonLink, Empty, Notice, T, Table } from '../../ui/index.ts'
import type { Profile, Reach } from './acts.ts'
import { profileLink, type Asked } from './asked.ts'
import { CorrectLink, PutBackButton, RemoveButton, SetBackButton } from './buttons.tsx'
import { clauseLink } from './forms.tsx'
import { History, originColumns, type Earlier, type Origin } from './history.tsx'
import { lineOf, type Contact, type Kind, type Line, type LineWithHistory } from './profile.ts'
import type { Promised } from './promised.ts'
import { addressLines, sayContact } from './reading.ts'
import { showPhone } from './phones.ts'

/** What the pages' parts are given. */
interface Scene {
  request: Asked
  profile: Profile
  promised: Promised
}

/**
 * The page.
 * @param undo what was changed last and can be put back: `name`, `language` or the id of a former line
 */
export function profilePage(request: Asked, profile: Profile, promised: Promised, undo: string | undefined): Page {
  const { t, language } = request
  const scene = { request, profile, promised }
  return {
    title: t('profile.title'),
    current: profileLink(language),
    wide: true,
    body: (
      <>
        <h1>{t('profile.title')}</h1>
        {undo !== undefined && <Undo {...scene} undo={undo} />}
        <p class="lead">{t('profile.lead', { count: countItems(profile) })}</p>
        <p>
          <T
            k="profile.why"
            with={{ purpose: promised.purpose }}
            parts={{ clause: clauseLink(language, promised.clause) }}
          />
        </p>
        <h2>{t('profile.identity')}</h2>
        <Identity {...scene} />
        <Lines {...scene} kind="phone" />
        <Lines {...scene} kind="address" />
        <h2>{t('profile.organisations')}</h2>
        <Organisations {...scene} />
        <Removed {...scene} />
      </>
    ),
  }
}

/** How many items are shown: each name, language, ID, phone, address and organisation that is current. */
function countItems({ names, languages, reach, organisations }: Profile): number {
  const identity = names instanceof Refusal ? 0 : 1
  const spoken = languages instanceof Refusal ? 0 : 1
  const reached = reach instanceof Refusal ? 0 : 1 + reach.lines.phones.length + reach.lines.addresses.length
  return identity + spoken + reached + (organisations instanceof Refusal ? 0 : organisations.length)
}

/** What the policy in force took away, in words. */
function Withheld({ request, promised, what }: { request: Asked; promised: Promised; what: string }) {
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

interface Item {
  what: ComponentChildren
  value: ComponentChildren
  origin: Origin
  action: ComponentChildren
}

function Identity({ request, profile, promised }: Scene) {
  const { t, formats } = request
  const { names, languages, reach } = profile
  const items: Item[] = []
  if (!(names instanceof Refusal) && names[0]) {
    const now = names[0]
    const fields = (one: Datum<string>) => ({ line: now.id, name: one.value })
    items.push(datumItem(request, 'name', names, value => value, fields))
  }
  if (!(reach instanceof Refusal) && reach.account) items.push(idItem(request, promised, reach.account))
  if (!(languages instanceof Refusal) && languages[0])
    items.push(datumItem(request, 'language', languages, formats.languageName, one => ({ language: one.value })))
  return (
    <>
      {names instanceof Refusal && <Withheld request={request} promised={promised} what={t('profile.identity')} />}
      <Table
        caption={t('profile.identity')}
        quietCaption
        rows={items}
        columns={[
          { head: t('profile.column.what'), cell: item => item.what },
          { head: t('profile.column.value'), cell: item => item.value },
          ...originColumns<Item>(request, item => item.origin),
          { head: t('profile.column.action'), cell: item => item.action },
        ]}
      />
    </>
  )
}

/** A name or a language, which the person corrects, with what it was before. */
function datumItem(
  request: Asked,
  below: 'name' | 'language',
  data: readonly Datum<string>[],
  say: (value: string) => string,
  fields: (one: Datum<string>) => Record<string, string>,
): Item {
  const [now, ...former] = data as [Datum<string>, ...Datum<string>[]]
  const what = request.t(`profile.${below}`)
  const earlier = former.map(one => ({
    ...one,
    says: say(one.value),
    until: one.replacedAt!,
    putBack: <SetBackButton request={request} what={say(one.value)} below={below} fields={fields(one)} />,
  }))
  return {
    what,
    value: (
      <>
        {say(now.value)}
        <History request={request} earlier={earlier} />
      </>
    ),
    origin: now,
    action: <CorrectLink request={request} what={what} below={[below]} />,
  }
}

function idItem(request: Asked, { contact }: Promised, account: NonNullable<Reach['account']>): Item {
  const { t } = request
  return {
    what: t('profile.id'),
    value: (
      <>
        {account.address}
        <span class="hint">
          <T k="profile.id-hint" with={{ contact }} parts={{ mail: mailLink(contact) }} />
        </span>
      </>
    ),
    origin: { at: account.recorded_at, source: account.source, version: account.policy_version },
    action: '–',
  }
}

const mailLink = (address: string) => (words: string) => <a href={`mailto:${address}`}>{words}</a>

function Lines({ request, profile, promised, kind }: Scene & { kind: Kind }) {
  const { t, language } = request
  const { reach } = profile
  const title = t(kind === 'phone' ? 'profile.phones' : 'profile.addresses')
  const below = kind === 'phone' ? 'phones' : 'addresses'
  if (reach instanceof Refusal) {
    return (
      <>
        <h2 id={below}>{title}</h2>
        <Withheld request={request} promised={promised} what={title} />
      </>
    )
  }
  const rows = reach.lines[below]
  return (
    <>
      <h2 id={below}>{title}</h2>
      <Table
        caption={title}
        quietCaption
        rows={rows}
        empty={t(kind === 'phone' ? 'profile.phones-none' : 'profile.addresses-none')}
        columns={[
          { head: t(`profile.column.${kind}`), cell: line => <LineCell request={request} line={line} /> },
          ...originColumns<LineWithHistory>(request, line => line),
          {
            head: t('profile.column.action'),
            cell: line => (
              <span class="line-actions">
                <CorrectLink request={request} what={sayContact(line.contact, request)} below={['contacts', line.id]} />
                <RemoveButton request={request} what={sayContact(line.contact, request)} line={line.id} />
              </span>
            ),
          },
        ]}
      />
      <Actions>
        <ButtonLink href={profileLink(language, below)}>{t(`profile.do.add-${kind}`)}</ButtonLink>
      </Actions>
    </>
  )
}

function LineCell({ request, line }: { request: Asked; line: LineWithHistory }) {
  return (
    <>
      <ContactText request={request} contact={line.contact} />
      <History request={request} earlier={line.earlier.map(one => earlierLine(request, one))} />
    </>
  )
}

function ContactText({ request, contact }: { request: Asked; contact: Contact }) {
  if (contact.kind === 'phone') return <span class="number">{showPhone(contact.value)}</span>
  return (
    <>
      {addressLines(contact.value, request).flatMap((line, place) =>
        place === 0 ? [line] : [<br key={place} />, line],
      )}
    </>
  )
}

function earlierLine(request: Asked, line: Line): Earlier {
  const says = sayContact(line.contact, request)
  return {
    ...line,
    says,
    until: line.replacedAt!,
    putBack: <PutBackButton request={request} what={says} line={line.id} />,
  }
}

function Organisations({ request, profile, promised }: Scene) {
  const { t, formats } = request
  const { organisations } = profile
  if (organisations instanceof Refusal)
    return <Withheld request={request} promised={promised} what={t('profile.organisations')} />
  if (organisations.length === 0) return <Empty>{t('profile.organisations-none')}</Empty>
  const role = (row: MembershipRow) => {
    const key = `profile.role.${row.role}`
    const left = row.left_at ? ` (${t('profile.left', { at: row.left_at })})` : ''
    return `${request.hasText(key) ? t(key) : row.role}${left}`
  }
  return (
    <>
      <Table
        caption={t('profile.organisations')}
        quietCaption
        rows={organisations}
        columns={[
          {
            head: t('profile.column.organisation'),
            cell: row => `${row.organisation}, ${formats.country(row.country)}`,
          },
          { head: t('profile.column.role'), cell: role },
          ...originColumns<MembershipRow>(request, row => ({
            at: row.joined_at,
            source: row.source,
            version: row.policy_version,
          })),
        ]}
      />
      <p class="hint">
        <T
          k="profile.organisations-hint"
          with={{ contact: promised.contact }}
          parts={{ mail: mailLink(promised.contact) }}
        />
      </p>
    </>
  )
}

/** What was removed and can be put back. */
function Removed({ request, profile }: Scene) {
  const { t } = request
  const { reach } = profile
  if (reach instanceof Refusal || reach.lines.removed.length === 0) return null
  const earlier = reach.lines.removed.map(line => earlierLine(request, line))
  return (
    <>
      <h2>{t('profile.removed')}</h2>
      <p class="hint">{t('profile.removed-hint')}</p>
      <History request={request} earlier={earlier} />
    </>
  )
}

/** Offers to put back what was changed a moment ago, as long as it can be. */
function Undo({ request, profile, undo }: Scene & { undo: string }) {
  const { t, formats } = request
  const { names, languages, reach } = profile
  if (undo === 'name' && !(names instanceof Refusal) && names[1]) {
    const before = names[1].value
    const fields = { line: names[0]!.id, name: before }
    return (
      <UndoNotice says={t('profile.undo.corrected', { before })}>
        <SetBackButton request={request} what={before} below="name" fields={fields} isUndo />
      </UndoNotice>
    )
  }
  if (undo === 'language' && !(languages instanceof Refusal) && languages[1]) {
    const before = languages[1].value
    return (
      <UndoNotice says={t('profile.undo.corrected', { before: formats.languageName(before) })}>
        <SetBackButton
          request={request}
          what={formats.languageName(before)}
          below="language"
          fields={{ language: before }}
          isUndo
        />
      </UndoNotice>
    )
  }
  const line = reach instanceof Refusal ? undefined : lineOf(reach.lines, undo)
  if (!line?.replacedAt || reach instanceof Refusal) return null
  const before = sayContact(line.contact, request)
  const isRemoved = reach.lines.removed.some(one => one.id === line.id)
  return (
    <UndoNotice says={t(isRemoved ? 'profile.undo.removed' : 'profile.undo.corrected', { before })}>
      <PutBackButton request={request} what={before} line={line.id} isUndo />
    </UndoNotice>
  )
}

function UndoNotice({ says, children }: { says: string; children: ComponentChildren }) {
  return (
    <Notice tone="neutral">
      <div class="undo">
        <span>{says}</span>
        {children}
      </div>
    </Notice>
  )
}
