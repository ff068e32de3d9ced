import type { Sentence } from './sentences.ts'

/** Something wrong that a sentence says. */
export interface Fault {
  code: string
  /** @returns what is wrong, or nothing */
  find(sentence: Sentence, all: readonly Sentence[], index: number): { message: string } | undefined
  mend: string
  /** One finding is enough: it stands where the fault is seen first. */
  once?: true
}

const wrong = (message: string) => ({ message })

/** Going on with what one was doing … */
const goingOn =
  /\b(by|if you|when you|through|your) (\w+ )?(continu\w*|keep|keeping|us(e|ing)|brows\w+|visit\w*|access\w*|stay\w*|navigat\w+|scroll\w*)\b/i
/** … is taken for a yes. */
const takenForYes =
  /\byou (?:(?!can|may|could|might|must|choose)\w+ ){0,3}(accept|agree|consent|acknowledge)\b|\b(means?|constitutes?|signif(y|ies)|implies|imply|indicates?|is|are|deemed|considered|regarded|taken)\b (?:(?!with|without|on|upon|after|only|not)\w+ ){0,4}(acceptance|agreement|consent)\b/i
const notTaken = /\b(not|never|no longer|isn[’']t|does ?n[o’']t|without choosing)\b/i
const goingOnElsewhere = [
  /\bdoor\b.{0,40}\b(site|website|pagina)\b.{0,40}\b(te blijven|verder te|te) (gebruiken|bezoeken|surfen)\b.{0,80}\b(accepteert|aanvaardt|akkoord|instemt?|stemt)\b/i,
  /\b(accepteert|aanvaardt|akkoord|stemt)\b.{0,80}\bdoor\b.{0,60}\b(te blijven|verder te) (gebruiken|bezoeken|surfen)\b/i,
  /\ben (poursuivant|continuant)\b.{0,60}\b(navigation|visite|naviguer|utiliser)\b.{0,80}\bacceptez\b/i,
  /\b(durch|mit) (die|der|ihre[rn]?|das)? ?(weitere[nr]?|fortgesetzte) (nutzung|surfen)\b.{0,80}\b(zu|einverstanden|akzeptieren)\b/i,
]

const emailAddress = /[^\s@()<>]+@[^\s@()<>]+\.[a-z]{2,}/i

