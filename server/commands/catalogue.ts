/** `abide catalogue …`: the families of products that customers can register. */
import { readFileSync, statSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { catalogueOf, keepCatalogue, mostFamilies, readCatalogueFile } from '../activities/products/index.ts'
import type { App } from '../app.ts'
import { Failure } from '../base/failure.ts'
import { didYouMean } from '../policy/nearest.ts'
import { readArguments, type Takes } from './arguments.ts'
import type { Io } from './io.ts'
import { withProduct } from './product.ts'

const usage = `abide catalogue check FILE
abide catalogue load FILE
abide catalogue show`

/** What each of them takes. */
const takes: Readonly<Record<string, Takes>> = { check: { words: [1, 1] }, load: { words: [1, 1] }, show: {} }

type Families = Parameters<typeof keepCatalogue>[1]

/** More than the longest catalogue takes, in bytes. */
const mostBytes = mostFamilies * 2500

/** Runs one of them. */
export async function run(args: string[], io: Io): Promise<number> {
  const [what = '', ...rest] = args
  if (!Object.hasOwn(takes, what)) {
    io.error(what ? `There is no \`catalogue ${what}\`.${didYouMean(what, Object.keys(takes))}` : 'Say what to do.')
    io.error(usage)
    return 2
  }
  const { words } = readArguments(rest, takes[what]!, usage)
  if (what === 'show') return withProduct(io.environment, app => show(app, io))
  const [file = ''] = words
  const families = familiesIn(file, io)
  if (!families) return 1
  if (what === 'load') return withProduct(io.environment, app => load(app, families, io))
  for (const line of inWords(families)) io.out(line)
  io.out(`${file}: ${count(families)}, nothing wrong.`)
  return 0
}

/** The families of a file; undefined where something is wrong, which was then said. */
function familiesIn(file: string, io: Io): Families | undefined {
  const read = readCatalogueFile(contentOf(file))
  if ('families' in read) return read.families
  for (const { line, message } of read.faults) io.error(`${file}:${line}  ${message}`)
  io.error(`${file}: ${read.faults.length} wrong. Nothing was loaded.`)
  return undefined
}

function contentOf(file: string): string {
  try {
    if (statSync(file).size > mostBytes)
      throw new Failure(`${file} is too large for a catalogue.`, 'Is it the right file?')
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    if (error instanceof Failure) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new Failure(`${file} is not text in UTF-8.`, 'Save it as UTF-8.')
    const why = { ENOENT: 'There is no such file', EISDIR: 'This is a folder' }[code ?? ''] ?? `Not readable (${code})`
    throw new Failure(`${why}: ${file}`, 'Name the file that holds the catalogue.')
  }
}

async function load({ gate, given }: App, families: Families, io: Io): Promise<number> {
  const before = await known({ gate, given })
  await keepCatalogue(given, families)
  const codes = new Set(families.map(({ code }) => code))
  const had = new Map(before.map(family => [family.code, family]))
  const added = families.filter(({ code }) => !had.has(code))
  const changed = families.filter(family => had.has(family.code) && !isDeepStrictEqual(family, had.get(family.code)))
  const left = before.filter(({ code }) => !codes.has(code))
  io.out(`Loaded ${count(families)}: ${added.length} new, ${changed.length} changed.`)
  if (left.length > 0)
    io.out(
      `Not in the file, and kept, as somebody may own one: ${left.map(({ code, name }) => `${code} ${name}`).join(', ')}.`,
    )
  io.out('A product that runs shows it within a minute.')
  return 0
}

async function show({ gate, given }: App, io: Io): Promise<number> {
  const families = await known({ gate, given })
  if (families.length === 0)
    io.out('The catalogue is empty: nobody can register a product. Fill it: npx abide catalogue load FILE')
  for (const line of inWords(families)) io.out(line)
  return 0
}

/** @throws Failure where the policy does not let anybody register a product */
function known({ gate, given }: Pick<App, 'gate' | 'given'>): Promise<Families> {
  const refused = gate.policy().compiled.refused.get('products.keep-catalogue')
  if (refused)
    throw new Failure(
      `The policy in force does not allow products (${refused.code}: ${refused.detail}).`,
      'Declare the purpose `register-products` with the category `products`, and publish the policy: npx abide policy publish FILE',
    )
  return catalogueOf(given)
}

const count = (families: Families): string => (families.length === 1 ? '1 family' : `${families.length} families`)

const inWords = (families: Families): string[] =>
  families.map(
    ({ code, name, months, extraMonths, says }) =>
      `${code}  ${name}, ${months}${extraMonths > 0 ? ` + ${extraMonths}` : ''} months of warranty (${Object.keys(says).join(', ')})`,
  )
