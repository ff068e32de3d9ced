/**
 * Something outside the program is wrong and a person can mend it: a full disk, a wrong setting, data held by another process.
 * The message says what happened; the remedy says what to do. Shown as plain sentences, never as a stack.
 */
export class Failure extends Error {
  override name = 'Failure'

  /**
   * @param message what happened, one sentence
   * @param remedy what the operator can do about it
   */
  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