const network = /\b(IP[- ]address(es)?|Internet Protocol|network address(es)?|device (id|identifier)s?)\b/i
const notIdentifying =
  /\b(do(es)? not|don[’']t|doesn[’']t|cannot|can[’']t|not) (\w+ )?identif(y|ies|ying)\b|\b(non-identif\w+|not personally identif\w+|is anonymous|are anonymous)\b/i
const shortened = /\b(shorten\w*|truncat\w+|anonymi[sz]ed|mask\w+|hash\w*|pseudonym\w+)\b/i

const frameworks = [
  {
    name: 'The safe harbor framework',
    words: /\bsafe[- ]harbou?r\b/i,
    since: 'is void since 6 October 2015 (Court of Justice, C-362/14)',
  },
  {
    name: 'The Privacy Shield',
    words: /\bprivacy[- ]shield\b/i,
    since: 'is void since 16 July 2020 (Court of Justice, C-311/18)',
  },
]
const knownVoid = /\b(void|invalid\w*|annulled|struck down|no longer|formerly|former|replaced|instead of|not rely)\b/i
/** Who a framework is said to come from … */
const saidBy =
  /\b(?:set (?:forth|out|up)|issued|published|established|administered|run|operated|approved|maintained|created|developed) by (?:the )?([^,;]{3,80})/i
/** … and who it can come from. */
const trueAuthor = /\b(U\.?S\.?A?|United States|American|European|Commission|EU|Swiss|Switzerland)\b/i

export const faults: readonly Fault[] = [
  {
    code: 'consent-by-browsing',
    find({ text }) {
      const english = goingOn.test(text) && takenForYes.test(text) && !notTaken.test(text)
      if (!english && !goingOnElsewhere.some(pattern => pattern.test(text))) return undefined
      return wrong(
        'Going on using the site is taken for consent; consent needs a clear act (GDPR 4(11), recital 32; Court of Justice, C-673/17).',
      )
    },
    mend: 'Ask: two buttons alike, one to accept and one to refuse, and nothing optional before either is pressed. Then take this sentence out.',
  },
  {
    code: 'address-missing',
    find({ text, language }, all) {
      const points =
        /\b(e-?mail )?address (is )?(given |shown |listed |mentioned |provided )?(below|above|at the (end|bottom|foot|top))\b/i
      if (language !== 'en' || !points.test(text) || all.some(sentence => emailAddress.test(sentence.text)))
        return undefined
      return wrong('The sentence points to an e-mail address, and none stands anywhere in the text.')
    },
    mend: 'Write the address into the sentence.',
  },
  {
    code: 'void-framework',
    find({ text, heading }) {
      const framework = frameworks.find(({ words }) => words.test(text))
      if (!framework || heading || knownVoid.test(text)) return undefined
      return wrong(`${framework.name} ${framework.since}; it protects no transfer.`)
    },
    mend: 'Name what protects transfers today: an adequacy decision, the EU-US Data Privacy Framework for a certified company, standard contractual clauses or binding corporate rules.',
  },
  {
    code: 'framework-of-another',
    find({ text }) {
      const author = frameworks.some(({ words }) => words.test(text)) ? saidBy.exec(text)?.[1] : undefined
      if (author === undefined || trueAuthor.test(author)) return undefined
      return wrong(
        `The framework is credited to “${author.replace(/\s+(regarding|concerning|for|on|about|as|in|to|and)\b.*$|\.$/i, '')}”, which never had one: it was the United States Department of Commerce's, approved by the European Commission.`,
      )
    },
    mend: 'Take the sentence out together with the framework.',
  },
  {
    code: 'address-called-not-identifying',
    find({ text, block }, all, index) {
      if (!notIdentifying.test(text)) return undefined
      // “This information, which does not …” speaks of the sentences before it.
      const before = /\b(this|these|such|it|they)\b/i.test(text) ? all.slice(Math.max(0, index - 2), index) : []
      const near = [...before.filter(sentence => sentence.block === block), { text }].map(each => each.text).join(' ')
      if (!network.test(near) || shortened.test(near)) return undefined
      return wrong(
        'Logged network addresses are called not identifying; they are personal data (GDPR 4(1), recital 30; Court of Justice, C-582/14).',
      )
    },
    mend: 'Say that addresses are personal data, for which purpose and how long they are logged; or shorten them before they are written, and say that.',
  },
  {
    code: 'otherwise-without-when',
    find({ text }) {
      const otherwise =
        /\b(except|unless|save)\b.{0,40}\b(inform|tell|told|notif(y|ied)|advis(e|ed)|informed)( you)? otherwise\b|\b(except (as|where|when|if)|unless) otherwise (stated|indicated|informed|notified|specified|disclosed)\b/i
      return otherwise.test(text)
        ? wrong(
            'The sentence takes its promise back “otherwise”, and does not say when, for whom or in which cases that is.',
          )
        : undefined
    },
    mend: 'Name the exceptions: which recipient, in which situation, under which policy of its own; and say so on the form, before the data are given.',
  },
  {
    code: 'answer-may-exceed-month',
    find({ text }) {
      const days =
        /\bwithin (?:a period of )?(?:(\d{1,3})|(thirty|forty-five|sixty|ninety))(?: \(\d+\))? (?:calendar |working |business )?days\b/i.exec(
          text,
        )
      const answers =
        /\b(respond|response|answer|reply|repl(y|ies)|react|get back|deal with|process|handle|comply|act on)\w*\b/i
      if (!days || !answers.test(text) || Number(days[1] ?? 30) <= 28) return undefined
      if (/\b(one|a|1) (calendar )?month\b|\bmonth that the law\b/i.test(text)) return undefined
      return wrong(
        `${days[1] ?? days[2]} days can exceed the month that the law gives (GDPR 12(3)): asked on 31 January, the answer is due on 28 February.`,
      )
    },
    mend: 'Write “within 30 days, and at the latest within one month”; or 28 days.',
  },
  {
    code: 'one-language',
    find({ text }) {
      const only =
        /\b(only (available )?in English|in English only|alleen (beschikbaar )?in het Engels|uniquement (disponible )?en anglais|disponible (uniquement|seulement) en anglais|nur (auf Englisch|in englischer))/i
      return only.test(text)
        ? wrong('The policy exists in one language, and this sentence says so to people of another (GDPR 12(1)).')
        : undefined
    },
    mend: 'Translate it, or a summary of it, into the languages in which the company addresses people.',
    once: true,
  },
]
