/** What the demonstration is given: all of the product, and the power to publish. */
import type { SliceParts } from '../app.ts'
import type { Address } from '../base/connections.ts'
import type { Declarations } from '../policy/compile.ts'

/** What only the demonstration may: no slice and no page of the product has these. */
export interface Powers {
  /** Where the owner of the database connects, to publish. */
  owner: Address
  /** The installation's name. */
  prefix: string
  declarations: Declarations
}

export type DemoParts = SliceParts & Powers
