/** What the console's pages about colleagues and keys have in common. */
import { fault, link, redirect, refused, type Language, type WebRequest } from '../../base/http/index.ts'
import type { Refusal } from '../../policy/refusal.ts'
import { Badge, type Words } from '../../ui/index.ts'
import type { Visitor } from '../visitor.ts'
import type { Access, Why } from './staff.ts'

/** A request by a colleague. */
export type Asked<Q = unknown> = WebRequest<Extract<Visitor, { kind: 'staff' }>, unknown, Q> & Words

/** What the policy says of something, in the reader's language, or the first that it has. */
export const saysIn = (says: Readonly<Record<string, string | undefined>> | undefined, language: Language): string =>
  says?.[language] ?? Object.values(says ?? {})[0] ?? ''

/** A clause, as a link to where it stands. */
export function ClauseLink({ id, language }: { id: string; language: Language }) {
  return (
    <a class="clause" href={`${link(language, 'privacy')}#${id}`}>
      {id}
    </a>
  )
}

const tones = { active: 'ok', suspended: 'error', invited: 'info', lapsed: 'warn' } as const

/** In which state somebody's access is, in words. */
export function AccessBadge({ access, at, request }: { access: Access; at: Date | null; request: Asked }) {
  const { t, formats } = request
  return <Badge tone={tones[access]}>{t(`staff.access.${access}`, { at: at ? formats.shortDate(at) : '' })}</Badge>
}

/** Whoever has not read the version in force is led there; every other refusal is said. */
export const told = (refusal: Refusal) =>
  refusal.code === 'not-acknowledged' ? redirect('/console/acknowledge') : refused(refusal)

/** Somebody may not change a colleague in this way: says why. */
export const denied = ({ t }: Words, why: Why) =>
  fault(why === 'yourself' || why === 'elsewhere' ? 'not-for-you' : 'conflict', { detail: t(`staff.why.${why}`) })
