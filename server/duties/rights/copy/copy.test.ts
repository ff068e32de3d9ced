import { createHash } from 'node:crypto'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../../../../test/app.ts'
import { unzip } from '../../../../test/unzip.ts'
import { lifetimes, sendLetters } from '../../../people/index.ts'
import { copyRules } from './copy.ts'
import { expireCopies, prepareCopies } from './jobs.ts'
import { dataSchema } from './schema.ts'

type Customer = TestVisitor & { person: string; email: string }
interface Copy {
  id: string
  state: string
  parts: string[]
  formats: string[]
  bytes: number | null
  endsAt: string | null
}

let world: TestApp
beforeAll(async () => {
  world = await testApp()
})
afterAll(() => world.close())

const prepare = () => prepareCopies(world.app.given)
const ask = (who: Customer, more: object = {}) => who.call('POST', '/api/rights/copies', more)
const prove = (who: Customer) => who.call('POST', '/api/people/session/proof', { password: testPassword })
const state = async (who: Customer, id: string) => (await who.call('GET', `/api/rights/copies/${id}`)).json<Copy>()

/** Where the copy can be fetched, by whoever proved a moment ago who they are. */
async function addressOf(who: Customer, id: string): Promise<string> {
  const answer = await who.call('POST', `/api/rights/copies/${id}/permission`)
  return answer.json<{ address: string }>().address
}

/** The bytes, as a browser gets them. */
async function fetchBytes(who: Customer, path: string) {
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await world.app.server.inject({ method: 'GET', url: path, headers: { cookie } })
  return { status: answer.statusCode, bytes: answer.rawPayload, headers: answer.headers }
}

async function copyOf(who: Customer, more: object = {}): Promise<Record<string, string>> {
  const { id } = (await ask(who, more)).json<Copy>()
  await prepare()
  return unzip((await fetchBytes(who, await addressOf(who, id))).bytes)
}

