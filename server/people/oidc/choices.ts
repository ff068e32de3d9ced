/** What a site can be registered with, for programs that do not read the form. */
import { Type, type Static } from 'typebox'
import { languages } from '../../base/http/index.ts'
import type { Policy } from '../../policy/document.ts'
import { type Colleague, controllersFor } from '../staff/index.ts'
import { purposesFor, scopesFor } from './sites.ts'

const named = { name: Type.String() }

export const choicesSchema = Type.Object({
  controllers: Type.Array(Type.Object({ controller: Type.String(), ...named })),
  kinds: Type.Array(Type.String()),
  languages: Type.Array(Type.String({ description: 'in which it can have a name: `name-en` …' })),
  runners: Type.Array(
    Type.Object({
      runBy: Type.Union([Type.String({ description: 'a recipient of the privacy policy' }), Type.Null()], {
        description: 'null: whoever the controller is',
      }),
      ...named,
      purposes: Type.Array(
        Type.Object({
          purpose: Type.String(),
          scopes: Type.Array(Type.String({ description: 'openid is always among it' })),
        }),
      ),
    }),
  ),
})

/** What a colleague can choose, as the policy in force has it: just what `siteFaults` takes. */
export function choicesOf(policy: Policy, actor: Pick<Colleague, 'controller'>): Static<typeof choicesSchema> {
  const runnerOf = (runBy: string | null, name: string, mayRun: (purpose: string) => boolean) => ({
    runBy,
    name,
    purposes: purposesFor(policy)
      .filter(mayRun)
      .map(purpose => ({ purpose, scopes: scopesFor(policy, purpose, runBy) })),
  })
  return {
    controllers: controllersFor(policy, actor).map(controller => ({
      controller,
      name: policy.controllers[controller]?.name ?? controller,
    })),
    kinds: ['confidential', 'public'],
    languages: [...languages],
    runners: [
      runnerOf(null, policy.policy.company, () => true),
      ...Object.entries(policy.recipients)
        .map(([id, one]) => runnerOf(id, one.name, purpose => one.for.includes(purpose)))
        .filter(({ purposes }) => purposes.length > 0),
    ],
  }
}
