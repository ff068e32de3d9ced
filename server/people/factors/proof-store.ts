/** A session whose person shows once more who they are. */
import { statement } from '../../policy/statement.ts'

/** When a session ends; it goes on until then, however often its person shows who they are. */
export const sessionEnd = (tokenHash: Buffer) =>
  statement<'people.check-session', { expires_at: Date }>({
    name: 'people.session-end',
    text: 'select expires_at from people.session where token_hash = $1',
    values: [tokenHash],
  })

/** Notes that somebody showed once more who they are; the token is a new one, so that none that was planted or seen goes on. */
export const renewSession = (before: Buffer, after: Buffer, at: Date) =>
  statement<'people.prove'>({
    name: 'people.renew-session',
    text: `update people.session set token_hash = $2, seen_at = $3, proven_at = $3
            where token_hash = $1 and kind in ('customer', 'staff') and expires_at > $3`,
    values: [before, after, at],
    fields: ['people.session.token_hash'],
  })
