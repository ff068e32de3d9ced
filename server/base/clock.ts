/** The only source of time. Tests and the demo's seed move it; nothing else may call `new Date()`. */
export interface Clock {
  now(): Date
}

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
