/** The cast of the demonstration: its profiles, what we hold and who looked say the same of the same row. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed } from '../server/commands/seed.ts'
import { readCast } from '../server/people/index.ts'
import { testApp, type TestApp, type TestVisitor } from './app.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp({ demo: true })
  await seed(house.app)
}, 120_000)
afterAll(() => house.close())

async function signedIn(id: string): Promise<TestVisitor> {
  const visitor = house.visitor()
  await visitor.submit('/en/sign-in', { id, password: readCast().password })
  return visitor
}
const read = async (who: TestVisitor, path: string) =>
  (await who.get(`/en/${path}`)).text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('somebody of the cast', () => {
  it('who came by the website gave it themselves, says every page', async () => {
    const an = await signedIn('an.maes@ziekenhuis-demer.example')
    const profile = await read(an, 'account/profile')
    expect(profile).toMatch(/an@maes-thuis\.example Proven on .*? You, on our website/)
    expect(profile).toContain('Your trade Value Technician')
    expect(await read(an, 'privacy-centre/held')).toContain('You, on our website')
    const looked = await read(an, 'privacy-centre/looked?period=all')
    expect(looked).toContain('Created your ID')
    expect(looked).toContain('Corrected how you can be reached, or your country')
    expect(looked).not.toMatch(/Set up an ID for you|as you told us elsewhere/)
  })

  it('who came otherwise was noted by our systems, says every page', async () => {
    const giulia = await signedIn('giulia.ferri@telefrontiera.example')
    expect(await read(giulia, 'account/profile')).toContain('You, by phone')
    expect(await read(giulia, 'privacy-centre/held')).toContain('You, by phone')
    expect(await read(giulia, 'privacy-centre/looked?period=all')).toContain('as you told us elsewhere')
  })
})
