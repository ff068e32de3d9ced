import { describe, expect, it } from 'vitest'
import { isLockFault } from '../../base/connections.ts'
import { Untouched } from '../../policy/statement.ts'
import { tryAgain } from './trying.ts'

const withCode = (code: string) => Object.assign(new Error(code), { code })
const untouched = new Untouched('touched none')

/** How often a change is tried that fails the first time. */
async function triesOf(error: unknown): Promise<number> {
  let tries = 0
  const change = async () => {
    tries += 1
    if (tries === 1) throw error
    return { done: 'line' }
  }
  await tryAgain(change).catch(() => undefined)
  return tries
}

describe('a change that fails', () => {
  it('is made again where somebody was faster, or held what it needs', async () => {
    for (const error of [withCode('23505'), untouched, withCode('55P03'), withCode('40P01')])
      expect(await triesOf(error)).toBe(2)
  })

  it('is not made again for any other reason, least of all after a lost connection', async () => {
    for (const error of [
      withCode('08006'),
      withCode('ECONNRESET'),
      withCode('42501'),
      withCode('57014'),
      new Error('x'),
    ])
      expect(await triesOf(error)).toBe(1)
  })

  it('ends as an error where somebody is faster every time', async () => {
    let tries = 0
    const change = async () => {
      tries += 1
      throw withCode('23505')
    }
    await expect(tryAgain(change)).rejects.toMatchObject({ code: '23505' })
    expect(tries).toBe(12)
  })
})

describe('two who wait for each other', () => {
  it('are told apart from other faults: of the one that PostgreSQL ended nothing has happened', () => {
    expect(['55P03', '40P01', '40001', '23505'].map(code => isLockFault(withCode(code)))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
