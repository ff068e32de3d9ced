/** The calls of the product as it is written, of no company and with no database: the routes are made, and nobody asks them. */
import { declarations, routesOf, type SliceParts } from '../server/app.ts'
import { systemClock } from '../server/base/clock.ts'
import { projectDirectory, version } from '../server/base/config.ts'
import { Connections } from '../server/base/connections.ts'
import { createMail } from '../server/base/mail.ts'
import { plainSite } from '../server/base/site/index.ts'
import { openVault } from '../server/base/vault.ts'
import { describe } from '../server/duties/reference/index.ts'
import { contactPort } from '../server/activities/profile/index.ts'
import { createVersions } from '../server/policy/versions.ts'
import { openSites } from '../server/people/index.ts'
import { createGate } from '../server/policy/gate.ts'
import { followPolicy } from '../server/policy/in-force.ts'
import { loadWords } from '../server/ui/index.ts'
import { createEvidence } from '../server/audit/index.ts'
import { join } from 'node:path'
import type { Document } from './client-calls.ts'

/** The document of `GET /api/openapi.json`, without what a company's policy adds to it. */
export function described(): Document {
  const vault = openVault(Buffer.alloc(32, 1))
  const clock = systemClock
  const address = { host: 'nowhere.example', port: 0, database: '', user: '', password: '' }
  const connections = new Connections({ budget: 1, address: () => address })
  const login = (name: string) => name
  const state = followPolicy(connections, login('gate'), declarations)
  const evidence = createEvidence(connections, login('evidence'), clock)
  const gate = createGate({ connections, vault, state, evidence, login })
  const { words } = loadWords(join(projectDirectory, 'locales'))
  const mail = createMail({ from: 'nobody@company.example' })
  const about = {
    publicUrl: '',
    demo: false,
    performed: new Map<string, readonly string[]>(),
    doors: [],
    version: version(),
  }
  const { languages } = plainSite
  const site = { site: plainSite, languages }
  const base = { gate, vault, clock, mail, words, ...site, ...about }
  const sites = openSites({ ...base, contact: contactPort, report: () => undefined })
  const life = {
    versions: createVersions(connections, login('gate')),
    acts: declarations.acts,
    announced: () => undefined,
  }
  const ports = {
    ...life,
    prefill: () => Promise.resolve({}),
    postalAddressOf: async () => undefined,
    canBePosted: async () => false,
    provenAddressesOf: async () => [],
    provenAddressesFor: async () => [],
  }
  const given: SliceParts = { ...base, ...ports, sites, connections, state, login }
  const routes = routesOf(given)
  return describe({ ...about, routes, acts: declarations.acts, words: words('en') }) as unknown as Document
}
