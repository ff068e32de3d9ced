/** What removing a last factor asks for, and how it may end. */
import type { FieldFault } from '../../base/http/index.ts'
import type { Refusal } from '../../policy/refusal.ts'
import { Field, type Words } from '../../ui/index.ts'
import { faultAt, shortestPassword } from '../people.ts'
import type { Removed } from './changing.ts'
import { countOf, type Factors } from './reading.ts'

/** The password, where nothing else is left after this. */
export function LastPassword({ words: { t }, factors }: { words: Words; factors: Factors }) {
  if (factors.colleague || countOf(factors) > 1) return null
  return (
    <Field
      name="password"
      type="password"
      label={t('factors.password.label')}
      hint={t('factors.password.hint', { limit: shortestPassword.customer })}
      autocomplete="current-password"
    />
  )
}

/** What is wrong with a removal, in words; undefined where it is done. */
export function removalFault(
  { t }: Pick<Words, 't'>,
  removed: Exclude<Removed, Refusal | 'unknown'>,
): FieldFault | undefined {
  if (removed === 'done') return undefined
  if (removed === 'last') return faultAt('', t('factors.fault.last'))
  if (removed === 'password') return faultAt('password', t('factors.fault.password'))
  if (removed === 'short') return faultAt('password', t('factors.fault.short', { limit: shortestPassword.customer }))
  return faultAt('password', t('people.sign-in.wait', { count: removed.wait }))
}
