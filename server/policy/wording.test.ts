import { describe, expect, it } from 'vitest'
import { loadPolicy } from './load.ts'
import { languageOf, sentencesOf, splitSentences } from './sentences.ts'
import { findingsInWords } from './wording.ts'

/** The findings about a text of one paragraph. */
const about = (words: string) =>
  findingsInWords(
    splitSentences(words).map(({ text, start }) => ({
      file: 'policy.txt',
      line: 1,
      column: start + 1,
      text,
      language: languageOf(text, 'en'),
      block: 1,
      heading: false,
    })),
  )
const codes = (words: string) => about(words).map(finding => finding.code)

describe('a fault in a sentence', () => {
  it.each([
    [
      'consent-by-browsing',
      'By continuing to use this site, you accept this policy.',
      'If you continue to the next page, you see which cookies you accepted.',
    ],
    [
      'consent-by-browsing',
      'Your use of the website means that you consent to our cookies.',
      'Your use of the website never means that you consent to our cookies.',
    ],
    [
      'consent-by-browsing',
      'Using the site is regarded as acceptance of this policy, so by browsing on you give it.',
      'When you visit our site, visits are counted with your consent.',
    ],
    [
      'consent-by-browsing',
      'Als u door onze website blijft bladeren, gaat u door de site te blijven gebruiken akkoord met cookies.',
      'Door op aanvaarden te klikken gaat u akkoord met cookies.',
    ],
    [
      'consent-by-browsing',
      'En poursuivant votre navigation, vous acceptez les cookies.',
      'Vous acceptez les cookies en cliquant sur ce bouton.',
    ],
    [
      'consent-by-browsing',
      'Durch die weitere Nutzung der Seite stimmen Sie der Verwendung von Cookies zu.',
      'Mit einem Klick auf diesen Knopf stimmen Sie der Verwendung von Cookies zu.',
    ],
    [
      'address-missing',
      'Write to us at the email address below for a copy.',
      'Write to us at the email address below for a copy: privacy@orchard.example.',
    ],
    [
      'void-framework',
      'We follow the Safe Harbor rules.',
      'We no longer rely on Safe Harbor, and use standard contractual clauses.',
    ],
    ['void-framework', 'Transfers are covered by the Privacy Shield.', 'Transfers are covered by a screen of shields.'],
    [
      'framework-of-another',
      'We abide by the safe harbour framework set forth by the Ministry of Fisheries regarding fish.',
      'We abided by the safe harbor framework set forth by the U.S. Department of Commerce.',
    ],
    [
      'address-called-not-identifying',
      'We log IP addresses. This does not identify individual users.',
      'We log shortened IP addresses. This does not identify individual users.',
    ],
    [
      'address-called-not-identifying',
      'We store your network address, which is not personally identifiable.',
      'We store your network address, which is personal data. A survey without a name is anonymous.',
    ],
    [
      'otherwise-without-when',
      'They protect your data, except if we tell you otherwise.',
      'They protect your data, except the carrier, who has a policy of its own that the order form names.',
    ],
    [
      'answer-may-exceed-month',
      'We will answer your request within 30 days.',
      'We will answer your request within 30 days, and at the latest within one month.',
    ],
    [
      'answer-may-exceed-month',
      'You will get a reply within sixty days.',
      'You will get a reply within 14 days, and we deliver within 60 days.',
    ],
    [
      'one-language',
      'This policy is only available in English.',
      'This policy is available in English, Dutch and French.',
    ],
    ['one-language', '(alleen beschikbaar in het Engels)', '(ook beschikbaar in het Engels)'],
  ])('%s is found in “%s” and not in “%s”', (code, faulty, faultless) => {
    expect(codes(faulty)).toContain(code)
    expect(codes(faultless)).not.toContain(code)
  })

  it('is quoted where it stands, with what mends it', () => {
    expect(about('We like you. We will answer your request within 30 days.')).toContainEqual({
      file: 'policy.txt',
      line: 1,
      column: 14,
      level: 'warning',
      code: 'answer-may-exceed-month',
      message: expect.stringContaining('28 February') as string,
      mend: expect.stringContaining('one month') as string,
      quote: 'We will answer your request within 30 days.',
    })
  })

  it('is not seen where only a heading names it', () => {
    const heading = { file: 'f', line: 1, column: 1, language: 'en', block: 1, heading: true } as const
    expect(findingsInWords([{ ...heading, text: 'Safe harbor' }])).toEqual([])
  })
})

