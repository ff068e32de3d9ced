/** Letters: what is written to people, in their language, and the job that sends it. */
import type { Language } from '../base/http/index.ts'
import { newId } from '../base/ids.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Values } from '../ui/words.ts'
import { addLetter, allLetters, claimLetters, type LetterContent, type LetterRow, markSent } from './letter-store.ts'
import type { PeopleParts } from './parts.ts'

/** What letters there are. Their words stand under `people.letter.<kind>` in the locale files. */
export type LetterKind = 'confirm' | 'already' | 'welcome-staff'

const minute = 60_000

/**
 * The words of a letter.
 * @param to the address
 */
export function compose(
  { words }: PeopleParts,
  kind: LetterKind,
  language: Language,
  to: string,
  values: Values,
): LetterContent {
  const { t } = words(language)
  return { to, subject: t(`people.letter.${kind}.subject`, values), text: t(`people.letter.${kind}.text`, values) }
}

/** The statement that puts a letter on its way, for the transaction that causes it. */
export function letter(
  parts: PeopleParts,
  person: string,
  kind: LetterKind,
  language: Language,
  content: LetterContent,
) {
  return addLetter({ id: newId(), person, kind, language, content, at: parts.clock.now() })
}

/**
 * Sends what is due. One that cannot be delivered is tried again later, ever less often, for about two days.
 * @returns how many were sent
 */
export async function sendLetters({ gate, clock, mail }: PeopleParts): Promise<number> {
  const now = clock.now()
  const claimed = await gate.write(
    { act: 'people.send-letter', actor: { kind: 'system' }, subject: 'set' },
    { letters: claimLetters(now, new Date(now.getTime() + 5 * minute), 20) },
  )
  if (claimed instanceof Refusal) return 0
  let sent = 0
  for (const one of claimed.letters) {
    // The key is gone: whoever this was written to was erased in the meantime.
    if (!one.content) continue
    const delivery = await mail.send(one.content)
    await gate.write(
      { act: 'people.send-letter', actor: { kind: 'system' }, subject: { person: one.person_id } },
      { sent: markSent(one.id, clock.now(), delivery.delivered) },
    )
    sent += 1
  }
  return sent
}

/** The newest letters, for the mailbox of the demonstration. */
export async function openMailbox({ gate }: PeopleParts): Promise<LetterRow[]> {
  const read = await gate.read(
    { act: 'people.open-mailbox', actor: { kind: 'system' }, subject: 'set' },
    { letters: allLetters(100) },
  )
  return read instanceof Refusal ? [] : read.letters
}
