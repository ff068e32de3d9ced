import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../../../test/app.ts'
import { letterTo, lettersTo } from '../../../../test/letters.ts'
import { statementsOf } from '../../../../test/statements.ts'
import { answerResets, changeLanguage, tellOfChanges } from '../../../people/index.ts'
import { join } from './acts.ts'
import { part } from './parting.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

type Customer = TestVisitor & { person: string; email: string }
const given = () => house.app.given
const masked = (address: string) => `${address[0]}…${address.slice(address.indexOf('@'))}`

/** Two IDs: one of somebody who reads Dutch is given up for one of somebody who reads English. */
async function strangers(): Promise<{ kept: Customer; former: Customer }> {
  const [kept, former] = [await house.customer({ name: 'Ann Kept' }), await house.customer({ name: 'Jan Vroeger' })]
  await changeLanguage(given(), { kind: 'customer', person: former.person }, 'nl')
  return { kept, former }
}

describe('two IDs that a colleague joined by mistake', () => {
  it('are told each in their own language, with their own name, and neither learns who the other is', async () => {
    const { kept, former } = await strangers()
    for (const act of [
      () => join(given(), kept.person, former.person, 'en'),
      () => part(given(), kept.person, former.person),
    ]) {
      expect(await act()).toMatchObject({ moved: expect.any(Number) as number })
      await tellOfChanges(given())
      const [toKept, toFormer] = [await letterTo(house, kept.email), await letterTo(house, former.email)]
      expect(toKept.text).toContain('Hello Ann Kept')
      expect(toKept.text).toContain(masked(former.email))
      expect(toFormer.text).toContain('Dag Jan Vroeger')
      expect(toFormer.text).toContain(masked(kept.email))
      expect(toFormer.text).toContain('/nl/contact')
      for (const [{ subject, text }, words] of [
        [toKept, ['Jan', 'Vroeger', former.email]],
        [toFormer, ['Ann', 'Kept', kept.email]],
      ] as const)
        for (const word of words) expect(`${subject} ${text}`).not.toContain(word)
    }
    expect((await letterTo(house, former.email)).text).toContain('weer mee aanmelden zoals voorheen')
    expect((await letterTo(house, kept.email)).text).toContain('is apart again')
  })
})

describe('whoever wants to use an ID that was joined', () => {
  const says = (former: Customer, kept: Customer) => async () => {
    const { text } = await letterTo(house, former.email)
    expect(text).toContain('met een andere ID samengevoegd')
    expect(text).toContain(masked(kept.email))
    expect(text).not.toMatch(/Ann|Kept/)
    expect(text).not.toContain(kept.email)
  }

  it('is told by letter which one to sign in with: forgotten password, sign-up and another address', async () => {
    const { kept, former } = await strangers()
    await join(given(), kept.person, former.person, 'en')
    const check = says(former, kept)
    await house.visitor().submit('/en/forgotten', { id: former.email })
    await answerResets(given())
    await check()
    const before = (await lettersTo(house, former.email)).length
    await house
      .visitor()
      .submit('/en/sign-up', { name: 'Jan', email: former.email, password: 'nine otters in the reeds' })
    await check()
    const asker = await house.customer({ name: 'Ann Asks' })
    expect((await asker.call('POST', '/api/people/email-change', { email: former.email })).status).toBeLessThan(300)
    await check()
    expect(await lettersTo(house, former.email)).toHaveLength(before + 2)
  })

  it('is answered as for every address, by the same statements', async () => {
    const { kept, former } = await strangers()
    await join(given(), kept.person, former.person, 'en')
    const other = await house.customer()
    const signUp = async (email: string) => {
      const body = { name: 'Jo', email, password: 'nine otters in the reeds', language: 'en' }
      let answer: unknown
      const ran = await statementsOf(house, async () => {
        const { status, text } = await house.visitor().call('POST', '/api/people/sign-up', body)
        answer = [status, text]
      })
      return { ran, answer }
    }
    const [joined, taken, free] = [
      await signUp(former.email),
      await signUp(other.email),
      await signUp('free-address@customer.example'),
    ]
    expect(joined).toEqual(taken)
    expect(joined).toEqual(free)
    const change = async (email: string) => {
      const asker = await house.customer()
      let answer: unknown
      const ran = await statementsOf(house, async () => {
        const { status, text } = await asker.call('POST', '/api/people/email-change', { email })
        answer = [status, text]
      })
      return { ran, answer }
    }
    // Each was written to once before, as the sign-up was.
    expect((await change(former.email)).ran).toEqual((await change(other.email)).ran)
    expect((await change(former.email)).answer).toEqual((await change(other.email)).answer)
  })
})
