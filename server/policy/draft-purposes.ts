/** Why policies use data: see draft-categories.ts. */
export interface KnownPurpose {
  says: string
  dpv: string
  words: RegExp
  uses: readonly string[]
  /** The event from which its retention counts. */
  after: string
  /** Whether it goes on while a person has restricted their data. */
  restricted?: 'continue'
  /** A sentence with which a text could say that the product itself does this. */
  sentence?: string
}

export const knownPurposes: Readonly<Record<string, KnownPurpose>> = {
  account: {
    says: 'Keep your ID and profile',
    dpv: 'dpv:AccountManagement',
    sentence: 'With your ID you sign in, keep your profile and get letters about your account.',
    words: /\b(creat\w+|regist\w+|manag\w+|open)\b.{0,60}\b(account|profile|ID)\b/i,
    uses: ['identity', 'contact', 'credentials', 'preferences', 'organisation', 'birth'],
    after: 'account-closed',
  },
  security: {
    says: 'Keep accounts and systems safe',
    dpv: 'dpv:EnforceSecurity',
    sentence: 'To keep accounts safe we check who signs in, and slow down whoever tries passwords.',
    restricted: 'continue',
    words:
      /\b(prevent|detect|protect against|combat)\b.{0,40}\b(fraud|abuse|attacks?|misuse of (our|the) (site|service)s?)\b/i,
    uses: ['identity', 'contact', 'credentials', 'device'],
    after: 'recorded',
  },
  support: {
    says: 'Help you with a product or a service issue',
    dpv: 'dpv:CustomerCare',
    words: /\bservice issue\b|\b(customer|technical) (service|support)\b|\bsupport requests?\b/i,
    uses: ['identity', 'contact', 'products', 'interactions', 'organisation'],
    after: 'case-closed',
  },
  'deliver-orders': {
    says: 'Send what you ordered',
    dpv: 'dpv:DeliveryOfGoods',
    words:
      /\b(fulfil\w*|process\w*|deliver\w*|ship\w*)\b.{0,40}\b(orders?|products?|purchases?)\b|\bpurchasing a product\b|\bproducts (that )?you have requested\b/i,
    uses: ['identity', 'contact', 'purchases', 'products'],
    after: 'order-closed',
  },
  payments: {
    says: 'Be paid, and pay back',
    dpv: 'dpv:PaymentManagement',
    words: /\b(credit|debit) cards?\b|\b(process|take|receive)\w* (your )?payments?\b|\bbilling\b/i,
    uses: ['identity', 'contact', 'purchases', 'payment'],
    after: 'paid',
  },
  credit: {
    says: 'Judge how much can be bought on account',
    dpv: 'dpv:CreditChecking',
    words: /\bextend\w* credit\b|\bcredit (checks?|worthiness|rating)\b/i,
    uses: ['identity', 'contact', 'purchases', 'organisation'],
    after: 'order-closed',
  },
  'register-products': {
    says: 'Know your product and its warranty',
    dpv: 'dpv:CustomerManagement',
    words: /\bregister\w* (your|a|new|a new)? ?products?\b|\bproduct registration\b|\bwarrant(y|ies)\b/i,
    uses: ['identity', 'contact', 'products', 'device'],
    after: 'warranty-ended',
  },
  downloads: {
    says: 'Give you software and manuals',
    dpv: 'dpv:RequestedServiceProvision',
    words: /\bdownloading\b|\bdownload (a|the|our)\b|\bsoftware downloads?\b/i,
    uses: ['identity', 'contact', 'downloads', 'products'],
    after: 'recorded',
  },
  seminars: {
    says: 'Keep your seat at a seminar',
    dpv: 'dpv:RequestedServiceProvision',
    words: /\b(regist\w+|enrol\w*|sign\w* up)\b.{0,30}\b(seminars?|trainings?|courses?|webinars?)\b/i,
    uses: ['identity', 'contact', 'seminars', 'organisation'],
    after: 'seminar-held',
  },
  surveys: {
    says: 'Learn from your answers',
    dpv: 'dpv:ImproveExistingProductsAndServices',
    words: /\b(online|satisfaction|customer) surveys?\b|\bparticipat\w+ in (a|our|an)\b.{0,20}\bsurveys?\b/i,
    uses: ['identity', 'contact', 'surveys'],
    after: 'survey-closed',
  },
  community: {
    says: 'Show what you post',
    dpv: 'dpv:RequestedServiceProvision',
    words: /\b(bulletin boards?|forums?|chat rooms?)\b/i,
    uses: ['identity', 'community'],
    after: 'account-closed',
  },
  'product-news': {
    says: 'Tell you about new products',
    dpv: 'dpv:DirectMarketing',
    words:
      /\bnewsletters?\b|\bkeep you (posted|informed|up to date)\b|\bspecial offers\b|\bpromotional\b|\bmarketing (messages|communications|e-?mails?)\b/i,
    uses: ['identity', 'contact', 'interests', 'preferences'],
    after: 'last-yes',
  },
  research: {
    says: 'Understand our customers',
    dpv: 'dpv:CommercialResearch',
    words: /\bmarket research\b|\bcustomer research\b/i,
    uses: ['research', 'surveys'],
    after: 'recorded',
  },
  'improve-products': {
    says: 'Improve products',
    dpv: 'dpv:ImproveExistingProductsAndServices',
    words: /\b(auditing|analysis|research|develop\w*)\b.{0,60}\bimprove\b/i,
    uses: ['products', 'interactions'],
    after: 'recorded',
  },
  'measure-visits': {
    says: 'See which pages are read',
    dpv: 'dpv:ServiceUsageAnalytics',
    words:
      /\b(traffic patterns|analy[sz]e trends|analytics|most popular|activit(y|ies) on our (web)?sites?|log files?)\b/i,
    uses: ['visits', 'device'],
    after: 'recorded',
  },
  'measure-letters': {
    says: 'See which letters are read',
    dpv: 'dpv:ServiceUsageAnalytics',
    words:
      /\bclick-?through\b|\beffectiveness of our (customer )?communications\b|\btracking pixels?\b|\bweb beacons?\b/i,
    uses: ['clicks'],
    after: 'recorded',
  },
  greeting: {
    says: 'Greet you by name, in your language',
    dpv: 'dpv:Personalisation',
    words: /\bwelcome you\b|\bgreeting\b|\b(customi[sz]e|personali[sz]e) (your|the) experience\b/i,
    uses: ['identity', 'location', 'preferences'],
    after: 'last-yes',
  },
  'answer-rights': {
    says: 'Answer when you use your rights',
    dpv: 'dpv:RightsFulfilment',
    sentence: 'When you use your rights we look up what we hold about you, and answer.',
    words: /\bright to access\b|\brequest a copy\b|\brespond to your (inquiry|enquiry|request)\b|\byour rights\b/i,
    uses: ['identity', 'contact', 'requests'],
    after: 'request-closed',
  },
  'legal-requests': {
    says: 'Obey a lawful order',
    dpv: 'dpv:LegalCompliance',
    words:
      /\b(required|obliged|compelled) by (law|a court|litigation)\b|\bby law or litigation\b|\blaw enforcement\b|\bcourt orders?\b|\bsubpoenas?\b/i,
    uses: ['identity', 'contact', 'purchases', 'interactions'],
    after: 'request-closed',
  },
  bookkeeping: {
    says: 'Keep the invoices that tax law requires',
    dpv: 'dpv:LegalCompliance',
    words: /\b(tax|accounting) (law|laws|purposes|obligations|records|requirements)\b|\bbookkeeping\b/i,
    uses: ['identity', 'contact', 'purchases', 'payment'],
    after: 'year-closed',
  },
  evidence: {
    says: 'Show you who looked, and why',
    dpv: 'dpv:RecordManagement',
    sentence: 'You can see who looked at your data, when and why, and we keep that as evidence.',
    restricted: 'continue',
    words: /\b(see|shows? you)\b.{0,20}\bwho\b.{0,40}\b(access|look|view|consult)\w*/i,
    uses: ['evidence'],
    after: 'recorded',
  },
}
