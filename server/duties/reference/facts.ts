/** What the description of the calls says beside what stands in the routes. */
import { link, openApi, type ActFacts, type Route } from '../../base/http/index.ts'
import type { Act } from '../../policy/activity.ts'
import type { LoadedPolicy } from '../../policy/document.ts'
import { refusalCodes } from '../../policy/refusal.ts'
import { problemTitle, type Words } from '../../ui/index.ts'

/** What the calls are described with. */
export interface Described {
  routes: readonly Route[]
  acts: Readonly<Record<string, Act>>
  /** Of this Abide. */
  version: string
  /** The address that people use, without a slash at the end; empty: the description is of no installation. */
  publicUrl: string
  /** In English. */
  words: Words
  /** The policy in force; absent: the description is of no company. */
  loaded?: LoadedPolicy
}

const introduction = `Everything that the pages do, for programs.

**Signing in.** \`people.sign-in\` sets a session cookie. A call that changes something carries, as soon as there is a
session, the header \`X-CSRF-Token\` with the \`csrf\` of \`people.session\`; after signing in or out, or showing the second
factor, ask for it again. Browsers call from our own pages only.

**Language.** \`Accept-Language\` chooses that of titles and details until somebody is signed in, who is answered in their own.

**Bodies** are JSON objects. A member that a call does not know is a fault.

**When it does not go well** the answer is a problem document (RFC 9457, \`application/problem+json\`). Compare its \`code\`,
never its words; its \`type\` leads to a page that explains it. 422 names each field that is wrong. 403 with \`act\`,
\`clause\` and \`policyVersion\` is what the privacy policy in force does not allow. 405 names in \`Allow\` what an address
can be asked; 429 and 503 say in \`Retry-After\` after how many seconds to come again.

**Acts.** Each call names the act that it serves, in \`x-act\`: what it may read and write is what the privacy policy promises for
the purpose of the act, and PostgreSQL holds it to that.`

/** What is told of an act, with the clause of the policy in force that promises its purpose. */
function actFacts(name: string, { acts, loaded }: Pick<Described, 'acts' | 'loaded'>): ActFacts | undefined {
  const act = acts[name]
  if (!act) return undefined
  const { purpose, by, reads = [], writes = [], deletes = [] } = act
  const clause = loaded?.policy.purposes[purpose]?.clause
  const policy = clause === undefined ? undefined : `${link('en', 'privacy')}#${clause}`
  const promised = policy === undefined ? '' : `, promised in [${clause}](${policy})`
  return {
    facts: { purpose, by, reads, writes, deletes, ...(policy === undefined ? {} : { clause, policy }) },
    sentence: `Act \`${name}\`, for the purpose \`${purpose}\`${promised}.`,
  }
}

/** The OpenAPI document of an installation, or of the product itself. */
export function describe(given: Described): ReturnType<typeof openApi> {
  const { routes, words, publicUrl, version, loaded } = given
  return openApi(routes, {
    info: {
      title: loaded ? `${loaded.policy.policy.company}: programming interface` : 'Abide: programming interface',
      version,
      summary: 'Customer accounts on a database that refuses what the privacy policy did not promise.',
      description: introduction,
      ...(loaded ? companyFacts(loaded, publicUrl) : { license: { name: 'MIT', identifier: 'MIT' } }),
    },
    server: publicUrl || '/',
    cookie: publicUrl.startsWith('https:') ? '__Host-session' : 'session',
    refusals: refusalCodes,
    titleOf: code => problemTitle(code, words) ?? code,
    actOf: name => actFacts(name, given),
  })
}

function companyFacts({ policy }: LoadedPolicy, publicUrl: string) {
  const main = Object.values(policy.controllers)[0]
  return {
    termsOfService: `${publicUrl}${link('en', 'privacy')}`,
    ...(main?.contact.includes('@') ? { contact: { name: main.name, email: main.contact } } : {}),
    'x-policy': { version: policy.policy.version, effective: policy.policy.effective },
  }
}
