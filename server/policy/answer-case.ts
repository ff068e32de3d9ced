/** Answers a lawyer's question with the decision that the running product would take. */
import type { Question } from './cases.ts'
import type { Compiled } from './compile.ts'
import { decide, type Decision, decidePurpose, type Standing } from './decide.ts'

/** @returns yes with the clause, or no with the reason */
export function answerCase(compiled: Compiled, question: Question): Decision {
  const { standing } = question
  if (standing.erased) return { yes: false, reason: 'erased' }
  const asked: Standing = {
    region: standing.region,
    relation: standing.relation,
    restricted: standing.restricted,
    agreed: purpose => standing.agreed.includes(purpose),
    objected: purpose => standing.objected.includes(purpose),
  }
  if (question.act) return decide(compiled, question.act, question.actor, asked)
  return decidePurpose(compiled, question.purpose ?? '', question.actor, asked)
}
