/** `abide staff …`: who of the company may sign in, and as what. */
import { Failure } from '../base/failure.ts'
import { isPlainAddress } from '../base/mail.ts'
import {
  hasId,
  inviteColleague,
  invitedAt,
  letIn,
  listColleagues,
  resetFactorsOf,
  withdrawInvitation,
} from '../people/index.ts'
import { didYouMean } from '../policy/nearest.ts'
import { type Arguments, Misused, readArguments } from './arguments.ts'
import { type Io, momentInWords } from './io.ts'
import { withProduct } from './product.ts'

const usages: Readonly<Record<string, string>> = {
  add: 'abide staff add --name NAME --email ADDRESS --role ROLE [--controller ID] [--language en]',
  list: 'abide staff list',
  suspend: 'abide staff suspend --email ADDRESS',
  resume: 'abide staff resume --email ADDRESS',
  withdraw: 'abide staff withdraw --email ADDRESS',
  'reset-factors': 'abide staff reset-factors --email ADDRESS',
}

/** Runs one of them. */
export async function run(args: string[], io: Io): Promise<number> {
  const [what = '', ...rest] = args
  if (!Object.hasOwn(usages, what)) {
    io.error(what ? `There is no \`staff ${what}\`.${didYouMean(what, Object.keys(usages))}` : 'Say what to do.')
    for (const usage of Object.values(usages)) io.error(usage)
    return 2
  }
  const options = { add: ['name', 'email', 'role', 'controller', 'language'], list: [] }[what] ?? ['email']
  const { option } = readArguments(rest, { options }, usages[what])
  if (what === 'add') return add(option, io)
  if (what === 'list') return list(io)
  const { email } = option
  if (!email) throw new Misused('Missing or empty: --email.', usages[what])
  if (what === 'reset-factors') return resetFactors(email, io)
  return what === 'withdraw' ? withdraw(email, io) : letInOrOut(email, what === 'resume', io)
}

/** Every colleague: who it is, as what, and whether they may come in. */
function list(io: Io): Promise<number> {
  return withProduct(io.environment, async ({ given }) => {
    const colleagues = await listColleagues(given)
    for (const { name, address, role, controller, confirmed_at, suspended_at } of colleagues) {
      const state = suspended_at
        ? `suspended since ${momentInWords(suspended_at)}`
        : confirmed_at
          ? 'may sign in'
          : 'invited, has chosen no password yet'
      io.out(`${name ?? '–'} <${address}>  ${role}, ${controller}  ${state}`)
    }
    if (colleagues.length === 0) io.out('There are no colleagues. Add one: npx abide staff add')
    return 0
  })
}

/** Ends a colleague's access at once, or gives it back. */
function letInOrOut(email: string, may: boolean, io: Io): Promise<number> {
  return withProduct(io.environment, async ({ given }) => {
    const done = await letIn(given, email, may)
    if (done === 'unknown') {
      io.error(`No colleague signs in as ${email}. An invitation that nobody used: npx abide staff withdraw`)
      return 1
    }
    const now = may ? 'may sign in again,' : 'is signed out everywhere and may not sign in'
    io.out(
      done === 'already'
        ? `Nothing changed: ${email} ${may ? 'was not suspended' : 'is suspended already'}.`
        : `${email} ${now}.`,
    )
    return 0
  })
}

/** Takes back an invitation that nobody has used. */
function withdraw(email: string, io: Io): Promise<number> {
  return withProduct(io.environment, async ({ given }) => {
    if ((await withdrawInvitation(given, email)) > 0) {
      io.out(`The invitation of ${email} is taken back: its link opens nothing, and what was noted is gone.`)
      return 0
    }
    io.error(`No invitation of ${email} waits. To end a colleague's access: npx abide staff suspend`)
    return 1
  })
}

/** Lets a colleague begin anew who has no second factor any more. */
function resetFactors(email: string, io: Io): Promise<number> {
  return withProduct(io.environment, async ({ given }) => {
    const done = await resetFactorsOf(given, email)
    if (done === 'unknown' || done === 'no-access') {
      io.error(
        done === 'unknown'
          ? `No colleague signs in as ${email}. An invitation that nobody used: npx abide staff add sends another.`
          : `${email} has no access. Give it back first: npx abide staff resume`,
      )
      return 1
    }
    io.out(`Password, second factors and sessions of ${email} are gone. They begin anew here, for three days: ${done}`)
    return 0
  })
}

/** Adds a colleague and prints the link with which they choose a password; their second factor follows at the first sign-in. */
async function add(option: Arguments['option'], io: Io): Promise<number> {
  const { name, email, role } = option
  const missing = ['name', 'email', 'role'].filter(one => !option[one]?.trim())
  if (!name || !email || !role || missing.length > 0) {
    throw new Misused(`Missing or empty: ${missing.map(one => `--${one}`).join(', ')}.`, usages['add'])
  }
  if (!isPlainAddress(email))
    throw new Failure(`--email ${email} is not an e-mail address.`, 'Write it like name@company.example.')
  return withProduct(io.environment, async ({ gate, given }) => {
    const { languages } = given
    const language = languages.find(one => one === (option['language'] ?? languages[0]))
    if (!language)
      throw new Failure(
        `--language ${option['language']} is none of the site's.`,
        `Choose one of: ${languages.join(', ')}.`,
      )
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
