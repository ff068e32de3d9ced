/** A version that gives more is told to everybody whom it concerns, by a letter each, before it takes effect. */
import { createHash } from 'node:crypto'
import { link } from '../../base/http/index.ts'
import { writeTo, type PeopleParts } from '../../people/index.ts'
import { diffPolicies } from '../../policy/diff.ts'
import { addDuration } from '../../policy/duration.ts'
import { concernedBy, noticeOf } from '../../policy/life.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PublishedVersion, Versions } from '../../policy/versions.ts'
import { widenedLines } from '../../ui/change-answers.ts'
import * as store from './store.ts'

export type TellingParts = Pick<PeopleParts, 'gate' | 'clock' | 'vault' | 'words' | 'languages' | 'publicUrl'> & {
  versions: Pick<Versions, 'list' | 'read' | 'bitsOf'>
}

/** How many letters are written in one turn of the job. */
const most = 200
const system = { kind: 'system' } as const
/** The id before everybody's. */
const first = '00000000-0000-0000-0000-000000000000'

/** The versions that have to be told of: until all were told, and until they take effect also to those who come. */
const toTell = (versions: readonly PublishedVersion[], newcomers: boolean): PublishedVersion[] =>
  versions.filter(
    ({ material, toldAt, state }) =>
      material === true &&
      (state === 'coming' || state === 'in-force') &&
      (toldAt === null || (newcomers && state === 'coming')),
  )

/** Some could not be written to for a fault of ours; they are next time, and nobody else waited for them. */
export class Untold extends Error {
  override readonly name = 'Untold'
  constructor(version: number, faults: readonly unknown[]) {
    const names = new Set(faults.map(fault => (fault instanceof Error ? fault.name : typeof fault)))
    super(`${faults.length} could not be told of version ${version} and will be tried again: ${[...names].join(', ')}`)
  }
}

/**
 * Writes the next letters about coming versions. Who is interrupted goes on where they stopped; nobody has two.
 * @param newcomers whether versions of which all were told are looked through for who came since: that reads everybody
 * @returns how many people were looked after
 * @throws Untold once all were tried, if some could not be
 */
export async function tellOfVersions(parts: TellingParts, newcomers = true): Promise<number> {
  const all = await parts.versions.list()
  let told = 0
  let fault: unknown
  for (const version of toTell(all, newcomers)) {
    try {
      told += await tellOf(parts, version, all)
    } catch (error) {
      fault ??= error
    }
  }
  if (fault !== undefined) throw fault
  return told
}

async function tellOf(
  parts: TellingParts,
  version: PublishedVersion,
  all: readonly PublishedVersion[],
): Promise<number> {
  const { gate, clock, versions } = parts
  const earlier =
    version.against ?? all.find(({ number, state }) => number < version.number && state !== 'never')?.number
  const [before, after] = await Promise.all([earlier && versions.read(earlier), versions.read(version.number)])
  if (!earlier || !before || !after) return 0
  const diff = diffPolicies(before, after)
  const bits = await versions.bitsOf(version.concerned ?? concernedBy(diff, before, after))
  const asked = { act: 'changes.find-untold', actor: system, subject: 'none' } as const
  // Whose letter leaves too late for the notice moves the day; the letter has the one that counts.
  const late = addDuration(clock.now(), noticeOf(before.policy))
  const at =
    version.state === 'coming' && version.toldAt === null && late > version.effectiveAt ? late : version.effectiveAt
  const tell = async (person: string): Promise<void> => {
    const written = await writeTo(
      parts,
      person,
      'changes.coming',
      language => ({
        at,
        widened: widenedLines(diff, {
          ...parts.words(language),
          language,
          policy: after.policy,
          before: before.policy,
        }).join('\n'),
        changes: `${parts.publicUrl}${link(language, 'privacy', 'diff', earlier, version.number)}`,
        consents: `${parts.publicUrl}${link(language, 'privacy-centre', 'consents')}`,
      }),
      undefined,
      letterId(person, version.number),
    )
    const how = written instanceof Refusal ? 'refused' : written
    const noted = await gate.write(
      { act: 'changes.note-told', actor: system, subject: { person } },
      { told: store.noteTold(person, version.number, { how, at: clock.now() }) },
    )
    if (noted instanceof Refusal) throw new Error(noted.code)
  }
  const faults: unknown[] = []
  let told = 0
  let last = first
  while (told < most) {
    const found = await gate.read(asked, { people: store.untold(version.number, bits, { after: last, most }) })
    if (found instanceof Refusal) return told
    for (const { person } of found.people) {
      try {
        await tell(person)
        told += 1
      } catch (error) {
        faults.push(error)
      }
      last = person
    }
    if (found.people.length < most) break
  }
  if (faults.length > 0) throw new Untold(version.number, faults)
  if (told < most && version.toldAt === null)
    await gate.write(asked, { told: store.noteAllTold(version.number, clock.now()) })
  return told
}

/** The id of somebody's letter about a version: the same whenever it is asked for (RFC 9562, version 8). */
function letterId(person: string, version: number): string {
  const hex = createHash('sha256').update(`coming\0${person}\0${version}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
