import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { Connections } from './connections.ts'

let db: TestDatabase
let connections: Connections
beforeAll(async () => {
  db = await testDatabase()
  await db.asOwner(
    'create table public.note (number integer primary key, text text, bytes bytea, at timestamptz, list text[])',
  )
  // One connection, so that what one batch leaves behind would be found by the next.
  connections = new Connections({ budget: 1, address: db.address })
})
afterAll(async () => {
  await connections.close()
  await db.close()
})
beforeEach(() => db.asOwner('truncate public.note'))

const login = () => ({ role: db.owner.user })
const run = (...queries: { name?: string; text: string; values?: unknown[] }[]) =>
  connections.run(
    login(),
    queries.map(query => ({ values: [], ...query })),
  )
const insert = (number: unknown, name = 'insert') => ({
  name,
  text: 'insert into public.note (number) values ($1)',
  values: [number],
})
const numbers = async () => (await db.asOwner('select number from public.note order by 1')).map(row => row['number'])

describe('a batch', () => {
  it('answers each query with its rows and their number', async () => {
    const results = await run(
      insert(1),
      insert(2),
      { name: 'all', text: 'select number from public.note order by 1' },
      { text: '' },
    )
    expect(results).toEqual([
      { rows: [], count: 1 },
      { rows: [], count: 1 },
      { rows: [{ number: 1 }, { number: 2 }], count: 2 },
      { rows: [], count: 0 },
    ])
    // The second time its columns are known already.
    expect((await run({ name: 'all', text: 'select number from public.note order by 1' }))[0]!.rows).toHaveLength(2)
  })

  it('carries values of every kind there and back', async () => {
    const at = new Date('2026-11-02T09:00:00.123Z')
    const text = 'Grüße, 你好 \u{1f600} \\ " \''.repeat(4000)
    const bytes = Buffer.from([0, 255, 10, 92])
    await run({
      name: 'every-kind',
      text: 'insert into public.note (number, text, bytes, at, list) values ($1, $2, $3, $4, $5)',
      values: [1, text, bytes, at, ['a,b', '"c"', '\\d']],
    })
    const [found] = await run({ text: 'select text, bytes, at, list from public.note' })
    expect(found!.rows).toEqual([{ text, bytes, at, list: ['a,b', '"c"', '\\d'] }])
    const [absent] = await run({ text: 'select $1::text as a, $2::boolean as b', values: [null, true] })
    expect(absent!.rows).toEqual([{ a: null, b: true }])
  })

  it('is undone as a whole by an error in its middle, and what comes after the error does not run', async () => {
    await expect(run(insert(1), insert(1), insert(2))).rejects.toMatchObject({ code: '23505' })
    expect(await numbers()).toEqual([])
  })

  it('leaves nothing of its settings behind', async () => {
    await run({ text: "select set_config('abide.person', 'somebody', true)" })
    const [found] = await run({ text: "select current_setting('abide.person', true) as person" })
    expect(found!.rows[0]!['person']).not.toBe('somebody')
  })

  it.each(['run', 'judged'])(
    'leaves nothing behind of what somebody smuggled in to stay for whoever has the connection next (%s)',
    async how => {
      const names = ['abide.region', 'search_path', 'row_security', 'bytea_output', 'statement_timeout']
      const look = {
        text: `select ${names.map(name => `current_setting('${name}', true)`).join(` || ' ' || `)} as all`,
      }
      const region = { role: db.login('self'), region: 'hus' }
      const as = async (...queries: { text: string }[]) => {
        const list = queries.map(query => ({ values: [], ...query }))
        return how === 'run' ? connections.run(region, list) : connections.runJudged(region, list, () => {})
      }
      const before = (await as(look))[0]!.rows
      const wrong = ['another', 'nowhere', 'off', 'escape', '1ms']
      await as({ text: `select ${names.map((name, at) => `set_config('${name}', '${wrong[at]}', false)`).join()}` })
      await as({ text: `select set_config('default_transaction_read_only', 'on', false)` })
      expect((await as(look))[0]!.rows).toEqual(before)
      const [open] = await as({ text: `select current_setting('transaction_read_only') as only` })
      expect(open!.rows).toEqual([{ only: 'off' }])
    },
  )
})