describe('a copy', () => {
  it('goes from requested to ready to deleted, and a letter says when it can be fetched', async () => {
    const an = await world.customer({ name: 'An Maes', language: 'nl' })
    const asked = await ask(an)
    expect(asked.status).toBe(202)
    const { id } = asked.json<Copy>()
    expect(await state(an, id)).toMatchObject({ state: 'requested', parts: ['everything'], bytes: null })
    expect(await prepare()).toBe(1)
    const ready = await state(an, id)
    expect(ready).toMatchObject({ state: 'ready', formats: ['html', 'json', 'csv'] })
    await sendLetters(world.app.given)
    const [letter] = await world.db.asOwner<{ count: string }>(
      `select count(*) from people.letter where person_id = $1 and kind = 'rights.copy-ready' and sent_at is not null`,
      [an.person],
    )
    expect(letter!.count).toBe('1')
    await prepare()
    expect(
      await world.db.asOwner(`select id from people.letter where person_id = $1`, [an.person]),
      'one letter only',
    ).toHaveLength(1)
    world.db.clock.advance(copyRules.kept)
    expect(await state(an, id)).toMatchObject({ state: 'deleted' })
    expect(await expireCopies(world.app.given)).toBeGreaterThan(0)
    expect(await world.db.asOwner('select from rights.copy_part where copy_id = $1', [id])).toEqual([])
  })

  it('has everything that is held, with its purpose, clause, source, version, who sees it and until when', async () => {
    const an = await world.customer({ name: 'An <b>Maes</b>' })
    const files = await copyOf(an)
    expect(Object.keys(files).sort()).toEqual(
      expect.arrayContaining([
        'checksums.txt',
        'data.json',
        'data.schema.json',
        'index.html',
        'tables/people.name.csv',
      ]),
    )
    const html = files['index.html']!
    for (const words of ['An &lt;b>Maes', 'Keep your Hesbia ID and profile', 'what.identity', 'You, on our website'])
      expect(html).toContain(words)
    expect(html).toContain('under version 4')
    expect(html).toContain('As long as you have your ID, then 30 days')
    expect(html).toContain('To give you a Hesbia ID and a profile')
    expect(html).toContain('What is not in this copy, and why')
    expect(html).not.toMatch(/<script|onclick|javascript:/i)
    const data = JSON.parse(files['data.json']!) as {
      policy: { version: number; sha256: string }
      groups: { category: string; seenBy: unknown[]; items: { place: string; value: unknown; purpose: string }[] }[]
      notIncluded: { what: string; why: string }[]
    }
    expect(data.policy).toMatchObject({ version: 4, sha256: world.app.gate.policy().compiled.loaded.hash })
    const items = data.groups.flatMap(group => group.items)
    expect(items).toContainEqual(
      expect.objectContaining({
        place: 'people.name.value',
        value: 'An <b>Maes</b>',
        purpose: 'account',
        source: 'web',
      }),
    )
    expect(data.notIncluded.map(one => one.what)).toContain('Password')
    expect(files['tables/people.name.csv']).toContain('An <b>Maes</b>')
  })

  it('keeps to the schema that lies beside it, and every checksum is right', async () => {
    const an = await world.customer()
    const files = await copyOf(an)
    const ajv = new Ajv({ strict: false, validateFormats: false })
    const schema = JSON.parse(files['data.schema.json']!) as object
    expect(schema).toEqual(JSON.parse(JSON.stringify(dataSchema)))
    const { $schema: _, ...plain } = schema as { $schema: string }
    const validate = ajv.compile(plain)
    expect(validate(JSON.parse(files['data.json']!)), JSON.stringify(validate.errors)).toBe(true)
    const lines = files['checksums.txt']!.trim().split('\n')
    expect(lines).toHaveLength(Object.keys(files).length - 1)
    for (const line of lines) {
      const [hash = '', path = ''] = line.split('  ')
      expect(createHash('sha256').update(files[path]!).digest('hex'), path).toBe(hash)
    }
  })

  it('is in the language of whoever asked', async () => {
    const an = await world.customer({ language: 'fr' })
    const asked = await an.submit('/fr/privacy-centre/copy', {
      part: everything,
      format: ['html'],
    })
    expect(asked.status).toBe(303)
    await prepare()
    const id = /copy\/([\w-]{36})/.exec(asked.headers['location']!)![1]!
    const files = unzip((await fetchBytes(an, await addressOf(an, id))).bytes)
    expect(Object.keys(files).sort()).toEqual(['checksums.txt', 'index.html'])
    expect(files['index.html']).toContain('<html lang="fr">')
    expect(files['index.html']).toContain('Tenir votre identifiant Hesbia')
    expect(files['index.html']).toContain('Ce qui n’est pas dans cette copie')
  })

  it('has only what was chosen, and says what was not', async () => {
    const an = await world.customer({ name: 'An Maes' })
    const files = await copyOf(an, { parts: ['contact'], formats: ['json', 'html'] })
    expect(files['data.json']).toContain(an.email)
    expect(files['data.json']).not.toContain('An Maes')
    expect(files['index.html']).not.toContain('An Maes')
    const { notIncluded, looked } = JSON.parse(files['data.json']!) as {
      notIncluded: { what: string; why: string }[]
      looked: unknown[]
    }
    expect(looked).toEqual([])
    expect(notIncluded).toContainEqual({
      what: 'name, language and Hesbia ID',
      why: 'You did not choose it for this copy.',
    })
  })

  it('says who looked, by role and never by name', async () => {
    const an = await world.customer()
    const clerk = await world.colleague('service-desk')
    const opened = await clerk.call('POST', '/api/desk/open', {
      person: an.person,
      purpose: 'support',
      reference: 'S-31',
    })
    await clerk.call('GET', `/api/desk/record/${opened.json<{ permit: string }>().permit}`)
    const files = await copyOf(an)
    expect(files['index.html']).toContain('S-31')
    expect(files['index.html']).toContain('Service desk, Hesbia Services SA')
    expect(JSON.stringify(files)).not.toContain(clerk.person)
    const { looked } = JSON.parse(files['data.json']!) as { looked: { case: string | null; who: string }[] }
    expect(looked).toContainEqual(
      expect.objectContaining({ case: 'S-31', who: 'Service desk, Hesbia Services SA, Belgium' }),
    )
  })
})

