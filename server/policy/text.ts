import MarkdownIt, { type Token } from 'markdown-it'
import type { Clause, Finding, Language, PolicyText } from './document.ts'
import { clausePattern } from './schema.ts'

/**
 * The text of a policy: Markdown of headings, paragraphs and lists, where `{#why.support}` closes a clause. Everything
 * since the mark before, or since the start of the heading, paragraph or list item, belongs to it: usually that is the
 * whole of it, but a paragraph of several sentences may have a mark after each. Nothing may stand outside a clause.
 */

const markdown = new MarkdownIt('commonmark', { html: false })
// A policy links to pages, mailboxes and telephones, never to a script.
markdown.validateLink = address => /^(https?:\/\/|mailto:|tel:|#|\/(?!\/))/i.test(address.trim())

const mark = /\{#([^{}]*)\}/
const validId = new RegExp(clausePattern)

/** What stands around an inline token: enough to draw it again on a page. */
type Around = Pick<Clause, 'kind' | 'level' | 'list'>

/**
 * Reads a text in one language.
 * @param file its name, for the findings
 * @param source Markdown
 * @returns the clauses that could be read, and what is wrong with the text (errors)
 */
export function parseText(language: Language, file: string, source: string): { text: PolicyText; findings: Finding[] } {
  const findings: Finding[] = []
  const clauses: Clause[] = []
  const firstLines = new Map<string, number>()
  const fault = (line: number, code: string, message: string, mend: string, quote?: string) =>
    findings.push({ file, line, column: 1, level: 'error', code, message, mend, ...(quote ? { quote } : {}) })

  const take = (around: Around, piece: Piece, continues: boolean) => {
    const { id, line } = piece
    const text = plain(piece.tokens)
    if (id === undefined) {
      const proposal = proposeId(text, clauses, firstLines)
      fault(
        line,
        'clause-without-id',
        `These words belong to no clause: “${shorten(text)}”.`,
        `Put {#${proposal}} at their end.`,
        text,
      )
      return
    }
    if (!validId.test(id) || id.length > 80) {
      fault(
        line,
        'bad-clause-id',
        `{#${shorten(id)}} is not a clause id.`,
        'Use lower-case letters, digits, hyphens and dots: {#why.support}.',
      )
      return
    }
    if (text === '') {
      fault(
        line,
        'clause-without-words',
        `{#${id}} closes a clause that has no words.`,
        'Put it behind the words that it names, on the same line.',
      )
      return
    }
    const first = firstLines.get(id)
    if (first !== undefined) {
      fault(
        line,
        'duplicate-clause',
        `{#${id}} is already the clause on line ${first}.`,
        'Give each clause an id of its own.',
        text,
      )
      return
    }
    firstLines.set(id, line)
    const html = markdown.renderer.render(piece.tokens, markdown.options, {}).trim()
    clauses.push({ id, ...around, ...(continues ? { continues: true as const } : {}), html, text, line })
  }

  const lists: { ordered: boolean; items: number }[] = []
  let heading = 0
  let startsItem = false
  for (const token of markdown.parse(source, {})) {
    const line = (token.map?.[0] ?? 0) + 1
    if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') {
      lists.push({ ordered: token.type === 'ordered_list_open', items: 0 })
    } else if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') lists.pop()
    else if (token.type === 'list_item_open') startsItem = true
    else if (token.type === 'heading_open') heading = Number(token.tag.slice(1))
    else if (token.type === 'heading_close') heading = 0
    else if (token.type === 'fence' || token.type === 'code_block') {
      fault(
        line,
        'not-a-clause',
        'A block of code cannot be a clause.',
        'Write a paragraph: no line of it begins with four spaces or ```.',
        token.content,
      )
    } else if (token.type === 'inline') {
      if (token.children?.some(child => child.type === 'image')) {
        fault(
          line,
          'image-in-text',
          'The text of a policy holds no images: a page must say the same to everybody.',
          'Say it in words.',
        )
      }
      const list = lists.at(-1)
      const around: Around = {
        kind: heading > 0 ? 'heading' : startsItem ? 'item' : 'paragraph',
        level: heading,
        ...(list ? { list: { ordered: list.ordered, depth: lists.length } } : {}),
      }
      startsItem = false
      token.children = (token.children ?? []).filter(child => child.type !== 'image')
      const { pieces, misplaced } = split(token, line)
      for (const id of misplaced) {
        fault(
          line,
          'misplaced-clause-id',
          `{#${shorten(id)}} stands inside emphasis or a link.`,
          'Put it behind the closing mark.',
        )
      }
      pieces.forEach((piece, index) => take(around, piece, index > 0))
    }
  }
  if (clauses.length === 0 && findings.length === 0) {
    fault(
      1,
      'empty-text',
      'The text has no clause.',
      'Write a heading and paragraphs, each with an id: `We keep it for a year. {#keep.year}`.',
    )
  }
  const title = clauses.find(clause => clause.kind === 'heading')?.text ?? clauses[0]?.text ?? ''
  return { text: { language, title, clauses, source }, findings }
}

/**
 * A summary as safe HTML: it has no clauses, since it binds nobody. Its headings stand under that of the page.
 * @param source Markdown
 */
export function summaryHtml(source: string): string {
  const tokens = markdown.parse(source, {})
  for (const token of tokens) {
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = 'h3'
    if (token.children) token.children = token.children.filter(child => child.type !== 'image')
  }
  return markdown.renderer.render(tokens, markdown.options, {}).trim()
}

interface Piece {
  tokens: Token[]
  id: string | undefined
  line: number
}

/** Cuts a heading's, paragraph's or item's tokens behind each mark. */
function split(inline: Token, firstLine: number): { pieces: Piece[]; misplaced: string[] } {
  const pieces: Piece[] = []
  const misplaced: string[] = []
  let tokens: Token[] = []
  let line = firstLine
  let startLine = firstLine
  let depth = 0
  const close = (id: string | undefined) => {
    while (tokens[0] && isBlank(tokens[0])) tokens.shift()
    while (tokens.length > 0 && isBlank(tokens.at(-1)!)) tokens.pop()
    if (id !== undefined || tokens.length > 0) pieces.push({ tokens, id, line: startLine })
    tokens = []
    startLine = line
  }
  for (const token of inline.children ?? []) {
    depth += token.nesting
    if (token.type === 'softbreak' || token.type === 'hardbreak') {
      line += 1
      if (tokens.length === 0) startLine = line
    }
    if (token.type !== 'text' || !mark.test(token.content)) {
      tokens.push(token)
      continue
    }
    let rest = token.content
    for (let found = mark.exec(rest); found; found = mark.exec(rest)) {
      if (depth > 0) {
        misplaced.push(found[1]!)
        break
      }
      tokens.push(textToken(token, rest.slice(0, found.index).trimEnd()))
      close(found[1]!)
      rest = rest.slice(found.index + found[0].length).replace(/^[ \t]+/, '')
    }
    if (rest !== '') tokens.push(textToken(token, rest))
  }
  close(undefined)
  return { pieces, misplaced }
}

function textToken(like: Token, content: string): Token {
  const token = Object.assign(Object.create(Object.getPrototypeOf(like) as object) as Token, like)
  token.content = content
  return token
}

const isBlank = (token: Token) =>
  token.type === 'softbreak' || token.type === 'hardbreak' || (token.type === 'text' && token.content.trim() === '')

function plain(tokens: readonly Token[]): string {
  return tokens
    .map(token =>
      token.type === 'softbreak' || token.type === 'hardbreak' ? ' ' : token.type === 'image' ? '' : token.content,
    )
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}

/** An id that is still free: the heading's above, and the first words that mean something. */
function proposeId(text: string, before: readonly Clause[], taken: ReadonlyMap<string, number>): string {
  const words = text
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(word => word.length > 3 && word.length < 20)
  const above = before.findLast(clause => clause.kind === 'heading')?.id
  const slug = words.slice(0, above ? 2 : 3).join('-') || 'clause'
  const base = above ? `${above}.${slug}` : slug.replace(/^[0-9]+/, 'clause')
  let proposal = base
  for (let number = 2; taken.has(proposal); number++) proposal = `${base}-${number}`
  return proposal
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 77)}…` : text)
