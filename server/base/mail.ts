import nodemailer from 'nodemailer'

/** A letter to one address. */
export interface Letter {
  to: string
  subject: string
  /** The whole letter in plain text: it is also what the mailbox page shows. */
  text: string
  html?: string
  /** e.g. List-Unsubscribe, List-Unsubscribe-Post, Content-Language. */
  headers?: Readonly<Record<string, string>>
}

/** `smtp`: a server accepted it. `mailbox`: no server is set, the letter is only readable in the product's own mailbox. */
export type Delivery = { delivered: 'smtp'; messageId: string } | { delivered: 'mailbox' }

export interface Mail {
  /** Rejects with `MailFault` when the letter cannot be a letter, and with the server's error when that refuses it. */
  send(letter: Letter): Promise<Delivery>
  close(): void
}

export interface MailSettings {
  /** smtp://user:password@host:587 or smtps://…; absent: nothing leaves. */
  smtpUrl?: string | undefined
  /** `Name <address>` or an address. */
  from: string
}

/** A letter that would have been something else: a second recipient, a forged header. */
export class MailFault extends Error {
  override readonly name = 'MailFault'
}

/** One plain address: no display name, no list, no comment, nothing that a mail server reads as more than one. */
const address = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u
const control = /\p{Cc}/u
const headerName = /^[A-Za-z][A-Za-z0-9-]*$/
/** Headers that the letter's own fields set, and that therefore nobody adds a second time. */
const ownHeaders = new Set([
  'to',
  'cc',
  'bcc',
  'from',
  'sender',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'return-path',
  'received',
])
const isOwnHeader = (name: string) => ownHeaders.has(name) || /^(content-(?!language$)|resent-|dkim-)/.test(name)

/** @returns whether a letter can be sent there: one plain address of at most 254 characters */
export const isPlainAddress = (text: string): boolean => text.length <= 254 && address.test(text)

/** @throws MailFault naming the field, never its value */
export function checkLetter(letter: Letter): void {
  if (!isPlainAddress(letter.to)) throw new MailFault('to: not one plain e-mail address')
  if (control.test(letter.subject) || letter.subject === '')
    throw new MailFault('subject: empty or with control characters')
  for (const [name, value] of Object.entries(letter.headers ?? {})) {
    if (!headerName.test(name) || isOwnHeader(name.toLowerCase()))
      throw new MailFault('headers: a header that a letter may not set')
    if (control.test(value)) throw new MailFault(`headers: ${name} has control characters`)
  }
}

/** The post room. Attachments by path or address are switched off: a letter reads no file and no other server. */
export function createMail({ smtpUrl, from }: MailSettings): Mail {
  const transport =
    smtpUrl === undefined
      ? undefined
      : nodemailer.createTransport(
          { url: smtpUrl, pool: true, maxConnections: 2, connectionTimeout: 10_000, socketTimeout: 30_000 },
          { disableFileAccess: true, disableUrlAccess: true },
        )
  return {
    async send(letter) {
      checkLetter(letter)
      if (!transport) return { delivered: 'mailbox' }
      const { to, subject, text, html, headers } = letter
      const sent = await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        ...(html === undefined ? {} : { html }),
        // RFC 3834: nobody's holiday notice answers a machine
        headers: { 'Auto-Submitted': 'auto-generated', ...headers },
      })
      return { delivered: 'smtp', messageId: sent.messageId }
    },
    close: () => transport?.close(),
  }
}
