import { createHash } from 'node:crypto'
import { languages, type Language } from './document.ts'
import { blocksOf, placeOf, type Block } from './draft-blocks.ts'
import type { Needs } from './needed.ts'
import { languageOf, splitSentences, type Sentence } from './sentences.ts'

/** A sentence of the company's text with the clause id that it was given. */
export interface DraftSentence extends Sentence {
  id: string
  /** The heading's words above it, or nothing. */
  under: string
}

/** A company's text as it is, in clauses. */
export interface DraftText {
  language: Language
  sentences: readonly DraftSentence[]
  /** The text in Markdown, each sentence closed by its id. */
  markdown: string
}

/** How a text is read. */
export interface DraftOptions {
  /** Name of the file, for places. */
  file: string
  /** The language of the text; found out if it is not given. */
  language?: Language
  /** The words are Markdown already: emphasis and links stay what they are. */
  markdown?: boolean
  /** The company's name: in its own policy it says nothing in an id. */
  company?: string
  /** Ids that sentences had in an earlier draft, by their words: they keep them. */
  earlier?: ReadonlyMap<string, string>
  /** What the product itself needs: it is drafted although no sentence says it. */
  needs?: Needs
}

/**
 * Gives every sentence of a text a clause id, and changes nothing else about it. An id comes from the sentence's own
 * words and its heading's, so it stays when other sentences change.
 * @param source the text, with \n as line ends
 */
export function draftText(source: string, options: DraftOptions): DraftText {
  const { file } = options
  const blocks = blocksOf(source)
  const language = options.language ?? languageOf(source, 'en')
  const ids = new Ids(options)
  const sentences: DraftSentence[] = []
  const lines: string[] = []
  let heading: { id: string; text: string } | undefined
  let titled = false
  blocks.forEach((block, index) => {
    const spoken = languageOf(block.text, language)
    // A title above the title, in another language, is a line of the page around the text, not its heading.
    const isHeading = block.kind === 'heading' && (spoken === language || titled)
    const foreign = spoken === language ? undefined : spoken
    const under = foreign ?? heading?.id
    const cut = isHeading ? [{ text: block.text, start: 0 }] : cutSentences(block.text, options.markdown === true)
    const own = cut.map(({ text, start }): DraftSentence => {
      const id = ids.give(text, isHeading ? undefined : under)
      const place = placeOf(block, start)
      return {
        file,
        ...place,
        text,
        language: spoken,
        block: index,
        heading: isHeading,
        id,
        under: heading?.text ?? '',
      }
    })
    sentences.push(...own)
    const level = isHeading ? (titled ? Math.max(2, block.level) : 1) : 0
    lines.push(...written(block, own, level, blocks[index - 1], options.markdown === true))
    if (isHeading) {
      // The title is above all; an id under it would say nothing.
      heading = titled ? { id: own[0]!.id, text: own[0]!.text } : undefined
      titled = true
    }
  })
  return { language, sentences, markdown: `${lines.join('\n')}\n` }
}

/** Sentences; in Markdown, none that would cut emphasis or a link in two. */
function cutSentences(text: string, isMarkdown: boolean): { text: string; start: number }[] {
  const cut = splitSentences(text)
  if (!isMarkdown) return cut
  const whole: { text: string; start: number }[] = []
  for (const piece of cut) {
    const last = whole.at(-1)
    if (last && !balanced(last.text)) last.text = text.slice(last.start, piece.start + piece.text.length)
    else whole.push({ ...piece })
  }
  return whole
}

const balanced = (text: string) =>
  (text.match(/(?<!\\)\*\*/g)?.length ?? 0) % 2 === 0 &&
  (text.match(/(?<![\\*])\*(?!\*)/g)?.length ?? 0) % 2 === 0 &&
  (text.match(/(?<![\\\p{L}\d])_|_(?![\p{L}\d])/gu)?.length ?? 0) % 2 === 0 &&
  (text.match(/(?<!\\)[[\]]/g)?.length ?? 0) % 2 === 0

