import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { Connections, type ConnectionsOptions, isConnectionFault } from './connections.ts'

let db: TestDatabase
let connections: Connections
beforeAll(async () => {
  db = await testDatabase()
})
afterEach(() => connections.close())
afterAll(() => db.close())

function open(options: Partial<ConnectionsOptions> = {}): Connections {
  connections = new Connections({ budget: 4, address: db.address, ...options })
  return connections
}

const pid = { text: 'select pg_backend_pid() as pid', values: [] }
const pidOf = async (role = db.owner.user) => (await connections.run({ role }, [pid]))[0]!.rows[0]!['pid'] as number
const openNow = async () =>
  (
    await db.asOwner<{ open: number }>(
      `select count(*)::integer as open from pg_stat_activity where datname = current_database() and application_name = 'abide' and pid <> all($1)`,
      [others],
    )
  )[0]!.open
const others: number[] = []
beforeAll(async () => {
  const rows = await db.asOwner<{ pid: number }>(`select pid from pg_stat_activity where application_name = 'abide'`)
  others.push(...rows.map(row => row.pid))
})

describe('connections', () => {
  it('belong to the login that they were opened for, with its region', async () => {
    open()
    const who = { text: `select session_user as role, current_setting('abide.region', true) as region`, values: [] }
    const role = db.login('self')
    const [a, b] = await Promise.all([
      connections.run({ role }, [who]),
      connections.run({ role, region: 'hus' }, [who]),
    ])
    expect([a[0]!.rows, b[0]!.rows]).toEqual([[{ role, region: null }], [{ role, region: 'hus' }]])
  })

  it('stay within the budget, whatever many logins want at once', async () => {
    open({ budget: 3, perLogin: 2 })
    const roles = [db.owner.user, db.login('self'), db.login('gate'), db.login('evidence')]
    const most: number[] = []
    const watch = async () => void most.push(await openNow())
    await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        await pidOf(roles[at % roles.length])
        if (at % 10 === 0) await watch()
      }),
    )
    expect(Math.max(...most)).toBeLessThanOrEqual(3)
  })

  it('are not more for one login than its cap', async () => {
    open({ budget: 4, perLogin: 2 })
    // Two that are held at the same time are two; whoever comes then waits for one of them.
    const hold = () => connections.session({ role: db.owner.user }, async () => void (await Promise.all(held)))
    const held: Promise<number>[] = [pidOf(db.login('self'))]
    await Promise.all([hold(), hold()])
    const pids = await Promise.all(Array.from({ length: 20 }, () => pidOf()))
    expect(new Set(pids).size).toBeLessThanOrEqual(2)
  })

  it('that PostgreSQL ended while they were idle are told of and replaced', async () => {
    const lost: Error[] = []
    open({ onLost: error => void lost.push(error) })
    const before = await pidOf()
    await db.asOwner('select pg_terminate_backend($1, 5000)', [before])
    for (let turn = 0; lost.length === 0 && turn < 100; turn += 1) await new Promise(resolve => setTimeout(resolve, 10))
    expect(lost).toHaveLength(1)
    expect(await pidOf()).not.toBe(before)
  })

  it('that are ended in the middle of a query fail that query, and nothing else', async () => {
    open({ perLogin: 1 })
    const ended = connections.run({ role: db.owner.user }, [
      { text: 'select pg_terminate_backend(pg_backend_pid())', values: [] },
    ])
    const next = pidOf()
    await expect(ended).rejects.toSatisfy(isConnectionFault)
    // Whatever `pg` throws, pages answer 503 to it: it has a code by which they know.
    await expect(ended).rejects.toMatchObject({ code: expect.stringMatching(/^(57P01|08006)$/) as string })
    expect(await next).toBeGreaterThan(0)
  })

  it('that cannot be opened say why', async () => {
    open({ address: role => ({ ...db.address(role), password: 'wrong' }) })
    await expect(pidOf()).rejects.toMatchObject({ code: '28P01' })
    await connections.close()
    open({ address: role => ({ ...db.address(role), host: '127.0.0.1', port: 1 }) })
    await expect(pidOf()).rejects.toSatisfy(isConnectionFault)
  })

  it('lent for a conversation come back clean, or not at all', async () => {
    open({ perLogin: 1 })
    const role = db.owner.user
    const first = await connections.session({ role }, async client => (await client.query(pid)).rows[0].pid as number)
    expect(await pidOf()).toBe(first)
    const failed = connections.session({ role }, async client => {
      await client.query('begin')
      throw new Error('changed my mind')
    })
    await expect(failed).rejects.toThrow('changed my mind')
    expect(await pidOf()).not.toBe(first)
  })

  it('are closed after their last answer', async () => {
    open()
    const last = pidOf()
    await last
    const slow = connections.run({ role: db.owner.user }, [{ text: 'select pg_sleep(0.05)', values: [] }])
    await connections.close()
    await expect(slow).resolves.toHaveLength(1)
    await expect(pidOf()).rejects.toThrow('closed')
    for (let turn = 0; (await openNow()) > 0 && turn < 100; turn += 1)
      await new Promise(resolve => setTimeout(resolve, 10))
    expect(await openNow()).toBe(0)
  })
})
