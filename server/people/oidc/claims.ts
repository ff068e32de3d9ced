/** What a site is told of somebody: each time through the gate, as the site's purpose, with a line for the person to see. */
import { Refusal } from '../../policy/refusal.ts'
import { isMailable } from '../letters.ts'
import { offeredTo } from './adapter.ts'
import * as store from './told-store.ts'
import type { SiteParts } from './parts.ts'
import { type Site, tellAct } from './sites.ts'

/** Claims of OpenID Connect Core 1.0, 5.1. */
export type Told = Record<string, string | boolean | Readonly<Record<string, string>>>

const system = { kind: 'system' } as const

/**
 * Tells a site what it was allowed, as far as the policy and the person let it, now.
 * @param asked scopes that were granted
 * @returns nothing of what is refused: a purpose that waits for a yes releases nothing before it
 */
export async function tell(parts: SiteParts, site: Site, person: string, asked: ReadonlySet<string>): Promise<Told> {
  const offered = offeredTo(parts, site)
  const may = (scope: (typeof offered)[number]) => offered.includes(scope) && asked.has(scope)
  return {
    ...(may('profile') ? await tellIdentity(parts, site, person) : {}),
    ...(may('email') || may('phone') || may('address') ? await tellContact(parts, site, person, may) : {}),
  }
}

async function tellIdentity({ gate }: SiteParts, site: Site, person: string): Promise<Told> {
  const act = tellAct('identity', site.purpose)
  if (!act) return {}
  const told = await gate.read(
    { act, actor: system, subject: { person }, reference: site.id },
    { identity: store.identity(person) },
  )
  const [row] = told instanceof Refusal ? [] : told.identity
  if (!row) return {}
  // Where several people use an ID, its name is nobody's.
  return { locale: row.language, ...(row.name === null || row.several ? {} : { name: row.name }) }
}

async function tellContact(
  { gate, contact }: SiteParts,
  site: Site,
  person: string,
  may: (scope: 'email' | 'phone' | 'address') => boolean,
): Promise<Told> {
  const act = tellAct('contact', site.purpose)
  if (!act) return {}
  const isMore = may('phone') || may('address')
  const told = await gate.read(
    { act, actor: system, subject: { person }, reference: site.id },
    {
      ...(may('email') ? { account: store.accountAddress(person) } : {}),
      ...(isMore ? { lines: contact.lines(person) } : {}),
    },
  )
  if (told instanceof Refusal) return {}
  const { account: accounts = [], lines = [] } = told as { account?: { address: string }[]; lines?: unknown[] }
  const [account] = accounts
  const phone = may('phone') ? contact.phoneOf(lines) : undefined
  const address = may('address') ? contact.addressOf(lines) : undefined
  return {
    // An ID that is no e-mail address reaches nobody.
    ...(account && isMailable(account.address) ? { email: account.address, email_verified: true } : {}),
    ...(phone === undefined ? {} : { phone_number: phone }),
    ...(address === undefined ? {} : { address }),
  }
}
