import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mailServerFile } from './config-mail.ts'
import { Failure } from './failure.ts'
import { logLevels, type LogLevel } from './log.ts'
import { readSiteFile, siteFileIn } from './site/index.ts'

/** Where and how the process runs; nothing here says what may be done with personal data, and nothing here is secret. */
export interface Settings {
  readonly port: number
  readonly host: string
  /** addresses and networks of one's own proxies, or how many stand in a row; undefined: none */
  readonly proxy: readonly string[] | number | undefined
  /** the public address, without a slash at its end */
  readonly url: string
  /** absolute */
  readonly dataDirectory: string
  /** absolute: the company's own logo, colours, languages and policy */
  readonly siteDirectory: string
  /** whether Abide runs its own PostgreSQL, or DATABASE_URL names a server */
  readonly database: 'embedded' | 'server'
  /** absolute */
  readonly secretFile: string
  /** prefix of the database's roles; they are common to all databases of a server */
  readonly installation: string
  /** absolute; undefined = what is already published */
  readonly policyFile: string | undefined
  readonly mail: 'mailbox page only' | 'SMTP'
  readonly mailFrom: string
  readonly logLevel: LogLevel
}

/** One line of the table that a person reads. */
interface Setting {
  readonly name: string
  /** what holds when it is not set, in words */
  readonly default: string
  readonly meaning: string
  /** may hold a password: never printed, and not part of Settings */
  readonly secret?: true
  /** says what is wrong with a value, as "must be …", or nothing */
  check?(value: string): string | undefined
}

const address =
  (...protocols: string[]) =>
  (value: string) =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol)
      ? undefined
      : `must be an address that begins with ${protocols.map(protocol => `${protocol}//`).join(' or ')}`

/** An address, or a network such as 10.0.0.0/8. */
function isNetwork(text: string): boolean {
  const [, host = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(host)
  return version !== 0 && (bits === undefined || (Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128)))
}

const commaList = (value: string): string[] => value.split(',').map(part => part.trim())

/** Every setting. The documentation is generated from here; a name that is not here is not read anywhere. */
export const settings = [
  {
    name: 'PORT',
    default: '8080',
    meaning: 'The port that answers HTTP.',
    check: value =>
      /^\d{1,5}$/.test(value) && Number(value) <= 65535 ? undefined : 'must be a number from 0 to 65535',
  },
  {
    name: 'HOST',
    default: '127.0.0.1',
    meaning:
      'The address to listen at. Only this machine by default: a proxy with TLS belongs in front. `0.0.0.0` in a container.',
    check: value => (/^[\w.:-]+$/.test(value) ? undefined : 'must be an IP address or a host name'),
  },
  {
    name: 'ABIDE_PROXY',
    default: 'none: every address is that of whoever connects, and X-Forwarded-For is not believed',
    meaning:
      'The proxies in front, whose X-Forwarded-For is believed: addresses or networks, as in `127.0.0.1, 10.0.0.0/8`, or how many stand in a row, as in `1`. Without it, behind a proxy, all visitors share its address, and one who tries passwords slows down everybody.',
    check: value =>
      /^[1-9]$/.test(value) || commaList(value).every(isNetwork)
        ? undefined
        : 'must be addresses or networks (127.0.0.1, 10.0.0.0/8), or how many proxies stand in a row (1 to 9)',
  },
  {
    name: 'ABIDE_URL',
    default: '`url` of the site, or http://localhost:PORT',
    meaning: 'The public address: links in letters start with it. With `https:` cookies are Secure.',
    check: address('http:', 'https:'),
  },
  {
    name: 'ABIDE_DATA',
    default: './data',
    meaning: 'The directory for the secret and, without DATABASE_URL, the database. Made when missing.',
  },
  {
    name: 'ABIDE_SITE',
    default: './site; `abide start` shows the demonstration’s',
    meaning:
      'The folder of one’s own site, as `abide init` makes it: `site.yaml`, the logo, the policy. What the environment says wins over what stands there.',
  },
  {
    name: 'DATABASE_URL',
    default: 'an embedded PostgreSQL 18 in ABIDE_DATA',
    meaning:
      'A PostgreSQL server, 15 or newer, as the owner of the database: `postgres://user:password@host:5432/abide`.',
    secret: true,
    check: address('postgres:', 'postgresql:'),
  },
  {
    name: 'ABIDE_SECRET_FILE',
    default: 'ABIDE_DATA/secret',
    meaning:
      'The master secret: 32 bytes as 64 hexadecimal digits. Made at the first start; without it no sealed value can be read again: back it up, apart from the database.',
  },
  {
    name: 'ABIDE_INSTALLATION',
    default: 'abide',
    meaning: 'The prefix of the database’s roles. Two installations on one PostgreSQL server need different ones.',
    check: value =>
      /^[a-z][a-z0-9]{0,15}$/.test(value)
        ? undefined
        : 'must be 1 to 16 lower-case letters and digits and begin with a letter',
  },
  {
    name: 'ABIDE_POLICY',
    default:
      'the policy already published, or ABIDE_SITE/policy/policy.yaml; `abide start` publishes the policy of the demonstration',
    meaning:
      'The policy file that `abide serve` and `abide start` publish where no policy is in force yet. Other commands are given their file.',
  },
  {
    name: 'SMTP_URL',
    default:
      'what `abide init` was told (ABIDE_DATA/mail-server), or none: under `abide start` letters are shown on the mailbox page, under `abide serve` they wait until one is set',
    meaning: 'The mail server: `smtp://user:password@host:587` or `smtps://…`; empty: none.',
    secret: true,
    check: address('smtp:', 'smtps:'),
  },
  {
    name: 'MAIL_FROM',
    default: '`mail-from` of the site, or privacy@ and the host of ABIDE_URL',
    meaning: 'The sender of letters.',
    check: value =>
      /^[^@\r\n]*[^@\s]@[^@\s]+$/.test(value) ? undefined : 'must be an e-mail address, or `Name <address>`',
  },
  {
    name: 'LOG_LEVEL',
    default: 'info',
    meaning: `How much is logged: ${logLevels.join(', ')}. The log holds no personal data at any level.`,
    check: value =>
      (logLevels as readonly string[]).includes(value) ? undefined : `must be one of ${logLevels.join(', ')}`,
  },
] as const satisfies readonly Setting[]

