/** A request by a customer, as the pages of the profile see it. */
import type { Language, WebRequest } from '../../base/http/index.ts'
import { link } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import type { Words } from '../../ui/index.ts'

export type Asked = WebRequest<Extract<Visitor, { kind: 'customer' }>> & Words

/** The address of the profile, or of a page below it. */
export const profileLink = (language: Language, ...below: string[]): string =>
  link(language, 'account', 'profile', ...below)
