/** Something that a text must say and does not. */
export interface Absence {
  code: string
  /** A sentence of any language that says it. */
  says: RegExp
  /** Where it should have stood: the first pattern that a sentence fits, in this order. */
  nearest: readonly RegExp[]
  message: string
  mend: string
}

const rightsNearby = [
  /\bright to\b|\byour rights\b|\brights? (of|under)\b/i,
  /\b(request|obtain|receive) a copy\b|\baccess and (correct|rectif)/i,
  /\b(questions?|concerns?|inquir(y|ies)|contact us)\b/i,
  /\bpersonal (information|data)\b/i,
  /\bprivacy\b|\bwe collect\b/i,
]
const purposesNearby = [
  /\b(we|company|us)\b.{0,40}\b(collect|use|process|gather)s?\b.{0,80}\b(because|in order to|to|for)\b/i,
  /\bpersonal (information|data)\b/i,
  /\bprivacy\b|\bwe collect\b/i,
]

export const absences: readonly Absence[] = [
  {
    code: 'no-lawful-basis',
    says: /\b(legal|lawful) (bas[ei]s|grounds?)\b|\blegitimate[- ]interests?\b|\barticle 6\b|\brechtsgrond|\bgerechtvaardigd belang|\bbase (légale|juridique)|\bintérêt légitime|\brechtsgrundlage|\bberechtigte[sn]? interesse|\b(performance of|perform|fulfil|under) (a|the|our|your) (sales? )?(contract|agreement)\b|\bcontract of sale\b/i,
    nearest: purposesNearby,
    message: 'The text says why data are used, and for no purpose on which lawful basis (GDPR 13(1)(c)).',
    mend: 'Give each purpose its basis: consent, contract, legal obligation or legitimate interest, and say which interest.',
  },
  {
    code: 'no-retention-period',
    says: /\b(retain|retention|keep|kept|stored?|stores|storing|hold|held|delet\w+|eras\w+|remov\w+|gone)\b.{0,120}\b(how long|periods?|as long as|no longer|until|(\d+|an?|one|two|three|six|ten|twelve) (day|week|month|year)s?)\b|\b(how long|periods?|as long as|no longer than|(\d+|one|two|three|six|ten|twelve) (day|week|month|year)s?)\b.{0,60}\b(retain\w*|retention|keep|kept|stored?|hold|held|delet\w+|eras\w+)\b|\bbewaartermijn|\bdurée de conservation|\b(speicherdauer|aufbewahrungsfrist)/i,
    nearest: [
      /\bretention\b|\bretain/i,
      /\b(saves?|stores?|keeps?)\b.{0,60}\b(information|data)\b/i,
      ...purposesNearby,
    ],
    message: 'The text gives no period after which data are deleted (GDPR 13(2)(a)).',
    mend: 'Say for each purpose how long data are kept and from which event that counts.',
  },
  {
    code: 'no-right-to-erasure',
    says: /\b(right (to|of) (erasure|deletion|be forgotten)|(eras|delet|remov)\w*\b.{0,60}\b(your|the|my|personal|them|account)|(data|information|account|them)\b.{0,30}\b(eras|delet)\w*)\b|\b(wissen|verwijderen|gewist)\b|\b(effacer|effacement|suppression)\b|\b(löschen|löschung)\b/i,
    nearest: rightsNearby,
    message: 'The text does not say that people can have their data erased (GDPR 13(2)(b), 17).',
    mend: 'Say it, with what is kept nevertheless and why.',
  },
  {
    code: 'no-right-to-object',
    says: /\b(may|can|could|right to|entitled to|and|or|also) object\b|\bobject to\b|\bobjections?\b|\bbezwaar\b|\b(opposer|opposition)\b|\b(widersprechen|widerspruch)/i,
    nearest: rightsNearby,
    message: 'The text does not say that people can object to the use of their data (GDPR 13(2)(b), 21).',
    mend: 'Say it, apart from everything else (GDPR 21(4)), and that news stops without a reason being asked.',
  },
  {
    code: 'no-right-to-complain',
    says: /\b(complain|complaints?)\b|\b(supervisory|data protection) authority\b|\b(klacht|toezichthouder)|\b(plainte|réclamation|plaindre)\b|\b(beschwer|aufsichtsbehörde)/i,
    nearest: rightsNearby,
    message: 'The text does not say that people can complain to a supervisory authority (GDPR 13(2)(d)).',
    mend: 'Say it, and name the authority.',
  },
  {
    code: 'no-data-protection-officer',
    says: /\b(data protection|privacy) officer\b|\bDPO\b|\bfunctionaris (voor )?gegevensbescherming|\bdélégué à la protection|\bdatenschutzbeauftragte/i,
    nearest: [/\bdata controller\b/i, /\b(questions?|concerns?|inquir(y|ies)|contact us)\b/i, ...rightsNearby],
    message: 'The text names no data protection officer (GDPR 13(1)(b)).',
    mend: 'Name one with an address; or, if the law asks for none, say who answers questions about data instead.',
  },
  {
    code: 'recipients-unnamed',
    says: /\b(list|page|register|overview) of (our |all )?(recipients|processors|providers|partners|sub-?processors)\b|\b(recipients|processors|providers|partners|companies|them)\b.{0,60}\b(are listed|are named|we list|named below|listed below|following)\b|\b(shar|disclos|provid|sen[dt]|transfer|receiv|host)\w*\b.{0,120}\b(Ltd|Inc|GmbH|LLC|B\.?V\.?|N\.?V\.?|S\.?A\.?S?|AG|plc|S\.r\.l|SRL|Oy|AB)\b/,
    nearest: [
      /\b(service providers|vendors|third part(y|ies)|strategic (partner|relationship)\w*|partners|suppliers)\b/i,
      /\b(legal entities|affiliates|subsidiaries|group companies)\b/i,
    ],
    message:
      'The text says that others receive data, and names none of them (GDPR 13(1)(e); Court of Justice, C-154/21).',
    mend: 'Name them, or keep a page that names each with its country and what it receives, and link to it here.',
  },
]
