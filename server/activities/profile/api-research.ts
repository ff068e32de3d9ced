/** The answers for research over JSON: nothing is taken without a yes, and taking it back takes them along. */
import { Type } from 'typebox'
import { fault, invalid, languages, problem, refused, reply } from '../../base/http/index.ts'
import type { Language, Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import { addOwn, correct } from './acts.ts'
import { bookApiRoutes, failed, isDone, lineId, lineProblems } from './api-lines.ts'
import { answerBook } from './books.ts'
import { choicesOf } from './contact/index.ts'
import { listOf } from './profile.ts'
import type { ProvingParts } from './proving.ts'
import { readAnswer } from './reading.ts'
import { sayResearch, viewResearch } from './research.ts'

const question = Type.Enum(['occupation', 'place'])
const code = Type.String({ maxLength: 40 })
const codes = `occupation: ${choicesOf.occupation.join(', ')}; place: ${choicesOf.place.join(', ')}`

/** Agree, answer, correct, and take it back. */
export function researchApiRoutes(parts: ProvingParts): Route[] {
  const agreed = Type.Object({ agreed: Type.Boolean() })
  const say = async (
    {
      visitor,
      language,
      t,
    }: { visitor: { actor: Parameters<typeof sayResearch>[1] }; language: Language } & Pick<Words, 't'>,
    said: 'agree' | 'withdraw',
    shown?: number,
  ) => {
    const done = await sayResearch(parts, visitor.actor, said, language, 'api', shown)
    if (done instanceof Refusal) return refused(done)
    if (done === 'overtaken') return problem('policy-changed', t('consent.fault.overtaken'))
    return done === 'not-asked' ? fault('not-found') : reply({ agreed: said === 'agree' })
  }
  return [
    routes.api({
      method: 'POST',
      path: '/api/profile/research/yes',
      act: 'consent.say',
      who: 'customer',
      summary:
        'Agree that your trade, and the place where you use our products, are used for research. A yes names the version whose words were shown (`GET /api/consents` has both); another one in force is 409.',
      body: Type.Object({
        version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        language: Type.Optional(Type.Enum(languages, { description: 'in which the words were shown' })),
      }),
      response: agreed,
      problems: { 'policy-changed': 409 },
      handle: request =>
        say({ ...request, language: request.body.language ?? request.language }, 'agree', request.body.version),
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/profile/research/yes',
      act: 'consent.say',
      who: 'customer',
      summary: 'Take that back. Your answers are removed in the same moment, with what they were before.',
      response: agreed,
      handle: request => say(request, 'withdraw'),
    }),
    routes.api({
      method: 'PUT',
      path: '/api/profile/research',
      act: 'profile.correct-research',
      who: 'customer',
      summary: `Answer a question of research, in the place of the answer before. ${codes}.`,
      body: Type.Object({ question, answer: code }),
      response: lineId,
      problems: lineProblems,
      handle: async request => {
        const { visitor, body, t } = request
        const answer = readAnswer(body.question, body.answer)
        if (!answer) return invalid({ field: 'answer', message: t('profile.fault.answer') })
        const research = await viewResearch(parts, visitor.actor)
        if (!research) return fault('not-found')
        if (!research.agreed) return failed('no-yes', request)
        const [now] = research.lines[listOf(body.question)]
        const change = now
          ? await correct(parts, visitor.actor, now.id, answer, { book: answerBook })
          : await addOwn(parts, visitor.actor, answer, answerBook)
        return isDone(change) ? reply({ line: change.done }) : failed(change, request)
      },
    }),
    ...bookApiRoutes(parts, answerBook, 'research', 'an answer for research'),
  ]
}
