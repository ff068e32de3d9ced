import { basesOf } from './basis.ts'
import type { Check } from './check-report.ts'
import type { Basis, Relation } from './document.ts'
import { marketingPurposes } from './dpv-terms.ts'
import { canExceedOneMonth } from './duration.ts'
import type { Path } from './load-yaml.ts'

/** What the law asks of bases, controllers, periods, cookies and statistics. */
export function checkLaw(check: Check): void {
  const { policy } = check.loaded
  checkControllers(check)
  for (const id of Object.keys(policy.purposes)) checkBasis(check, id)

  checkDate(check)
  const within = policy.rights['answer-within']
  if (canExceedOneMonth(within) && !saysOneMonth(check)) {
    check.warning(
      ['rights', 'answer-within'],
      'answer-may-exceed-month',
      `${within} can end after the month that the law gives (GDPR 12(3)): counted from 31 January, for instance.`,
      'Write P1M or P28D; or let the clause say “at the latest within one month”. The product always takes the earlier date.',
    )
  }
  for (const [id, cookie] of Object.entries(policy.cookies)) {
    const purpose = Object.hasOwn(policy.purposes, cookie.purpose) ? policy.purposes[cookie.purpose] : undefined
    if (!purpose || !basesOf(purpose).includes('legitimate-interest')) continue
    check.warning(
      ['cookies', id, 'purpose'],
      'cookie-without-consent',
      `Cookie \`${id}\` serves \`${cookie.purpose}\`, which does not rest on consent.`,
      'Ask for consent, or write `necessary` if the service that was asked for cannot work without it.',
    )
  }
  if (policy['minimum-group'] < 5) {
    check.warning(
      ['minimum-group'],
      'small-group',
      `Groups of ${policy['minimum-group']} can give away who is in them.`,
      'Write 5 or more; 10 is usual.',
    )
  }
}

/** The day on which it takes effect exists, and is not over. */
function checkDate({ loaded, today, error, warning }: Check): void {
  const { effective } = loaded.policy.policy
  const path: Path = ['policy', 'effective']
  if (!isDate(effective)) {
    error(path, 'impossible-date', `There is no ${effective}.`, 'Write a date of the calendar.')
  } else if (today !== undefined && effective < today) {
    warning(
      path,
      'effective-in-the-past',
      `${effective} is over (today is ${today}): nothing is promised backwards, so this version would be in force from its publication.`,
      'Write the day on which it is published, or a later one and publish it with `--at`. If this very version is in force already, leave it as it is.',
    )
  }
}

function checkControllers(check: Check): void {
  const { controllers } = check.loaded.policy
  const all = Object.entries(controllers)
  const defaults = all.filter(([, controller]) => controller.default)
  if (defaults.length === 0) {
    check.error(
      ['controllers'],
      'no-default-controller',
      'No controller answers for the countries that none names.',
      'Write `default: true` at one of them.',
      { at: 'key' },
    )
  }
  for (const [id] of defaults.slice(1)) {
    check.error(
      ['controllers', id, 'default'],
      'two-default-controllers',
      `\`${defaults[0]![0]}\` is already the default.`,
      'Keep `default: true` at one of them.',
    )
  }
  const takenBy = new Map<string, string>()
  for (const [id, controller] of all) {
    controller.regions.forEach((region, index) => {
      const other = takenBy.get(region)
      if (other !== undefined) {
        check.error(
          ['controllers', id, 'regions', index],
          'region-twice',
          `\`${other}\` already answers for ${region}.`,
          'Let one controller answer for each country; a country named goes before EEA.',
        )
      } else takenBy.set(region, id)
    })
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$|^https:\/\/\S+$/.test(controller.contact)) {
      check.warning(
        ['controllers', id, 'contact'],
        'contact-unclear',
        `\`${controller.contact}\` is neither an e-mail address nor an address of a page.`,
        'Write how people reach it (GDPR 13(1)(a)).',
      )
    }
  }
}

function checkBasis(check: Check, id: string): void {
  const { policy, assessments } = check.loaded
  const purpose = policy.purposes[id]!
  const path: Path = ['purposes', id]
  const rests = basesOf(purpose)
  if (rests.includes('legitimate-interest') && purpose.assessment === undefined) {
    check.error(
      [...path, 'basis'],
      'assessment-missing',
      `\`${id}\` rests on a legitimate interest, and no balancing test is named (GDPR 6(1)(f)).`,
      `Weigh the interest against the people's, and name the file: \`assessment: balancing/${id}.md\`.`,
    )
  }
  if (purpose.assessment !== undefined) {
    if (assessments[purpose.assessment]?.trim() === '') {
      check.error(
        [...path, 'assessment'],
        'assessment-empty',
        `\`${purpose.assessment}\` is empty.`,
        'Write down what was weighed.',
      )
    }
    if (!rests.includes('legitimate-interest')) {
      check.warning(
        [...path, 'assessment'],
        'assessment-without-interest',
        `\`${id}\` does not rest on a legitimate interest.`,
        'Take the assessment out, or correct the basis.',
      )
    }
  }
  if (typeof purpose.basis !== 'string') {
    for (const [relation, basis] of Object.entries(purpose.basis) as [Relation, Basis][]) {
      if (relation !== 'staff' || basis !== 'consent') continue
      check.warning(
        [...path, 'basis', relation],
        'consent-of-staff',
        'People who work for the company can hardly refuse: their consent is rarely free (GDPR 7, recital 43).',
        'Rest it on the contract, a legal obligation or a legitimate interest, or leave staff out.',
      )
    }
  }
  const marketing = marketingPurposes.has(purpose.dpv)
  if (marketing && rests.some(basis => basis !== 'consent' && basis !== 'legitimate-interest')) {
    check.warning(
      [...path, 'basis'],
      'marketing-basis',
      `Marketing (\`${purpose.dpv}\`) cannot rest on ${rests.filter(basis => basis !== 'consent' && basis !== 'legitimate-interest').join(', ')}.`,
      'Ask for consent.',
    )
  }
  if (purpose.restricted === 'continue' && (marketing || rests.every(basis => basis === 'consent'))) {
    check.warning(
      [...path, 'restricted'],
      'continues-while-restricted',
      `\`${id}\` would go on although a person has restricted their data (GDPR 18(2)).`,
      'Write `restricted: stop`, or leave it out.',
    )
  }
}

/** The clause itself promises the month that the law gives, in one of the product's languages. */
function saysOneMonth({ loaded: { policy, texts } }: Check): boolean {
  const text = texts[policy.policy.original]?.clauses.find(clause => clause.id === policy.rights.clause)?.text ?? ''
  return /\b(one|a|1) (calendar )?month\b|\b(één|een|1) maand\b|\b(un|1) mois\b|\b(einem|eines|ein|1) monats?\b/i.test(
    text,
  )
}

function isDate(text: string): boolean {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
