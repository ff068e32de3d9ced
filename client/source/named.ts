import type { Calls } from './calls.ts'

/** `products.register` and its like: the `operationId` of the product's OpenAPI document. */
export type CallName = keyof Calls
/** What a call is asked with: `path`, `query` and `body`, as far as it has them. */
export type AskOf<Name extends CallName> = Calls[Name]['asks']
/** What a call answers. */
export type AnswerOf<Name extends CallName> = Calls[Name]['answers']
/** The codes of the problems that a call can end with. */
export type ProblemOf<Name extends CallName> = Calls[Name]['problems']
