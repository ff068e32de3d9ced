/** What the form of the page says. Pure. */
import type { Ask, Said, Saying } from './consent.ts'

/** How a box of the form is called: a purpose, or one of its choices. */
export const boxOf = (purpose: string, choice?: string): string => (choice ? `${purpose}:${choice}` : purpose)

/** What a box says, ticked. */
export function sayingOf(box: string, said: Said): Saying {
  const at = box.indexOf(':')
  return at < 0 ? { purpose: box, said } : { purpose: box.slice(0, at), said, choices: [box.slice(at + 1)] }
}

/**
 * What a form says: what differs from what it showed, and nothing else. Whatever was said elsewhere since, or was not on
 * the page, stays as it is.
 * @param shown purposes whose boxes were ticked when the page was made
 */
export function changesIn(
  asks: readonly Ask[],
  form: { agree: readonly string[]; object: readonly string[]; shown: readonly string[]; renew?: readonly string[] },
): Saying[] {
  return asks.flatMap(({ purpose, kind, choices, widened }): Saying[] => {
    // A yes to what was added is one to everything that is ticked.
    if (widened !== undefined && form.renew?.includes(purpose)) {
      const ticked = choices.filter(one => form.agree.includes(boxOf(purpose, one.choice)))
      if (choices.length === 0 && form.agree.includes(purpose)) return [{ purpose, said: 'agree' }]
      const off = choices.filter(one => one.on && !ticked.includes(one))
      if (ticked.length > 0)
        return [
          ...(off.length > 0 ? [{ purpose, said: 'withdraw' as const, choices: off.map(one => one.choice) }] : []),
          { purpose, said: 'agree', choices: ticked.map(one => one.choice) },
        ]
    }
    if (choices.length > 0) {
      const differs = (ticked: boolean) =>
        choices
          .map(one => ({ ...one, box: boxOf(purpose, one.choice) }))
          .filter(({ box }) => form.agree.includes(box) === ticked && form.shown.includes(box) !== ticked)
          .map(({ choice }) => choice)
      const [on, off] = [differs(true), differs(false)]
      return [
        ...(off.length > 0 ? [{ purpose, said: 'withdraw' as const, choices: off }] : []),
        ...(on.length > 0 ? [{ purpose, said: 'agree' as const, choices: on }] : []),
      ]
    }
    const ticked = (kind === 'agree' ? form.agree : form.object).includes(purpose)
    if (ticked === form.shown.includes(purpose)) return []
    if (kind === 'agree') return [{ purpose, said: ticked ? 'agree' : 'withdraw' }]
    return [{ purpose, said: ticked ? 'object' : 'allow' }]
  })
}
