/** Codes, tokens and what sites ask, found by keyed hashes. */
import { isDeepStrictEqual } from 'node:util'
import { Sealed, statement } from '../../policy/statement.ts'

/** What is sealed of a token, with the row that it was made for. */
export interface TokenContent {
  row: { idHash: string; kind: string; grant: string; until: number }
  said: Readonly<Record<string, unknown>>
}

const rowOf = (
  { idHash, kind }: Pick<NewToken, 'idHash' | 'kind'>,
  grant: string,
  until: Date,
): TokenContent['row'] => ({ idHash: idHash.toString('base64url'), kind, grant, until: until.getTime() })

/**
 * What a row says, if it was made for just that token: who may write rows opens nothing by moving one's content to another.
 * @returns undefined for a row that was written or changed by hand
 */
export function saidIn(
  row: Pick<TokenRow, 'grant_id' | 'expires_at' | 'content'> | undefined,
  asked: Pick<NewToken, 'idHash' | 'kind'>,
): TokenContent['said'] | undefined {
  if (!row?.content) return undefined
  const [sealed, expected] = [row.content.row, rowOf(asked, row.grant_id, row.expires_at)]
  return isDeepStrictEqual(sealed, expected) ? row.content.said : undefined
}

export interface NewToken {
  idHash: Buffer
  kind: string
  grant: string
  person: string
  said: TokenContent['said']
  expiresAt: Date
}

/** Keeps a token, sealed with the key of whom it speaks for. */
export const addToken = (one: NewToken) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.add-site-token',
    text: `insert into people.site_token (id_hash, kind, grant_id, person_id, content, expires_at)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [
      one.idHash,
      one.kind,
      one.grant,
      one.person,
      new Sealed('people.site_token.content', {
        row: rowOf(one, one.grant, one.expiresAt),
        said: one.said,
      } satisfies TokenContent),
      one.expiresAt,
    ],
  })

export interface TokenRow {
  person_id: string
  grant_id: string
  content: TokenContent | null
  expires_at: Date
  consumed_at: Date | null
}

/** A token that has not ended, and what it stands for. */
export const token = (idHash: Buffer, now: Date) =>
  statement<'people.keep-site-tokens', TokenRow>({
    name: 'people.site-token',
    text: `select t.person_id, t.grant_id, k.wrapped, t.content, t.expires_at, t.consumed_at
             from people.site_token t join people.key k on k.person_id = t.person_id
            where t.id_hash = $1 and t.expires_at > $2`,
    values: [idHash, now],
    opens: { content: 'people.site_token.content' },
  })

export interface BearerRow extends TokenRow {
  language: string
  name: string | null
  several: boolean
  site: string
  off_at: Date | null
}

/** The same of an access token that a program shows, with all that a request needs to know of whom it speaks for. */
export const bearer = (idHash: Buffer, now: Date) =>
  statement<'people.keep-site-tokens', BearerRow>({
    name: 'people.bearer',
    text: `select t.person_id, t.grant_id, k.wrapped, t.content, t.expires_at, t.consumed_at, p.language, n.value as name,
                  coalesce(i.several, false) as several, g.site_id as site, s.off_at
             from people.site_token t join people.key k on k.person_id = t.person_id
             join people.site_grant g on g.id = t.grant_id join people.site s on s.id = g.site_id
             join people.site_consent c on c.id = g.consent_id and c.purpose = s.purpose
              and 'products' = any (c.scopes) and 'products' = any (s.scopes)
             join people.person p on p.id = t.person_id
             left join people.name n on n.person_id = t.person_id and n.replaced_at is null
             left join people.shared_id i on i.person_id = t.person_id
            where t.id_hash = $1 and t.kind = 'AccessToken' and t.expires_at > $2`,
    values: [idHash, now],
    opens: { content: 'people.site_token.content', name: 'people.name.value' },
  })

/** Notes that a code or a refresh token was used; touches nothing if it was used before, also a moment ago. */
export const consumeToken = (idHash: Buffer, at: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.consume-site-token',
    text: 'update people.site_token set consumed_at = $2 where id_hash = $1 and consumed_at is null',
    values: [idHash, at],
  })

/** Ends a token. */
export const endToken = (idHash: Buffer) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.end-site-token',
    text: 'delete from people.site_token where id_hash = $1',
    values: [idHash],
    touches: 'any',
  })

/** Ends the tokens of a kind that a sign-in gave. */
export const endTokensOf = (grant: string, kind: string) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.end-site-tokens-of',
    text: 'delete from people.site_token where grant_id = $1 and kind = $2',
    values: [grant, kind],
    touches: 'any',
  })

/** Keeps what a site asks. @param session hash of the session of whoever answers, once one is known */
export const keepRequest = (idHash: Buffer, session: Buffer | null, content: Buffer, expiresAt: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.keep-site-request',
    text: `insert into people.site_request (id_hash, session_hash, content, expires_at) values ($1, $2, $3, $4)
           on conflict (id_hash) do update set session_hash = excluded.session_hash, content = excluded.content`,
    values: [idHash, session, content, expiresAt],
  })

/** What a site asked. */
export const request = (idHash: Buffer, now: Date) =>
  statement<'people.keep-site-tokens', { content: Buffer }>({
    name: 'people.site-request',
    text: 'select content from people.site_request where id_hash = $1 and expires_at > $2',
    values: [idHash, now],
  })

/** Forgets what a site asked: it was answered. */
export const endRequest = (idHash: Buffer) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.end-site-request',
    text: 'delete from people.site_request where id_hash = $1',
    values: [idHash],
    touches: 'any',
  })

/** Forgets tokens that have ended. */
export const expireTokens = (before: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.expire-site-tokens',
    text: 'delete from people.site_token where expires_at <= $1',
    values: [before],
    touches: 'any',
  })

/** Forgets what was never answered. */
export const expireRequests = (before: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.expire-site-requests',
    text: 'delete from people.site_request where expires_at <= $1',
    values: [before],
    touches: 'any',
  })

/** Forgets sign-ins at sites that outlived their session here and gave nothing that still works. */
export const expireGrants = () =>
  statement<'people.keep-site-tokens'>({
    name: 'people.expire-site-grants',
    text: `delete from people.site_grant g where g.session_hash is null
              and not exists (select from people.site_token t where t.grant_id = g.id)`,
    touches: 'any',
  })

export interface KeyRow {
  id: string
  content: Buffer
  recorded_at: Date
}

/** The keys that we sign with, the newest first. */
export const signingKeys = () =>
  statement<'people.keep-site-tokens', KeyRow>({
    name: 'people.site-keys',
    text: 'select id, content, recorded_at from people.site_key order by recorded_at desc, id desc',
  })

/** Adds a key, unless somebody was faster. @param since a key that is younger is enough */
export const addSigningKey = (id: string, content: Buffer, at: Date, since: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.add-site-key',
    text: `insert into people.site_key (id, content, recorded_at) select $1, $2, $3
            where not exists (select from people.site_key where recorded_at > $4)`,
    values: [id, content, at, since],
    touches: 'any',
  })

/** Forgets keys that have signed nothing for long. */
export const dropSigningKeys = (before: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.drop-site-keys',
    text: `delete from people.site_key k where k.recorded_at <= $1
              and exists (select from people.site_key y where y.recorded_at > k.recorded_at and y.recorded_at <= $1)`,
    values: [before],
    touches: 'any',
  })
