/** From a cookie to a visitor. */
import type { Credentials } from '../base/http/index.ts'
import { spokenIn } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { isOver } from './closed.ts'
import { identifyBearer, tokenOf } from './oidc/index.ts'
import type { PeopleParts } from './parts.ts'
import { isLive } from './people.ts'
import { sessionCookie } from './session-cookie.ts'
import * as store from './session-store.ts'
import { isWorth, markOf, tokenHash } from './tokens.ts'
import { stranger, type Visitor } from './visitor.ts'

const nobody = { kind: 'stranger' } as const
/** How much later than it was noted a session may be seen, before it is noted again. Milliseconds. */
const noteEvery = 60_000

const momentOf = (seconds: number) => new Date(Math.round(seconds * 1000))

/** Who sends a request. A cookie that means nothing (any more) is a stranger's. */
export async function identify(parts: PeopleParts, credentials: Credentials): Promise<Visitor> {
  const shown = tokenOf(credentials)
  if (shown !== undefined) return identifyBearer(parts, credentials, shown)
  const token = credentials.cookie(sessionCookie)
  if (!token) return stranger
  const hash = tokenHash(token)
  const { gate, clock, vault } = parts
  const read = await gate.read(
    { act: 'people.check-session', actor: nobody, subject: 'set' },
    { session: store.session(hash) },
  )
  if (read instanceof Refusal) return stranger
  const [row] = read.session
  const now = clock.now()
  if (!row) return stranger
  const [seenAt, provenAt, expiresAt] = [row.seen_at, row.proven_at, row.expires_at].map(momentOf) as [Date, Date, Date]
  if (!isLive({ kind: row.kind, seenAt, expiresAt }, now)) return stranger
  const worth = { kind: row.kind, person: row.person_id, expiresAt }
  if (!isWorth(vault, token, { place: 'people.session', ...worth })) return stranger
  // A colleague has no session of a customer, a customer none of a colleague, and one who is suspended has none at all.
  if ((row.kind !== 'half' && row.colleague !== (row.kind === 'staff')) || row.suspended_at) return stranger
  if (now.getTime() - seenAt.getTime() > noteEvery) {
    await gate.write(
      { act: 'people.check-session', actor: nobody, subject: 'none' },
      { seen: store.seeSession(hash, now) },
    )
  }
  const common = {
    session: hash.toString('hex'),
    language: spokenIn(row.language, parts.languages),
    person: row.person_id,
    name: row.name ?? '',
    provenAt,
  }
  const since = row.closed_at ?? row.paused_at
  if (since && isOver(parts, row.closed_at)) return stranger
  if (since && row.kind === 'customer')
    return { kind: 'resting', ...common, state: row.closed_at ? 'closed' : 'paused', since }
  if (row.kind === 'customer') {
    const actor = { kind: 'customer', person: row.person_id, session: markOf(hash) } as const
    if (!row.several) return { kind: 'customer', ...common, actor }
    // Nobody is addressed by a name that may be somebody else's.
    const name = parts.words(common.language).t('companies.shared.name')
    return { kind: 'customer', ...common, name, several: true, actor }
  }
  if (row.kind === 'half' && !row.colleague) return { kind: 'half', ...common, colleague: false }
  const { role, controller } = row.appointment ?? {}
  // What stands beside the appointment can be written by a login; what is sealed cannot.
  if (!role || !controller || role !== row.role || controller !== row.controller) return stranger
  if (row.kind === 'half') return { kind: 'half', ...common, colleague: true }
  return {
    kind: 'staff',
    ...common,
    actor: {
      kind: 'staff',
      person: row.person_id,
      pseudonym: vault.recall(row.person_id)!.pseudonym,
      role,
      controller,
      purposes: gate.policy().compiled.loaded.policy.staff[role]?.purposes ?? [],
      acknowledged: row.acknowledged_version,
    },
  }
}
