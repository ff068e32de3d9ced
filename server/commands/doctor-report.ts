import { Failure } from '../base/failure.ts'
import type { Io } from './io.ts'

/** What the doctor says: a line for each thing that was looked at. */
export interface Report {
  /**
   * Looks at one thing. A Failure says what is wrong and what to do.
   * @param work gives what was found, in words; with a value where others build on it
   * @returns that value; undefined if the thing is wrong
   */
  look<T>(name: string, work: () => Promise<Found<T>> | Found<T>): Promise<T | undefined>
  /** Something that an operator should know and that is not wrong. */
  note(name: string, says: string): void
  /** How many things are wrong. */
  failed(): number
}

/** What was found, in words, and what it is. */
export interface Found<T = true> {
  says: string
  is: T
}

/** Something that is all right. */
export const fine = (says: string): Found => ({ says, is: true })

/** A report on a terminal. */
export function reportTo(io: Io): Report {
  let failed = 0
  return {
    async look(name, work) {
      try {
        const { says, is } = await work()
        io.out(`ok    ${name}: ${says}`)
        return is
      } catch (error) {
        failed += 1
        const what = error instanceof Failure ? `${error.message}\n      → ${error.remedy}` : (error as Error).message
        io.out(`wrong ${name}: ${what}`)
        return undefined
      }
    },
    note: (name, says) => io.out(`note  ${name}: ${says}`),
    failed: () => failed,
  }
}
