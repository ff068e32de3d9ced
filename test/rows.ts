/** At least one row about a person in every table there is, made from the catalogue: a table added tomorrow gets its row too. */
import { newId } from '../server/base/ids.ts'
import type { SealingKey } from '../server/base/vault.ts'
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
const given: Record<string, () => unknown> = {
  'changes.draft.way': () => 'page',
  'changes.draft.hash': () => '0'.repeat(64),
  'changes.draft.number': () => 7,
  'consent.event.said': () => 'allow',
  'consent.event.category': () => null,
  'consent.event.choices': () => null,
  'consent.event.purpose': () => 'support',
  'consent.device_choice.wording': () => '',
  'consent.device_choice.page': () => '/en',
  'people.domain.domain': () => `${newId()}.example`,
  'people.site.id': () => `site-${newId().slice(-6)}`,
  // Only an e-mail address has a moment at which it was proven.
  'profile.contact.kind': () => 'email',
}

/** Of a draft of the policy what comes later: it begins without. */
for (const column of [
  'approved_by',
  'approved_as',
  'approved_at',
  'approved_hash',
  'approved_seal',
  'effective_at',
  'withdrawn_at',
  'withdrawn_as',
  'published_at',
  'ended_at',
  'ended_why',
])
  given[`changes.draft.${column}`] = () => null

/** Tables of answers that rest on a yes, by their purpose: it is said while their row is written, and they go when it is taken back. */
export const onYes: Readonly<Record<string, string>> = {
  'profile.research': 'research',
  'consent.interest': 'product-news',
}

const isLast = (table: string) => table === 'people.factor_loss'

/** Tables that hold nothing about people. */
const impersonal = new Set(['policy', 'audit', 'base', 'public'])

/**
 * Adds what is missing so that every table holds a row about a person.
 * @param secretWord stands in every sealed value
 * @throws if a table has a shape that this cannot fill: say what goes into it in `given`
 */
export async function fillEveryTable(db: TestDatabase, person: string, secretWord = 'Geheim'): Promise<void> {
  const key = await keyOf(db, person)
  // What waits to be removed goes as soon as a session or a factor comes: it is filled last.
  const tables = (await tablesOf(db)).toSorted((a, b) => Number(isLast(a.name)) - Number(isLast(b.name)))
  for (const table of tables) {
    if (impersonal.has(table.schema)) continue
    const [column] = table.people
    const there = column
      ? await db.asOwner(`select from ${table.name} where "${column}" = $1 limit 1`, [person])
      : await db.asOwner(`select from ${table.name} limit 1`)
    if (there.length === 0) await addRow(db, table.name, person, key, secretWord)
  }
}

async function keyOf(db: TestDatabase, person: string): Promise<SealingKey> {
  const [row] = await db.asOwner<{ wrapped: Buffer }>('select wrapped from people.key where person_id = $1', [person])
  return db.vault.unwrap(person, row!.wrapped)
}

async function addRow(
  db: TestDatabase,
  table: string,
  person: string,
  key: SealingKey,
  word: string,
): Promise<Record<string, unknown>> {
  const row: Record<string, unknown> = {}
  const columns = await columnsOf(db, table)
  const company = columns.find(column => column.refers === 'people.organisation')
  // What is in a company's row is sealed with the company's key.
  if (company) row[company.name] = await companyOf(db, person, table !== 'people.membership')
  const seals = company ? db.vault.organisationKey(String(row[company.name])) : key
  for (const column of columns)
    if (column !== company) row[column.name] = await valueFor(db, table, column, person, seals, word)
  const names = Object.keys(row)
  const places = names.map((_, at) => `$${at + 1}`)
  const sql = `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`
  await withYes(db, onYes[table], person, () =>
    db.asOwner(sql, Object.values(row)).catch((error: unknown) => {
      throw new Error(`test/rows.ts cannot fill ${table}: ${(error as Error).message}`, { cause: error })
    }),
  )
  return row
}

/** Does something while somebody agrees to a purpose; their standing is the same afterwards. */
async function withYes(db: TestDatabase, purpose: string | undefined, person: string, work: () => Promise<unknown>) {
  if (purpose === undefined) return work()
  const [before] = await db.asOwner('select agreed from people.person where id = $1', [person])
  const agree = `update people.person set agreed = agreed | (select 1::bigint << bit from policy.slot where purpose = $2) where id = $1`
  await db.asOwner(agree, [person, purpose])
  await work()
  return db.asOwner('update people.person set agreed = $2 where id = $1', [person, before!['agreed']])
}

/** The company that somebody belongs to: each has one of their own, so that nobody is anybody's colleague by chance. */
async function companyOf(db: TestDatabase, person: string, asMember: boolean): Promise<string> {
  const [found] = await db.asOwner<{ id: string }>(
    'select organisation_id as id from people.membership where person_id = $1 and left_at is null',
    [person],
  )
  if (found) return found.id
  const id = newId()
  await db.asOwner(
    "insert into people.organisation (id, name, country, recorded_at) values ($1, 'Geheim & Co', 'BE', $2)",
    [id, db.clock.now()],
  )
  if (asMember)
    await db.asOwner(
      `insert into people.membership (id, person_id, organisation_id, role, joined_at, source, policy_version)
       values ($1, $2, $3, 'member', $4, 'web', 4)`,
      [newId(), person, id, db.clock.now()],
    )
  return id
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
  key: SealingKey,
  word: string,
): Promise<unknown> {
  const place = `${table}.${column.name}`
  if (given[place]) return given[place]()
  if (column.refers === 'people.person') return person
  if (column.refers) {
    // What is the person's refers to what is theirs, not to what is somebody else's.
    const [whose] = (await tablesOf(db)).find(one => one.name === column.refers)?.people ?? []
    const [found] = await db.asOwner(
      `select "${column.target}" as value from ${column.refers} ${whose ? `where "${whose}" = $1` : ''} limit 1`,
      whose ? [person] : [],
    )
    return found
      ? found['value']
      : (await addRow(db, column.refers, person, await keyOf(db, person), word))[column.target!]
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
