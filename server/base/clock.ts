/** The only source of time. Tests and the demo's seed move it; nothing else may call `new Date()`. */
export interface Clock {
  now(): Date
}

/** The machine's own time in milliseconds, for what has to agree with a library that reads it by itself. */
export const machineTime = (): number => Date.now()

export const systemClock: Clock = { now: () => new Date() }

/**
 * A clock that stands still until it is moved.
 * @param start where it stands first
 */
export function movableClock(
  start: Date | string,
): Clock & { set(to: Date | string): void; advance(milliseconds: number): void } {
  let at = new Date(start)
  return {
    now: () => new Date(at),
    set: to => {
      at = new Date(to)
    },
    advance: milliseconds => {
      at = new Date(at.getTime() + milliseconds)
    },
  }
}
