import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword } from '../../test/app.ts'
import { castFactor, codeOf, inviteColleague, readCast } from './index.ts'

let product: TestApp
beforeAll(async () => (product = await testApp({ demo: true })))
afterAll(() => product.close())

test('outside the demonstration there is no mailbox', async () => {
  const real = await testApp()
  try {
    expect((await real.visitor().get('/en/mailbox')).status).toBe(404)
  } finally {
    await real.close()
  }
})

test('the mailbox shows each letter with a link that works, and leads there from the sign-up', async () => {
  const visitor = product.visitor()
  expect((await visitor.get('/nl/mailbox')).text).toContain('Er is nog aan niemand geschreven')
  const fields = { name: 'Jo', email: 'jo@customer.example', password: testPassword }
  expect((await visitor.submit('/nl/sign-up', fields)).text).toContain('href="/nl/mailbox"')
  const { text, headers } = await visitor.get('/en/mailbox')
  expect(headers['cache-control']).toBe('no-store')
  expect(text).toContain('To jo@customer.example')
  const link = /href="http:\/\/localhost:8080(\/nl\/confirm\?token=[^"]+)"/.exec(text)![1]!
  expect((await visitor.submit(link, { password: testPassword })).status).toBe(303)
})

test('the mailbox says which code of each colleague is current', async () => {
  const { text } = await product.visitor().get('/en/mailbox')
  const colleagues = readCast().people.filter(({ role }) => role)
  for (const { email } of colleagues)
    expect(text).toContain(codeOf(castFactor(product.db.vault, email), product.db.clock.now()))
})

test('a letter is text: nothing in it becomes a part of the page', async () => {
  const name = '<script>alert(1)</script> <a href="https://evil.example">x</a>'
  const invitation = { name, email: 'odd@colleague.example', role: 'service-desk', controller: 'hes' }
  await inviteColleague(product.app.given, { ...invitation, language: 'en' })
  const { text } = await product.visitor().get('/en/mailbox')
  expect(text).toContain('&lt;script>alert(1)')
  expect(text).not.toContain('<script>alert')
  expect(text).not.toContain('href="https://evil.example">x')
})
