/** What the files of this slice are given. */
import type { PeopleParts } from '../../people/index.ts'

export type ProductParts = PeopleParts
export type Self = { kind: 'customer'; person: string }
