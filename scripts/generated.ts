import { settingsTable } from '../server/base/config.ts'
import { declarations } from '../server/app.ts'
import { policySchema } from '../server/policy/schema.ts'
import { apiPage } from './api-page.ts'
import { clientCalls } from './client-calls.ts'
import { described } from './described.ts'
import { actsPage, holdingsPage } from './reference.ts'

/** Every generated file and how its text is made; scripts/generate.js writes them, or checks that they are current. */
export const generated: Record<string, () => string | Promise<string>> = {
  'policies/abide-policy.schema.json': () => JSON.stringify(policySchema(), null, 2),
  'docs/reference/settings.md': () => `# Settings\n\nRead once, from the environment.\n\n${settingsTable()}`,
  'docs/reference/acts.md': () => actsPage(declarations),
  'docs/reference/holdings.md': () => holdingsPage(declarations),
  'docs/reference/api.md': () => apiPage(described()),
  'client/source/calls.ts': () => clientCalls(described()),
}