/** The name of a setting. */
export type SettingName = (typeof settings)[number]['name']

/** The directory of the project: policies, locales and migrations are read from here. */
export const projectDirectory = (() => {
  let directory = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(directory, 'package.json')) && dirname(directory) !== directory)
    directory = dirname(directory)
  return directory
})()

/** Where the data is: absolute. */
export const dataDirectoryOf = (environment: NodeJS.ProcessEnv): string =>
  resolve(environment.ABIDE_DATA?.trim() || 'data')

/** Where one's own site is, or will be: absolute. */
export const siteDirectoryOf = (environment: NodeJS.ProcessEnv): string =>
  resolve(environment.ABIDE_SITE?.trim() || 'site')

/**
 * Reads the settings once, from the environment. An empty value counts as not set.
 * @param environment by default this process's
 * @throws Failure that names every fault at once
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const value = (name: SettingName) => environment[name]?.trim() || undefined
  const faults = (settings as readonly (Setting & { name: SettingName })[]).flatMap(({ name, check, secret }) => {
    const given = value(name)
    const fault = given === undefined ? undefined : check?.(given)
    return fault ? [`${name} ${fault}${secret ? '' : `, not “${given}”`}`] : []
  })
  if (faults.length > 0) {
    throw new Failure(
      `${faults.length === 1 ? 'One setting is' : `${faults.length} settings are`} wrong: ${faults.join('; ')}.`,
      'Mend the environment and start again. `abide help settings` explains every setting.',
    )
  }
  const port = Number(value('PORT') ?? 8080)
  const siteDirectory = siteDirectoryOf(environment)
  const site = readSiteFile(siteDirectory)
  if (!site && value('ABIDE_SITE') !== undefined)
    throw new Failure(
      `ABIDE_SITE names ${siteDirectory}, and there is no ${siteFileIn(siteDirectory)}.`,
      'Make one: npx abide init. Or leave ABIDE_SITE out.',
    )
  const url = (value('ABIDE_URL') ?? site?.url ?? `http://localhost:${port}`).replace(/\/+$/, '')
  const dataDirectory = dataDirectoryOf(environment)
  const policyFile = value('ABIDE_POLICY') ?? ownPolicy(siteDirectory)
  const proxy = value('ABIDE_PROXY')
  const hasMailServer =
    environment.SMTP_URL === undefined ? existsSync(mailServerFile(dataDirectory)) : value('SMTP_URL') !== undefined
  return {
    port,
    host: value('HOST') ?? '127.0.0.1',
    proxy: proxy === undefined ? undefined : /^\d$/.test(proxy) ? Number(proxy) : commaList(proxy),
    url,
    dataDirectory,
    siteDirectory,
    database: value('DATABASE_URL') ? 'server' : 'embedded',
    secretFile: resolve(value('ABIDE_SECRET_FILE') ?? join(dataDirectory, 'secret')),
    installation: value('ABIDE_INSTALLATION') ?? 'abide',
    policyFile: policyFile && resolve(policyFile),
    mail: hasMailServer ? 'SMTP' : 'mailbox page only',
    mailFrom: value('MAIL_FROM') ?? site?.['mail-from'] ?? `privacy@${new URL(url).hostname}`,
    logLevel: (value('LOG_LEVEL') as LogLevel | undefined) ?? 'info',
  }
}

function ownPolicy(siteDirectory: string): string | undefined {
  const file = join(siteDirectory, 'policy/policy.yaml')
  return existsSync(file) ? file : undefined
}

/** The table of all settings, as Markdown, for the documentation. */
export function settingsTable(): string {
  const rows = settings.map(({ name, default: otherwise, meaning }) => `| \`${name}\` | ${otherwise} | ${meaning} |`)
  return ['| setting | default | meaning |', '|---|---|---|', ...rows, ''].join('\n')
}

/** The version of this Abide, from package.json. */
export const version = (): string =>
  (JSON.parse(readFileSync(join(projectDirectory, 'package.json'), 'utf8')) as { version: string }).version
