/** The profile on one page: what stands there, where it came from, what it was before. */
import type { ComponentChildren } from 'preact'
import { link, type Page } from '../../base/http/index.ts'
import type { Datum, MembershipRow } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { ButtonLink, Empty, T, Table } from '../../ui/index.ts'
import type { Profile, Reach } from './acts.ts'
import { Facts } from './facts.tsx'
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
import { currentLines, type Lines } from './profile.ts'
import type { Promised } from './promised.ts'
import { ContactSection, LineActions, LineCell, RemovedSection, Withheld, type Given } from './reach.tsx'
import { ResearchSection } from './research-section.tsx'
import { nameFields, Undo } from './undo.tsx'

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
        {undo !== undefined && <Undo request={request} profile={profile} lines={linesIn(profile)} undo={undo} />}
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
        <Facts request={request} kept={promised.identity} />
        <ContactSection {...given} reach={profile.reach} kind="email" />
        <ContactSection {...given} reach={profile.reach} kind="phone" />
        <ContactSection {...given} reach={profile.reach} kind="address" />
        <h2>{t('profile.organisations')}</h2>
        <Organisations {...given} organisations={profile.organisations} />
        <Facts request={request} kept={promised.organisation} />
        {profile.research && <ResearchSection {...given} research={profile.research} />}
        <RemovedSection
          request={request}
          removed={linesIn(profile)
            .flatMap(({ removed }) => removed)
            .sort((a, b) => b.replacedAt!.getTime() - a.replacedAt!.getTime())}
        />
      </div>
    ),
  }
}

/** The lines of a profile, as far as they are shown. */
const linesIn = ({ reach, research }: Profile): Lines[] => [
  ...(reach instanceof Refusal ? [] : [reach.lines]),
  ...(research ? [research.lines] : []),
]

/** How many items are shown: each name, language, ID, line and organisation that is current. */
function countItems(profile: Profile): number {
  const { names, languages, reach, organisations } = profile
  const own = [names, languages, reach].filter(part => !(part instanceof Refusal)).length
  const lines = linesIn(profile).reduce((sum, one) => sum + currentLines(one).length, 0)
  return own + lines + (organisations instanceof Refusal ? 0 : organisations.length)
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
  if (!(reach instanceof Refusal)) items.push(countryItem(request, reach.lines))
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

/** The country where somebody lives or works: what phones and addresses begin with, and nothing else. */
function countryItem(request: Asked, { countries: [now] }: Lines): Item {
  const { t, language } = request
  const what = t('profile.country')
  const hint = <span class="hint">{t('profile.country-hint')}</span>
  if (now)
    return {
      what,
      value: (
        <>
          <LineCell request={request} line={now} />
          {hint}
        </>
      ),
      origin: now,
      action: <LineActions request={request} line={now} />,
    }
  const add = <ButtonLink href={profileLink(language, 'country')}>{t('profile.do.add-country')}</ButtonLink>
  const value = (
    <>
      {t('profile.country-none')}
      {hint}
    </>
  )
  return { what, value, action: add }
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
