/** Somebody whose ID got another address. */
import type { TestApp, TestVisitor } from './app.ts'
import { letterTo } from './letters.ts'

/** Gives an ID another address, as where a second factor stood for the former one: that is told, and not asked. */
export async function moveAddress(house: TestApp, who: TestVisitor & { person: string }, to: string): Promise<void> {
  await who.call('POST', '/api/people/email-change', { email: to })
  const { token } = await letterTo(house, to)
  await house.db.asOwner('update people.address_change set old_hash = null where person_id = $1', [who.person])
  await who.call('POST', '/api/people/email-change/answer', { token, yes: true })
}
