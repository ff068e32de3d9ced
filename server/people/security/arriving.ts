/** What is noted when somebody comes in, or tries to. */
import { createHash } from 'node:crypto'
import { newId } from '../../base/ids.ts'
import type { PeopleParts } from '../parts.ts'
import type { Device } from '../session-store.ts'
import { identifierHash } from '../identifier.ts'
import { noteWrong } from '../try-store.ts'
import { tryHash } from '../tries.ts'
import { browserOf } from './device.ts'
import * as store from './event-store.ts'
import { newEvent } from './noting.ts'
import { countryOf } from '../../base/country.ts'

/**
 * The statements that note that somebody came in: the sign-in, and before it whether it is from a kind of browser and a
 * country that the kept history does not have. For the transaction that opens the session.
 * @param device from where
 */
export async function arrived(parts: Pick<PeopleParts, 'clock' | 'vault'>, person: string, device: Device) {
  const country = (await countryOf(device.address)) ?? ''
  const deviceHash = parts.vault.hash(
    'people.security_event.device_hash',
    [person, browserOf(device.agent), country].join('\0'),
  )
  return {
    fresh: store.addUnlessKnown({ ...newEvent(parts, person, 'new-device', device), deviceHash }),
    note: store.addEvent({ ...newEvent(parts, person, 'signed-in', device), deviceHash }),
  }
}

/**
 * Notes a try that failed. For an ID that nobody has, the same two statements run in one transaction that changes the row of
 * tries in both cases; the line is sealed with a key that opens nothing, and finds nobody to belong to. Nothing tells the
 * two apart but the row itself.
 * @param id in its normal form
 * @param person whose ID it is, if it is anybody's
 */
export async function noteFailure(
  parts: Pick<PeopleParts, 'gate' | 'clock' | 'vault'>,
  id: string,
  person: string | undefined,
  device: Device,
): Promise<void> {
  const { gate, clock, vault } = parts
  const at = clock.now()
  const place = 'people.security_event.detail'
  const detail = { agent: device.agent, address: device.address }
  const known = person === undefined ? undefined : vault.recall(person)
  // The key of a company that is none. What it seals stands nowhere: it is on an ID that nobody can have.
  const sealed = (known ?? vault.organisationKey(nobodys)).seal(place, detail)
  await gate.write(
    { act: 'people.count-attempt', actor: { kind: 'stranger' }, subject: 'none' },
    {
      wrong: noteWrong(tryHash(parts, 'sign-in', id), at),
      note: store.addOfId(identifierHash(parts, known ? id : nobodys), newId(), 'failed-sign-in', sealed, at),
    },
  )
}

const nobodys = createHash('sha256').update('nobody has this company').digest('hex')
