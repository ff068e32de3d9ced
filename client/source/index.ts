/** Everything that Abide's pages do, for programs. */
export { AbideClient, type ClientOptions, type CallOptions } from './client.ts'
export { isProblem, Problem, type FieldFault } from './problem.ts'
export type { AnswerOf, AskOf, CallName, ProblemOf } from './named.ts'
export type { Calls, RefusalCode } from './calls.ts'
