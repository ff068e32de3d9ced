/** `abide staff …`: who of the company may sign in, and as what. */
import { Failure } from '../base/failure.ts'
import { isLanguage, languages } from '../base/http/index.ts'
import { isPlainAddress } from '../base/mail.ts'
import { hasId, inviteColleague, invitedAt } from '../people/index.ts'
import { readArguments } from './arguments.ts'
import { type Io, momentInWords } from './io.ts'
import { withProduct } from './product.ts'

const usage = 'abide staff add --name NAME --email ADDRESS --role ROLE [--controller ID] [--language en]'

/** Adds a colleague and prints the link with which they choose a password; their second factor follows at the first sign-in. */
export async function run(args: string[], io: Io): Promise<number> {
  const [what = '', ...rest] = args
  if (what !== 'add') {
    io.error(what ? `There is no \`staff ${what}\`.` : 'Say what to do.')
    io.error(usage)
    return 2
  }
  const { option } = readArguments(rest, { options: ['name', 'email', 'role', 'controller', 'language'] }, usage)
  const { name, email, role, language = 'en' } = option
  const missing = ['name', 'email', 'role'].filter(one => !option[one]?.trim())
  if (!name || !email || !role || missing.length > 0) {
    io.error(`Missing or empty: ${missing.map(one => `--${one}`).join(', ')}.`)
    io.error(usage)
    return 2
  }
  if (!isPlainAddress(email))
    throw new Failure(`--email ${email} is not an e-mail address.`, 'Write it like name@company.example.')
  if (!isLanguage(language))
    throw new Failure(`--language ${language} is none of the product's.`, `Choose one of: ${languages.join(', ')}.`)
  return withProduct(io.environment, async ({ gate, given }) => {
    const { staff, controllers } = gate.policy().compiled.loaded.policy
    const controller = option['controller'] ?? Object.entries(controllers).find(([, one]) => one.default)?.[0] ?? ''
    if (Object.keys(staff).length === 0)
      throw new Failure(
        'The policy in force declares no role, so no colleague can be given access.',
        'Declare one under `staff`, raise policy.version, and publish: npx abide policy publish FILE',
      )
    if (!Object.hasOwn(staff, role))
      throw new Failure(`The policy has no role "${role}".`, `Choose one of: ${Object.keys(staff).join(', ')}.`)
    if (!Object.hasOwn(controllers, controller))
      throw new Failure(
        `The policy has no controller "${controller}".`,
        `Choose one of: ${Object.keys(controllers).join(', ')}.`,
      )
    if (await hasId(given, email))
      throw new Failure(
        `${email} is somebody's ID already.`,
        'Give the colleague another address, or erase that ID first: npx abide erase ID ID',
      )
    const earlier = await invitedAt(given, email)
    const link = await inviteColleague(given, { name, email, role, controller, language })
    io.out(`${name} can choose a password here, for three days: ${link}`)
    if (earlier)
      io.out(`It takes the place of the invitation of ${momentInWords(earlier)}, whose link no longer works.`)
    return 0
  })
}
