/** The profile on one page: what stands there, where it came from, what it was before. */
import type { ComponentChildren } from 'preact'
import { link, type Page } from '../../base/http/index.ts'
import type { Datum, MembershipRow } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Empty, Notice, T, Table } from '../../ui/index.ts'
import type { Profile, Reach } from './acts.ts'
import { sayContact } from './contact/index.ts'
import {
  clauseLink,
  CorrectLink,
  History,
  originColumns,
  profileLink,
  PutBackButton,
  type Asked,
  type Origin,
} from './lines.tsx'
import { lineOf } from './profile.ts'
import type { Promised } from './promised.ts'
import { ContactSection, RemovedSection, Withheld, type Given } from './reach.tsx'

/**
 * The page.
 * @param undo what was changed last and can be put back: `name`, `language` or the id of a former line
 */
export function profilePage(request: Asked, profile: Profile, promised: Promised, undo: string | undefined): Page {
  const { t, language } = request
  const given = { request, promised }
  return {
    title: t('profile.title'),
    current: profileLink(language),
    wide: true,
    body: (
      <div class="profile">
        <h1>{t('profile.title')}</h1>
        {undo !== undefined && <Undo request={request} profile={profile} undo={undo} />}
        <p class="lead">{t('profile.lead', { count: countItems(profile) })}</p>
        <p>
          <T
            k="profile.why"
            with={{ purpose: promised.purpose }}
            parts={{
              clause: clauseLink(language, promised.clause),
              centre: words => <a href={link(language, 'privacy-centre')}>{words}</a>,
            }}
          />
        </p>
        <h2>{t('profile.identity')}</h2>
        <Identity {...given} profile={profile} />
        <ContactSection {...given} reach={profile.reach} kind="phone" />
        <ContactSection {...given} reach={profile.reach} kind="address" />
        <h2>{t('profile.organisations')}</h2>
        <Organisations {...given} organisations={profile.organisations} />
        <RemovedSection request={request} reach={profile.reach} />
      </div>
    ),
  }
}

/** How many items are shown: each name, language, ID, phone, address and organisation that is current. */
function countItems({ names, languages, reach, organisations }: Profile): number {
  const own = [names, languages].filter(part => !(part instanceof Refusal)).length
  const reached = reach instanceof Refusal ? 0 : 1 + reach.lines.phones.length + reach.lines.addresses.length
  return own + reached + (organisations instanceof Refusal ? 0 : organisations.length)
}

interface Item {
  what: ComponentChildren
  value: ComponentChildren
  origin?: Origin
  action: ComponentChildren
}

function Identity({ request, profile, promised }: Given & { profile: Profile }) {
  const { t, formats } = request
  const { names, languages, reach } = profile
  const items: Item[] = []
  if (!(names instanceof Refusal)) items.push(...datumItem(request, 'name', names, value => value, nameFields(names)))
  if (reach instanceof Refusal) items.push({ what: t('profile.id'), value: t('profile.withheld.value'), action: '–' })
  else if (reach.account) items.push(idItem(request, promised, reach.account))
  if (!(languages instanceof Refusal))
    items.push(...datumItem(request, 'language', languages, formats.languageName, ({ value }) => ({ language: value })))
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

/** What puts a former name in the place of the one that is there now. */
const nameFields = (names: readonly Datum<string>[]) => (one: Datum<string>) => ({
  line: names[0]?.id ?? '',
  name: one.value,
})

/** A name or a language, which the person corrects, with what it was before. */
function datumItem(
  request: Asked,
  below: 'name' | 'language',
  [now, ...former]: readonly Datum<string>[],
  say: (value: string) => string,
  fields: (one: Datum<string>) => Record<string, string>,
): Item[] {
  if (!now) return []
  const what = request.t(`profile.${below}`)
  const before = former.map(one => ({
    ...one,
    says: say(one.value),
    until: one.replacedAt ?? one.at,
    putBack: <PutBackButton request={request} what={say(one.value)} below={[below]} fields={fields(one)} />,
  }))
  const value = (
    <>
      {say(now.value)}
      <History request={request} former={before} />
    </>
  )
  return [{ what, value, origin: now, action: <CorrectLink request={request} what={what} below={[below]} /> }]
}

const mailLink = (address: string) => (words: string) => <a href={`mailto:${address}`}>{words}</a>

function idItem(request: Asked, { contact }: Promised, account: NonNullable<Reach['account']>): Item {
  return {
    what: request.t('profile.id'),
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

function Organisations({ request, promised, organisations }: Given & Pick<Profile, 'organisations'>) {
  const { t, formats } = request
  const { contact } = promised
  if (organisations instanceof Refusal)
    return <Withheld request={request} promised={promised} what={t('profile.organisations')} />
  const hint = (
    <p class="hint">
      <T
        k="profile.organisations-hint"
        with={{ contact }}
        parts={{
          mail: mailLink(contact),
          companies: words => <a href={link(request.language, 'account', 'companies')}>{words}</a>,
        }}
      />
    </p>
  )
  if (organisations.length === 0)
    return (
      <>
        <Empty>{t('profile.organisations-none')}</Empty>
        {hint}
      </>
    )
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
          { head: t('profile.column.action'), cell: () => '–' },
        ]}
      />
      {hint}
    </>
  )
}

/** Offers to put back what was changed a moment ago, as long as it can be. */
function Undo({ request, profile, undo }: { request: Asked; profile: Profile; undo: string }) {
  const { t } = request
  const offer = undoOf(request, profile, undo)
  if (!offer) return null
  const { before, isRemoved, below, fields } = offer
  return (
    <Notice tone="neutral">
      <div class="undo">
        <span>{t(isRemoved ? 'profile.undo.removed' : 'profile.undo.corrected', { before })}</span>
        <PutBackButton request={request} what={before} below={below} fields={fields} isUndo />
      </div>
    </Notice>
  )
}

interface UndoOffer {
  before: string
  isRemoved?: boolean
  below: string[]
  fields: Record<string, string>
}

function undoOf(request: Asked, { names, languages, reach }: Profile, undo: string): UndoOffer | undefined {
  if (undo === 'name') {
    const before = names instanceof Refusal ? undefined : names[1]
    return before && { before: before.value, below: ['name'], fields: nameFields(names as Datum<string>[])(before) }
  }
  if (undo === 'language') {
    const before = languages instanceof Refusal ? undefined : languages[1]?.value
    return before === undefined
      ? undefined
      : { before: request.formats.languageName(before), below: ['language'], fields: { language: before } }
  }
  if (reach instanceof Refusal) return undefined
  const line = lineOf(reach.lines, undo)
  if (!line?.replacedAt) return undefined
  return {
    before: sayContact(line.contact, request),
    isRemoved: reach.lines.removed.some(one => one.id === line.id),
    below: ['contacts', line.id, 'put-back'],
    fields: {},
  }
}
