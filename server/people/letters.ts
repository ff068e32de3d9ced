/** Letters: what is written to people, in their language, and the job that sends it. */
import { spokenIn, type Language } from '../base/http/index.ts'
import { newId } from '../base/ids.ts'
import { Failure } from '../base/failure.ts'
import { MailFault } from '../base/mail.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Key, Values } from '../ui/words.ts'
import * as store from './letter-store.ts'
import { mailLink } from './mail-links.ts'
import type { PeopleParts } from './parts.ts'
import { letterWait } from './people.ts'

/**
 * What letters there are. Their words stand under `people.letter.<kind>` in the locale files; those of another slice have
 * its name before theirs (`orders.sent`) and stand under `orders.letter.sent`.
 */
export type LetterKind = 'confirm' | 'already' | 'welcome-staff' | 'invitation' | `${string}.${string}`

/** For so long a letter that is being sent is nobody else's, in milliseconds; longer than any server takes to answer. */
const inHand = 10 * 60_000
/** How many letters are sent in one turn of the job. */
const most = 100
const system = { kind: 'system' } as const

/** What a letter is composed with. */
export type Composing = Pick<PeopleParts, 'words' | 'gate' | 'vault' | 'publicUrl' | 'clock'>

/**
 * The words of a letter, with a link at its end to what is sent to that address.
 * @param to the address
 * @param values what the sentences ask for; `company` is given
 * @param reader whose address that is, where it is known; `colleague`: nothing is sent to one that they could choose
 */
export function compose(
  parts: Composing,
  kind: LetterKind,
  language: Language,
  to: string,
  values: Values,
  reader?: { person: string } | 'colleague',
): store.LetterContent {
  const { t } = parts.words(language)
  const all = { ...values, company: parts.gate.policy().compiled.loaded.policy.policy.company }
  const [slice, what] = kind.includes('.') ? kind.split('.') : ['people', kind]
  const said = (part: string) => t(`${slice}.letter.${what}.${part}` as Key, all)
  const text = `${said('text')}\n`
  if (reader === 'colleague') return { to, subject: said('subject'), text }
  const ending = t('people.letter.footer', { company: all.company, link: mailLink(parts, language, to, reader) })
  return { to, subject: said('subject'), text: `${text}\n-- \n${ending}\n` }
}

/** Whether letters reach an ID: one that was made for somebody without an e-mail address gets none. */
export const isMailable = (id: string): boolean => id.includes('@')

/** What is written to somebody while their ID rests: what keeps it safe, and leads back to it. */
const keepsSafe = (kind: string): boolean => kind.startsWith('security.') || kind.startsWith('care.')

/** The statement that puts a letter on its way, for the transaction that causes it. */
export function letter(
  parts: Pick<PeopleParts, 'clock'>,
  person: string,
  kind: LetterKind,
  language: Language,
  content: store.LetterContent,
) {
  return store.addLetter({ id: newId(), person, kind, language, content, at: parts.clock.now() })
}

/**
 * Writes to somebody about what a slice did, in their language. Nothing happens where the policy, or what they said, does
 * not allow letters.
 * @param values what the sentences ask for, in the language of the letter; `name` and `company` are given
 * @param elsewhere another address than that of their ID: who typed it may not be who reads it there. Or what finds one, asked
 * once the address of the ID is read; undefined: that one
 * @param once an id for the letter, where whoever was interrupted may ask again and it is to be written once
 * @returns `nobody` where they have no ID any more, where it is paused or closed and the letter is not about its safety, or
 * where no e-mail reaches them; why there is no letter where the policy does not allow one
 */
export async function writeTo(
  parts: Composing & Pick<PeopleParts, 'languages'>,
  person: string,
  kind: `${string}.${string}`,
  values: (language: Language) => Values,
  elsewhere?: string | (() => Promise<string | undefined>),
  once?: string,
): Promise<'written' | 'nobody' | Refusal> {
  const asked = { act: 'people.write-letter', actor: system, subject: { person } } as const
  const to = await parts.gate.read(asked, {
    account: store.addressOf(person),
    name: store.currentName(person),
  })
  if (to instanceof Refusal) return to
  const [account] = to.account
  const instead = typeof elsewhere === 'function' ? await elsewhere() : elsewhere
  if (!account || (instead === undefined && !isMailable(account.address))) return 'nobody'
  if (account.rests && !keepsSafe(kind)) return 'nobody'
  const language = spokenIn(account.language, parts.languages)
  const said = { name: to.name[0]?.value ?? '', ...values(language) }
  const reader = account.relation === 'staff' ? 'colleague' : { person }
  const content = compose(parts, kind, language, instead ?? account.address, said, reader)
  const id = once ?? newId()
  const one = store.addLetter({ id, person, kind, language, content, at: parts.clock.now() })
  try {
    const written = await parts.gate.write(asked, { letter: one })
    return written instanceof Refusal ? written : 'written'
  } catch (error) {
    // Written before the interruption.
    if (once !== undefined && (error as { constraint?: string }).constraint === 'letter_pkey') return 'written'
    throw error
  }
}

