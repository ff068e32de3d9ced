/** A heading, a paragraph or a list item of a text as the company has it. */
export interface Block {
  kind: 'heading' | 'paragraph' | 'item'
  /** Of a heading: 1 to 6; 0 where the text does not say (plain text has no levels). */
  level: number
  ordered?: boolean
  /** The words on one line, without the marks of heading or list. */
  text: string
  /** Where the words came from: from this position in `text` on, they stand at this place of the file. */
  from: readonly { position: number; line: number; column: number }[]
}

interface Line {
  text: string
  indent: number
  number: number
}

const bullet = /^(?:[•◦▪■●‣∙·–—*+-]|o(?= {2,}))\s+/u
const number = /^(?:\d{1,3}[.)]|\(?[a-z]\)|\(?[ivx]{1,4}\))\s+/i
const closed = /[.!?…:;,][”’"')\]]*$/u
/** Wider lines than this are not wrapped by hand: each is a paragraph. */
const wrapWidth = 110

/**
 * Finds headings, paragraphs and lists in a text: Markdown's marks where they are, and otherwise by how plain text
 * is written: a short line that stands alone and does not end as a sentence does is a heading.
 * @param source the text, with \n as line ends
 */
export function blocksOf(source: string): Block[] {
  const lines = source
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((text, index): Line => {
      const from = text.length - text.trimStart().length
      return { text: text.trim(), indent: from, number: index + 1 }
    })
  const wrapped =
    lines.filter(line => line.text.length > wrapWidth).length <= lines.filter(line => line.text !== '').length / 20
  const blocks: Block[] = []
  let open: Block | undefined
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]?.text ?? ''
    const after = lines[index + 1]?.text ?? ''
    if (line.text === '' || /^([-*_=]\s*){3,}$/.test(line.text)) {
      open = undefined
      continue
    }
    const markdown = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line.text)
    if (markdown) {
      blocks.push(block('heading', markdown[1]!.length, markdown[2]!, line, line.text.indexOf(markdown[2]!)))
      open = undefined
      continue
    }
    const underlined = /^=+$/.test(after) ? 1 : /^-{3,}$/.test(after) ? 2 : 0
    const marker = bullet.exec(line.text) ?? (alone(line.text, before, after) ? null : number.exec(line.text))
    if (marker && line.text.length > marker[0].length) {
      open = block('item', 0, line.text.slice(marker[0].length), line, marker[0].length)
      if (!bullet.test(line.text)) open.ordered = true
      blocks.push(open)
    } else if (underlined > 0 || (before === '' && alone(line.text, before, after))) {
      blocks.push(block('heading', underlined, line.text, line, 0))
      open = undefined
    } else if (open && (wrapped || (open.kind === 'item' && line.indent > 0))) {
      open.from = [...open.from, { position: open.text.length + 1, line: line.number, column: line.indent + 1 }]
      open.text += ` ${line.text}`
    } else {
      open = block('paragraph', 0, line.text, line, 0)
      blocks.push(open)
    }
  }
  return blocks
}

/** A short line between blank ones that does not end as a sentence does. */
function alone(text: string, before: string, after: string): boolean {
  return (
    before === '' &&
    after === '' &&
    text.length <= 90 &&
    !bullet.test(text) &&
    !closed.test(text) &&
    !/[.!?]\s+\p{Lu}/u.test(text.replace(number, ''))
  )
}

function block(kind: Block['kind'], level: number, text: string, line: Line, offset: number): Block {
  return { kind, level, text, from: [{ position: 0, line: line.number, column: line.indent + offset + 1 }] }
}

/** Where a position of a block's words stands in the file. */
export function placeOf(of: Block, position: number): { line: number; column: number } {
  const from = of.from.findLast(each => each.position <= position) ?? of.from[0]!
  return { line: from.line, column: from.column + (position - from.position) }
}
