/** What forms and calls about drafts ask for, and what is said where a draft is not approved. */
import type { Finding } from '../../policy/document.ts'
import type { Words } from '../../ui/index.ts'
import type { NotApproved } from './drafts.ts'

/** The beginning of a day in UTC; undefined: as early as it may be. @param typed YYYY-MM-DD */
export const momentOfDay = (typed: string | undefined): Date | undefined =>
  typed === undefined || typed === '' ? undefined : new Date(`${typed}T00:00:00Z`)

/** The first whole day that is not before a moment, YYYY-MM-DD. */
export function dayFrom(moment: Date): string {
  const day = new Date(moment)
  day.setUTCHours(0, 0, 0, 0)
  if (day < moment) day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString().slice(0, 10)
}

/** A finding on one line. */
export const faultWords = (t: Words['t'], { file, line, message, mend }: Finding): string =>
  t('changes.finding', { file, line, message, mend })

/** The problem that a draft is not approved, with why. */
export function problemOf(
  { t, formats }: Pick<Words, 't' | 'formats'>,
  why: NotApproved,
): { code: string; detail: string } {
  if (typeof why === 'object')
    return { code: 'draft-early', detail: t('changes.fault.early', { at: formats.date(dayFrom(why.earliest)) }) }
  switch (why) {
    case 'own':
      return { code: 'draft-own', detail: t('changes.fault.own') }
    case 'other-words':
      return { code: 'draft-changed', detail: t('changes.fault.changed') }
    case 'another-waits':
      return { code: 'draft-another', detail: t('changes.fault.another') }
    case 'over':
      return { code: 'draft-over', detail: t('changes.fault.over') }
    default:
      return { code: 'draft-wrong', detail: t(`changes.fault.${why}`) }
  }
}
