/** A mail server that keeps what it is given, for tests of the product as a process. */
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface PostOffice {
  /** For SMTP_URL. */
  url: string
  /** What came, the oldest first. */
  letters: { to: string; text: string }[]
  close(): Promise<void>
}

/** Opens one on a free port. */
export async function openPostOffice(): Promise<PostOffice> {
  const letters: PostOffice['letters'] = []
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    // Everybody may sign in but who says the word below.
    onAuth({ username, password }, _session, done) {
      if (password === 'not this one') done(new Error('no'))
      else done(null, { user: username ?? '' })
    },
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const to = session.envelope.rcptTo[0]!.address
      void text(stream)
        .then(source => simpleParser(source))
        .then(letter => letters.push({ to, text: letter.text ?? '' }))
        .finally(done)
    },
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    letters,
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}
