/** What the doctor looks at in the database: its tables, its logins, the policy in force, the product that uses it. */
import { join } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { projectDirectory } from '../base/config.ts'
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { connectedLogins, withClient } from '../base/installation.ts'
import { pendingMigrations } from '../base/migrate.ts'
import type { Holder } from '../base/postgres/lock.ts'
import { strangeRoles } from '../base/strange-roles.ts'
import type { Vault } from '../base/vault.ts'
import { publishedVersions, type Published } from '../policy/publish-sql.ts'
import { fine, type Found, type Report } from './doctor-report.ts'
import { momentInWords } from './io.ts'

interface Examined {
  /** Where somebody connects who may see everything: the owner, or the superuser of a PostgreSQL of our own. */
  owner: Address
  prefix: string
  vault: Vault
  /** Who runs the PostgreSQL of our own, where that is not this process. */
  holder: Holder | undefined
  /** Whether the PostgreSQL is our own. */
  isOurs: boolean
}

const noPolicy = () =>
  new Failure(
    'None is in force, so nothing can be served.',
    'Publish one: npx abide policy publish FILE. Draft one from the text you have: npx abide policy new --text FILE --out DIR. (`npm start` brings that of a fictional company.)',
  )

/** Looks at all that an installation needs beside a PostgreSQL that answers. */
export async function lookAtInstallation(examined: Examined, report: Report): Promise<void> {
  const { owner } = examined
  const filled = await report.look('tables', () => tables(examined))
  if (filled) await report.look('logins', () => logins(examined))
  await report.look('policy', async () => {
    if (!filled) throw noPolicy()
    return policy(await withClient(owner, publishedVersions))
  })
  await report.look('product', () => product(examined, filled ?? false))
}

/** Whether there are tables, and those that this version of Abide needs. @returns false where nothing was ever made */
async function tables({ owner }: Examined): Promise<Found<boolean>> {
  const directory = join(projectDirectory, 'db/migrations')
  const next = 'the next start, or npx abide migrate, makes them'
  try {
    const { applied, pending, changed } = await withClient(owner, client => pendingMigrations(client, directory))
    if (changed.length > 0)
      throw new Failure(
        `${changed.join(', ')} was changed after it had been applied.`,
        'Take the file as it was; add a new one for the change.',
      )
    if (applied === 0) return { says: `not made yet: ${next}`, is: false }
    if (pending.length > 0) return { says: `${pending.length} changes wait: ${next}`, is: true }
    return { says: 'as this version of Abide needs them', is: true }
  } catch (error) {
    // On a PostgreSQL of our own the first start makes the database itself.
    if ((error as { code?: string }).code === '3D000') return { says: `not made yet: ${next}`, is: false }
    throw error
  }
}

/** Whether every login is there, lets the product in with its password, and has no setting that nobody gave it. */
async function logins({ owner, prefix, vault, isOurs }: Examined): Promise<Found> {
  const { all, missing, closed, changed } = await strangeRoles(owner, prefix, vault)
  const remedy = isOurs
    ? 'Start Abide again: it puts them right.'
    : 'Run npx abide roles with DATABASE_URL of an administrator, or have one run what npx abide roles --sql prints.'
  if (closed.length === all)
    throw new Failure(
      'None of them lets this secret in: the database was made with another one.',
      'Put back the secret file that belongs to this database (ABIDE_SECRET_FILE).',
    )
  const wrong = [
    ...(missing.length > 0 ? [`${missing.length} are missing (${some(missing)})`] : []),
    ...(closed.length > 0 ? [`${closed.length} have another password (${some(closed)})`] : []),
    ...(changed.length > 0 ? [`${changed.length} have settings of their own (${some(changed)})`] : []),
  ]
  if (wrong.length > 0) throw new Failure(`Of ${all}, ${wrong.join(', ')}.`, remedy)
  return fine(`all ${all} are as they were made`)
}

const some = (names: readonly string[]): string => names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')

/** Which version is in force since when, and which one waits. */
function policy(published: readonly Published[]): Found {
  const inForce = published.find(version => version.inForce)
  if (!inForce) throw noPolicy()
  const coming = published.filter(version => version.number > inForce.number)
  const now = systemClock.now()
  const waits = coming.map(({ number, effectiveAt }) =>
    effectiveAt > now
      ? `version ${number} takes effect on ${momentInWords(effectiveAt)}`
      : `version ${number} is due since ${momentInWords(effectiveAt)}, and the running product puts it in force`,
  )
  return fine(
    [`version ${inForce.number} is in force since ${momentInWords(inForce.effectiveAt)}`, ...waits].join('; '),
  )
}

/** Whether the product is running. Not running is nothing wrong: that is what somebody asks the doctor before. */
async function product({ owner, prefix, holder, isOurs }: Examined, filled: boolean): Promise<Found> {
  if (holder) return fine(`running: process ${holder.pid} at ${holder.url ?? 'an unknown address'}`)
  const connected = isOurs || !filled ? 0 : await withClient(owner, client => connectedLogins(client, prefix))
  return fine(connected > 0 ? `running: its logins have ${connected} connections` : 'not running')
}
