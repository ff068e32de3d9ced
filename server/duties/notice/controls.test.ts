/** The proofs are asked of the live database: whoever opens it finds the page saying so. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { publishNext } from '../../../test/next-version.ts'
import { sealAll } from '../../../test/seal.ts'

interface ApiClause {
  partly: string | null
  id: string
  heading: boolean
  promises: boolean
  kind: string
  proofs: { kind: string; code: string; says: string; found: string[] }[]
  reliance: { done: number; refused: number; last: string | null }
}
interface ApiPolicy {
  version: number
  counts: Record<string, number>
  clauses: ApiClause[]
}

let it: TestApp
beforeAll(async () => {
  it = await testApp()
})
afterAll(() => it.close())

/** The policy as the page has it now. What was measured before is forgotten. */
async function measured(): Promise<ApiPolicy & { clause(id: string): ApiClause }> {
  it.db.clock.advance(6_000)
  const policy = (await it.visitor().get('/api/policy')).json<ApiPolicy & Record<string, unknown>>()
  return { ...policy, clause: id => policy.clauses.find(one => one.id === id)! }
}

const actsOf = (policy: Awaited<ReturnType<typeof measured>>, id: string) =>
  policy.clause(id).proofs.filter(({ code }) => code.startsWith('act'))

const undo: string[] = []
afterEach(async () => {
  for (const sql of undo.splice(0)) await it.db.asOwner(sql)
})

/** Does something to the database that no publication did. */
async function opened(sql: string, mend: string): Promise<void> {
  undo.push(mend)
  await it.db.asOwner(sql)
}

describe('the database as it was published', () => {
  test('breaks no promise', async () => {
    const policy = await measured()
    expect(policy.clauses.filter(({ kind }) => kind === 'broken')).toEqual([])
    expect(policy.counts['broken']).toBe(0)
  })

  test('enforces what the policy promises: columns, absences, rows, sealing, evidence', async () => {
    const policy = await measured()
    const enforced = (id: string) => policy.clause(id).proofs.filter(({ kind }) => kind === 'enforced')
    expect(enforced('why.support').map(({ code }) => code)).toEqual([
      'purpose-login',
      'rows-objected',
      'rows-restricted',
    ])
    expect(policy.clause('share.never-sold').proofs[0]).toMatchObject({ kind: 'checked' })
    expect(policy.clause('share.never-sold').proofs[0]!.says).toMatch(/^0 of our \d+ database logins/)
    expect(enforced('cookies.not-you').every(({ says }) => /may read 0 of \d+ columns/.test(says))).toBe(true)
    for (const id of ['safe.theft', 'safe.alteration', 'when.source', 'changes.versions'])
      expect(policy.clause(id), id).toMatchObject({ kind: 'enforced', partly: null })
  })

  test('calls a sentence only as well kept as the weakest part of it', async () => {
    const policy = await measured()
    // Its columns and rows are held; how long it is kept is only written down.
    expect(policy.clause('why.support')).toMatchObject({ kind: 'declared', partly: 'enforced' })
    expect(policy.clause('safe.misuse').proofs.some(({ kind }) => kind === 'checked')).toBe(true)
    expect(policy.clause('safe.misuse')).toMatchObject({ kind: 'checked', partly: 'enforced' })
  })

  test('says that an act runs only where a page or a call runs it', async () => {
    expect(actsOf(await measured(), 'rights.restrict')).toMatchObject([{ kind: 'checked', code: 'act' }])
    expect(actsOf(await measured(), 'rights.object')).toMatchObject([{ kind: 'checked', code: 'act' }])
    expect(actsOf(await measured(), 'id.staff-factor')).toMatchObject([{ kind: 'checked', code: 'act' }])
  })

  test('every clause of every language has a kind, and the counts add up', async () => {
    const policy = await measured()
    const { texts } = it.app.gate.policy().compiled.loaded
    for (const text of Object.values(texts)) {
      for (const { id } of text.clauses)
        expect(policy.clause(id)?.kind, id).toMatch(/^(enforced|checked|declared|promise)$/)
    }
    const { all, ...kinds } = policy.counts
    expect(Object.values(kinds).reduce((sum, count) => sum + count, 0)).toBe(all)
    expect(policy.clauses.filter(({ promises }) => promises)).toHaveLength(all!)
  })

  test('what only explains is no promise: it is not counted, has no mark beside it, and its page says so', async () => {
    const policy = await measured()
    const { explains = [] } = it.app.gate.policy().compiled.loaded.policy
    expect(explains).toContain('about.you')
    const nothing = policy.clauses.filter(({ promises }) => !promises)
    expect(nothing.filter(({ heading }) => !heading).map(({ id }) => id)).toEqual(explains)
    const { text } = await it.visitor().get('/en/privacy')
    for (const id of explains) expect(text).not.toContain(`href="/en/privacy/clause/${id}"`)
    expect(text).toContain('href="/en/privacy/clause/about.kept"')
    expect(text).toContain(`${explains.length} more sentences only explain`)
    const page = (await it.visitor().get('/nl/privacybeleid/clause/about.you')).text
    expect(page).toContain('Hij belooft niets en telt niet mee')
    expect(page).not.toContain('Alleen een belofte')
  })
})

