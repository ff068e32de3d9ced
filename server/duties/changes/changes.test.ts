import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { lettersTo } from '../../../test/letters.ts'
import { nextVersion } from '../../../test/next-version.ts'
import { withClient } from '../../base/installation.ts'
import { erasePerson, sendLetters } from '../../people/index.ts'
import { draftSealUse } from '../../policy/draft-seal.ts'
import { publishApproved } from '../../policy/publish-approved.ts'
import { applyDue } from '../../policy/publish.ts'
import { tellOfVersions } from './telling.ts'

type Who = TestVisitor & { person: string; email: string }
const day = 86_400_000
const calls = '/api/console/policy/drafts'

let house: TestApp
let ada: Who
let ben: Who
let customer: Who
beforeAll(async () => {
  house = await testApp()
  ada = await house.colleague('data-protection-officer')
  ben = await house.colleague('administrator')
  customer = await house.customer({ name: 'Cas Concerned' })
})
afterAll(() => house.close())

/** The version in force with support kept longer, its balancing test weighed anew unless told otherwise. */
function wider(renewed = true) {
  const next = nextVersion(house.db, policy => policy.setIn(['purposes', 'support', 'keep', 'for'], 'P4Y'))
  const texts = Object.fromEntries(Object.entries(next.texts).map(([language, text]) => [language, text.source]))
  const assessments = { ...next.assessments }
  if (renewed) assessments['balancing/support.md'] += '\nFour years: weighed anew.\n'
  return { yaml: next.source, texts, assessments, note: 'Support is kept for a year more.' }
}
/** The same with nothing that is more. */
function plain() {
  const { yaml, ...rest } = wider(false)
  return { ...rest, yaml: yaml.replace('P4Y', 'P3Y'), note: 'Nothing of substance.' }
}
async function drafted(by: Who, body: object): Promise<{ id: string; hash: string }> {
  const made = await by.call('POST', calls, body)
  expect(made.status, made.text).toBe(201)
  const { draft: id } = made.json<{ draft: string }>()
  return { id, hash: (await by.call('GET', `${calls}/${id}`)).json<{ hash: string }>().hash }
}
async function approved(by: Who, { id, hash }: { id: string; hash: string }, effective?: string) {
  return by.call('POST', `${calls}/${id}/approve`, { hash, ...(effective ? { effective } : {}) })
}
const code = (answer: { json<T>(): T }) => answer.json<{ code?: string }>().code
async function ownersTurn() {
  const { db } = house
  const key = db.vault.derive(draftSealUse)
  return withClient(db.owner, async client => {
    const published = await publishApproved(client, db.declarations, key, db.clock.now())
    const applied = await applyDue(client, db.declarations, db.prefix, db.clock.now())
    return { published, version: applied?.compiled.loaded.policy.policy.version }
  })
}

