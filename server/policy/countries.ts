import type { Policy } from './document.ts'

/** Member states of the European Economic Area: the 27 of the Union, Iceland, Liechtenstein and Norway. As of 1 February 2020. */
const eea: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
)

/** When somebody last compared the table below with the Official Journal. */
export const adequacyAsOf = '2026-02-09'

/**
 * Countries and territories with an adequacy decision in force (GDPR 45), by the year of the decision. The United
 * States are not among them: only companies certified under the Data Privacy Framework are (decision 2023/1795).
 */
const adequate: ReadonlyMap<string, string> = new Map([
  ['AD', '2010'],
  ['AR', '2003'],
  ['BR', '2026'],
  ['CA', '2001; commercial organisations only'],
  ['CH', '2000'],
  ['FO', '2010'],
  ['GB', '2021, renewed 2025 until 2031'],
  ['GG', '2003'],
  ['IL', '2011'],
  ['IM', '2004'],
  ['JE', '2008'],
  ['JP', '2019'],
  ['KR', '2021'],
  ['NZ', '2012'],
  ['UY', '2012'],
])

/** Whether a country (ISO 3166-1 alpha-2) belongs to the European Economic Area. */
export const inEea = (country: string) => eea.has(country)

/** Whether personal data may go to this country without a further safeguard (GDPR 45). */
export const isAdequate = (country: string) => adequate.has(country)

const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const notCountries = new Set(['EU', 'EZ', 'UN', 'QO', 'ZZ', 'XA', 'XB'])

/** English name of a country, or undefined when there is no such country code. */
export function countryName(code: string): string | undefined {
  if (!/^[A-Z]{2}$/.test(code) || notCountries.has(code) || currentCode(code) !== code) return undefined
  return english.of(code)
}

/** The code in force for one that is out of use: UK → GB. */
export const currentCode = (code: string) => new Intl.Locale(`und-${code}`).region ?? code

/** Country codes by English name (also with `the`) and by the code itself; all in lower case. */
export function countriesByName(): ReadonlyMap<string, string> {
  if (byName.size > 0) return byName
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  for (const code of letters.flatMap(first => letters.map(second => first + second))) {
    const name = countryName(code)?.toLowerCase()
    if (name === undefined) continue
    for (const key of [name, `the ${name}`, code.toLowerCase()]) byName.set(key, code)
  }
  return byName
}
const byName = new Map<string, string>()

/**
 * The controller that answers for the people of a country: the one that names it, else the one that names the EEA
 * where the country belongs to it, else the default.
 * @param country ISO 3166-1 alpha-2, or undefined when it is not known
 * @returns its id
 */
export function controllerFor(policy: Policy, country: string | undefined): string {
  const all = Object.entries(policy.controllers)
  const found =
    all.find(([, controller]) => country !== undefined && controller.regions.includes(country)) ??
    all.find(([, controller]) => country !== undefined && inEea(country) && controller.regions.includes('EEA')) ??
    all.find(([, controller]) => controller.default) ??
    all[0]
  return found![0]
}
