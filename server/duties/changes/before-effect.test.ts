import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { lettersTo } from '../../../test/letters.ts'
import { nextVersion } from '../../../test/next-version.ts'
import { withClient } from '../../base/installation.ts'
import { sendLetters } from '../../people/index.ts'
import { addOperatorsDraft } from '../../policy/approved-sql.ts'
import type { LoadedPolicy } from '../../policy/document.ts'
import { draftSeal, draftSealUse } from '../../policy/draft-seal.ts'
import { publishApproved } from '../../policy/publish-approved.ts'
import { applyDue, loadVersion, publish, publishAlone } from '../../policy/publish.ts'
import { tellOfVersions } from './telling.ts'

type Who = TestVisitor & { person: string; email: string }
type Edit = Parameters<typeof nextVersion>[1]
const day = 86_400_000
const calls = '/api/console/policy/drafts'
const weighed = { 'balancing/support.md': 'Four years were weighed: the link, the need and what people expect.\n' }

let house: TestApp
let ada: Who
let ben: Who
let customer: Who
let number: number
beforeAll(async () => {
  house = await testApp()
  ada = await house.colleague('data-protection-officer')
  ben = await house.colleague('administrator')
  customer = await house.customer({ name: 'Cas Concerned' })
  number = house.db.state.current().compiled.loaded.policy.policy.version
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => house.close())

const now = () => house.db.clock.now()
const longer: Edit = policy => policy.setIn(['purposes', 'support', 'keep', 'for'], 'P4Y')
/** The version in force with a change, under the next number that is free. */
function next(change: Edit = () => undefined, records: Record<string, string> = weighed): LoadedPolicy {
  number += 1
  const version = number
  return nextVersion(
    house.db,
    policy => {
      change(policy)
      policy.setIn(['policy', 'version'], version)
    },
    records,
  )
}
const textsOf = ({ texts }: LoadedPolicy) =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.source]))
async function drafted(loaded: LoadedPolicy, by = ada): Promise<{ id: string; hash: string }> {
  const { source: yaml, assessments, hash } = loaded
  const made = await by.call('POST', calls, { yaml, texts: textsOf(loaded), assessments, note: 'A change.' })
  expect(made.status, made.text).toBe(201)
  return { id: made.json<{ draft: string }>().draft, hash }
}
const approved = ({ id, hash }: { id: string; hash: string }, effective?: string) =>
  ben.call('POST', `${calls}/${id}/approve`, { hash, ...(effective ? { effective } : {}) })
const code = (answer: { json<T>(): T }) => answer.json<{ code?: string }>().code
const seen = async ({ id }: { id: string }) =>
  (await ada.call('GET', `${calls}/${id}`)).json<{
    material: boolean
    earliest: string
    state: string
    ended: string
  }>()
const asOwner = <T>(work: (client: Parameters<Parameters<typeof withClient>[1]>[0]) => Promise<T>) =>
  withClient(house.db.owner, work) as Promise<T>
const ownersTurn = () =>
  asOwner(async client => {
    const { db } = house
    const published = await publishApproved(client, db.declarations, db.vault.derive(draftSealUse), now())
    const applied = await applyDue(client, db.declarations, db.prefix, now())
    await Promise.all([db.state.refresh(), house.app.given.state.refresh()])
    const { version } = db.state.current().compiled.loaded.policy.policy
    await client.query('update people.staff set acknowledged_version = $1', [version])
    return { published, version: applied?.compiled.loaded.policy.policy.version }
  })
const onDay = (days: number) => new Date(now().getTime() + days * day).toISOString().slice(0, 10)
const rowOf = async (version: number) =>
  (
    await house.db.asOwner<{ told_at: Date | null; effective_at: Date; approved_as: string | null }>(
      'select told_at, effective_at, approved_as from policy.version where number = $1',
      [version],
    )
  )[0]!

describe('a draft', () => {
  it('is approved for as early as may be on a clock that goes on meanwhile, and published', async () => {
    const start = now().getTime()
    let passed = 0
    vi.spyOn(house.db.clock, 'now').mockImplementation(() => new Date(start + (passed += 1)))
    expect((await approved(await drafted(next()))).status).toBe(200)
    expect(await ownersTurn()).toEqual({ published: { published: number }, version: number })
    house.db.clock.advance(60_000)
  })

  it('of somebody who was erased, or that only says it came by a command, is approved by nobody', async () => {
    const eve = await house.colleague('data-protection-officer')
    const erased = await drafted(next(), eve)
    await house.db.asOwner('delete from people.person where id = $1', [eve.person])
    const forged = { id: crypto.randomUUID(), ...next() }
    const store = (id: string, loaded: LoadedPolicy, seal: Buffer) =>
      asOwner(client =>
        addOperatorsDraft(client, {
          id,
          seal,
          hash: loaded.hash,
          number: loaded.policy.policy.version,
          source: loaded.source,
          texts: textsOf(loaded),
          assessments: { ...loaded.assessments },
          cases: null,
          note: 'abide policy publish',
          warnings: 0,
          at: now(),
          proposedAt: null,
        }),
      )
    await store(forged.id, forged, Buffer.alloc(32))
    expect([code(await approved(erased)), code(await approved(forged))]).toEqual(['draft-wrong', 'draft-wrong'])
    const right = { id: crypto.randomUUID(), ...next() }
    await store(right.id, right, draftSeal(house.db.vault.derive(draftSealUse), right, 'command'))
    expect((await approved(right)).status).toBe(200)
    expect(await ownersTurn()).toMatchObject({ published: { published: number } })
    const { versions } = (await ada.call('GET', '/api/policy/versions')).json<{ versions: object[] }>()
    expect(versions[0]).toMatchObject({ version: number, operatorsDraft: true, approvedAs: 'administrator' })
    expect((await house.visitor().get('/en/privacy/versions')).text).toContain('A colleague, drafted by the operator')
  })

  it('for which no login is left ends with what to do, and leaves its place to another', async () => {
    const taken = await house.db.asOwner<{ role: string }>(
      "update policy.slot set purpose = 'taken ' || role where purpose is null returning role",
    )
    const one = await drafted(
      next(policy => {
        const support = (policy.toJS() as { purposes: { support: object } }).purposes.support
        policy.setIn(['purposes', 'second-support'], policy.createNode(support))
      }),
    )
    expect((await approved(one, onDay(40))).status).toBe(200)
    expect(await ownersTurn()).toMatchObject({
      published: { refused: expect.stringMatching(/no login left.+Give what it does to a purpose/) as string },
    })
    expect(await seen(one)).toMatchObject({ state: 'ended', ended: expect.stringContaining('no login left') as string })
    await house.db.asOwner('update policy.slot set purpose = null where role = any ($1)', [
      taken.map(({ role }) => role),
    ])
    expect((await approved(await drafted(next()))).status).toBe(200)
    expect(await ownersTurn()).toMatchObject({ published: { published: number } })
  })
})