type Posting = Pick<PeopleParts, 'gate' | 'clock' | 'mail'>

/**
 * Sends what is due, one letter after the other. One that cannot be delivered waits, each time twice as long, until it
 * can be or its person is forgotten. Who dies between the mail server's answer and noting it sends that letter again.
 * @returns how many were sent
 * @throws Undelivered once all were tried, if some could not be sent
 */
export async function sendLetters(parts: Posting): Promise<number> {
  const { gate, clock } = parts
  const due = await gate.read(
    { act: 'people.queue-letters', actor: system, subject: 'none' },
    { letters: store.dueLetters(clock.now(), most) },
  )
  if (due instanceof Refusal) return 0
  let sent = 0
  const faults: unknown[] = []
  for (const one of due.letters) {
    try {
      if (await sendOne(parts, one)) sent += 1
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw new Undelivered(faults)
  return sent
}

async function sendOne(parts: Posting, { id, person }: store.DueRow): Promise<boolean> {
  const { gate, clock, mail } = parts
  const now = clock.now()
  // The evidence stands before the letter leaves.
  const claimed = await gate.write(
    { act: 'people.send-letter', actor: system, subject: { person } },
    { letter: store.claimLetter(id, now, new Date(now.getTime() + inHand)) },
  )
  // Erased in the meantime, or in the hands of another process.
  if (claimed instanceof Refusal) return false
  const [mine] = claimed.letter
  if (!mine?.content) return false
  const note = (statement: ReturnType<typeof store.markSent>) =>
    gate.write({ act: 'people.queue-letters', actor: system, subject: { person } }, { statement })
  const delivery = await mail.send(mine.content).catch(async error => {
    await note(store.putOff(id, error instanceof MailFault ? null : new Date(now.getTime() + letterWait(mine.tries))))
    throw error
  })
  await note(store.markSent(id, clock.now(), delivery.delivered))
  return true
}

/** Letters that wait for another try. Says how many and with which codes; never to whom. */
export class Undelivered extends Error {
  override readonly name = 'Undelivered'
  constructor(faults: readonly unknown[]) {
    const codes = faults.map(fault => {
      const { code, responseCode } = fault as { code?: unknown; responseCode?: unknown }
      return String(responseCode ?? code ?? (fault instanceof Error ? fault.name : typeof fault))
    })
    super(`${faults.length} could not be sent and will be tried again: ${[...new Set(codes)].join(', ')}`)
  }
}

/**
 * Where there is no mail server and nobody reads the mailbox page, letters wait until there is one.
 * @throws Failure, which goes to the log, if some wait
 */
export async function refuseWaiting({ gate, clock }: Pick<PeopleParts, 'gate' | 'clock'>): Promise<void> {
  const due = await gate.read(
    { act: 'people.queue-letters', actor: system, subject: 'none' },
    { letters: store.dueLetters(clock.now(), most) },
  )
  const count = due instanceof Refusal ? 0 : due.letters.length
  if (count > 0)
    throw new Failure(
      `${count === most ? `${count} letters or more` : lettersInWords(count)} for want of a mail server.`,
      setMailServer,
    )
}

/** How many letters wait. */
export const lettersInWords = (count: number): string => (count === 1 ? '1 letter waits' : `${count} letters wait`)

/** What makes letters reach people. */
export const setMailServer = 'Set SMTP_URL and start again: what waits is sent then.'

/** The newest letters, for the mailbox of the demonstration. */
export async function openMailbox({ gate }: Pick<PeopleParts, 'gate'>): Promise<store.LetterRow[]> {
  const read = await gate.read(
    { act: 'people.open-mailbox', actor: system, subject: 'set' },
    { letters: store.allLetters(100) },
  )
  return read instanceof Refusal ? [] : read.letters
}
