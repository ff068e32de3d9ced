import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { testApp, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { policyFile } from '../../../test/promised.ts'
import { acts } from './privacy.ts'

const staff = (
  parse(readFileSync(join(import.meta.dirname, '../../../policies/hesbia.yaml'), 'utf8')) as {
    staff: Record<string, { purposes: string[] }>
  }
).staff
const atDesk: string[] = [...new Set(Object.values(acts).flatMap(act => (act.by === 'staff' ? [act.purpose] : [])))]

let world: TestApp
/** A customer of each of two companies of the group. */
const customers: Record<string, { email: string; person: string }> = {}
beforeAll(async () => {
  world = await testApp()
  for (const region of ['hes', 'hus']) customers[region] = await world.customer({ region })
})
afterAll(() => world.close())

/** What the evidence says of looks at somebody for a purpose. */
const tries = (person: string, purpose: string) =>
  world.db.asOwner(
    `select f.part, f.outcome from audit.evidence e join audit.form f on f.id = e.form
      where e.subject = $1 and f.purpose = $2 order by e.id`,
    [world.db.vault.recall(person)!.pseudonym, purpose],
  )

const look = async (who: TestVisitor, purpose: string, region: string) => {
  const answer = await who.call('POST', '/api/desk/find', { purpose, id: customers[region]!.email })
  if (answer.status !== 200) return answer.json<{ code: string }>().code
  return answer.json<{ found: { person: string }[] }>().found.map(one => one.person)
}

describe.each([
  ...Object.keys(staff).map(role => [role, 'hes'] as const),
  ['service-desk', 'hus'] as const,
  ['data-protection-officer', 'hus'] as const,
])('a colleague who is %s at %s', (role, controller) => {
  let who: TestVisitor
  beforeAll(async () => {
    who = await world.colleague(role, controller)
  })

  it.each(atDesk)('finds for %s whom the policy lets the role find, in its own company or in all', async purpose => {
    for (const region of ['hes', 'hus']) {
      const may = staff[role]!.purposes.includes(purpose)
      const sees = region === controller || policyFile.purposes[purpose]!.reach === 'all'
      const expected = !may ? 'role-without-purpose' : sees ? [customers[region]!.person] : []
      expect([purpose, region, await look(who, purpose, region)]).toEqual([purpose, region, expected])
    }
  })

  it('is offered those purposes on the page, in the words of the policy, and no other', async () => {
    const { text } = await who.get('/console/people')
    const offered = [...text.matchAll(/name="purpose" value="([^"]+)"/g)].map(match => match[1])
    expect(offered).toEqual(staff[role]!.purposes.filter(purpose => atDesk.includes(purpose)))
    if (offered.length === 0) expect(text).toContain('No purpose of your role looks up a customer by hand')
  })

  it('opens nobody whom the purpose does not see, and the try is a line of evidence', async () => {
    for (const purpose of atDesk) {
      for (const region of ['hes', 'hus']) {
        const { person } = customers[region]!
        const opened = await who.call('POST', '/api/desk/open', { purpose, person })
        if (!staff[role]!.purposes.includes(purpose)) {
          expect(opened.status).toBe(403)
          expect(opened.json()).toMatchObject({ code: 'role-without-purpose', policyVersion: '4' })
          continue
        }
        const record = await who.call('GET', `/api/desk/record/${opened.json<{ permit: string }>().permit}`)
        const sees = region === controller || policyFile.purposes[purpose]!.reach === 'all'
        expect([purpose, region, record.status]).toEqual([purpose, region, sees ? 200 : 403])
        if (sees) continue
        expect(record.json()).toMatchObject({ code: 'nobody-for-this-purpose', policyVersion: '4' })
        expect(await tries(person, purpose)).toContainEqual({ part: `${role}/${controller}`, outcome: 'out-of-region' })
      }
    }
  })
})