function written(
  block: Block,
  own: readonly DraftSentence[],
  level: number,
  previous: Block | undefined,
  isMarkdown: boolean,
): string[] {
  const words = (text: string) => (isMarkdown ? text : level > 0 ? escape(text) : escapeStart(escape(text)))
  const marked = own.map(sentence => `${words(sentence.text)} {#${sentence.id}}`)
  const gap = previous === undefined || (block.kind === 'item' && previous.kind === 'item') ? [] : ['']
  if (level > 0) return [...gap, `${'#'.repeat(level)} ${marked.join(' ')}`]
  if (block.kind !== 'item') return [...gap, ...marked]
  const [first, ...rest] = marked
  return [
    ...gap,
    `${block.ordered ? '1.' : '-'} ${first}`,
    ...rest.map(line => `${block.ordered ? '   ' : '  '}${line}`),
  ]
}

/** Keeps words words: nothing in a plain text is meant as Markdown. */
const escape = (text: string) => text.replace(/[\\`*_[\]<>&]/g, '\\$&').replace(/\{(?=#)/g, '{ ')

/** Neither is what a line begins with. */
const escapeStart = (text: string) => text.replace(/^([#+=~-])/, '\\$1').replace(/^(\d+)([.)])/, '$1\\$2')

/** Hands out clause ids: readable, unique, and the same again for the same words. */
class Ids {
  readonly #taken = new Set<string>()
  readonly #earlier: ReadonlyMap<string, string>
  readonly #reserved: ReadonlySet<string>
  readonly #company: string
  /** How often the same words came already. */
  readonly #turns = new Map<string, number>()

  constructor({ earlier = new Map(), company = '' }: Pick<DraftOptions, 'earlier' | 'company'>) {
    this.#earlier = earlier
    this.#reserved = new Set(earlier.values())
    this.#company = company
  }

  give(text: string, under: string | undefined): string {
    const before = this.#earlier.get(text)
    if (before !== undefined && !this.#taken.has(before)) return this.#take(before)
    const free = (id: string) => !this.#taken.has(id) && !this.#reserved.has(id)
    const words = this.#company === '' ? text : text.replaceAll(this.#company, ' ')
    const base = under === undefined ? slug(words, 3) : `${under}.${slug(words, 4)}`
    if (free(base)) return this.#take(base)
    // Two sentences of the same first words: their whole words tell them apart; the same sentence twice, its turn.
    const own = `${base}-${createHash('sha256').update(text).digest('hex').slice(0, 4)}`
    let id = own
    let turn = this.#turns.get(own) ?? 1
    while (!free(id)) id = `${own}-${++turn}`
    this.#turns.set(own, turn)
    return this.#take(id)
  }

  #take(id: string): string {
    this.#taken.add(id)
    return id
  }
}

const smallWords = new Set(
  `a about also an and any are as at be been but by can could do does for from had has have he her here how i if in
  into is it its may me might more most must my no nor of on or other our ours s shall she so some such t than that
  the their them then there these they this those to too us was we were what when where which while who will with
  would you your yours de het een en van uw onze ons op te om der die das und zu den dem le la les des du et une un
  nos vos`.split(/\s+/),
)

/** Words that every sentence of a privacy policy has. */
const commonWords = new Set(
  'personal personally information data collect collects collected collecting use uses used using example company websites website may'.split(
    ' ',
  ),
)

/** The first words that mean something. */
function slug(text: string, count: number): string {
  const words = text
    .slice(0, 600)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/^\(?(\d+(\.\d+)*|[ivx]+)[.)]+\s+/, '')
    .replace(/[’'](s|re|ve|ll|d|m|t)\b/g, '')
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '' && word.length <= 18)
  const meaning = words.filter(word => !smallWords.has(word))
  const telling = meaning.filter(word => !commonWords.has(word))
  const pool = [telling, meaning, words].find(list => list.length > 0) ?? ['clause']
  let chosen = ''
  for (const word of pool.slice(0, count)) {
    if (chosen.length + word.length > 36) break
    chosen += chosen === '' ? word : `-${word}`
  }
  return /^[a-z]/.test(chosen) ? chosen : `n${chosen}`
}

/** Whether a word names a language that the product speaks. */
export const isLanguage = (word: string): word is Language => (languages as readonly string[]).includes(word)