const everything = [
  'identity',
  'contact',
  'correspondence',
  'organisation',
  'interactions',
  'products',
  'purchases',
  'payment',
  'preferences',
  'interests',
  'research',
  'seminars',
  'dietary',
  'surveys',
  'community',
  'downloads',
  'visits',
  'security',
  'requests',
  'looked',
  'received',
]

describe('asking', () => {
  it('fifty times leads to the one that is being prepared, and then to a clear sentence', async () => {
    const an = await world.customer()
    const answers = []
    for (let times = 0; times < 50; times += 1) answers.push(await ask(an))
    expect(answers.map(answer => answer.status)).toEqual([202, ...Array<number>(49).fill(200)])
    expect(new Set(answers.map(answer => answer.json<Copy>().id)).size).toBe(1)
    for (let times = 1; times < copyRules.mostADay; times += 1) {
      await prepare()
      expect((await ask(an)).status).toBe(202)
    }
    await prepare()
    const enough = await ask(an)
    expect(enough.status).toBe(429)
    expect(enough.json<{ detail: string }>().detail).toContain('You asked for 5 copies in 24 hours.')
    expect((await an.get('/en/privacy-centre/copy')).text).toContain('You asked for 5 copies in 24 hours.')
    world.db.clock.advance(24 * 60 * 60_000)
    await prove(an)
    expect((await ask(an)).status).toBe(202)
  })

  it('many times at once makes one', async () => {
    const an = await world.customer()
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(an)))
    expect(new Set(answers.map(answer => answer.json<Copy>().id)).size).toBe(1)
    expect(await world.db.asOwner('select from rights.copy where person_id = $1', [an.person])).toHaveLength(1)
  })

  it('needs a proof of the last ten minutes, and something to put in', async () => {
    const an = await world.customer()
    world.db.clock.advance(lifetimes.proof)
    const late = await ask(an)
    expect([late.status, late.json<{ code: string }>().code]).toEqual([403, 'proof-needed'])
    const kept = await an.submit('/en/privacy-centre/copy', { part: everything, format: ['html'] })
    expect([kept.status, kept.text.includes('href="/en/prove?next=')]).toEqual([403, true])
    await prove(an)
    expect((await ask(an, { parts: ['no-such-part'] })).status).toBe(422)
    expect((await ask(an, { formats: ['docx'] })).status).toBe(422)
    const page = await an.submit('/en/privacy-centre/copy', { format: ['html'] })
    expect(page.status).toBe(422)
    expect(page.text).toContain('Choose at least one thing')
    expect(await world.db.asOwner('select from rights.copy where person_id = $1', [an.person])).toEqual([])
  })
})

