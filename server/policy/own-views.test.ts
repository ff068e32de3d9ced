import { describe, expect, it } from 'vitest'
import type { EvidenceForm, EvidenceLine } from './evidence-port.ts'
import { createNoting } from './own-views.ts'
import type { Request } from './request.ts'

const form = (act: string): EvidenceForm => ({
  act,
  purpose: 'account',
  clause: 'why.account',
  version: 4,
  by: 'customer',
  part: '',
  fields: [],
  outcome: 'done',
})
const lineOf = (of: EvidenceForm): EvidenceLine => ({ form: of, actor: null, subject: null, reference: null })
const [profile, held] = [form('profile.view'), form('rights.view-held')]

/** An's view of a page. */
const view = (session: string | undefined, change: Partial<Request<string>> = {}): Request<string> => ({
  act: 'profile.view',
  actor: { kind: 'customer', person: 'an', ...(session === undefined ? {} : { session }) },
  subject: { person: 'an' },
  ...change,
})

/** Evidence in memory, durable when the test says so. */
function memory() {
  const written: EvidenceForm[] = []
  const waiting: { keep(): void; lose(): void }[] = []
  return {
    written,
    waiting,
    append: (lines: readonly EvidenceLine[]) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({
          keep() {
            written.push(...lines.map(line => line.form))
            resolve()
          },
          lose: () => reject(new Error('The disk is full.')),
        })
      }),
  }
}

/** Evidence that is durable at once. */
function ready(most?: number) {
  const written: EvidenceForm[] = []
  const note = createNoting(
    { append: async lines => void written.push(...lines.map(line => line.form)) },
    ...(most === undefined ? [] : [most]),
  )
  return { written, note }
}

describe('one’s own view', () => {
  it('is noted once for each session and page', async () => {
    const { written, note } = ready()
    for (const session of ['one', 'one', 'two', 'one'])
      for (const page of [profile, held, profile]) await note(view(session), [lineOf(page)])
    expect(written).toEqual([profile, held, profile, held])
  })

  it('is noted each time where no session is known', async () => {
    const { written, note } = ready()
    await note(view(undefined), [lineOf(profile)])
    await note(view(undefined), [lineOf(profile)])
    expect(written).toHaveLength(2)
  })

  it('is noted again under another policy, whose lines have forms of their own', async () => {
    const { written, note } = ready()
    const next = { ...profile, version: 5 }
    for (const page of [profile, next, next]) await note(view('one'), [lineOf(page)])
    expect(written).toEqual([profile, next])
  })

  it('is noted once its line is durable and not before, so that a view at the same moment waits for a line of its own', async () => {
    const { written, waiting, append } = memory()
    const note = createNoting({ append })
    const answered: string[] = []
    const both = ['first', 'second'].map(async name => {
      await note(view('one'), [lineOf(profile)])
      answered.push(name)
    })
    expect(waiting).toHaveLength(2)
    waiting[1]!.keep()
    await both[1]
    expect(answered).toEqual(['second'])
    waiting[0]!.keep()
    await both[0]
    await note(view('one'), [lineOf(profile)])
    expect(written).toHaveLength(2)
  })

  it('is not answered when its line is lost, and the next one is noted', async () => {
    const { written, waiting, append } = memory()
    const note = createNoting({ append })
    const lost = note(view('one'), [lineOf(profile)])
    waiting[0]!.lose()
    await expect(lost).rejects.toThrow('disk is full')
    const again = note(view('one'), [lineOf(profile)])
    waiting[1]!.keep()
    await again
    expect(written).toEqual([profile])
  })

  it('of a session that was forgotten for newer ones is noted again', async () => {
    const { written, note } = ready(2)
    for (const session of ['one', 'two', 'one', 'three', 'one', 'two']) await note(view(session), [lineOf(profile)])
    expect(written).toHaveLength(4)
  })
})

describe('what is noted each time', () => {
  const pseudonym = Buffer.alloc(16)
  const staff = {
    kind: 'staff',
    person: 'an',
    pseudonym,
    role: 'r',
    controller: 'c',
    purposes: [],
    acknowledged: 4,
  } as const
  it.each<[string, Partial<Request<string>>]>([
    ['a look by staff, at themselves too', { actor: staff }],
    ['what our systems read', { actor: { kind: 'system' } }],
    ['somebody else as subject', { subject: { person: 'luc' } }],
    ['several people, or nobody yet', { subject: 'set' }],
    ['a view for a case', { reference: 'S-2041' }],
  ])('%s', async (_, change) => {
    const { written, note } = ready()
    await note(view('one'), [lineOf(profile)])
    await note(view('one', change), [lineOf(profile)])
    await note(view('one', change), [lineOf(profile)])
    expect(written).toHaveLength(3)
  })

  it('another person’s view, whatever stands for their session', async () => {
    const { written, note } = ready()
    const luc = { actor: { kind: 'customer', person: 'luc', session: 'one' }, subject: { person: 'luc' } } as const
    await note(view('one'), [lineOf(profile)])
    await note(view('one', luc), [lineOf(profile)])
    expect(written).toHaveLength(2)
  })
})
