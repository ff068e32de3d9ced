import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { testApp, type TestApp, testPassword } from '../../test/app.ts'
import { letterTo } from '../../test/letters.ts'
import { createMail, type Letter, type Mail, MailFault } from '../base/mail.ts'
import { erasePerson, sendLetters } from './index.ts'

const minute = 60_000
/** What the post room was given, and what it answers. */
const posted: Letter[] = []
let answer: (letter: Letter) => Promise<void> = async () => {}
const mail: Mail = {
  async send(letter) {
    await answer(letter)
    posted.push(letter)
    return { delivered: 'smtp', messageId: 'test' }
  },
  close() {},
}
let product: TestApp
beforeAll(async () => (product = await testApp({ mail })))
afterAll(() => product.close())
afterEach(async () => {
  answer = async () => {}
  product.db.clock.advance(12 * 60 * minute)
  await sendLetters(product.app.given)
  posted.length = 0
})

let added = 0
async function signUp(): Promise<string> {
  const email = `reader-${(added += 1)}@customer.example`
  await product.visitor().call('POST', '/api/people/sign-up', { name: 'Jo', email, password: testPassword })
  return email
}
const send = () => sendLetters(product.app.given)
const down = async () => {
  throw Object.assign(new Error('connect ECONNREFUSED reader@customer.example'), { code: 'ECONNREFUSED' })
}
const lines = async () => Number((await product.db.asOwner('select count(*) from audit.evidence'))[0]?.['count'])

describe('a letter', () => {
  test('is sent once, and the evidence says so to the person', async () => {
    const email = await signUp()
    expect([await send(), await send()]).toEqual([1, 0])
    expect(posted.map(({ to }) => to)).toEqual([email])
    const [line] = await product.db.asOwner(
      `select f.act, e.subject is not null as about from audit.evidence e join audit.form f on f.id = e.form order by e.id desc limit 1`,
    )
    expect(line).toEqual({ act: 'people.send-letter', about: true })
  })

  test('that nobody wrote leaves no line of evidence each second', async () => {
    const before = await lines()
    expect(await send()).toBe(0)
    expect(await lines()).toBe(before)
  })

  test('waits while the mail server is down, ever longer, and arrives in the end', async () => {
    await signUp()
    answer = down
    const tries: number[] = []
    for (let passed = 0; passed < 64; passed += 1) {
      await send().catch(() => tries.push(passed))
      product.db.clock.advance(minute)
    }
    expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63])
    answer = async () => {}
    expect(await send()).toBe(0)
    product.db.clock.advance(64 * minute)
    expect([await send(), posted.length]).toEqual([1, 1])
  })

  test('that cannot be delivered keeps no other waiting, and what is logged names nobody', async () => {
    const [first, second] = [await signUp(), await signUp()]
    answer = letter => (letter.to === first ? down() : Promise.resolve())
    const error = await send().then(
      () => undefined,
      (thrown: Error) => thrown,
    )
    expect(error?.message).toBe('1 could not be sent and will be tried again: ECONNREFUSED')
    expect(posted.map(({ to }) => to)).toEqual([second])
  })

  test('is sent once by two processes at the same moment', async () => {
    for (let letters = 0; letters < 5; letters += 1) await signUp()
    const sent = await Promise.all([send(), send(), send()])
    expect(sent.reduce((sum, one) => sum + one)).toBe(5)
    expect(new Set(posted.map(({ to }) => to)).size).toBe(5)
    expect(posted).toHaveLength(5)
  })

  test('in the hands of a process that takes long is nobody else’s', async () => {
    await signUp()
    let finish!: () => void
    answer = () => new Promise(resolve => (finish = resolve))
    const slow = send()
    while (finish === undefined) await new Promise(resolve => setImmediate(resolve))
    product.db.clock.advance(5 * minute)
    expect(await send()).toBe(0)
    finish()
    expect([await slow, posted.length]).toEqual([1, 1])
  })

  test('of a process that died with it is sent by another', async () => {
    await signUp()
    await product.db.asOwner(`update people.letter set next_try_at = $1, tries = 1 where sent_at is null`, [
      new Date(product.db.clock.now().getTime() + 10 * minute),
    ])
    expect(await send()).toBe(0)
    product.db.clock.advance(10 * minute)
    expect([await send(), posted.length]).toEqual([1, 1])
  })

  test('to somebody who was erased in the meantime is never sent', async () => {
    const email = await signUp()
    const { token } = await letterTo(product, email)
    const confirmed = { token, password: testPassword }
    expect((await product.visitor().call('POST', '/api/people/confirm', confirmed)).status).toBe(201)
    await erasePerson(product.app.given, email)
    expect([await send(), posted]).toEqual([0, []])
  })

  test('that can be no letter is given up, and not tried for ever', async () => {
    await signUp()
    let tries = 0
    answer = async () => {
      tries += 1
      throw new MailFault('to: not one plain e-mail address')
    }
    await send().catch(() => {})
    product.db.clock.advance(24 * 60 * minute)
    await send()
    expect(tries).toBe(1)
  })
})

test('a letter reaches a mail server as it was written, in the reader’s language', async () => {
  const received: { to: string[]; raw: Buffer }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(pieces) })
        done()
      })
    },
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  const real = createMail({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Privacy <privacy@company.example>' })
  try {
    const email = 'lezer@customer.example'
    await product.visitor().submit('/nl/sign-up', { name: 'Jo\u00ebl <b>', email, password: testPassword })
    expect(await sendLetters({ ...product.app.given, mail: real })).toBe(1)
    const { subject, text, from } = await simpleParser(received[0]!.raw)
    expect(received[0]!.to).toEqual([email])
    expect([from?.text, subject]).toEqual([
      '"Privacy" <privacy@company.example>',
      expect.stringContaining('Bevestig uw ID bij'),
    ])
    const link = /http:\/\/localhost:8080(\/nl\/confirm\?token=\S+)/.exec(text ?? '')![1]!
    expect((await product.visitor().submit(link, { password: testPassword })).status).toBe(303)
  } finally {
    real.close()
    await new Promise<void>(resolve => server.close(() => resolve()))
  }
})
