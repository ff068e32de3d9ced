/** What `people/` is given in a benchmark: the gate of its database, and nothing that writes letters. */
import { join } from 'node:path'
import { systemClock } from '../server/base/clock.ts'
import { createMail } from '../server/base/mail.ts'
import type { PeopleParts } from '../server/people/parts.ts'
import { loadWords } from '../server/ui/index.ts'
import type { BenchDatabase } from './cluster.ts'

/** The parts. */
export function openBenchParts({ gate, vault }: BenchDatabase): PeopleParts {
  const { words } = loadWords(join(process.cwd(), 'locales'))
  return {
    gate,
    vault,
    clock: systemClock,
    mail: createMail({ from: 'Abide <abide@company.example>' }),
    words,
    languages: ['en'],
    publicUrl: 'http://localhost:8080',
    productNames: async () => [],
  }
}