describe('an attempt that fails', () => {
  it('is followed by another one a little later, and leaves no part behind', async () => {
    const an = await world.customer()
    const { id } = (await ask(an)).json<Copy>()
    const broken = {
      ...world.app.given,
      words: () => {
        throw new Error('no words today')
      },
    }
    await expect(prepareCopies(broken)).rejects.toThrow('could not be prepared')
    expect(await state(an, id)).toMatchObject({ state: 'preparing' })
    await prepare()
    expect(await state(an, id)).toMatchObject({ state: 'preparing' })
    world.db.clock.advance(copyRules.pause + 1_000)
    await prepare()
    expect(await state(an, id)).toMatchObject({ state: 'ready' })
  })

  it('five times says so, and stands in nobody’s way', async () => {
    const an = await world.customer()
    const { id } = (await ask(an)).json<Copy>()
    await world.db.asOwner('update rights.copy set tries = 5, begun_at = $2 where id = $1', [
      id,
      new Date(world.db.clock.now().getTime() - copyRules.givenUp),
    ])
    expect(await state(an, id)).toMatchObject({ state: 'failed' })
    expect((await an.get(`/en/privacy-centre/copy/${id}`)).text).toContain('Several tries did not succeed.')
    const other = await ask(an)
    expect([other.status, other.json<Copy>().id === id]).toEqual([202, false])
  })

  it('of a process that died is taken over by another process', async () => {
    const an = await world.customer()
    const { id } = (await ask(an)).json<Copy>()
    await world.db.asOwner('update rights.copy set tries = 1, begun_at = $2 where id = $1', [id, world.db.clock.now()])
    await world.db.asOwner(
      `insert into rights.copy_part (copy_id, person_id, attempt, number, content) values ($1, $2, 1, 0, 'half')`,
      [id, an.person],
    )
    await prepare()
    expect(await state(an, id)).toMatchObject({ state: 'preparing' })
    world.db.clock.advance(copyRules.givenUp + 1)
    await prepare()
    await prove(an)
    const { bytes } = await fetchBytes(an, await addressOf(an, id))
    expect(Object.keys(unzip(bytes))).toContain('index.html')
    const attempts = await world.db.asOwner<{ attempt: number }>(
      'select distinct attempt from rights.copy_part where copy_id = $1',
      [id],
    )
    expect(attempts).toEqual([{ attempt: 2 }])
  })
})

describe('fetching', () => {
  it('goes at once for ten minutes after it was asked for, and needs a proof afterwards', async () => {
    const an = await world.customer()
    const asked = await an.submit('/en/privacy-centre/copy', {
      part: everything,
      format: ['json'],
    })
    const page = asked.headers['location']!
    await prepare()
    const ready = (await an.get(page)).text
    const file = /href="([^"]+\/file\?permission=[^"]+)"/.exec(ready)![1]!.replaceAll('&amp;', '&')
    expect(ready).not.toContain('/download"')
    const fetched = await fetchBytes(an, file)
    expect(fetched.headers).toMatchObject({
      'content-type': 'application/zip',
      'cache-control': 'no-store',
      'content-length': String(fetched.bytes.length),
    })
    world.db.clock.advance(copyRules.confirmed + 1)
    const late = await fetchBytes(an, file)
    expect([late.status, late.headers['location']]).toEqual([303, page.split('?')[0]])
    const own = page.split('?')[0]!
    expect((await an.get(page)).text).toContain(`action="${own}/download"`)
    const refused = await an.submit(`${own}/download`, {}, own)
    expect([refused.status, refused.headers['location']]).toEqual([303, `/en/prove?next=${encodeURIComponent(own)}`])
    expect((await an.call('POST', `/api/rights/copies/${own.split('/').at(-1)}/permission`)).status).toBe(403)
    await prove(an)
    const typed = await an.submit(`${own}/download`, {}, own)
    expect([typed.status, typed.headers['content-type']]).toEqual([200, 'application/zip'])
  })

  it('is over as soon as the person has the copy deleted', async () => {
    const an = await world.customer()
    const { id } = (await ask(an)).json<Copy>()
    await prepare()
    const address = await addressOf(an, id)
    const done = await an.submit(`/en/privacy-centre/copy/${id}/delete`, {}, `/en/privacy-centre/copy/${id}`)
    expect(done.status).toBe(303)
    expect((await fetchBytes(an, address)).status).toBe(303)
    expect(await world.db.asOwner('select from rights.copy_part where copy_id = $1', [id])).toEqual([])
    expect((await an.get(`/en/privacy-centre/copy/${id}`)).text).toContain('You had it deleted on')
    expect((await an.call('DELETE', `/api/rights/copies/${id}`)).status).toBe(200)
  })

  it('a copy that is stopped on its way is not made', async () => {
    const an = await world.customer()
    const { id } = (await ask(an)).json<Copy>()
    await an.call('DELETE', `/api/rights/copies/${id}`)
    await prepare()
    expect(await state(an, id)).toMatchObject({ state: 'deleted' })
    expect(await world.db.asOwner('select from rights.copy_part where copy_id = $1', [id])).toEqual([])
  })
})