describe('something that a text leaves out', () => {
  const said: Record<string, string> = {
    'no-lawful-basis': 'We use your personal data on the legal basis of our contract.',
    'no-retention-period': 'We keep it for two years.',
    'no-right-to-erasure': 'You may have your data erased.',
    'no-right-to-object': 'You may object to it.',
    'no-right-to-complain': 'You may lodge a complaint with the authority.',
    'no-data-protection-officer': 'Our data protection officer answers questions about personal data.',
    'recipients-unnamed': 'Our service providers are listed on a page.',
  }
  const start = 'We collect your personal data to serve you, and share it with service providers.'

  it.each(Object.keys(said))('%s is found when nothing says it, and not when something does', code => {
    const others = Object.entries(said).flatMap(([other, words]) => (other === code ? [] : [words]))
    expect(codes([start, ...others].join(' '))).toEqual([code])
    expect(codes([start, ...Object.values(said)].join(' '))).toEqual([])
  })

  it('quotes the sentence that comes nearest to saying it', () => {
    const finding = about(`${start} You have the right to see it.`).find(({ code }) => code === 'no-right-to-erasure')
    expect(finding?.quote).toBe('You have the right to see it.')
  })

  it('is no finding where the text is not about personal data at all, or in a language that is not read', () => {
    expect(codes('The garden is closed on Mondays.')).toEqual([])
    expect(codes('Nous utilisons vos données personnelles pour vous servir.')).toEqual([])
  })
})

describe('the demo company’s own policy', () => {
  const loaded = loadPolicy('policies/hesbia.yaml').loaded!
  it.each(['en', 'nl', 'fr', 'de'] as const)('shows no fault in %s', language => {
    expect(findingsInWords(sentencesOf(loaded.texts[language]!, 'hesbia'))).toEqual([])
  })

  it('had faults in its first version, as old policies have', () => {
    const first = loadPolicy('policies/history/v1/hesbia.yaml').loaded!
    expect(findingsInWords(sentencesOf(first.texts.en!, 'v1')).map(({ code }) => code)).toEqual([
      'void-framework',
      'one-language',
    ])
  })
})

describe('sentences', () => {
  it.each([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    ['Acme Inc. The maker, e.g. of U.S. Parts.', ['Acme Inc. The maker, e.g. of U.S. Parts.']],
    ['He said “yes.” She did not.', ['He said “yes.”', 'She did not.']],
    ['Version 2.0 is out. It works.', ['Version 2.0 is out.', 'It works.']],
    ['no capital. follows here', ['no capital. follows here']],
    ['', []],
  ])('“%s” is cut where sentences end', (paragraph, sentences) => {
    expect(splitSentences(paragraph).map(({ text }) => text)).toEqual(sentences)
  })

  it('lose nothing but white space', () => {
    const paragraph = 'One.  Two (three). "Four." 5 six…  Seven'
    const cut = splitSentences(paragraph)
    expect(
      cut
        .map(({ text }) => text)
        .join('')
        .replace(/\s/g, ''),
    ).toBe(paragraph.replace(/\s/g, ''))
    for (const { text, start } of cut) expect(paragraph.slice(start, start + text.length)).toBe(text)
  })

  it.each([
    ['We use cookies on this site and you may refuse them.', 'en'],
    ['Privacybeleid', 'nl'],
    ['Nous utilisons des cookies pour vous.', 'fr'],
    ['Datenschutzerklärung', 'de'],
    ['Hesbia', 'en'],
  ])('“%s” is in %s', (words, language) => {
    expect(languageOf(words, 'en')).toBe(language)
  })
})
