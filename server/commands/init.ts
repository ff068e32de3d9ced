/** `abide init`: asks what a company's own site needs, and leaves one that runs. */
import { existsSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { keepMailServer, readMailServer } from '../base/config-mail.ts'
import { dataDirectoryOf, siteDirectoryOf } from '../base/config.ts'
import { Failure } from '../base/failure.ts'
import { darkFor, readSiteFile, siteFileIn, standardAccents, writeSiteFile, type SiteFile } from '../base/site/index.ts'
import type { Draft } from '../policy/draft.ts'
import { Misused, readArguments, type Takes } from './arguments.ts'
import { openQuestions, type Asker, type Question } from './asking.ts'
import { errorsIn, firstPolicy, type Company } from './init-policy.ts'
import * as questions from './init-questions.ts'
import { inTheWay, replaceFiles, writeNewSite } from './init-write.ts'
import type { Io } from './io.ts'
import { renderFindings } from './policy-files.ts'

/** Settings of a site, which can be changed; and what only a new one is asked. */
const changeable = ['name', 'languages', 'logo', 'accent', 'accent-dark', 'domain', 'mail-server'] as const
const onlyNew = ['country', 'contact', 'policy', 'policy-language'] as const

export const takes: Takes = { options: [...changeable, ...onlyNew], flags: ['yes'] }

interface Answers {
  file: SiteFile
  logo: questions.LogoAnswer
  mail: questions.MailAnswer
}

interface Place {
  directory: string
  dataDirectory: string
  io: Io
}

/** Runs it. */
export async function run(args: string[], io: Io): Promise<number> {
  const { option, flags } = readArguments(args, takes)
  const directory = siteDirectoryOf(io.environment)
  const place: Place = { directory, dataDirectory: dataDirectoryOf(io.environment), io }
  const before = readSiteFile(directory)
  if (before) return change(place, before, option, flags.has('yes'))
  const way = inTheWay(directory)
  if (way !== undefined) throw new Failure(way, 'Move it away, go to another directory, or name another in ABIDE_SITE.')
  return begin(place, option, flags.has('yes'))
}

async function begin(place: Place, option: Readonly<Record<string, string>>, silent: boolean): Promise<number> {
  const { io, directory } = place
  const spoken = questions.readPolicyLanguage(option['policy-language'])
  if (typeof spoken === 'object') throw new Misused(spoken.wrong)
  const asker = openQuestions(io, option, silent)
  if (!silent)
    io.out('A site of your own. An empty answer takes what stands in brackets; Ctrl-C leaves without a trace.')
  try {
    const answers = await askAll(asker, place, undefined)
    const { name = '', languages = [] } = answers.file
    const company: Company = {
      name,
      country: await asker.ask(questions.askCountry(languages[0] ?? 'en', io.environment.LANG)),
      contact: await asker.ask(questions.askContact(answers.file.url)),
    }
    const draft = await asker.ask(questions.askPolicy(name, languages, spoken))
    const today = systemClock.now()
    const files = firstPolicy(company, languages, today.toISOString().slice(0, 10), draft)
    const errors = errorsIn(files, today)
    if (errors.length > 0)
      throw new Failure(
        `The policy would not be published:\n${renderFindings(errors, 'policy.yaml').trimEnd()}`,
        'Mend the text and start again. Nothing was written.',
      )
    const isReal = company.contact !== questions.placeholderContact
    const file: SiteFile = { ...answers.file, ...(isReal ? { 'mail-from': company.contact } : {}) }
    writeNewSite(directory, { 'site.yaml': writeSiteFile(file), ...logoFile(answers.logo), ...files })
    keepMailLast(place, answers.mail, `The site in ${shown(directory)} was written; the mail server was not.`)
    report(place, answers.file, company, draft)
    return 0
  } finally {
    asker.close()
  }
}

async function change(
  place: Place,
  before: SiteFile & { text: string },
  option: Readonly<Record<string, string>>,
  silent: boolean,
): Promise<number> {
  const { io, directory } = place
  const fixed = onlyNew.find(name => option[name] !== undefined)
  if (fixed !== undefined)
    throw new Failure(
      `--${fixed}: the site stands, and its policy is not written over.`,
      `Change ${shown(join(directory, 'policy/policy.yaml'))}, raise \`version\`, and publish it: npx abide policy publish FILE. To draft one from another text: npx abide policy new --text FILE --out DIR.`,
    )
  io.out(`This is what stands in ${shown(directory)}:`)
  for (const line of questions.inWords(before, mailInWords(place))) io.out(line)
  if (silent && Object.keys(option).length === 0) return 0
  // With options only those change, and nobody is asked.
  const given = Object.keys(option).length > 0 ? new Set(Object.keys(option)) : undefined
  const asker = openQuestions(io, option, silent || given !== undefined)
  try {
    const answers = await askAll(asker, place, before, given)
    const text = writeSiteFile(answers.file, before.text)
    const mailBefore = mailInWords(place)
    replaceFiles(directory, { ...logoFile(answers.logo), ...(text === before.text ? {} : { 'site.yaml': text }) })
    if (before.logo !== undefined && before.logo !== answers.file.logo) leaveLogo(place, before.logo)
    const isWritten = text !== before.text || typeof answers.logo === 'object'
    const written = isWritten ? 'The rest was changed; the mail server was not.' : 'Nothing was changed.'
    keepMailLast(place, answers.mail, written)
    const hasSameMail = answers.mail === 'kept' || (answers.mail === undefined && mailBefore === undefined)
    const isSame = text === before.text && typeof answers.logo !== 'object' && hasSameMail
    io.out(
      isSame
        ? '\nNothing changed.'
        : '\nChanged. What runs shows it after it is started again; the policy is as it was.',
    )
    if (!isSame) for (const line of questions.inWords(answers.file, mailInWords(place))) io.out(line)
    if (before.name !== answers.file.name)
      io.out('The policy names the company itself: policy.company and controllers, where the name changes there too.')
    return 0
  } finally {
    asker.close()
  }
}

/**
 * Asks for the settings of a site.
 * @param given those that are asked for, the others stay as they stand; undefined: all are
 */
async function askAll(
  asker: Asker,
  place: Place,
  before: SiteFile | undefined,
  given?: ReadonlySet<string>,
): Promise<Answers> {
  const isAsked = (name: string) => given === undefined || given.has(name)
  async function setting<T>(question: Question<T>, stands: T | undefined): Promise<T | undefined> {
    if (!isAsked(question.option)) return stands
    const value = await asker.ask(question)
    if (!before || given || stands !== undefined) return value
    // What somebody left out of the file is not written into it because they took the default.
    const standard = await question.read(question.otherwise)
    return 'value' in standard && JSON.stringify(standard.value) === JSON.stringify(value) ? undefined : value
  }
  const name = await setting(questions.askName(before?.name), before?.name)
  const languages = await setting(questions.askLanguages(before?.languages), before?.languages)
  const kept = before?.logo === undefined ? undefined : 'kept'
  const logo = isAsked('logo') ? await asker.ask(questions.askLogo(before?.logo)) : kept
  const accent = await setting(questions.askAccent(before?.accent), before?.accent)
  const light = accent ?? standardAccents.light
  const stands = darkThatFits(before, light, given)
  const dark = await setting(questions.askDarkAccent(light, stands), stands)
  const url = await setting(questions.askDomain(before?.url), before?.url)
  const mail = isAsked('mail-server') ? await askMail(asker, place) : 'kept'
  const file: SiteFile = {
    ...(name === undefined ? {} : { name }),
    ...(languages === undefined ? {} : { languages }),
    ...(url === undefined ? {} : { url }),
    ...(logo === undefined ? {} : { logo: logo === 'kept' ? before!.logo! : `logo.${logo.ending}` }),
    ...(accent === undefined ? {} : { accent }),
    ...(dark === undefined ? {} : { 'accent-dark': dark }),
    ...(before?.['mail-from'] === undefined ? {} : { 'mail-from': before['mail-from'] }),
  }
  return { file, logo, mail }
}

/** The dark colour that stands. One that was made for another light one is made anew; one that somebody chose stays, unless all is asked. */
function darkThatFits(
  before: SiteFile | undefined,
  light: string,
  given: ReadonlySet<string> | undefined,
): string | undefined {
  const dark = before?.['accent-dark']
  const old = before?.accent ?? standardAccents.light
  if (dark === undefined || light === old) return dark
  return given && dark !== darkFor(old) ? dark : darkFor(light)
}

async function askMail(asker: Asker, place: Place): Promise<questions.MailAnswer> {
  const { io } = place
  if (io.environment.SMTP_URL?.trim()) {
    io.out('\nThe mail server is the one that SMTP_URL names: the environment wins.')
    return 'kept'
  }
  const password = () => asker.secret('Its password? (nobody sees it being typed)')
  return asker.ask(questions.askMailServer(mailInWords(place), password))
}

function keepMail({ dataDirectory }: Place, mail: questions.MailAnswer): void {
  if (mail === 'kept') return
  if (mail !== undefined || existsSync(dataDirectory)) keepMailServer(dataDirectory, mail?.url)
}

/** The mail server comes last: what it is for is there by then. @throws Failure that says what was written before it */
function keepMailLast(place: Place, mail: questions.MailAnswer, written: string): void {
  try {
    keepMail(place, mail)
  } catch (error) {
    const { message, remedy } = error as Partial<Failure> & Error
    const again = 'Then name the mail server again: npx abide init --mail-server smtp://…'
    throw new Failure(`${message} ${written}`, remedy === undefined ? again : `${remedy} ${again}`, { cause: error })
  }
}

/** Deletes a logo that this command wrote; what somebody put there under another name is theirs. */
function leaveLogo({ directory, io }: Place, name: string): void {
  const file = join(directory, name)
  const isOurs = name === 'logo.svg' || name === 'logo.png'
  if (isOurs) rmSync(file, { force: true })
  io.out(isOurs ? `\n${shown(file)} was deleted.` : `\n${shown(file)} stays; no page shows it any more.`)
}

/** Host and port, and who signs in there; never the password. */
function mailInWords({ dataDirectory }: Place): string | undefined {
  const kept = readMailServer(dataDirectory)
  if (kept === undefined) return undefined
  const { host, username } = new URL(kept)
  return username ? `${host} as ${decodeURIComponent(username)}` : host
}

const logoFile = (logo: questions.LogoAnswer): Record<string, Buffer> =>
  typeof logo === 'object' ? { [`logo.${logo.ending}`]: logo.bytes } : {}

/** A path as somebody would type it here. */
const shown = (path: string): string => {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near || '.'
}

function report(place: Place, file: SiteFile, company: Company, draft: Draft | undefined): void {
  const { io, directory } = place
  const at = (path: string) => shown(join(directory, path))
  io.out(`\n${company.name} has a site in ${shown(directory)}:`)
  io.out(`  ${shown(siteFileIn(directory))}: what you answered; \`npx abide init\` shows and changes it`)
  io.out(
    `  ${at('policy/policy.yaml')}: what the software may do with personal data; \`serve\` publishes it the first time`,
  )
  if (draft) {
    io.out(`  ${at('policy/text/')}: your text word for word, and below it the sentences that the software needs`)
    io.out(
      `  ${at('draft/')}: what your text says beyond that, drafted; see FINDINGS.md, confirm, and publish it as version 2`,
    )
  }
  if (company.contact === questions.placeholderContact)
    io.out(
      `The policy still names ${company.contact}, which nobody reads: write a real address in policy.yaml and its texts before anybody else sees the site.`,
    )
  io.out('\nNext:')
  io.out('  npx abide serve')
  if (file.url !== undefined && new URL(file.url).hostname !== 'localhost')
    io.out(
      `  (It believes that it is at ${file.url}. Before that is so: ABIDE_URL=http://localhost:8080 npx abide serve)`,
    )
  io.out('  npx abide staff add --name "…" --email … --role administrator')
  io.out('  npx abide catalogue load FILE     (if customers register products)')
}
