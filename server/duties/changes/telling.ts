/** A version that gives more is told to everybody whom it concerns, by a letter each, before it takes effect. */
import { createHash } from 'node:crypto'
import { link } from '../../base/http/index.ts'
import { writeTo, type PeopleParts } from '../../people/index.ts'
import { diffPolicies } from '../../policy/diff.ts'
import { concernedBy } from '../../policy/life.ts'
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

/** The versions that have to be told of and were not told to everybody yet. */
const toTell = (versions: readonly PublishedVersion[]): PublishedVersion[] =>
  versions.filter(
    ({ material, toldAt, state }) => material === true && toldAt === null && state !== 'never' && state !== 'past',
  )

/**
 * Writes the next letters about coming versions. Who is interrupted goes on where they stopped; nobody has two.
 * @returns how many people were looked after
 */
export async function tellOfVersions(parts: TellingParts): Promise<number> {
  const all = await parts.versions.list()
  let told = 0
  for (const version of toTell(all)) told += await tellOf(parts, version, all)
  return told
}

async function tellOf(
  parts: TellingParts,
  version: PublishedVersion,
  all: readonly PublishedVersion[],
): Promise<number> {
  const { gate, clock, versions } = parts
  const earlier = all.find(({ number, state }) => number < version.number && state !== 'never')
  const [before, after] = await Promise.all([earlier && versions.read(earlier.number), versions.read(version.number)])
  if (!earlier || !before || !after) return 0
  const diff = diffPolicies(before, after)
  const bits = await versions.bitsOf(concernedBy(diff, before, after))
  const asked = { act: 'changes.find-untold', actor: system, subject: 'none' } as const
  const found = await gate.read(asked, { people: store.untold(version.number, bits, most) })
  if (found instanceof Refusal) return 0
  for (const { person } of found.people) {
    const written = await writeTo(
      parts,
      person,
      'changes.coming',
      language => ({
        at: version.effectiveAt,
        widened: widenedLines(diff, {
          ...parts.words(language),
          language,
          policy: after.policy,
          before: before.policy,
        }).join('\n'),
        changes: `${parts.publicUrl}${link(language, 'privacy', 'diff', earlier.number, version.number)}`,
        consents: `${parts.publicUrl}${link(language, 'privacy-centre', 'consents')}`,
      }),
      undefined,
      letterId(person, version.number),
    )
    if (written instanceof Refusal) continue
    await gate.write(
      { act: 'changes.note-told', actor: system, subject: { person } },
      { told: store.noteTold(person, version.number, clock.now()) },
    )
  }
  if (found.people.length < most) {
    const written = await gate.write(asked, { told: store.noteAllTold(version.number, clock.now()) })
    if (written instanceof Refusal) return 0
  }
  return found.people.length
}

/** The id of somebody's letter about a version: the same whenever it is asked for (RFC 9562, version 8). */
function letterId(person: string, version: number): string {
  const hex = createHash('sha256').update(`coming\0${person}\0${version}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