describe('the operator alone', () => {
  it('publishes nothing that the law asks more of', async () => {
    const same = next(longer, {})
    await expect(
      asOwner(client => publishAlone(client, same, { now: now(), effectiveAt: now(), aloneBecause: 'in a hurry' })),
    ).rejects.toThrow('balancing test says what it said before')
    number -= 1
  })

  it('takes nothing from what was approved by publishing the same file again', async () => {
    const loaded = next()
    expect((await approved(await drafted(loaded), onDay(5))).status).toBe(200)
    await ownersTurn()
    const before = await rowOf(number)
    expect(before.approved_as).toBe('administrator')
    const again = await asOwner(client =>
      publish(client, loadVersion({ ...loaded, number, texts: textsOf(loaded) }), now(), now()),
    )
    expect([again, await rowOf(number)]).toEqual([before.effective_at, before])
  })
})

describe('a version that gives more', () => {
  const told = () =>
    house.db.asOwner<{ person_id: string }>('select person_id from changes.told where version = $1', [wide])
  const about = async (who: Who) =>
    (await lettersTo(house, who.email)).filter(({ subject }) => subject.includes('policy changes')).length
  let wide: number
  let widened: LoadedPolicy

  it('is told to everybody but who cannot be written to now, and counts as told once their letters are sent', async () => {
    widened = next(longer, { 'balancing/support.md': 'Four years, weighed anew.\n' })
    wide = number
    expect((await approved(await drafted(widened), onDay(31))).status).toBe(200)
    expect(await ownersTurn()).toMatchObject({ published: { published: wide } })
    const { given } = house.app
    const unlucky = await house.customer({ name: 'Una Unlucky' })
    const gate = {
      ...given.gate,
      write: ((asked: { subject: unknown }, ...rest: unknown[]) => {
        if ((asked.subject as { person?: string }).person === unlucky.person) throw new RangeError('a fault of ours')
        return (given.gate.write as (...all: unknown[]) => unknown)(asked, ...rest)
      }) as typeof given.gate.write,
    }
    await expect(tellOfVersions({ ...given, gate })).rejects.toThrow(
      /^1 could not be told of version \d+ .+RangeError$/,
    )
    expect([await about(customer), (await told()).some(one => one.person_id === unlucky.person)]).toEqual([1, false])
    const account = await house.db.connectAs(house.db.roleOf('account'), 'hes')
    const say = () => account.query('select changes.note_told($1, $2)', [wide, now()])
    expect((await say()).rowCount).toBe(0)
    await tellOfVersions(given)
    expect([(await say()).rowCount, (await rowOf(wide)).told_at]).toEqual([0, null])
  })

  it('that was told late takes effect later, a whole notice after the last letter', async () => {
    house.db.clock.advance(10 * day)
    await sendLetters(house.app.given)
    await tellOfVersions(house.app.given)
    expect(await rowOf(wide)).toMatchObject({
      told_at: now(),
      effective_at: new Date(now().getTime() + 30 * day),
    })
  })

  it('is told to who comes before its effect, too', async () => {
    const newcomer = await house.customer({ name: 'Nel Newcomer' })
    await tellOfVersions(house.app.given)
    expect([await about(newcomer), await about(customer)]).toEqual([1, 1])
  })

  it('is not put in force sooner by a version on top of it with a word mended', async () => {
    ada = await house.colleague('data-protection-officer')
    ben = await house.colleague('administrator')
    const version = (number += 1)
    const source = widened.source.replace(/version: \d+/, `version: ${version}`)
    const mended = loadVersion({ ...widened, number: version, source, texts: textsOf(widened) })
    const one = await drafted(mended)
    const { material, earliest } = await seen(one)
    expect([material, new Date(earliest) >= (await rowOf(wide)).effective_at]).toEqual([true, true])
    expect(code(await approved(one, onDay(1)))).toBe('draft-early')
    expect((await approved(one)).status).toBe(200)
    expect(await ownersTurn()).toEqual({ published: { published: version }, version: wide - 1 })
    await tellOfVersions(house.app.given)
    expect(await about(customer)).toBe(2)
  })
})
