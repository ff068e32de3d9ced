/**
 * The link at the end of every letter, with which its reader changes what is sent to that address, without signing in. What
 * it opens is sealed into it with a key of the installation, and stands in no table: it holds as long as the address is
 * the proven one of the same person.
 */
import { link, type Language } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { mailReader } from './mail-link-store.ts'
import type { PeopleParts } from './parts.ts'
import { identifierHash } from './identifier.ts'

/** What a link in a letter is for. */
export interface MailLink {
  /**
   * Whose address it was when the letter was written. Undefined where a letter may not know, as an invitation: such a link
   * holds for a month, because the address may be somebody else's later.
   */
  person?: string | undefined
  /** Of a letter that was sent for a purpose of the policy: what its one-click stop ends. Undefined: whatever can be ended. */
  purpose?: string | undefined
  /** The same, where the letter was of one subject of that purpose. */
  topic?: string | undefined
}

const use = 'mail links'
const place = 'people.letter.content'
const hashBytes = 32
const idBytes = 16
const timeBytes = 6
/** Signs of the longest token: a purpose and a topic are at most 100 each. */
export const longestMailToken = 480

/** How long a link holds that names nobody, in milliseconds. */
const unnamedLasts = 30 * 24 * 60 * 60_000

type Linking = Pick<PeopleParts, 'vault' | 'clock'>

/** The token of a link to somebody's address. @param to the address */
export function mailToken({ vault, clock }: Linking, to: string, { person, purpose, topic }: MailLink = {}): string {
  const whose = Buffer.alloc(idBytes)
  // Ten zeros begin no id of a person.
  if (person === undefined) whose.writeUIntBE(clock.now().getTime() + unnamedLasts, idBytes - timeBytes, timeBytes)
  else whose.write(person.replaceAll('-', ''), 'hex')
  const head = Buffer.concat([identifierHash({ vault }, to), whose]).toString('base64url')
  const said = [head, purpose, topic].filter(one => one !== undefined).join(' ')
  return vault.installationKey(use).seal(place, said).toString('base64url')
}

/** The address of the page. */
export const mailLink = (
  parts: Linking & Pick<PeopleParts, 'publicUrl'>,
  language: Language,
  to: string,
  given?: MailLink,
): string => `${parts.publicUrl}${link(language, 'mail', mailToken(parts, to, given))}`

/**
 * The headers of a letter that is sent for a purpose, with which a mail program stops it in one press (RFC 8058). Letters of
 * the product itself, which nobody subscribes to, carry none.
 * @param to the address
 */
export function unsubscribeHeaders(
  parts: Linking & Pick<PeopleParts, 'publicUrl'>,
  to: string,
  given: MailLink & { person: string; purpose: string },
): { 'List-Unsubscribe': string; 'List-Unsubscribe-Post': string } {
  return {
    'List-Unsubscribe': `<${parts.publicUrl}/mail/${mailToken(parts, to, given)}/stop>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

/** What a token says; undefined where it is none of ours. */
function openToken({ vault, clock }: Linking, token: string): (MailLink & { hash: Buffer }) | undefined {
  if (token.length > longestMailToken || !/^[\w-]+$/.test(token)) return undefined
  let said: string[]
  try {
    const sealed = Buffer.from(token, 'base64url')
    // Base64 has several spellings of the same bytes; a link has one.
    if (sealed.toString('base64url') !== token) return undefined
    said = String(vault.installationKey(use).open(place, sealed)).split(' ')
  } catch {
    return undefined
  }
  const [head = '', purpose, topic] = said
  const bytes = Buffer.from(head, 'base64url')
  const [hash, whose] = [bytes.subarray(0, hashBytes), bytes.subarray(hashBytes)]
  if (whose.subarray(0, idBytes - timeBytes).some(Boolean))
    return {
      hash,
      person: whose.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      purpose,
      topic,
    }
  const until = whose.readUIntBE(idBytes - timeBytes, timeBytes)
  return until > clock.now().getTime() ? { hash, purpose, topic } : undefined
}

/** Who reads what is sent to the address of a link, and what the link is for. */
export interface MailReader extends MailLink {
  person: string
}

/**
 * Whose address a link is of. Changes nothing and leaves no line.
 * @returns `over` where the token is none of ours, or the address is not the proven one of that person any more, or their ID
 * rests, was given up, joined or erased
 */
export async function lookAtMailLink(
  parts: Linking & Pick<PeopleParts, 'gate'>,
  token: string,
): Promise<MailReader | 'over' | Refusal> {
  const opened = openToken(parts, token)
  if (!opened) return 'over'
  const found = await parts.gate.read(
    { act: 'people.open-mail-link', actor: { kind: 'stranger' }, subject: 'none' },
    { reader: mailReader(opened.hash) },
  )
  if (found instanceof Refusal) return found
  const person = found.reader[0]?.person
  if (person === undefined || (opened.person ?? person) !== person) return 'over'
  return { person, purpose: opened.purpose, topic: opened.topic }
}
