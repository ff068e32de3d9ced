/** The parts of every line of a profile: where it came from, what it was before, what can be done with it. */
import type { ComponentChildren } from 'preact'
import { link, type Language, type WebRequest } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import { Button, Details, Form, Time, type Words } from '../../ui/index.ts'

/** A request by a customer. */
export type Asked = WebRequest<Extract<Visitor, { kind: 'customer' }>> & Words

/** The address of the profile, or of a page below it. */
export const profileLink = (language: Language, ...below: string[]): string =>
  link(language, 'account', 'profile', ...below)

/** A link to a clause of the policy in force, around some words. */
export const clauseLink = (language: Language, clause: string) => (words: string) => (
  <a href={`${link(language, 'privacy')}#${clause}`}>{words}</a>
)

/** What is known of every datum. */
export interface Origin {
  at: Date
  source: string
  version: number
}

function sayFrom(request: Asked, source: string): string {
  const key = `people.source.${source}`
  return request.hasText(key) ? request.t(key) : source
}

/** The columns that every table of the profile has: when, from where, under which version. */
export function originColumns<Row>(request: Asked, origin: (row: Row) => Origin | undefined) {
  const { t, language } = request
  const cell = (show: (from: Origin) => ComponentChildren) => (row: Row) => {
    const from = origin(row)
    return from ? show(from) : '–'
  }
  return [
    { head: t('profile.column.when'), cell: cell(({ at }) => <Time at={at} short />) },
    { head: t('profile.column.source'), cell: cell(({ source }) => sayFrom(request, source)) },
    {
      head: t('profile.column.version'),
      cell: cell(({ version }) => (
        <a href={link(language, 'privacy', 'v', version)}>{t('profile.version', { version })}</a>
      )),
    },
  ]
}

/** A former value, with what puts it back. */
export interface Former extends Origin {
  says: string
  until: Date
  putBack: ComponentChildren
}

/** Former values, each with its dates. */
export function FormerValues({ request, former }: { request: Asked; former: readonly Former[] }) {
  return (
    <ul class="former">
      {former.map((one, place) => {
        const source = sayFrom(request, one.source)
        const from = { from: one.at, until: one.until, source, version: one.version }
        return (
          <li key={place}>
            {one.says}
            <span class="hint">{request.t('profile.earlier-line', from)}</span>
            {one.putBack}
          </li>
        )
      })}
    </ul>
  )
}

/** What a datum was before, for those who open it. */
export function History({ request, former }: { request: Asked; former: readonly Former[] }) {
  if (former.length === 0) return null
  return (
    <Details summary={request.t('profile.earlier', { count: former.length })}>
      <FormerValues request={request} former={former} />
    </Details>
  )
}

/** Says to those who only hear it what a button is about. */
const about = (what: string) => <span class="unseen"> {what}</span>

/** A link to the page on which something is corrected. */
export function CorrectLink({ request, what, below }: { request: Asked; what: string; below: string[] }) {
  return (
    <a class="button button-plain" href={profileLink(request.language, ...below)}>
      {request.t('profile.do.correct')}
      {about(what)}
    </a>
  )
}

/** Removes a line at once; it can be put back. */
export function RemoveButton({ request, what, below }: { request: Asked; what: string; below: string[] }) {
  return (
    <Form action={profileLink(request.language, ...below, 'remove')}>
      <Button kind="plain">
        {request.t('profile.do.remove')}
        {about(what)}
      </Button>
    </Form>
  )
}

/**
 * Puts a former value back: a plain form that sends what the correction of it would.
 * @param below where the form goes, below the profile
 * @param isUndo offered right after the change
 */
export function PutBackButton(props: {
  request: Asked
  what: string
  below: string[]
  fields?: Readonly<Record<string, string>>
  isUndo?: boolean
}) {
  const { request, what, below, fields = {}, isUndo = false } = props
  return (
    <Form action={profileLink(request.language, ...below)}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button kind={isUndo ? 'secondary' : 'plain'}>
        {request.t(isUndo ? 'profile.do.undo' : 'profile.do.put-back')}
        {about(what)}
      </Button>
    </Form>
  )
}
