import { settingsTable } from '../server/base/config.ts'
import { policySchema } from '../server/policy/schema.ts'

/** Every generated file and how its text is made; scripts/generate.js writes them, or checks that they are current. */
export const generated: Record<string, () => string | Promise<string>> = {
  'policies/abide-policy.schema.json': () => JSON.stringify(policySchema(), null, 2),
  'docs/reference/settings.md': () => `# Settings\n\nRead once, from the environment.\n\n${settingsTable()}`,
}
