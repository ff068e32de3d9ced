/** At least one row about a person in every table there is, made from the catalogue: a table added tomorrow gets its row too. */
import { newId } from '../server/base/ids.ts'
import type { PersonKey } from '../server/base/vault.ts'
import type { TestDatabase } from './database.ts'
import { tablesOf } from './catalogue.ts'

interface Column {
  name: string
  type: string
  /** The constraint that lists what a text may be. */
  allowed: string | null
  /** schema.table that it refers to. */
  refers: string | null
  target: string | null
}

/** What cannot be guessed from the catalogue. The event says what was so already: it changes nobody's standing. */
const given: Readonly<Record<string, unknown>> = { 'consent.event.said': 'allow', 'consent.event.purpose': 'support' }

/** Tables that hold nothing about people. */
const impersonal = new Set(['policy', 'audit', 'base', 'public'])

/**
 * Adds what is missing so that every table holds a row about a person.
 * @param secretWord stands in every sealed value
 * @throws if a table has a shape that this cannot fill: say what goes into it in `given`
 */
export async function fillEveryTable(db: TestDatabase, person: string, secretWord = 'Geheim'): Promise<void> {
  const [row] = await db.asOwner<{ wrapped: Buffer }>('select wrapped from people.key where person_id = $1', [person])
  const key = db.vault.unwrap(person, row!.wrapped)
  for (const table of await tablesOf(db)) {
    if (impersonal.has(table.schema)) continue
    const [column] = table.people
    const there = column
      ? await db.asOwner(`select from ${table.name} where "${column}" = $1 limit 1`, [person])
      : await db.asOwner(`select from ${table.name} limit 1`)
    if (there.length === 0) await addRow(db, table.name, person, key, secretWord)
  }
}

async function addRow(
  db: TestDatabase,
  table: string,
  person: string,
  key: PersonKey,
  word: string,
): Promise<Record<string, unknown>> {
  const row: Record<string, unknown> = {}
  for (const column of await columnsOf(db, table))
    row[column.name] = await valueFor(db, table, column, person, key, word)
  const names = Object.keys(row)
  const places = names.map((_, at) => `$${at + 1}`)
  const sql = `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`
  await db.asOwner(sql, Object.values(row)).catch((error: unknown) => {
    throw new Error(`test/rows.ts cannot fill ${table}: ${(error as Error).message}`, { cause: error })
  })
  return row
}

function columnsOf(db: TestDatabase, table: string): Promise<Column[]> {
  return db.asOwner<Column & Record<string, unknown>>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
            (select pg_get_constraintdef(k.oid) from pg_constraint k
              where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as allowed,
            k.confrelid::regclass::text as refers, t.attname as target
       from pg_attribute a
       left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum]
       left join pg_attribute t on t.attrelid = k.confrelid and t.attnum = k.confkey[1]
      where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = ''
      order by a.attnum`,
    [table],
  )
}

async function valueFor(
  db: TestDatabase,
  table: string,
  column: Column,
  person: string,
  key: PersonKey,
  word: string,
): Promise<unknown> {
  const place = `${table}.${column.name}`
  if (place in given) return given[place]
  if (column.refers === 'people.person') return person
  if (column.refers) {
    // What is the person's refers to what is theirs, not to what is somebody else's.
    const [whose] = (await tablesOf(db)).find(one => one.name === column.refers)?.people ?? []
    const [found] = await db.asOwner(
      `select "${column.target}" as value from ${column.refers} ${whose ? `where "${whose}" = $1` : ''} limit 1`,
      whose ? [person] : [],
    )
    return found ? found['value'] : (await addRow(db, column.refers, person, key, word))[column.target!]
  }
  const listed = column.allowed && /'([^']+)'/.exec(column.allowed)?.[1]
  if (listed) return listed
  switch (column.type) {
    case 'uuid':
      return newId()
    case 'bytea':
      return isSealed(db, table, column.name)
        ? key.seal(place, `${word} ${place}`)
        : db.vault.hash(place, `${word} ${newId()}`)
    case 'timestamp with time zone':
    case 'date':
      return db.clock.now()
    case 'boolean':
      return false
    case 'integer':
    case 'bigint':
    case 'smallint':
    case 'numeric':
      return 0
    case 'jsonb':
      return '{}'
    case 'text[]':
      return []
    default:
      return 'en'
  }
}

function isSealed(db: TestDatabase, table: string, column: string): boolean {
  const held = db.declarations.holdings.find(holding => holding.table === table)?.columns[column]
  return typeof held === 'string' || held?.kept === 'sealed'
}
