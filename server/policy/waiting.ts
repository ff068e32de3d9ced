/** What was collected before it was promised, and waits. Pure. */

/** Versions from one on, and before another; null: all that follow. */
export type Range = readonly [from: number, before: number | null]

/** What was collected and waits: under which versions, and to which version a yes opens it. */
export interface Waiting {
  /** The version that began the use; 0: it was so from the first, or nothing could have been collected before. */
  since: number
  /** Versions under which the category was collected, and not for this purpose. */
  closed: readonly Range[]
}

/** Whether something was collected under a version that is closed. */
export const isClosed = ({ closed }: Waiting, collected: number): boolean =>
  closed.some(([from, before]) => from <= collected && (before === null || collected < before))
