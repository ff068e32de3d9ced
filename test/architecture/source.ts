import { transform } from 'esbuild'
import { parseAst } from 'vite'

/** A node of the syntax tree, as far as the rules look at it. */
export interface SyntaxNode {
  type: string
  [key: string]: unknown
}

/** A source file as the rules see it. */
export interface Source {
  path: string
  text: string
  /** Every node of its syntax tree; empty for what is no TypeScript and no JavaScript. */
  nodes: readonly SyntaxNode[]
}

/** What no tool at hand can show: a pattern over one file, and what it finds there. */
export interface Rule {
  name: string
  why: string
  files: RegExp
  find(source: Source): string[]
}

/** Parses a file: esbuild takes the types away, and what is left is plain JavaScript. */
export async function parse(path: string, text: string): Promise<Source> {
  if (!/\.(tsx?|js)$/.test(path)) return { path, text, nodes: [] }
  const { code } = await transform(text, {
    loader: path.endsWith('x') ? 'tsx' : 'ts',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  })
  return { path, text, nodes: [...walk(parseAst(code))] }
}

function* walk(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) {
    for (const one of value) yield* walk(one)
  } else if (isNode(value)) {
    yield value
    for (const key of Object.keys(value)) yield* walk(value[key])
  }
}

/** Whether something is a node of a syntax tree, and of the type asked for. */
export function isNode(value: unknown, type?: string): value is SyntaxNode {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  return type === undefined ? typeof value.type === 'string' : value.type === type
}

/** The text of a literal or template, with `${}` where something is put in; undefined for other nodes. */
export function writtenText(node: SyntaxNode): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type !== 'TemplateLiteral') return undefined
  return (node.quasis as { value: { cooked: string } }[]).map(part => part.value.cooked).join('${}')
}
