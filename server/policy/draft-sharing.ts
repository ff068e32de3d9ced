import type { Mechanism } from './document.ts'

/** When policies collect, with whom they share and what they promise never to do: see draft-categories.ts. */
export interface KnownSituation {
  words: RegExp
  for: readonly string[]
}

export const knownSituations: Readonly<Record<string, KnownSituation>> = {
  'sign-up': { words: /\bcreate (an?|your)\b.{0,40}\b(account|profile|ID)\b/i, for: ['account'] },
  phone: {
    words: /\b(on|over|by) the (tele)?phone\b|\bcall our\b|\bby (tele)?phone\b/i,
    for: ['support', 'deliver-orders'],
  },
  purchase: {
    words: /\bpurchas(e|ing) (a|our|your)? ?(new )?products?\b|\bplac\w+ an order\b|\bwhen you order\b/i,
    for: ['deliver-orders', 'payments', 'credit'],
  },
  download: { words: /\bdownloading\b|\bdownload (a|the|our)\b/i, for: ['downloads'] },
  seminar: {
    words: /\bregister\w* for (a|our|an)\b.{0,20}\b(seminar|training|course|webinar|event)/i,
    for: ['seminars'],
  },
  survey: {
    words: /\bparticipat\w+ in\b.{0,20}\bsurveys?\b|\banswer\w* (a|our) surveys?\b/i,
    for: ['surveys', 'research'],
  },
  register: { words: /\bregister\w* (your|a|new|a new) products?\b/i, for: ['register-products'] },
  board: { words: /\b(bulletin board|forum|chat room)s?\b/i, for: ['community'] },
  visit: {
    words: /\bvisit (our|the)\b.{0,20}\b(web)?sites?\b|\bgather certain information automatically\b|\blog files?\b/i,
    for: ['measure-visits', 'greeting'],
  },
  question: { words: /\bcontact form\b|\bif you have (any )?questions\b/i, for: ['answer-rights', 'support'] },
}

export interface KnownRecipient {
  kind: 'processor' | 'group' | 'controller' | 'authority'
  says: string
  words: RegExp
  for: readonly string[]
}

export const knownRecipients: Readonly<Record<string, KnownRecipient>> = {
  group: {
    kind: 'group',
    says: 'companies of the same group',
    words:
      /\b(legal entities|affiliates|affiliated companies|subsidiaries|group companies|companies (of|in) (the|our) group)\b/i,
    for: ['support', 'deliver-orders'],
  },
  processing: {
    kind: 'processor',
    says: 'processes information for us',
    words: /\b(help us )?process information\b|\b(hosting|cloud|IT) (providers?|services?)\b/i,
    for: ['account', 'support', 'deliver-orders'],
  },
  creditor: {
    kind: 'controller',
    says: 'extends credit',
    words: /\bextend credit\b|\bcredit (agenc|insur)\w+/i,
    for: ['credit'],
  },
  carrier: {
    kind: 'processor',
    says: 'fulfils and delivers orders',
    words:
      /\bdeliver products\b|\bfulfil\w* (customer )?orders\b|\b(carriers?|couriers?|shipping companies|delivery services)\b/i,
    for: ['deliver-orders'],
  },
  'data-care': {
    kind: 'processor',
    says: 'manages and enhances customer data',
    words: /\b(manage|enhance)( and \w+)? customer data\b/i,
    for: ['account'],
  },
  'service-partner': {
    kind: 'processor',
    says: 'provides customer service for us',
    words: /\bprovide customer service\b|\bservice partners?\b|\bcall cent(er|re)s?\b/i,
    for: ['support'],
  },
  'payment-provider': {
    kind: 'controller',
    says: 'takes payments',
    words: /\bpayment (service )?(providers?|processors?)\b/i,
    for: ['payments'],
  },
  'interest-researcher': {
    kind: 'processor',
    says: 'assesses interest in products',
    words: /\bassess your interest\b/i,
    for: ['product-news', 'research'],
  },
  'survey-host': {
    kind: 'processor',
    says: 'conducts research and surveys',
    words: /\bconduct customer research\b|\bsatisfaction surveys\b|\bsurvey providers?\b/i,
    for: ['surveys', 'research'],
  },
  analytics: {
    kind: 'processor',
    says: 'measures visits',
    words: /\b(Google Analytics|analytics (providers?|services?))\b/i,
    for: ['measure-visits'],
  },
  authority: {
    kind: 'authority',
    says: 'may order what the law allows',
    words: /\brequired by law\b|\blaw enforcement\b|\b(public|government) authorities\b|\bcourts?\b/i,
    for: ['legal-requests'],
  },
}

export const knownMechanisms: readonly { mechanism: Mechanism; words: RegExp }[] = [
  { mechanism: 'safe-harbor', words: /\bsafe[- ]harbou?r\b/i },
  { mechanism: 'privacy-shield', words: /\bprivacy[- ]shield\b/i },
  { mechanism: 'dpf', words: /\bdata privacy framework\b/i },
  { mechanism: 'scc', words: /\b(standard|model) contract(ual)? clauses\b/i },
  { mechanism: 'bcr', words: /\bbinding corporate rules\b/i },
  { mechanism: 'adequacy', words: /\badequacy decisions?\b/i },
]

/** What a company may promise never to do. */
export const knownAbsences = {
  sale: /\b(do(es)? not|don[’']t|doesn[’']t|never|will not|won[’']t)\b.{0,40}\b(sell|rent|trade)\b/i,
  decision: /\b(no|not|never)\b.{0,60}\bautomated (decisions?|decision-making)\b/i,
  visitsForNews:
    /\b(not|never)\b.{0,60}\binformation collected\b.{0,40}\bmarket\b|\b(not|never) use\b.{0,60}\b(visits?|browsing|log files?|analytics)\b.{0,60}\b(market|advertis)/i,
} as const
