/** The cookies that the product sets: these and no others. */
import { formCookie } from '../../base/http/visit.ts'
import { choiceCookie } from '../../consent/index.ts'
import { lifetimes, sessionCookie } from '../../people/index.ts'

export interface ProductCookie {
  name: string
  /** Which sentences of this part speak of it. */
  words: 'session' | 'form'
}

export const productCookies: readonly ProductCookie[] = [
  { name: sessionCookie, words: 'session' },
  { name: formCookie, words: 'form' },
]

/** That of the choice, which is set where something is optional and nowhere else. */
export const choiceName = choiceCookie

/** How long a session's cookie stays at most, as ISO 8601 periods. */
export const sessionPeriods = {
  customer: `P${lifetimes.customerSession / 86_400_000}D`,
  staff: `PT${lifetimes.staffSession / 3_600_000}H`,
}
