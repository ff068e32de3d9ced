/** What the reader of a letter says with the link in it: of what is sent to that address, and of nothing else. */
import { lookAtMailLink, type MailReader, type PeopleParts } from '../../people/index.ts'
import type { Policy } from '../../policy/document.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { type Ask, changesIn, type Saying, stopsIn, unsayable } from '../consent.ts'
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
  return { reader, actor, seen: { ...seen, asks: seen.asks.filter(ask => isMailed(policy, ask)) } }
}

const place = (language: Where['language']): Where => ({ language, place: 'mail', byMail: true })

/** Says what a form says. A yes to words that were not shown is not taken, and keeps no no waiting. */
export async function sayMailed(
  parts: MailParts,
  { actor, seen }: Mailed,
  form: { agree: readonly string[]; object: readonly string[]; shown: readonly string[]; version: number },
  language: Where['language'],
): Promise<(SaidNow & { overtaken: boolean }) | Refusal> {
  const { policy } = seen.inForce.compiled.loaded
  const changes = changesIn(seen.asks, form).filter(({ purpose, said }) => !unsayable(seen.asks, policy, purpose, said))
  const all = await sayAll(parts, actor, changes, { ...place(language), shown: form.version })
  if (all instanceof Refusal) return all
  if (!('why' in all)) return { ...all, overtaken: false }
  const rest = changes.filter(({ said }) => said !== 'agree')
  const done = await sayWhatCan(parts, actor, rest, place(language))
  return done instanceof Refusal ? done : { ...done, overtaken: rest.length < changes.length }
}

/** What `Stop everything` ends at this address; of a letter for a purpose, that one alone. */
export function stopsOf({ seen, reader }: Mailed, onlyOwn = false): Saying[] {
  const { policy } = seen.inForce.compiled.loaded
  if (!onlyOwn || reader.purpose === undefined) return stopsIn(seen.asks, policy)
  return seen.asks
    .filter(ask => ask.purpose === reader.purpose)
    .flatMap(({ purpose, kind, on }): Saying[] => {
      if (kind === 'agree') return on ? [{ purpose, said: 'withdraw' }] : []
      return on ? [] : [{ purpose, said: 'object' }]
    })
}

/** Ends it. @param onlyOwn what the letter was sent for, where it was sent for something; else everything */
export const stopMailed = (
  parts: MailParts,
  mailed: Mailed,
  language: Where['language'],
  onlyOwn = false,
): Promise<SaidNow | Refusal> => sayWhatCan(parts, mailed.actor, stopsOf(mailed, onlyOwn), place(language))
