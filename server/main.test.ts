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

  it('fits help into a terminal', async () => {
    for (const argv of [['help'], ['help', 'settings']]) {
      const { said, io } = listen()
      expect(await main(argv, io)).toBe(0)
      expect(said.out.split('\n').filter(line => line.length > 110)).toEqual([])
    }
  })

  it('says which version it is', async () => {
    const { said, io } = listen()
    expect(await main(['--version'], io)).toBe(0)
    expect(said.out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    [['doctor', 'x'], '`x` is one word too many.\nabide doctor\n'],
    [['serve', '--port'], 'There is no option --port.'],
    [['roles', '--sqll'], 'Did you mean `--sql`?'],
    [['audit', 'verify', 'all'], '`all` is one word too many.'],
    [['erase', 'an@customer.example'], 'Something is missing.\nabide erase ID ID'],
    [['help', 'setting'], 'There is no help on `setting`.'],
    [['policy', 'nope'], 'There is no `policy nope`.'],
    [['policy', 'chekc', 'f'], 'Did you mean `check`?'],
    [['policy', 'check', 'f', 'extra'], '`extra` is one word too many.\nabide policy check FILE\n'],
    [['policy', 'publish', 'f', '--at'], '--at needs a value.\nabide policy publish FILE'],
    [['policy', 'new', '--text', 'f'], 'with --out where the draft goes.\nabide policy new'],
    [['staff', 'sack'], 'There is no `staff sack`.'],
    [['staff', 'add', '--name', '', '--email', 'nope'], 'Missing or empty: --name, --role.'],
  ])('passes over nothing of %j', async (argv, said) => {
    const { said: heard, io } = listen()
    expect(await main(argv, io)).toBe(2)
    expect(heard.error).toContain(said)
    expect(heard.out).toBe('')
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