describe('a draft', () => {
  it('with errors is not saved, and each is told with its line', async () => {
    const wrong = await ada.call('POST', calls, wider(false))
    expect([wrong.status, wrong.text]).toEqual([
      422,
      expect.stringMatching(/line \d+: .*balancing test says what it said before/),
    ])
  })

  it('is approved by somebody else, with the words that they read, and never by who drafted it', async () => {
    const one = await drafted(ada, plain())
    expect(code(await approved(ada, one))).toBe('draft-own')
    expect(code(await approved(ben, { ...one, hash: 'a'.repeat(64) }))).toBe('draft-changed')
    expect((await approved(ben, one)).status).toBe(200)
    expect(code(await approved(ben, one))).toBe('draft-over')
    const another = await drafted(ada, plain())
    expect(code(await approved(ben, another))).toBe('draft-another')
    expect((await ada.call('DELETE', `${calls}/${one.id}`)).status).toBe(200)
    expect(await ownersTurn()).toMatchObject({ published: undefined })
    await ada.call('DELETE', `${calls}/${another.id}`)
  })

  it('is approved once, however many approve two at the same moment', async () => {
    const two = [await drafted(ada, plain()), await drafted(ada, plain())]
    const answers = await Promise.all(two.map(({ id, hash }) => ben.call('POST', `${calls}/${id}/approve`, { hash })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    for (const { id } of two) await ada.call('DELETE', `${calls}/${id}`)
  })

  it('cannot be approved, changed or published otherwise by the login that writes it', async () => {
    const { id, hash } = await drafted(ada, plain())
    const client = await house.db.connectAs(house.db.roleOf('evidence'), 'hes')
    const approve = `update changes.draft set approved_by = $2, approved_as = 'x', approved_at = drafted_at, approved_hash = $3,
                            approved_seal = 'forged', effective_at = drafted_at where id = $1`
    await expect(client.query(approve, [id, ada.person, hash])).rejects.toThrow('approved_by_somebody_else')
    await expect(client.query(approve, [id, ben.person, 'b'.repeat(64)])).rejects.toThrow('approved_as_drafted')
    await expect(client.query('update changes.draft set source = source where id = $1', [id])).rejects.toThrow(
      'permission denied',
    )
    await expect(
      client.query('update changes.draft set published_at = drafted_at where id = $1', [id]),
    ).rejects.toThrow('permission denied')
    await expect(client.query('update changes.draft set drafted_by = null where id = $1', [id])).rejects.toThrow(
      'stays as it was drafted',
    )
    // Even the owner changes no words.
    await expect(house.db.asOwner("update changes.draft set source = 'other' where id = $1", [id])).rejects.toThrow(
      'stays as it was drafted',
    )
    // In another colleague's name it can write an approval, which only the secret could seal: it publishes nothing.
    await client.query(approve, [id, ben.person, hash])
    await expect(
      client.query('update changes.draft set effective_at = effective_at + $2::interval where id = $1', [id, '1 day']),
    ).rejects.toThrow('stays as it was approved')
    expect(await ownersTurn()).toMatchObject({
      published: { refused: expect.stringContaining('not approved on a page') as string },
    })
    const seen = (await ada.call('GET', `${calls}/${id}`)).json<{ state: string; ended: string }>()
    expect([seen.state, seen.ended]).toEqual(['ended', expect.stringContaining('not approved on a page')])
  })

  it('loses the name of a colleague who is erased, and has to be drafted anew: nobody can show that two people looked', async () => {
    const gone = await house.colleague('data-protection-officer')
    const one = await drafted(gone, plain())
    expect(await erasePerson(house.app.given, gone.email)).toBe(true)
    expect(
      await house.db.asOwner('select drafted_by, drafted_as, note from changes.draft where id = $1', [one.id]),
    ).toEqual([{ drafted_by: null, drafted_as: 'data-protection-officer', note: 'Nothing of substance.' }])
    expect(code(await approved(ben, one))).toBe('draft-wrong')
    const again = await drafted(ada, plain())
    expect((await approved(ben, again)).status).toBe(200)
    for (const { id } of [one, again]) expect((await ada.call('DELETE', `${calls}/${id}`)).status).toBe(200)
  })

  it('is for nobody whose role does not answer for the policy, and for nobody without a proof', async () => {
    const agent = await house.colleague('service-desk')
    expect((await agent.call('GET', calls)).status).toBe(403)
    const late = await house.colleague('administrator')
    house.db.clock.advance(11 * 60_000)
    expect(code(await late.call('POST', `${calls}/${crypto.randomUUID()}/approve`, { hash: '' }))).toBe('proof-needed')
  })
})

describe('a version that gives more', () => {
  it('takes effect no sooner than its notice, is told by letter to whom it concerns, once, and binds nobody before', async () => {
    await house.prove(ada)
    await house.prove(ben)
    const one = await drafted(ada, wider())
    const now = house.db.clock.now()
    const on = (days: number) => new Date(now.getTime() + days * day).toISOString().slice(0, 10)
    const early = await approved(ben, one, on(20))
    expect([code(early), early.text]).toEqual(['draft-early', expect.stringContaining('at the earliest')])
    expect((await approved(ben, one, on(40))).status).toBe(200)
    const before = house.db.state.current().compiled.loaded.policy.policy.version
    expect(await ownersTurn()).toEqual({ published: { published: before + 1 }, version: before })
    // Its date comes, and nobody was told yet.
    const { rows } = {
      rows: await house.db.asOwner('select material, told_at, approved_as from policy.version where number = $1', [
        before + 1,
      ]),
    }
    expect(rows).toEqual([{ material: true, told_at: null, approved_as: 'administrator' }])
    const { given } = house.app
    const about = async (email = customer.email) =>
      (await lettersTo(house, email)).filter(letter => letter.subject.includes('policy changes'))
    const others = await Promise.all(Array.from({ length: 4 }, () => house.customer()))
    // It ends between a letter and the note that it is written.
    let noted = 0
    const dying = (request: { act: string }, ...rest: unknown[]) => {
      if (request.act === 'changes.note-told' && (noted += 1) > 2) throw new Error('killed')
      return (given.gate.write as (...all: unknown[]) => unknown)(request, ...rest)
    }
    const killed = { ...given, gate: { ...given.gate, write: dying as typeof given.gate.write } }
    // Who could not be noted keeps nobody waiting: the others are told, and it is tried again.
    await expect(tellOfVersions(killed)).rejects.toThrow('could not be told')
    await tellOfVersions(given)
    await sendLetters(given)
    await tellOfVersions(given)
    for (const { email } of others) expect(await about(email), email).toHaveLength(1)
    expect((await about()).map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /What we would do more:\n- Purpose: [^\n]+Kept for: 4 years; before: 3 years\.\n\nAll that changes: \S+privacy\/diff\/\d+\/\d+/,
      ),
    ])
    const page = await house.visitor().get('/en/privacy/versions')
    expect(page.status).toBe(200)
    expect(page.text).toMatch(/Gives more.+Two people.+everybody told \d+/s)
    expect(page.text).toMatch(/<code class="copyable copyable-short"[^>]*>[0-9a-f]{64}<\/code>/)
    const difference = (await house.visitor().get(`/en/privacy/diff/${before}/${before + 1}`)).text
    expect(difference).toMatch(/data-whom[^>]*>\s*Affected: everybody [^<]+\.</)
    expect(difference).not.toMatch(/\d+ people/)
    const listed = (await house.visitor().call('GET', '/api/policy/versions')).json<{ versions: object[] }>().versions
    expect(listed[0]).toMatchObject({
      state: 'coming',
      material: true,
      approvedAs: 'administrator',
      told: expect.any(String) as string,
    })
  })
})

