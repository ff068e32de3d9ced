/** What can be done with a line: each a plain form or link whose name says what it is about. */
import { Button, Form } from '../../ui/index.ts'
import { profileLink, type Asked } from './asked.ts'

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
export function RemoveButton({ request, what, line }: { request: Asked; what: string; line: string }) {
  return (
    <Form action={profileLink(request.language, 'contacts', line, 'remove')}>
      <Button kind="plain">
        {request.t('profile.do.remove')}
        {about(what)}
      </Button>
    </Form>
  )
}

/** Puts back what a line said. */
export function PutBackButton(props: { request: Asked; what: string; line: string; isUndo?: boolean }) {
  const { request, what, line, isUndo = false } = props
  return (
    <Form action={profileLink(request.language, 'contacts', line, 'put-back')}>
      <Button kind={isUndo ? 'secondary' : 'plain'}>
        {request.t(isUndo ? 'profile.do.undo' : 'profile.do.put-back')}
        {about(what)}
      </Button>
    </Form>
  )
}

/** The form of a correction, filled in with what was there before. */
export function SetBackButton(props: {
  request: Asked
  what: string
  below: 'name' | 'language'
  fields: Readonly<Record<string, string>>
  isUndo?: boolean
}) {
  const { request, what, below, fields, isUndo = false } = props
  return (
    <Form action={profileLink(request.language, below)}>
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
