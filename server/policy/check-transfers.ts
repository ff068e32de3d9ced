import type { Check } from './check-report.ts'
import { adequacyAsOf, countryName, currentCode, inEea, isAdequate } from './countries.ts'
import type { Mechanism } from './document.ts'
import type { Path } from './load-yaml.ts'

/** Frameworks that courts struck down, and when (CJEU C-362/14 and C-311/18). */
const voidSince: Partial<Record<Mechanism, string>> = {
  'safe-harbor': 'Safe Harbor is void since 6 October 2015',
  'privacy-shield': 'Privacy Shield is void since 16 July 2020',
}
const today =
  'Today: an adequacy decision, the EU-US Data Privacy Framework (dpf) for a certified company, standard contractual clauses (scc) or binding corporate rules (bcr).'

/** Countries exist, and data goes outside the EEA only with what GDPR 44 to 49 ask for. */
export function checkTransfers(check: Check): void {
  const { policy } = check.loaded
  const country = (code: string, path: Path) => {
    if (code === 'EEA' || countryName(code)) return
    const current = currentCode(code)
    check.error(
      path,
      'unknown-country',
      `There is no country \`${code}\`.`,
      current === code ? 'Use an ISO 3166-1 code.' : `Its code is \`${current}\`.`,
    )
  }
  for (const [id, controller] of Object.entries(policy.controllers)) {
    country(controller.country, ['controllers', id, 'country'])
    controller.regions.forEach((region, index) => country(region, ['controllers', id, 'regions', index]))
  }
  for (const [id, recipient] of Object.entries(policy.recipients)) {
    recipient.countries.forEach((code, index) => country(code, ['recipients', id, 'countries', index]))
  }
  // A company without anybody in the EEA is not an exporter in the sense of GDPR 44.
  const exports = Object.values(policy.controllers).some(
    controller => inEea(controller.country) || controller.regions.some(region => region === 'EEA' || inEea(region)),
  )
  if (!exports) return
  for (const id of Object.keys(policy.recipients)) checkRecipient(check, id)
  checkReach(check)
}

function checkRecipient(check: Check, id: string): void {
  const recipient = check.loaded.policy.recipients[id]!
  const cited = recipient.mechanism ?? []
  const valid = cited.filter(mechanism => !voidSince[mechanism])
  cited.forEach((mechanism, index) => {
    const since = voidSince[mechanism]
    if (!since) return
    const report = valid.length === 0 ? check.error : check.warning
    report(
      ['recipients', id, 'mechanism', index],
      'void-framework',
      `${since}${valid.length === 0 ? `, and nothing else protects what \`${id}\` gets` : ''}.`,
      `${valid.length === 0 ? 'Replace it.' : 'Take it out.'} ${today}`,
    )
  })
  if (cited.length > 0 && valid.length === 0) return
  recipient.countries.forEach((code, index) => {
    if (inEea(code) || isAdequate(code) || !countryName(code)) return
    const path: Path = ['recipients', id, 'countries', index]
    const name = countryName(code)
    const holds = valid.filter(mechanism => mechanism !== 'adequacy' && (mechanism !== 'dpf' || code === 'US'))
    if (holds.length > 0) {
      if (holds.every(mechanism => mechanism === 'derogation')) {
        check.warning(
          path,
          'derogation-only',
          `\`${id}\` in ${name} rests on a derogation alone, which is for single occasions (GDPR 49).`,
          'Conclude standard contractual clauses if it happens again and again.',
        )
      }
    } else if (valid.length === 0) {
      check.error(
        path,
        'third-country',
        `\`${id}\` is in ${name}, outside the EEA and without an adequacy decision (as of ${adequacyAsOf}), and no mechanism protects the data there.`,
        `Add \`mechanism:\`. ${today}`,
      )
    } else {
      check.error(
        path,
        'mechanism-does-not-reach',
        `${valid.join(' and ')} ${valid.length === 1 ? 'does' : 'do'} not cover ${name}.`,
        valid.includes('dpf')
          ? `The framework is for certified companies in the United States. ${today}`
          : `No adequacy decision for it was in force on ${adequacyAsOf}. ${today}`,
      )
    }
  })
}

/** A purpose that reaches the whole group brings data to every controller: those far away are recipients too. */
function checkReach(check: Check): void {
  const { policy } = check.loaded
  const perhaps = new Set(Object.values(policy.staff).flatMap(role => role.purposes))
  for (const [id, purpose] of Object.entries(policy.purposes)) {
    if (purpose.reach !== 'all' || !perhaps.has(id)) continue
    const far = Object.entries(policy.controllers).filter(
      ([, controller]) =>
        !inEea(controller.country) &&
        !isAdequate(controller.country) &&
        !Object.values(policy.recipients).some(
          recipient =>
            recipient.kind === 'group' &&
            recipient.for.includes(id) &&
            recipient.countries.includes(controller.country),
        ),
    )
    if (far.length === 0) continue
    check.warning(
      ['purposes', id, 'reach'],
      'reach-without-transfer',
      `Staff of ${far.map(([controller]) => controller).join(', ')} reach everybody for \`${id}\`, and no recipient of kind group covers that transfer.`,
      'Declare the group company as a recipient for this purpose, with its mechanism, or write `reach: own`.',
    )
  }
}
