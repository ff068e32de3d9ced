import { describe, expect, it } from 'vitest'
import { compile } from './compile.ts'
import { loadedSmall } from './fixtures/read.ts'
import { oncePerPolicy } from './once.ts'

const compiled = () => compile(loadedSmall(), { acts: {}, holdings: [] })

describe('what follows from a policy alone', () => {
  it('is worked out once for each policy and names, and anew for the next policy', () => {
    const worked: string[] = []
    const ask = oncePerPolicy((_, names) => worked.push(names.join()))
    const [now, next] = [compiled(), compiled()]
    expect([ask(now, ['contact']), ask(now, ['contact']), ask(now, []), ask(next, ['contact'])]).toEqual([1, 1, 2, 3])
    expect(worked).toEqual(['contact', '', 'contact'])
  })
})