describe('prepared statements', () => {
  it('survive an error of the batch that prepared them', async () => {
    const bad = { name: 'bad', text: 'select 1 / $1::integer as n', values: [0] }
    await expect(
      run({ name: 'before', text: 'select 1 as n' }, bad, { name: 'after', text: 'select 2 as n' }),
    ).rejects.toThrow('division')
    const results = await run(
      { name: 'before', text: 'select 1 as n' },
      { ...bad, values: [1] },
      { name: 'after', text: 'select 2 as n' },
    )
    expect(results.map(result => result.rows)).toEqual([[{ n: 1 }], [{ n: 1 }], [{ n: 2 }]])
  })

  it('that do not parse fail each time, and harm no other', async () => {
    const wrong = { name: 'wrong', text: 'selct 1' }
    for (let turn = 0; turn < 2; turn += 1) await expect(run(wrong)).rejects.toMatchObject({ code: '42601' })
    expect((await run({ name: 'right', text: 'select 1 as n' }))[0]!.rows).toEqual([{ n: 1 }])
  })

  it('follow a table that gets another type of column', async () => {
    await db.asOwner('create table public.changing (value integer)')
    await db.asOwner('insert into public.changing values (1)')
    const query = { name: 'changing', text: 'select value from public.changing' }
    await run(query)
    await db.asOwner('alter table public.changing alter value type text')
    await expect(run(query)).rejects.toMatchObject({ code: '0A000' })
    expect((await run(query))[0]!.rows).toEqual([{ value: '1' }])
  })

  it('of the same name must have the same text', async () => {
    await run({ name: 'twice', text: 'select 1 as n' })
    await expect(run({ name: 'twice', text: 'select 2 as n' })).rejects.toThrow('Two statements are called "twice".')
  })
})

describe('a value that cannot be written', () => {
  it.each([
    ['an invalid date', new Date(Number.NaN)],
    [
      'an object that contains itself',
      (() => {
        const self: Record<string, unknown> = {}
        self['self'] = self
        return self
      })(),
    ],
  ])('%s: nothing of the batch happens, and the connection goes on', async (_what, value) => {
    await expect(run(insert(1), insert(value))).rejects.toThrow()
    expect(await numbers()).toEqual([])
    await run(insert(3, 'insert-3'))
    expect(await numbers()).toEqual([3])
  })
})

describe('a judged batch', () => {
  const judged = (judge: (counts: number[]) => void, ...queries: { text: string; values: unknown[] }[]) =>
    connections.runJudged(login(), queries, results => judge(results.map(result => result.count)))

  it('is committed when the look at its answers finds nothing wrong', async () => {
    const seen: number[][] = []
    await judged(counts => void seen.push(counts), insert(1), insert(2))
    expect(seen).toEqual([[1, 1]])
    expect(await numbers()).toEqual([1, 2])
  })

  it('is undone by what the look throws, and the next one is not', async () => {
    await expect(
      judged(
        () => {
          throw new Error('not like this')
        },
        insert(1),
        insert(2),
      ),
    ).rejects.toThrow('not like this')
    expect(await numbers()).toEqual([])
    await judged(() => {}, insert(5))
    expect(await numbers()).toEqual([5])
  })

  it('fails when a statement waits for data that nobody will send, instead of waiting with it', async () => {
    const copy = { text: 'copy public.note from stdin', values: [] }
    await expect(judged(() => {}, copy)).rejects.toMatchObject({ code: '57014' })
    await judged(() => {}, insert(6))
    expect(await numbers()).toEqual([6])
  })

  it('is not looked at when a query fails', async () => {
    let looked = false
    await expect(judged(() => (looked = true), insert(1), insert(1))).rejects.toMatchObject({ code: '23505' })
    expect(looked).toBe(false)
    expect(await numbers()).toEqual([])
  })

  it('fails when PostgreSQL refuses at the very end', async () => {
    await db.asOwner('create table public.late (number integer unique deferrable initially deferred)')
    const late = { text: 'insert into public.late values (1)', values: [] }
    await expect(judged(() => {}, late, late)).rejects.toMatchObject({ code: '23505' })
    expect(await db.asOwner('select from public.late')).toEqual([])
  })
})
