/** What the files of this slice are given. */
import type { PeopleParts } from '../../people/index.ts'

export type { Self } from '../../policy/request.ts'
export type ProductParts = PeopleParts
