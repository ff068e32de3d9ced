/** The same for machines: the policy with its proofs, whether the product can serve, and whom to tell of a hole in it. */
import { Type } from 'typebox'
import { languages as allLanguages, link, reply, type Route } from '../../base/http/index.ts'
import { routes, type PeopleParts } from '../../people/index.ts'
import type { LoadedPolicy } from '../../policy/document.ts'
import type { PublishedVersion } from '../../policy/versions.ts'
import { watchHealth } from './health.ts'
import type { Live, LiveParts } from './live.ts'
import { PolicyAnswer, policyAnswer } from './policy-answer.ts'
import { linkedPolicy } from './linked-data.ts'
import { mainController } from './plain-pages.tsx'

/** JSON-LD has no closed shape: these keys are always there. */
const LinkedPolicy = Type.Object({
  '@context': Type.Record(Type.String(), Type.String()),
  '@id': Type.String(),
  '@type': Type.String(),
  'dct:identifier': Type.Array(Type.String()),
  'dpv:hasDataController': Type.Array(Type.Record(Type.String(), Type.Unknown())),
  'dpv:hasProcess': Type.Array(Type.Record(Type.String(), Type.Unknown())),
  'dpv:hasProhibition': Type.Array(Type.Record(Type.String(), Type.Unknown())),
})
const linkedType = 'application/ld+json; charset=utf-8'

/** Days until security.txt has to be read again; RFC 9116 asks for less than a year. */
const securityDays = 300

/** The routes that no page is behind. */
export function machineRoutes(
  { gate, clock, publicUrl, languages, connections, login }: LiveParts & Pick<PeopleParts, 'publicUrl' | 'languages'>,
  live: Live,
  days: number,
): Route[] {
  const health = watchHealth({ connections, versions: live.versions, clock, role: login('gate') })
  const linked = (loaded: LoadedPolicy, versions: readonly PublishedVersion[]) => {
    const { version, effective } = loaded.policy.policy
    const from = versions.find(({ number }) => number === version)?.effectiveAt ?? new Date(effective)
    return { content: `${JSON.stringify(linkedPolicy(loaded, publicUrl, from.toISOString()), null, 2)}\n` }
  }
  const policy = () => gate.policy().compiled.loaded.policy
  return [
    routes.api({
      method: 'GET',
      path: '/api/policy',
      name: 'policy.read',
      act: 'public',
      who: 'anyone',
      summary: 'The policy in force: every clause with what keeps it, measured a few seconds ago.',
      query: Type.Object({ language: Type.Optional(Type.Enum([...allLanguages])) }),
      response: PolicyAnswer,
      handle: async request => {
        const language = request.query.language ?? request.language
        return reply(policyAnswer(await live.known(), { ...request, language, policy: policy() }, language, days))
      },
    }),
    routes.file({
      path: '/api/policy.jsonld',
      name: 'policy.linked',
      summary: 'The policy in force as JSON-LD, in terms of the W3C Data Privacy Vocabulary.',
      act: 'public',
      who: 'anyone',
      type: linkedType,
      response: LinkedPolicy,
      answer: async () => {
        const { facts, versions } = await live.known()
        const { loaded } = facts.compiled
        return linked(loaded, versions)
      },
    }),
    routes.file({
      path: '/api/policy/v/:number.jsonld',
      name: 'policy.linked-version',
      summary: 'A version of the policy as JSON-LD.',
      params: Type.Object({ number: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
      act: 'public',
      who: 'anyone',
      type: linkedType,
      response: LinkedPolicy,
      answer: async ({ params, t }) => {
        const { number } = params
        const [loaded, versions] = await Promise.all([live.versions.read(number), live.versions.list()])
        if (loaded) return linked(loaded, versions)
        return { fault: 'not-found', detail: t('notice.versions.unknown', { version: number }) }
      },
    }),
    routes.file({
      path: '/healthz',
      act: 'public',
      who: 'anyone',
      type: 'application/json; charset=utf-8',
      answer: async ({ t }) => {
        const reason = await health()
        if (reason === undefined) return { content: '{"status":"ok"}\n' }
        const answer = { status: 'unavailable', reason, detail: t(`notice.health.${reason}`) }
        return { content: `${JSON.stringify(answer)}\n`, status: 503, headers: { 'retry-after': '10' } }
      },
    }),
    routes.file({
      path: '/.well-known/security.txt',
      act: 'public',
      who: 'anyone',
      type: 'text/plain; charset=utf-8',
      answer: async () => {
        const { contact } = mainController(policy())
        const expires = new Date(clock.now().getTime() + securityDays * 86_400_000)
        expires.setUTCHours(0, 0, 0, 0)
        const lines = [
          `Contact: ${contact.includes('@') ? `mailto:${contact}` : publicUrl + link(languages[0]!, 'contact')}`,
          `Expires: ${expires.toISOString()}`,
          `Preferred-Languages: ${languages.join(', ')}`,
          `Canonical: ${publicUrl}/.well-known/security.txt`,
          `Policy: ${publicUrl}${link(languages[0]!, 'privacy')}`,
        ]
        return { content: `${lines.join('\n')}\n` }
      },
    }),
  ]
}
