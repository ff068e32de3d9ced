/** What the gate is asked for while something is done. */
import { vi } from 'vitest'
import type { TestApp } from './app.ts'

/** @returns each reading and writing with its act, whether it is about somebody, and the names of its statements */
export async function statementsOf({ app }: Pick<TestApp, 'app'>, work: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = []
  const { gate } = app
  const spies = (['read', 'write'] as const).map(name => {
    const real = gate[name]
    return vi.spyOn(gate, name).mockImplementation(((
      request: { act: string; subject: unknown },
      statements: Record<string, { name: string }>,
    ) => {
      const subject = typeof request.subject === 'object' ? 'person' : String(request.subject)
      const names = Object.values(statements).map(statement => statement.name)
      calls.push([name, request.act, subject, ...names].join(' '))
      return real(request as never, statements as never)
    }) as never)
  })
  await work()
  for (const spy of spies) spy.mockRestore()
  return calls
}
