/** A company's own site, read from its folder: the logo and colours are judged again, as anybody may have put them there. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { languages as allLanguages, type Language } from '../http/language.ts'
import { darkFor, enough, leastContrast, nearestReadable, standardAccents, styleSheet, type Mode } from './colours.ts'
import { readLogo } from './logo.ts'
import { parseSiteFile, type SiteFile } from './site-file.ts'

/** A file of the site for the browser; its address changes with what is in it. */
export interface SiteAsset {
  address: string
  type: string
  content: Buffer
}

/** What pages show of whose site it is. */
export interface Site {
  /** undefined: what the policy calls the company */
  readonly name?: string | undefined
  /** The first one is for whoever asks for none of them. */
  readonly languages: readonly Language[]
  /** undefined: that of the product */
  readonly logo?: (SiteAsset & { width: number; height: number }) | undefined
  /** Its colours; undefined: those of the product */
  readonly style?: SiteAsset | undefined
}

/** A site that says nothing of itself. */
export const plainSite: Site = { languages: allLanguages }

/** Where the file of a site is. */
export const siteFileIn = (directory: string): string => join(directory, 'site.yaml')

/**
 * What the file of a site says.
 * @param directory absolute
 * @returns undefined where there is none
 * @throws Failure that names each line with something wrong in it
 */
export function readSiteFile(directory: string): (SiteFile & { text: string }) | undefined {
  const file = siteFileIn(directory)
  const text = readText(file)
  if (text === undefined) return undefined
  const read = parseSiteFile(text)
  if (!('faults' in read)) return { ...read, text }
  throw new Failure(
    read.faults.map(({ line, message }) => `${file}:${line}  ${message}`).join('\n'),
    'Mend the file, or ABIDE_SITE if it names another folder than you meant.',
  )
}

/**
 * Opens a site for the server.
 * @param directory absolute
 * @throws Failure where its logo is no logo, or its colours could not be read
 */
export function openSite(directory: string): Site {
  const said = readSiteFile(directory)
  if (!said) return plainSite
  return {
    name: said.name,
    languages: said.languages ?? allLanguages,
    logo: said.logo === undefined ? undefined : openLogo(join(directory, said.logo)),
    style: openStyle(said, siteFileIn(directory)),
  }
}

function openLogo(file: string): Site['logo'] {
  let content: Buffer
  try {
    content = readFileSync(file)
  } catch (error) {
    throw new Failure(
      `The logo ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      'Put it back, or choose another: npx abide init --logo FILE',
    )
  }
  const judged = readLogo(content)
  if ('wrong' in judged)
    throw new Failure(`The logo ${file} is ${judged.wrong}.`, 'Choose another: npx abide init --logo FILE')
  const { ending, type, width, height } = judged
  return { ...asset('logo', ending, type, content), width, height }
}

function openStyle({ accent, 'accent-dark': dark }: SiteFile, file: string): Site['style'] {
  if (accent === undefined && dark === undefined) return undefined
  const light = accent ?? standardAccents.light
  const accents = { light, dark: dark ?? darkFor(light) }
  for (const mode of ['light', 'dark'] as const satisfies Mode[]) {
    const ratio = leastContrast(accents[mode], mode)
    if (ratio >= enough) continue
    throw new Failure(
      `${file}: ${accents[mode]} cannot be read on ${mode} ground: its contrast is ${ratio.toFixed(2)}, and ${enough} is needed (WCAG 2.2 AA).`,
      `The nearest that can: ${nearestReadable(accents[mode], mode)}`,
    )
  }
  return asset('style', 'css', 'text/css; charset=utf-8', Buffer.from(styleSheet(accents)))
}

function asset(name: string, ending: string, type: string, content: Buffer): SiteAsset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { address: `/site/${name}-${hash}.${ending}`, type, content }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new Failure(`${file} cannot be read (${code}).`, 'Give this account the right to read it, or set ABIDE_SITE.')
  }
}
