/** What a field is given that takes no script, by its name: for test/promises/hostile-fields. */
import type { Route } from '../server/base/http/index.ts'
import type { PolicySources } from '../server/policy/load.ts'
import { script } from './scripts.ts'
import { aSerial } from './serials.ts'
import { testPassword } from './app.ts'

/** Whom values are about, and what stands in addresses. */
export interface Known {
  an: { email: string; person: string }
  luc: { email: string }
  /** A version of the policy that can be drafted. */
  next: PolicySources
  found(place: string): string | undefined
}

/** A value for a field of a route; undefined where the field is left out. */
export function plainValue(field: string, route: Route, who: Known): unknown {
  const plain: Record<string, (route: Route) => unknown> = {
    'name-en': () => script,
    address: () => 'https://hostile.example/',
    redirects: () => 'https://hostile.example/back',
    'after-sign-out': () => 'https://hostile.example/',
    backchannel: () => 'https://hostile.example/signed-out',
    'run-by': () => '',
    scope: () => ['profile'],
    to: () => undefined,
    email: ({ path }) =>
      path.startsWith('/api/profile') ? undefined : `new-${aSerial().toLowerCase()}@customer.example`,
    question: () => 'occupation',
    answer: () => 'engineer',
    recipient: () => who.luc.email,
    password: () => testPassword,
    chosen: () => testPassword,
    checked: () => 'called back',
    yes: () => true,
    code: () => '7K3M2-2QPX9',
    country: () => 'BE',
    language: () => 'en',
    role: ({ path }) => (/staff|colleagues/.test(path) ? 'service-desk' : 'member'),
    controller: () => 'hes',
    acts: () => ['desk.system-find-for-support'],
    name: ({ path }) => (path.includes('/keys') ? 'Service tool' : undefined),
    number: ({ path }) =>
      path.includes('companies') ? 'BE 0000.000.000' : path.endsWith('phones') ? '+32 2 000 00 00' : undefined,
    postcode: () => '3500',
    kind: ({ path }) => (path.includes('sites') ? 'confidential' : 'address'),
    line: ({ path }) => who.found(path.endsWith('/name') ? 'names/:line' : 'contacts/:line'),
    domain: () => 'hostile.example',
    users: () => 'one',
    serial: () => aSerial(),
    serials: () => `${script}\n${aSerial()}`,
    products: () => [{ serial: aSerial(), seller: script, site: script, note: script }],
    id: ({ path }) => (path.includes('sites') ? `hostile-${aSerial().toLowerCase()}` : who.an.email),
    purpose: () => 'support',
    person: () => who.an.person,
    category: () => 'contact',
    said: () => 'agree',
    choices: () => ['offers/email'],
    version: () => 4,
    yaml: () => who.next.yaml,
    texts: () => who.next.texts,
    assessments: () => who.next.assessments,
    content: () => Buffer.from('%PDF-1.7 an invoice').toString('base64'),
  }
  return plain[field]?.(route)
}
