/** `abide consent verify`: whether receipts are what an installation signed, without network, database or secret. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { Misused, readArguments } from './arguments.ts'
import type { Io } from './io.ts'

const usage = 'abide consent verify FILE [--keys consent-keys.json]'

const saidInWords = {
  agree: 'said yes to',
  refuse: 'said no to',
  withdraw: 'took back the yes to',
  object: 'objected to',
  allow: 'took back the objection to',
  restrict: 'asked to keep the data and not to use them, for',
  release: 'allowed the use of the data again, for',
} as const

const wrongInWords = {
  'not-valid': 'signature not valid: it was not signed with this key, or was changed since.',
  differs: 'the readable part differs from what was signed; what was signed stands above.',
  'key-unknown': 'key unknown: another installation signed it, or the file with the keys is not its own.',
  'no-receipt': 'this is no receipt, or a part of it is missing.',
} as const

/**
 * Verifies the receipts of a file.
 * @returns 0: every one is good; 1: one is not; 2: the file or the keys could not be read
 */
export async function run(args: string[], io: Io): Promise<number> {
  const [what, ...rest] = args
  if (what !== 'verify') throw new Misused(what ? `There is no \`consent ${what}\`.` : 'Say what to do.', usage)
  const { words, option } = readArguments(rest, { words: [1, 1], options: ['keys'] }, usage)
  const { readKeys, readReceipts, Unreadable, verifyReceipt } = await import('../consent/index.ts')
  try {
    const receipts = readReceipts(await textOf(words[0]!))
    const keys = option['keys'] === undefined ? await ownKeys(io) : readKeys(await textOf(option['keys']))
    let bad = 0
    for (const file of receipts) {
      const { wrong, words: said } = await verifyReceipt(file, keys)
      const print = wrong ? io.error : io.out
      if (said) {
        const part = said.choices.length > 0 ? ` (${said.choices.join(', ')})` : ''
        print(`${said.receipt}`)
        print(`  ${said.who} ${saidInWords[said.said]} “${said.purpose}”${part} of ${said.company}`)
        print(
          `  at ${said.at}, version ${said.version} of the policy, words in ${said.language}, SHA-256 ${said.wording || 'not kept'}`,
        )
      }
      print(wrong ? `  ${wrongInWords[wrong]}` : '  signature valid.')
      if (wrong) bad += 1
    }
    if (receipts.length > 1) io.out(`${receipts.length - bad} of ${receipts.length} are valid.`)
    return bad > 0 ? 1 : 0
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    io.error(error.message)
    return 2
  }
}

/** A file that somebody names; what is far too large for receipts is not even read. */
async function textOf(file: string): Promise<string> {
  const { largestFile, Unreadable } = await import('../consent/index.ts')
  if (!existsSync(file)) throw new Unreadable(`There is no file ${file}. Say where it lies.`)
  const about = statSync(file)
  if (!about.isFile()) throw new Unreadable(`${file} is no file. Name the file itself.`)
  if (about.size > largestFile)
    throw new Unreadable(
      `${file} is larger than any file of receipts (${largestFile / 1024 / 1024} MB). Name the file that you downloaded.`,
    )
  return readFileSync(file, 'utf8')
}

/** The key of the installation itself, where its secret lies; none is made. */
async function ownKeys(io: Io) {
  const [{ readSettings }, { readSecrets }, { openVault }, { receiptKey, Unreadable }] = await Promise.all([
    import('../base/config.ts'),
    import('../base/config-secrets.ts'),
    import('../base/vault.ts'),
    import('../consent/index.ts'),
  ])
  const settings = readSettings(io.environment)
  if (!existsSync(settings.secretFile))
    throw new Unreadable(
      'No keys to verify with. Download /.well-known/consent-keys.json from the site of the company, and name it with --keys.',
    )
  return (await receiptKey(openVault(readSecrets(settings, io.environment).master))).jwks.keys
}
