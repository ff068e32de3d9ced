/** What comes between a press and its end: a lock, a kill, another version, no free code, a refusal. */
import { render } from 'preact-render-to-string'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { nextVersion } from '../../test/next-version.ts'
import type { Page } from '../base/http/index.ts'
import { withClient } from '../base/installation.ts'
import { seed } from '../commands/seed.ts'
import { readCast } from '../people/index.ts'
import { applyDue, publish } from '../policy/publish.ts'
import { Refusal } from '../policy/refusal.ts'
import { SceneProvider } from '../ui/context.tsx'
import { startPage } from './start-page.tsx'

let house: TestApp
beforeAll(async () => {
  house = await testApp({ demo: true })
  await seed(house.app)
})
afterAll(() => house.close())

const version = () => house.app.gate.policy().compiled.loaded.policy.policy.version
const text = (html: string) => html.replace(/<[^>]+>/g, ' ')
const colleagues = readCast().people.filter(({ role }) => role).length
const readBy = async (number: number) =>
  (await house.db.asOwner('select from people.staff where acknowledged_version = $1', [number])).length
const strike = (seen: number) =>
  house
    .visitor()
    .submit('/en/start/strike', { purpose: 'support', category: 'contact', version: String(seen) }, '/en/start')
const putBack = (seen: number) =>
  house.visitor().submit('/en/start/strike/back', { version: String(seen) }, '/en/start')
/** What the job of every few seconds does. */
async function hear() {
  await withClient(house.db.owner, client =>
    applyDue(client, house.db.declarations, house.db.prefix, house.db.clock.now()),
  )
  await house.app.given.state.refresh()
}
/** A version that another process publishes, and is killed. */
async function publishElsewhere(effectiveAt = house.db.clock.now()) {
  await house.db.state.refresh()
  const next = nextVersion(house.db, () => undefined)
  await withClient(house.db.owner, client => publish(client, next, house.db.clock.now(), effectiveAt))
  return next.policy.policy.version
}

describe('a tour', () => {
  it('whose version cannot take effect because a table is locked says that it is published, and goes on by itself', async () => {
    const first = version()
    await house.visitor().get('/en/start')
    const holder = await house.db.connectAs(house.db.owner.user)
    await holder.query('begin')
    await holder.query('lock table people.account in access exclusive mode')
    const answer = await strike(first)
    // An older PostgreSQL grants and revokes on a locked table without waiting: there it is in force, and nobody could read it.
    const waits = version() === first
    expect([answer.status, version()]).toEqual(waits ? [202, first] : [303, first + 1])
    if (waits) {
      const said = text(answer.text)
      expect(said).toContain(`Version ${first + 1} is published. Somebody has locked a table`)
      expect(said).not.toMatch(/Nothing was published|and publish version/)
      const again = await strike(first)
      expect([again.status, text(again.text).includes(`Version ${first + 1} is published.`)]).toEqual([202, true])
    }
    await holder.query('rollback')
    await hear()
    expect([version(), await readBy(first + 1)]).toEqual([first + 1, 0])
    const page = text((await house.visitor().get('/en/start/strike')).text)
    expect(page).toContain(`Version ${first + 1} is in force, and something is struck`)
    expect(page).toContain(`Put it back: publish version ${first + 2}`)
    expect(await readBy(first + 1)).toBe(colleagues)
    expect((await putBack(first + 1)).status).toBe(303)
  }, 120_000)

  it('goes on where whoever published was killed before the cast had read it', async () => {
    for (const open of [
      () => house.visitor().get('/en/start/looked'),
      () => house.visitor().submit('/en/start/sign-in', { id: 'an.maes@ziekenhuis-demer.example' }, '/en/sign-in'),
    ]) {
      const number = await publishElsewhere()
      await hear()
      expect([version(), await readBy(number)]).toEqual([number, 0])
      await open()
      expect(await readBy(number)).toBe(colleagues)
    }
    const opened = await house.visitor().submit('/en/start/looked', {})
    expect(opened.headers['location']).toContain('permit=')
  })

  it('asks the cast once for each version, and leaves what they have said as it is', async () => {
    await house.visitor().get('/en/start')
    const said = () => house.db.asOwner('select person_id, acknowledged_at from people.staff order by person_id')
    const before = await said()
    house.db.clock.advance(5000)
    const other = await testAgain()
    expect(other.status).toBe(200)
    expect(await said()).toEqual(before)
  })

  it('strikes nothing and puts nothing back while a version waits for its date', async () => {
    const seen = version()
    const waiting = await publishElsewhere(new Date(house.db.clock.now().getTime() + 86_400_000))
    const offered = await house.visitor().get('/en/start/strike?purpose=support&category=contact')
    expect(text(offered.text)).toContain(`Version ${waiting} is published already and waits for its date`)
    expect(offered.text).not.toContain('Strike it and publish')
    const answer = await strike(seen)
    expect([answer.status, version()]).toEqual([409, seen])
    expect(text(answer.text)).toContain('Until then nothing can be struck')
    const coming = await house.db.asOwner('select from policy.version where number >= $1', [waiting])
    expect(coming).toHaveLength(1)
  })
})

/** The start page as another process shows it, which has not heard that the cast has read anything. */
async function testAgain() {
  const { db, app } = house
  const { openTours } = await import('./index.ts')
  const routes = openTours({ owner: db.owner, prefix: db.prefix, declarations: db.declarations })(app.given)
  const start = routes.find(({ path, method }) => path === '/:lang/start' && method === 'GET')!
  const request = { ...app.given.words('en'), query: {}, language: 'en', visitor: { kind: 'stranger' } }
  const page = await start.run(request as never)
  return { status: 'body' in page ? 200 : 500 }
}

describe('a sign-in in one press', () => {
  it('that finds no free code leaves no session half open', async () => {
    const id = 'emil.brandt@field.example'
    const sessions = () => house.db.asOwner("select from people.session where kind = 'half'")
    const press = () => house.visitor().submit('/en/start/sign-in', { id }, '/en/start')
    let last = await press()
    for (let turn = 0; turn < 4 && last.status === 303; turn += 1) last = await press()
    expect(last.status).toBe(409)
    expect(await sessions()).toEqual([])
  })

  it('that is refused says by which clause of which version', () => {
    const words = house.app.given.words('en')
    const request = { ...words, language: 'en', visitor: { kind: 'stranger' }, query: {}, body: {} }
    const failed = new Refusal('restricted', 'people.sign-in', 7, 'why.account')
    const page: Page = startPage(house.app.given, request as never, readCast(), { next: undefined, failed })
    const shown = render(<SceneProvider value={request as never}>{page.body as never}</SceneProvider>)
    expect(shown).toContain('href="/en/privacy#why.account"')
    expect(text(shown)).toMatch(
      /The policy refused this sign-in\s+restricted .*why\.account.*Version of the privacy policy: 7/,
    )
    expect(shown).not.toMatch(/erased|suspended/)
  })
})
