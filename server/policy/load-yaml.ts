import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml'
import type { Finding, Place } from './document.ts'

/** Keys and indexes from the top of the file to a value: `['purposes', 'support', 'uses', 0]`. */
export type Path = readonly (string | number)[]

/** Tells where in the YAML file a value stands, or the key that leads to it; the nearest place above when it is not there. */
export type PlaceOf = (path: Path, at?: 'key' | 'value') => Place

export type ReadYaml = { value: unknown; place: PlaceOf } | { findings: Finding[] }

/**
 * Reads YAML 1.2 (core: no dates, no `no` that means false) and keeps where everything stood. Anchors, aliases and
 * tags are refused: a policy has no need of them, and they are how a small file becomes an enormous one.
 * @param file its name, for the findings
 * @param source the text of the file
 */
export function readYaml(file: string, source: string): ReadYaml {
  const lines = new LineCounter()
  const at = (offset: number | undefined): Place => {
    const { line, col } = lines.linePos(offset ?? 0)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const fault = (offset: number | undefined, code: string, message: string, mend: string): Finding => ({
    ...at(offset),
    level: 'error',
    code,
    message,
    mend,
  })
  if (source.trim() === '') {
    return {
      findings: [fault(0, 'empty-file', 'The file is empty.', 'Start from `abide policy new`, or write `abide: 1`.')],
    }
  }
  let document: Document.Parsed
  const refused: Finding[] = []
  try {
    document = parseDocument(source, {
      lineCounter: lines,
      prettyErrors: false,
      schema: 'core',
      version: '1.2',
      logLevel: 'error',
    })
    for (const error of document.errors) refused.push(yamlFault(error, at(error.pos[0])))
    visit(document, (_key, node) => {
      if (!isNode(node)) return undefined
      if (isAlias(node) || (node as { anchor?: string }).anchor) {
        refused.push(
          fault(
            node.range?.[0],
            'yaml-alias',
            'Anchors and aliases (&name, *name) are not part of this format.',
            'Write the value out.',
          ),
        )
        return refused.length > 20 ? visit.BREAK : visit.SKIP
      }
      if (node.tag) {
        refused.push(
          fault(
            node.range?.[0],
            'yaml-tag',
            `Tags such as ${node.tag} are not part of this format.`,
            'Take the tag out.',
          ),
        )
      }
      return undefined
    })
    if (refused.length > 0) return { findings: refused }
    return { value: document.toJS({ maxAliasCount: 0 }), place: placeIn(document, at) }
  } catch {
    // The parser recurses: a file of a hundred thousand brackets ends its stack.
    return {
      findings: [
        fault(
          0,
          'unreadable-yaml',
          'This cannot be read as YAML: it is nested too deeply.',
          'Compare it with the sample policy.',
        ),
      ],
    }
  }
}

function yamlFault(error: { code: string; message: string }, place: Place): Finding {
  const known: Record<string, [code: string, message: string, mend: string]> = {
    TAB_AS_INDENT: ['tab', 'A tab stands where YAML wants spaces.', 'Indent with two spaces.'],
    DUPLICATE_KEY: ['duplicate-key', 'This key stands here twice.', 'Keep one of them.'],
    MULTIPLE_DOCS: [
      'several-documents',
      'The file holds more than one YAML document.',
      'Take out the lines that are only `---`.',
    ],
    BAD_INDENT: [
      'bad-indent',
      'The indentation does not fit the lines around it.',
      'Give keys of the same level the same number of spaces, and look for a bracket that was left open.',
    ],
  }
  const [code, message, mend] = known[error.code] ?? [
    'unreadable-yaml',
    `This cannot be read as YAML: ${error.message.split('\n')[0]!.replace(/[.:]*$/, '')}.`,
    'Look for a missing quote, colon or bracket on this line or the one before; put words with a colon in quotes.',
  ]
  return { ...place, level: 'error', code, message, mend }
}

function placeIn(document: Document.Parsed, at: (offset: number | undefined) => Place): PlaceOf {
  return (path, which = 'value') => {
    let node: Node | null | undefined = document.contents
    let offset = node?.range?.[0] ?? 0
    for (const [index, step] of path.entries()) {
      const last = index === path.length - 1
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find(
          (item: Pair) => isScalar(item.key) && String(item.key.value) === String(step),
        )
        if (!pair || !isScalar(pair.key)) break
        const value: Node | undefined = isNode(pair.value) ? pair.value : undefined
        offset = (last && which === 'value' ? value?.range?.[0] : undefined) ?? pair.key.range?.[0] ?? offset
        node = value
      } else if (isSeq(node)) {
        const item: unknown = node.items[Number(step)]
        if (!isNode(item)) break
        offset = item.range?.[0] ?? offset
        node = item
      } else break
    }
    return at(offset)
  }
}
