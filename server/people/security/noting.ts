/** Noting what happened to an ID, in the transaction in which it happens; and telling its person by a letter. */
import { newId } from '../../base/ids.ts'
import { link } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Key } from '../../ui/words.ts'
import { addReturn } from '../address-back-store.ts'
import { writeTo } from '../letters.ts'
import type { PeopleParts } from '../parts.ts'
import { lifetimes } from '../people.ts'
import type { Device } from '../session-store.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { eventKinds, type EventKind } from './events.ts'
import * as store from './event-store.ts'

const system = { kind: 'system' } as const
/** For so long a line whose letter is being written is nobody else's, in milliseconds. */
const inHand = 60_000
/** After so long a line of which no letter may be written now is looked at again, in milliseconds. */
const later = 60 * 60_000
/** How many lines are told in one turn of the job. */
const most = 100

/** What a line says besides from where it was done. */
type More = Omit<store.EventDetail, keyof Device>
/** A line as it will stand in the history, and from when a letter has to tell of it. */
export function newEvent(
  { clock }: Pick<PeopleParts, 'clock'>,
  person: string,
  kind: EventKind,
  device: Device,
  more: More = {},
): store.NewEvent {
  const at = clock.now()
  const detail = { agent: device.agent, address: device.address, ...more }
  return { id: newId(), person, kind, detail, at, tellAt: eventKinds[kind].told === false ? null : at }
}

/**
 * The statement that notes what happened, for the transaction of an act of the security purpose. Where a letter has to tell
 * of it, it waits in the same row: who dies in between leaves it for the next turn of the job.
 * @param device from where it was done
 */
export const noted = (...given: Parameters<typeof newEvent>) => store.addEvent(newEvent(...given))

/**
 * Notes what happened to an ID by something that another part of the product did.
 * @param device from where
 */
export async function noteChange(
  parts: Pick<PeopleParts, 'gate' | 'clock'>,
  person: string,
  kind: EventKind,
  device: Device,
  more: More = {},
): Promise<void> {
  await parts.gate.write(
    { act: 'people.note-change', actor: system, subject: { person } },
    { note: noted(parts, person, kind, device, more) },
  )
}

/**
 * Writes the letters that wait, in each person's language: to the address that the ID had, and to the one that was given up.
 * Who dies between a letter and noting it writes that letter again. Where the policy allows no letter, the line waits until
 * it does.
 * @returns how many changes were told
 */
export async function tellOfChanges(
  parts: Pick<PeopleParts, 'gate' | 'clock' | 'vault' | 'words' | 'languages' | 'publicUrl'>,
): Promise<number> {
  const { gate, clock } = parts
  const waiting = await gate.read(
    { act: 'people.tell-of-changes', actor: system, subject: 'none' },
    { lines: store.untold(clock.now(), most) },
  )
  if (waiting instanceof Refusal) return 0
  let told = 0
  for (const { id, person } of waiting.lines) if (await tell(parts, id, person)) told += 1
  return told
}

async function tell(parts: Parameters<typeof tellOfChanges>[0], id: string, person: string): Promise<boolean> {
  const { gate, clock, words, publicUrl } = parts
  const asked = { act: 'people.tell-of-changes', actor: system, subject: { person } } as const
  const now = clock.now()
  const claimed = await gate.write(asked, {
    line: store.claimUntold(id, now, new Date(now.getTime() + inHand)),
  })
  // Erased in the meantime, or in the hands of another process.
  if (claimed instanceof Refusal) return false
  const [line] = claimed.line
  if (!line) return false
  const { kind, detail, at } = line
  const { former } = detail
  // Where the ID has another address by now, the letter goes to the one that it had: who changed both would tell themselves alone.
  const asItWas = async () => {
    const next = await gate.read(asked, { next: store.nextAddress(person, at, id) })
    return next instanceof Refusal ? undefined : next.next[0]?.detail.former
  }
  const back = await wayBackFrom(parts, { person, id, at, kind, detail })
  if (back instanceof Refusal) return false
  for (const elsewhere of [asItWas, ...(former === undefined ? [] : [former])]) {
    const written = await writeTo(
      parts,
      person,
      // Whoever gave an ID or an address up, or has no access, can not sign in to look: they are told what they can do.
      eventKinds[kind].told === 'own'
        ? `security.${kind}`
        : back && elsewhere === former
          ? 'security.moved'
          : 'security.changed',
      language => ({
        ...(detail.name === undefined ? {} : { name: detail.name }),
        what: words(language).t(`security.event.${kind}` as Key, { about: detail.about ?? '' }),
        at,
        device: detail.agent,
        link: `${publicUrl}${link(language, 'account', 'security')}`,
        join: `${publicUrl}${link(language, 'privacy-centre', 'join')}`,
        contact: `${publicUrl}${link(language, 'contact')}`,
        ...(back ? { back: `${publicUrl}${link(language, 'email-back')}?token=${back.token}`, until: back.until } : {}),
      }),
      elsewhere,
    )
    if (written instanceof Refusal) {
      await gate.write(asked, { wait: store.tellLater(id, new Date(now.getTime() + later)) })
      return false
    }
  }
  await gate.write(asked, { told: store.markTold(id) })
  return true
}

/** The link for whoever reads a former address, if they have one: theirs was not asked, and no earlier one was put back since. */
async function wayBackFrom(
  parts: Pick<PeopleParts, 'gate' | 'vault' | 'clock'>,
  { person, id, at, kind, detail }: { person: string; id: string; at: Date } & Pick<store.EventRow, 'kind' | 'detail'>,
): Promise<Awaited<ReturnType<typeof wayBack>> | undefined> {
  if (kind !== 'address-changed' || !detail.former || detail.putBack || detail.agreed) return undefined
  if (at.getTime() + lifetimes.addressReturn <= parts.clock.now().getTime()) return undefined
  const next = await parts.gate.read(
    { act: 'people.tell-of-changes', actor: system, subject: { person } },
    { next: store.nextAddress(person, at, id) },
  )
  if (next instanceof Refusal) return next
  return next.next[0]?.detail.putBack ? undefined : wayBack(parts, person, detail.former, at)
}

/** A link with which whoever reads a former address puts it back, until seven days after the change. */
async function wayBack(
  { gate, vault }: Pick<PeopleParts, 'gate' | 'vault'>,
  person: string,
  address: string,
  changedAt: Date,
): Promise<{ token: string; until: Date } | Refusal> {
  const until = new Date(changedAt.getTime() + lifetimes.addressReturn)
  const token = newToken(vault, { place: 'people.address_return', kind: 'back', person, expiresAt: until })
  const kept = await gate.write(
    { act: 'people.tell-of-changes', actor: system, subject: { person } },
    { back: addReturn({ person, tokenHash: tokenHash(token), address, changedAt, expiresAt: until }) },
  )
  return kept instanceof Refusal ? kept : { token, until }
}
