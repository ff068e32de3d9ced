/**
 * What policies speak of, and the English words by which a sentence gives it away. The ids are those that the product's
 * own parts use, so that a drafted policy fits them.
 */

export interface KnownCategory {
  says: string
  dpv: readonly string[]
  words: RegExp
  /** A sentence with which a text could say that the product itself holds this. */
  sentence?: string
}

export const knownCategories: Readonly<Record<string, KnownCategory>> = {
  identity: {
    says: 'name, language and ID',
    dpv: ['pd:Name', 'pd:Language'],
    sentence: 'We keep your name, your language and the ID with which you sign in.',
    words: /\b(your|first|last|full|user|customer|such as) (\w+ )?names?\b|\bnames?,/i,
  },
  credentials: {
    says: 'password and second factor',
    dpv: ['pd:Password'],
    sentence: 'We keep your password only as a fingerprint from which it cannot be read.',
    words: /\bpasswords?\b/i,
  },
  contact: {
    says: 'e-mail, phone and postal address',
    dpv: ['pd:EmailAddress', 'pd:TelephoneNumber', 'pd:PhysicalAddress'],
    sentence: 'We keep the e-mail address, phone numbers and postal addresses that you give us.',
    words:
      /\b(mailing|postal|street|e-?mail|home) address(es)?\b|\b(tele)?phone numbers?\b|\bcontact (details|information|data)\b/i,
  },
  preferences: {
    says: 'how somebody likes to be contacted',
    dpv: ['pd:Preference'],
    words: /\b(contact|communication|marketing) preferences?\b/i,
  },
  organisation: {
    says: 'for whom somebody works',
    dpv: ['pd:Professional'],
    sentence: 'We keep for which company you work or act, and in which role.',
    words: /\b(your (company|employer|organi[sz]ation|job title)|company name|job title)\b/i,
  },
  birth: { says: 'date of birth', dpv: ['pd:BirthDate'], words: /\b(date of birth|birth ?date|your age)\b/i },
  payment: {
    says: 'how somebody paid',
    dpv: ['pd:PaymentCard'],
    words: /\b(credit|debit|payment) cards?\b|\bpayment (details|information|data)\b|\bbank (account|details)\b/i,
  },
  products: {
    says: 'products owned, serial numbers and purchase dates',
    dpv: ['pd:Ownership'],
    words: /\bserial numbers?\b|\bproducts? (that )?you own\b|\bproduct registration\b/i,
  },
  purchases: {
    says: 'orders and purchases',
    dpv: ['pd:Purchase'],
    words: /\b(your |date of |customer )(orders?|purchases?)\b|\btransactions?\b|\border history\b/i,
  },
  interactions: {
    says: 'messages, calls and cases with staff',
    dpv: ['pd:Communication'],
    words:
      /\b(support or service|service|support) (issues?|requests?|cases?|tickets?)\b|\binteractions? with our\b|\bcorrespondence\b/i,
  },
  research: {
    says: 'occupation, and where the equipment is used',
    dpv: ['pd:Job', 'pd:Location'],
    words: /\boccupation\b|\bprofession\b|\bwhere you use\b/i,
  },
  interests: { says: 'subjects of interest', dpv: ['pd:Interest'], words: /\b(your|greatest|of most) interests?\b/i },
  surveys: { says: 'answers to surveys', dpv: ['pd:Opinion'], words: /\bsurveys?\b|\bquestionnaires?\b/i },
  seminars: {
    says: 'seminars booked',
    dpv: ['pd:ProfessionalCertification'],
    words: /\b(seminars?|trainings?|courses?|webinars?)\b/i,
  },
  downloads: {
    says: 'what was downloaded',
    dpv: ['pd:ServiceConsumptionBehaviour'],
    words: /\bdownload(s|ed|ing)?\b/i,
  },
  community: {
    says: 'posts on boards and in chats',
    dpv: ['pd:SocialMediaCommunication'],
    words: /\b(bulletin boards?|forums?|chat( rooms?)?|comments?|user content)\b/i,
  },
  visits: {
    says: 'pages visited, and the technical data of visits',
    dpv: ['pd:BrowsingBehaviour', 'pd:IPAddress'],
    words:
      /\b(clickstream|IP address(es)?|IP\) address(es)?|internet protocol|browser type|log files?|activit(y|ies) on our (web)?sites?|pages (you|they) visit)\b/i,
  },
  clicks: {
    says: 'which links in letters were clicked',
    dpv: ['pd:LinkClicked'],
    words: /\bclick-?through\b|\blinks? in (our|the) (e-?mails?|newsletters?)\b/i,
  },
  device: {
    says: 'the kind of computer or device',
    dpv: ['pd:DeviceBased'],
    words:
      /\binformation about your (computer|device)\b|\boperating system\b|\bdevice (type|information|identifiers?)\b/i,
  },
  location: {
    says: 'where somebody is',
    dpv: ['pd:Location'],
    words: /\b(geo-?location|location data|your location|your country)\b|\bcountry and language\b/i,
  },
  health: { says: 'health', dpv: ['pd:Health'], words: /\b(health|medical) (data|information|conditions?)\b/i },
  correspondence: {
    says: 'letters and messages that we send',
    dpv: ['pd:Communication'],
    sentence: 'We keep the letters that we send you about your account until you have no account any more.',
    words: /\b(letters|messages|e-?mails) (that )?we (send|have sent)( to)? you\b/i,
  },
  security: {
    says: 'sign-ins: time, network address and device',
    dpv: ['pd:AuthenticationHistory', 'pd:IPAddress'],
    sentence: 'We note when, from which network address and with which device you sign in, and tries that fail.',
    words: /\b(sign|log)(-| )?ins?\b.{0,60}\b(time|address|device)\b|\b(when|from where)\b.{0,40}\b(sign|log) in\b/i,
  },
  evidence: {
    says: 'who looked, changed or received, when and why',
    dpv: ['pd:ServiceConsumptionBehaviour'],
    sentence: 'We note who of us looked at your data or changed it, when and why.',
    words: /\b(record|note|log|keep track of)\b.{0,20}\bwho\b.{0,60}\b(access|look|view|consult|chang)\w*/i,
  },
  requests: {
    says: 'questions and requests about personal data',
    dpv: ['pd:Communication'],
    words: /\b(your (inquir|enquir|quer)(y|ies)|privacy questions?|questions or concerns)\b/i,
  },
}
