/** The sites of the demonstration. */
import type { PeopleParts } from '../parts.ts'
import { installSite } from './site-acts.ts'
import type { Site } from './sites.ts'

interface Entry extends Omit<Site, 'offAt' | 'confidential'> {
  /** Of a site of the demonstration everybody may know it. */
  secret?: string
}

/** `db/seed/sites.json`: belongs to nobody. */
export const seed = {
  name: 'sites',
  async begin(given: PeopleParts, file: { sites: readonly Entry[] }): Promise<void> {
    for (const { secret, ...site } of file.sites)
      await installSite(given, { ...site, confidential: secret !== undefined, offAt: null }, secret)
  },
  async person(): Promise<void> {},
}