describe('a database that was opened', () => {
  const page = async (path: string) => (await it.visitor().get(path)).text

  test('a column granted to a purpose that promised never to read it is shown in red, in words, on top', async () => {
    const role = it.db.roleOf('measure-visits')
    await opened(
      `grant select (value) on people.name to "${role}"`,
      `revoke select (value) on people.name from "${role}"`,
    )
    const policy = await measured()
    const clause = policy.clause('cookies.not-you')
    expect(clause.kind).toBe('broken')
    expect(clause.proofs.find(({ kind }) => kind === 'broken')).toMatchObject({
      code: 'never-uses-broken',
      found: [`SELECT people.name.value (${role})`],
    })
    expect(policy.clause('why.measure').kind).toBe('broken')
    expect(policy.clause('what.identity').kind).toBe('broken')
    expect(policy.clause('safe.misuse').kind).toBe('broken')
    const html = await page('/en/privacy')
    expect(html).toContain('A promise is broken right now')
    expect(html).toContain(`<code>SELECT people.name.value (${role})</code>`)
    expect(html).toContain('tone-error')
    expect(await page('/en')).toContain('A promise is broken right now')
    expect(await page('/nl/privacybeleid')).toContain('Op dit moment geschonden')
  })

  test('it is well again once the grant is taken back', async () => {
    expect((await measured()).counts['broken']).toBe(0)
    expect(await page('/en')).not.toContain('broken right now')
  })

  test('a table opened to everybody breaks what every login was promised', async () => {
    await opened('grant select on people.account to public', 'revoke select on people.account from public')
    const policy = await measured()
    expect(policy.clause('safe.misuse').kind).toBe('broken')
    expect(policy.clause('safe.misuse').proofs.flatMap(({ found }) => found)).toContain(
      'SELECT people.account (PUBLIC)',
    )
    expect(policy.clause('why.warranty').kind).toBe('broken')
  })

  test('a purpose that may write what it was promised to read only is seen', async () => {
    const role = it.db.roleOf('support')
    await opened(
      `grant update (value) on people.name to "${role}"`,
      `revoke update (value) on people.name from "${role}"`,
    )
    const broken = (await measured()).clause('why.support').proofs.filter(({ kind }) => kind === 'broken')
    expect(broken.flatMap(({ found }) => found)).toEqual(['UPDATE people.name.value'])
  })

  test('a row policy that lets everybody through is seen', async () => {
    await opened('create policy open on people.name using (true)', 'drop policy open on people.name')
    const policy = await measured()
    expect(policy.clause('safe.misuse').proofs.flatMap(({ found }) => found)).toContain('people.name')
  })

  test('a login whose standing condition was widened breaks consent', async () => {
    const role = it.db.roleOf('product-news')
    const [row] = await it.db.asOwner<{ condition: string }>(
      `select pg_get_expr(polqual, polrelid) as condition from pg_policy where polname = $1`,
      [role],
    )
    await opened(
      `alter policy "${role}" on people.person using (${row!.condition} or true)`,
      `alter policy "${role}" on people.person using (${row!.condition})`,
    )
    const policy = await measured()
    expect(policy.clause('rights.withdraw').kind).toBe('broken')
    expect(policy.clause('rights.restrict').kind).toBe('broken')
    expect(policy.clause('rights.object')).toMatchObject({ partly: 'enforced' })
  })

  test('row security switched off on a table is seen', async () => {
    await opened(
      'alter table people.account disable row level security',
      'alter table people.account enable row level security',
    )
    const policy = await measured()
    expect(policy.clause('safe.misuse').proofs.flatMap(({ found }) => found)).toContain('people.account')
  })

  test('evidence that could be rewritten is no proof', async () => {
    const role = it.db.login('self')
    await opened(
      `grant update (at) on audit.evidence to "${role}"`,
      `revoke update (at) on audit.evidence from "${role}"`,
    )
    expect((await measured()).clause('safe.alteration')).toMatchObject({
      kind: 'broken',
      proofs: [{ found: [`UPDATE audit.evidence (${role})`] }],
    })
  })

  test('a version that gave more and counted before anybody was told of it is seen', async () => {
    expect((await measured()).clause('changes.material')).toMatchObject({
      kind: 'checked',
      proofs: [{ code: 'changes-told', says: expect.stringContaining('until 30 days after its approval') as string }],
    })
    const inForce = 'where number = (select version from policy.compiled)'
    await opened(
      `update policy.version set material = true ${inForce}`,
      `update policy.version set material = null ${inForce}`,
    )
    expect((await measured()).clause('changes.material')).toMatchObject({
      kind: 'broken',
      proofs: [{ code: 'changes-untold', found: ['policy.version 4'] }],
    })
  })

  test('a login with a purpose that the policy does not know is no login of ours', async () => {
    const [slot] = await it.db.asOwner<{ role: string }>('select role from policy.slot where purpose is null limit 1')
    await opened(
      `update policy.slot set purpose = 'sell-it' where role = '${slot!.role}'`,
      `update policy.slot set purpose = null where role = '${slot!.role}'`,
    )
    expect((await measured()).clause('share.never-sold')).toMatchObject({
      kind: 'broken',
      proofs: [{ code: 'never-sale-broken', found: [`${slot!.role}: sell-it`] }],
    })
  })
})

