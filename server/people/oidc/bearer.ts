/** A program that acts for somebody with an access token (RFC 6750): that customer, in the calls that its scope opens, and nowhere else. */
import { createHash } from 'node:crypto'
import { spokenIn, type Credentials } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { stranger, type Visitor } from '../visitor.ts'
import { apiResource } from './parts.ts'
import * as store from './token-store.ts'

const nobody = { kind: 'system' } as const

/** The token that a request shows; undefined where it shows none. */
export function tokenOf(credentials: Pick<Credentials, 'header'>): string | undefined {
  const shown = credentials.header('authorization')
  return shown === undefined ? undefined : (/^Bearer +([\w~+/.-]+=*)$/i.exec(shown)?.[1] ?? '')
}

/** Whom a token speaks for. Nobody, unless what is asked for takes tokens, and this one was given for it. */
export async function identifyBearer(
  parts: PeopleParts,
  { accepts, path }: Pick<Credentials, 'accepts' | 'path'>,
  token: string,
): Promise<Visitor> {
  if (accepts === undefined || !path.startsWith('/api/') || token === '' || token.length > 200) return stranger
  const { gate, vault, clock } = parts
  const hash = vault.hash('people.site_token.id_hash', `AccessToken\0${token}`)
  const read = await gate.read(
    { act: 'people.keep-site-tokens', actor: nobody, subject: 'set' },
    { token: store.bearer(hash, clock.now()) },
  )
  const [row] = read instanceof Refusal ? [] : read.token
  const said = store.saidIn(row, { idHash: hash, kind: 'AccessToken' })
  if (!row || !said || row.off_at || said['clientId'] !== row.site) return stranger
  const { scope, aud } = said as { scope?: string; aud?: string | string[] }
  const isOurs = [aud].flat().includes(apiResource(parts.publicUrl))
  if (!isOurs || !scope?.split(' ').includes(accepts)) return stranger
  // Stands for the sign-in at that site: one's own views by it are noted once.
  const session = createHash('sha256').update(row.grant_id).digest('hex')
  const language = spokenIn(row.language, parts.languages)
  const actor = { kind: 'customer', person: row.person_id, session: session.slice(0, 16), alone: true } as const
  const common = { session, language, person: row.person_id, provenAt: new Date(0), bearer: true, actor } as const
  if (!row.several) return { kind: 'customer', ...common, name: row.name ?? '' }
  return { kind: 'customer', ...common, name: parts.words(language).t('companies.shared.name'), several: true }
}
