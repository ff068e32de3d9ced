/** What every part of the product declares that it holds and does. */
import * as desk from '../server/activities/desk/privacy.ts'
import * as profile from '../server/activities/profile/privacy.ts'
import * as audit from '../server/audit/privacy.ts'
import * as consent from '../server/consent/privacy.ts'
import * as rights from '../server/duties/rights/privacy.ts'
import * as people from '../server/people/privacy.ts'
import type { Declarations } from '../server/policy/compile.ts'

const parts = [audit, people, consent, profile, desk, rights]

export const declarations: Declarations = {
  acts: Object.assign({}, ...parts.map(part => part.acts)) as Declarations['acts'],
  holdings: parts.flatMap(part => part.holdings),
}
