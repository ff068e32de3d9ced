import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkCommand, diffCommand, showCommand } from './policy-files.ts'

const today = new Date('2026-09-15T09:00:00Z')
const small = 'server/policy/fixtures/small.yaml'

describe('policy check', () => {
  it('counts what it found, and lets a policy with warnings pass', () => {
    const { text, code } = checkCommand(small, today)
    expect(code).toBe(0)
    expect(text).toMatch(/^server\/policy\/fixtures\/small\.yaml:6:\d+ {2}warning {2}translation-incomplete {2}/)
    expect(text).toMatch(/\n {4}mend: .*\nserver\/policy\/fixtures\/small.yaml: 0 errors, 1 warning.\n$/)
  })

  it('warns of a day that is over, and says what mends it; the day itself is not over', () => {
    const later = checkCommand(small, new Date('2026-10-02T00:00:00Z'))
    expect(later.code).toBe(0)
    expect(later.text).toMatch(
      /small\.yaml:5:\d+ {2}warning {2}effective-in-the-past {2}2026-10-01 is over \(today is 2026-10-02\).*\n {4}mend: .*--at/,
    )
    expect(checkCommand(small, new Date('2026-10-01T23:59:59Z')).text).not.toContain('effective-in-the-past')
  })

  it('does not speak of publishing where a file was only to be read', () => {
    for (const { text, code } of [showCommand('3'), diffCommand('3', '4')]) {
      expect(code).toBe(1)
      expect(text).toMatch(
        /This file is not there\.[^]*It cannot be read\. These commands read files; what was published stands on/,
      )
      expect(text).not.toContain('It cannot be published')
    }
  })

  it('refuses a file that is not there, without a stack', () => {
    const { text, code } = checkCommand('nowhere.yaml', today)
    expect(code).toBe(1)
    expect(text).toBe(
      'nowhere.yaml:1:1  error  missing-file  This file is not there.\n    mend: Write it, or correct its name.\nnowhere.yaml: 1 error, 0 warnings. It cannot be published.\n',
    )
  })

  it.runIf(existsSync('policies/hesbia.yaml'))('finds no error in the demo company’s policy', () => {
    expect(checkCommand('policies/hesbia.yaml', today)).toMatchObject({ code: 0 })
  })
})

describe('policy show', () => {
  it('shows company, version, purposes and clauses with what cites them', () => {
    const { text, code } = showCommand(small)
    expect(code).toBe(0)
    expect(text).toContain('Orchard Tools BV: version 4, in effect from 2026-10-01')
    expect(text).toContain('    keep    3 years after case-closed')
    expect(text).toContain('{#why.support} ← purpose support, situation call, staff role service-desk')
    expect(text.split('\n').every(line => line.length <= 140)).toBe(true)
  })

  it('marks what does not exist in the language asked for', () => {
    const { text } = showCommand(small, 'nl')
    expect(text).toContain('U helpen met een product')
    expect(text).toContain('Wij verkopen ze aan niemand.')
    expect(text).toContain('Our company in America. [en]')
    expect(showCommand(small, 'tlh').code).toBe(1)
  })
})

describe('policy diff', () => {
  it('shows meaning and words, and says whether people must be told', () => {
    expect(diffCommand(small, small).text).toContain('no material change')
    expect(diffCommand(small, 'nowhere.yaml').code).toBe(1)
  })

  it('survives being given its own output', () => {
    const folder = mkdtempSync(join(tmpdir(), 'abide-diff-'))
    const file = join(folder, 'a.yaml')
    writeFileSync(file, diffCommand(small, small).text)
    expect(checkCommand(file, today).code).toBe(1)
    rmSync(folder, { recursive: true })
  })
})