describe('a promise only', () => {
  test('is never shown as kept', async () => {
    const policy = await measured()
    const promises = policy.clauses.filter(({ kind, promises }) => kind === 'promise' && promises)
    expect(promises.length).toBeGreaterThan(10)
    expect(promises.flatMap(({ proofs }) => proofs)).toEqual([])
    const html = (await it.visitor().get('/en/privacy')).text
    for (const { id } of promises) {
      const [beside = ''] = html.split(`data-clause="${id}"`)[1]!.split('data-clause=')
      expect(beside.match(/class="badge tone-(\w+)"/)?.[1], id).toBe('warn')
      expect(beside, id).toContain('A promise only')
    }
  })

  test('is declared if the policy names an act that no page and no call runs', async () => {
    await publishNext(it.db, policy => policy.setIn(['kept', 'safe.register'], ['consent.know-answered']))
    await it.app.given.state.refresh()
    const [shown] = actsOf(await measured(), 'safe.register')
    expect(shown).toMatchObject({ kind: 'declared', code: 'act-idle' })
  })

  test('stays one if the policy names an act that the product does not do', async () => {
    await publishNext(it.db, policy => policy.setIn(['kept', 'safe.loss'], ['backup.restore']))
    await it.app.given.state.refresh()
    expect((await measured()).clause('safe.loss')).toMatchObject({ kind: 'promise', proofs: [] })
  })

  test('and a purpose that nothing performs is declared, not enforced', async () => {
    expect((await measured()).clause('why.credit')).toMatchObject({ kind: 'declared' })
  })
})

describe('reliance', () => {
  test('is counted from sealed evidence', async () => {
    const before = (await measured()).clause('why.account').reliance.done
    await it.customer()
    await sealAll(it.db, it.app.sealing)
    const { reliance } = (await measured()).clause('why.account')
    expect(reliance.done).toBeGreaterThan(before)
    expect(reliance.last).toBe('2026-11-02')
    expect((await it.visitor().get('/en/privacy')).text).toMatch(/Relied on \d+ times? in 30 days/)
  })
})
