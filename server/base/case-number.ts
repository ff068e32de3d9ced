/** The number of a case, an order or a request. */

/** A code, so that nobody writes a sentence about a customer into the proof, which that customer reads. */
export const caseNumber = '^[A-Za-z]{1,3}-[0-9]{1,8}$'

/** As it stands in the evidence, however it was typed. */
export const normalCaseNumber = (typed: string): string => typed.toUpperCase()
