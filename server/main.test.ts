import { describe, expect, it } from 'vitest'
import { Failure } from './base/failure.ts'
import { commands } from './commands/index.ts'
import type { Io } from './commands/io.ts'
import { complain, main } from './main.ts'

function listen(environment: NodeJS.ProcessEnv = {}) {
  const said = { out: '', error: '' }
  const io: Io = {
    out: line => void (said.out += `${line}\n`),
    error: line => void (said.error += `${line}\n`),
    environment,
  }
  return { said, io }
}

describe('the command line', () => {
  it('shows every command when none is given, or help is asked for in any of the usual ways', async () => {
    for (const argv of [[], ['help'], ['--help'], ['-h']]) {
      const { said, io } = listen()
      expect(await main(argv, io)).toBe(0)
      for (const { usage } of commands) expect(said.out).toContain(`abide ${usage}`)
    }
  })

  it('explains every setting', async () => {
    const { said, io } = listen()
    expect(await main(['help', 'settings'], io)).toBe(0)
    expect(said.out).toContain('ABIDE_DATA')
  })

  it('answers 2 to a command that it does not know, and names the nearest', async () => {
    const { said, io } = listen()
    expect(await main(['docter'], io)).toBe(2)
    expect(said.error).toContain('Did you mean `doctor`?')
  })

  it('answers 1 with all faults of the settings', async () => {
    const { said, io } = listen({ PORT: 'many', HOST: 'a b' })
    expect(await main(['doctor'], io)).toBe(1)
    expect(said.error).toMatch(/PORT.*HOST/)
    expect(said.error).not.toContain('    at ')
  })

  it('says in plain words what went wrong, and where in the code only when debugging', () => {
    const plain = listen()
    complain(new Failure('The disk is full.', 'Make room.'), plain.io)
    complain(new Error('surprise'), plain.io)
    expect(plain.said.error).toContain('The disk is full.\nMake room.\n')
    expect(plain.said.error).not.toContain('    at ')
    const debug = listen({ LOG_LEVEL: 'debug' })
    complain(new Error('surprise'), debug.io)
    expect(debug.said.error).toContain('    at ')
  })

  it('loads every command of its table', async () => {
    for (const { load } of commands) expect((await load()).run).toBeTypeOf('function')
  })
})
