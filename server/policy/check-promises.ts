import type { Check } from './check-report.ts'
import { marketingPurposes, sellingPurposes } from './dpv-terms.ts'

/** Promises of absence: nothing that is declared may contradict them. */
export function checkPromises(check: Check): void {
  const { policy } = check.loaded
  for (const { what, clause } of policy.never) {
    const contradicted = (path: readonly (string | number)[], message: string, mend: string) =>
      check.error(path, 'promise-contradicted', `${message}; \`${clause}\` promises that this never happens.`, mend)
    if (what === 'sale') {
      for (const [id, purpose] of Object.entries(policy.purposes)) {
        if (!sellingPurposes.has(purpose.dpv)) continue
        contradicted(['purposes', id, 'dpv'], `Purpose \`${id}\` sells data`, 'Take the purpose out, or the promise.')
      }
      for (const [id, recipient] of Object.entries(policy.recipients)) {
        if (recipient.kind !== 'controller') continue
        const index = recipient.for.findIndex(
          purpose => Object.hasOwn(policy.purposes, purpose) && marketingPurposes.has(policy.purposes[purpose]!.dpv),
        )
        if (index < 0) continue
        contradicted(
          ['recipients', id, 'for', index],
          `\`${id}\` decides for itself and gets data for marketing: it is a marketer that data is rented to`,
          'Make it a processor that works on instruction, or take the purpose out.',
        )
      }
    } else if (what === 'automated-decision') {
      for (const [id, category] of Object.entries(policy.purposes)) {
        if (!/^dpv:(Automated|.*Scoring$)/.test(category.dpv)) continue
        contradicted(
          ['purposes', id, 'dpv'],
          `Purpose \`${id}\` decides by machine`,
          'Take the purpose out, or the promise.',
        )
      }
    } else if ('purpose' in what) {
      const index = Object.hasOwn(policy.purposes, what.purpose)
        ? policy.purposes[what.purpose]!.uses.indexOf(what.uses)
        : -1
      if (index < 0) continue
      contradicted(
        ['purposes', what.purpose, 'uses', index],
        `Purpose \`${what.purpose}\` uses \`${what.uses}\``,
        'Take the category out of `uses`, or the promise out of `never`.',
      )
    } else {
      const index = Object.hasOwn(policy.recipients, what.recipient)
        ? policy.recipients[what.recipient]!.gets.indexOf(what.gets)
        : -1
      if (index < 0) continue
      contradicted(
        ['recipients', what.recipient, 'gets', index],
        `\`${what.recipient}\` gets \`${what.gets}\``,
        'Take the category out of `gets`, or the promise out of `never`.',
      )
    }
  }
}
