import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMail, MailFault, type Letter, type Mail } from './mail.ts'

const from = 'Hesbia Services <portal@hesbia.example>'
const letter: Letter = { to: 'an.maes@ziekenhuis.example', subject: 'Bevestig uw adres – één klik', text: 'Dag An\n' }

describe('with a mail server', () => {
  let sink: SMTPServer
  let mail: Mail
  let taken: { to: string[]; raw: string }[]
  let refuses: string | undefined

  beforeEach(async () => {
    taken = []
    refuses = undefined
    sink = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_address, _session, done) => done(refuses === undefined ? null : new Error(refuses)),
      onData(stream, session, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address)
          taken.push({ to, raw: Buffer.concat(chunks).toString() })
          done()
        })
      },
    })
    await new Promise<void>(resolve => sink.listen(0, '127.0.0.1', resolve))
    mail = createMail({ smtpUrl: `smtp://127.0.0.1:${(sink.server.address() as AddressInfo).port}`, from })
  })
  afterEach(async () => {
    mail.close()
    await new Promise<void>(resolve => sink.close(resolve))
  })

  test('a letter arrives as it was written, to one address', async () => {
    const sent = await mail.send({
      ...letter,
      html: '<p lang="nl">Dag An</p>',
      headers: {
        'List-Unsubscribe': '<https://my.hesbia.example/u/1>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Content-Language': 'nl',
      },
    })
    expect(sent).toEqual({ delivered: 'smtp', messageId: expect.stringMatching(/^<.+>$/) })
    const [{ to, raw }] = taken as [(typeof taken)[0]]
    const parsed = await simpleParser(raw)
    expect(to).toEqual(['an.maes@ziekenhuis.example'])
    expect([parsed.subject, parsed.text, parsed.html]).toEqual([letter.subject, letter.text, '<p lang="nl">Dag An</p>'])
    expect(parsed.from?.text).toBe('"Hesbia Services" <portal@hesbia.example>')
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  })

  test('a server that refuses is an error, not a delivery', async () => {
    refuses = 'no such mailbox'
    await expect(mail.send(letter)).rejects.toThrow(/no such mailbox/)
    expect(taken).toEqual([])
  })

  test.each([
    ['a second address', { to: 'an@hesbia.example, all@hesbia.example' }],
    ['an address after a line end', { to: 'an@hesbia.example\r\nBcc: all@hesbia.example' }],
    ['a group', { to: 'staff:a@hesbia.example,b@hesbia.example;' }],
    ['a name before the address', { to: 'An <an@hesbia.example>' }],
    ['a quoted local part', { to: '"a@b.example"@hesbia.example' }],
    ['no address', { to: '' }],
    ['a line end in the subject', { subject: 'Hello\nBcc: all@hesbia.example' }],
    ['a header in a header', { headers: { 'X-Case': 'S-1\r\nBcc: all@hesbia.example' } }],
    ['a name of a header with a line end', { headers: { 'X-Case\r\nBcc': 'all@hesbia.example' } }],
    ['a recipient as a header', { headers: { Bcc: 'all@hesbia.example' } }],
    ['a sender as a header', { headers: { FROM: 'all@hesbia.example' } }],
    ['another content type', { headers: { 'Content-Type': 'text/html' } }],
  ])('%s sends nothing', async (_what, change) => {
    await expect(mail.send({ ...letter, ...change })).rejects.toThrow(MailFault)
    expect(taken).toEqual([])
  })
})

test('without a mail server a letter stays in the mailbox, and is checked all the same', async () => {
  const mail = createMail({ from })
  expect(await mail.send(letter)).toEqual({ delivered: 'mailbox' })
  await expect(mail.send({ ...letter, to: 'a@b.example,c@d.example' })).rejects.toThrow(MailFault)
  mail.close()
})