describe('every page', () => {
  it('tells of a change that gives more until thirty days after it, and the console of none', async () => {
    house.db.clock.advance(6_000)
    await expect
      .poll(async () => (await house.visitor().get('/en')).text)
      .toMatch(/Our privacy policy changes on [^<]+<a href="\/en\/privacy\/diff\/\d+\/\d+">What changes/)
    expect((await ben.get('/console/policy')).text).not.toContain('class="announcement"')
  })
})

describe('a draft on the page', () => {
  it('is saved from the version in force, told line by line what is wrong with nothing lost, and approved by another', async () => {
    const page = '/console/policy/new'
    const { yaml, texts, note } = plain()
    const later = yaml.replace(/version: \d+/, 'version: 40')
    const fields = { ...texts, note, carried: '{}' }
    const wrong = await ada.upload(page, { ...fields, yaml: later.replace('original: en', 'original: xx') }, [])
    expect([wrong.status, /line \d+: /.test(wrong.text), wrong.text.includes('original: xx')]).toEqual([
      422,
      true,
      true,
    ])
    const file = { field: 'files', name: 'policy.yaml', bytes: Buffer.from(later) }
    const saved = await ada.upload(page, { ...fields, yaml: 'nothing' }, [file])
    const at = saved.headers['location']!.split('?')[0]!
    expect((await ada.get(at)).text).toContain('Somebody else approves what you drafted')
    const shown = (await ben.get(at)).text
    const hash = /name="hash" value="([^"]+)"/.exec(shown)![1]!
    const approval = await ben.submit(`${at}/approve`, { hash, effective: '' }, at)
    expect([approval.status, (await ben.get('/console/policy')).text.includes('Approved')]).toEqual([303, true])
    expect((await ownersTurn()).published).toEqual({ published: 40 })
  })
})
