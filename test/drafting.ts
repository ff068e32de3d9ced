/** Texts that tests draft policies from, and the command run on them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { draftPolicy, newCommand } from '../server/policy/draft.ts'

let made: string | undefined

/** Where the texts of one test file are written. */
export const folder = (): string => (made ??= mkdtempSync(join(tmpdir(), 'draft-')))

/** Removes it: for `afterAll`. */
export function clear(): void {
  if (made) rmSync(made, { recursive: true, force: true })
  made = undefined
}

let count = 0

/** Writes a text and runs the command on it. */
export function run(content: string | Uint8Array, more: { name?: string; language?: string; company?: string } = {}) {
  const { name = 'policy.txt', ...rest } = more
  const directory = join(folder(), String(++count))
  mkdirSync(directory)
  writeFileSync(join(directory, name), content)
  const outDirectory = join(directory, 'out')
  return { ...newCommand({ textFile: join(directory, name), outDirectory, ...rest }), outDirectory, directory }
}

/** The draft of a text. */
export const draft = (source: string) => draftPolicy(source, { file: 'policy.txt' })!

/** A short text that a policy can be drafted from. */
export const orchard = `Orchard Privacy Policy

Orchard Ltd. grows apples. We collect your name and email address to send our newsletter.

What we do with it

  • We keep you posted on special offers and events.
  • With your consent, we conduct satisfaction surveys.
  • We use service providers to deliver products
    to your door.

We never sell your data. You can reach us at privacy@orchard.example. Last updated: 3 May 2026.
`
