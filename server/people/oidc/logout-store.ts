/** Sites that have to hear that a sign-in ended; the rows come with what ended it (migration 0021). */
import { statement } from '../../policy/statement.ts'

export interface LogoutRow {
  id: string
  site: string
  subject: string
  sid: string
  tries: number
}

/** Who has to hear now: of each site a few, and its first before the second of any other. */
export const dueLogouts = (now: Date, mostOfEach: number, most: number) =>
  statement<'people.keep-site-tokens', { id: string; site: string }>({
    name: 'people.due-site-logouts',
    text: `select d.id, d.site_id as site
             from (select id, site_id, row_number() over (partition by site_id order by next_try_at nulls first, id) as nth
                     from people.site_logout where next_try_at is null or next_try_at <= $1) d
            where d.nth <= $2 order by d.nth, d.id limit $3`,
    values: [now, mostOfEach, most],
  })

/** Takes one into one's hand until a moment; nothing comes back if somebody else was faster. */
export const claimLogout = (id: string, now: Date, until: Date) =>
  statement<'people.keep-site-tokens', LogoutRow>({
    name: 'people.claim-site-logout',
    text: `update people.site_logout set next_try_at = $3, tries = tries + 1
            where id = $1 and (next_try_at is null or next_try_at <= $2)
           returning id, site_id as site, subject, sid, tries`,
    values: [id, now, until],
    touches: 'any',
  })

/** Lets one wait for another try. */
export const putOffLogout = (id: string, until: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.put-off-site-logout',
    text: 'update people.site_logout set next_try_at = $2 where id = $1',
    values: [id, until],
    touches: 'any',
  })

/** Lets all that is due at a site wait that does not answer. */
export const putOffLogoutsAt = (site: string, now: Date, until: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.put-off-site-logouts-at',
    text: `update people.site_logout set next_try_at = $3
            where site_id = $1 and (next_try_at is null or next_try_at <= $2)`,
    values: [site, now, until],
    touches: 'any',
  })

/** Forgets one: the site has heard, or never will. */
export const endLogout = (id: string) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.end-site-logout',
    text: 'delete from people.site_logout where id = $1',
    values: [id],
    touches: 'any',
  })
