/** What the reader of a letter says with the link in it: of what is sent to that address, and of nothing else. */
import { lookAtMailLink, type MailReader, type PeopleParts } from '../../people/index.ts'
import type { Policy } from '../../policy/document.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { type Ask, type Saying, stopsIn, unsayable } from '../consent.ts'
import { changesIn } from '../form.ts'
import { type Consents, type ConsentParts, type SaidNow, sayAll, sayWhatCan, viewConsents, type Where } from '../say.ts'

export type MailParts = ConsentParts & Pick<PeopleParts, 'vault' | 'clock'>

/** What the link of a letter shows. */
export interface Mailed {
  reader: MailReader
  actor: Self
  /** With the questions about this address alone. */
  seen: Consents
}

/** Whether something of a purpose comes by e-mail: its channels say so, or, where it has none, it is advertising. */
function isMailed({ purposes }: Policy, { purpose, kind }: Ask): boolean {
  const { channels, dpv } = purposes[purpose] ?? {}
  return kind !== 'weighed' && (channels?.includes('email') ?? /marketing|advertising/i.test(dpv ?? ''))
}

/** What is sent to the address of a link; `over` where it opens nothing. */
export async function viewMailed(parts: MailParts, token: string): Promise<Mailed | 'over' | Refusal> {
  const reader = await lookAtMailLink(parts, token)
  if (reader === 'over' || reader instanceof Refusal) return reader
  const actor: Self = { kind: 'customer', person: reader.person }
  const seen = await viewConsents(parts, actor, { byMail: true })
  if (seen instanceof Refusal) return seen
  const { policy } = seen.inForce.compiled.loaded
  const asks = seen.asks.flatMap(ask => {
    if (!isMailed(policy, ask)) return []
    // What comes by post or phone is no matter of this address.
    const choices = ask.choices.filter(({ channel }) => channel === 'email' || channel === '')
    return [{ ...ask, choices, on: choices.length > 0 ? choices.some(({ on }) => on) : ask.on }]
  })
  return { reader, actor, seen: { ...seen, asks } }
}

const place = (language: Where['language']): Where => ({ language, place: 'mail', layout: 'mail-1', byMail: true })

/** Says what a form says. A yes to words that were not shown is not taken, and keeps no no waiting. */
export async function sayMailed(
  parts: MailParts,
  { actor, seen }: Mailed,
  form: { agree: readonly string[]; object: readonly string[]; shown: readonly string[]; version: number },
  language: Where['language'],
): Promise<(SaidNow & { overtaken: boolean }) | Refusal> {
  const { policy } = seen.inForce.compiled.loaded
  const changes = changesIn(seen.asks, form).filter(one => !unsayable(seen.asks, policy, one))
  const all = await sayAll(parts, actor, changes, { ...place(language), shown: form.version })
  if (all instanceof Refusal) return all
  if (!('why' in all)) return { ...all, overtaken: false }
  const rest = changes.filter(({ said }) => said !== 'agree')
  const done = await sayWhatCan(parts, actor, rest, place(language))
  return done instanceof Refusal ? done : { ...done, overtaken: rest.length < changes.length }
}

/** What `Stop everything` ends at this address; of a letter for a purpose or a subject of it, that one alone. */
export function stopsOf({ seen, reader }: Mailed, onlyOwn = false): Saying[] {
  const isOwn = onlyOwn && reader.purpose !== undefined
  const asks = isOwn ? seen.asks.filter(({ purpose }) => purpose === reader.purpose) : seen.asks
  const stops = isOwn ? asks.flatMap(noTo) : stopsIn(asks, seen.inForce.compiled.loaded.policy)
  return stops.flatMap((one): Saying[] => {
    const { choices = [] } = asks.find(({ purpose }) => purpose === one.purpose) ?? {}
    if (choices.length === 0) return [one]
    const ended = choices.filter(({ on, topic }) => on && (!isOwn || (reader.topic ?? topic) === topic))
    return ended.length > 0 ? [{ ...one, choices: ended.map(({ choice }) => choice) }] : []
  })
}

const noTo = ({ purpose, kind, on }: Ask): Saying[] =>
  kind === 'agree' ? (on ? [{ purpose, said: 'withdraw' }] : []) : on ? [] : [{ purpose, said: 'object' }]

/** Ends it. @param onlyOwn what the letter was sent for, where it was sent for something; else everything */
export const stopMailed = (
  parts: MailParts,
  mailed: Mailed,
  language: Where['language'],
  onlyOwn = false,
): Promise<SaidNow | Refusal> => sayWhatCan(parts, mailed.actor, stopsOf(mailed, onlyOwn), place(language))
