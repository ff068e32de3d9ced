import { isNode, writtenText, type Rule, type Source, type SyntaxNode } from './source.ts'

/** How a string looks that PostgreSQL would run. */
const sql = new RegExp(
  String.raw`^\s*(?:--.*\n\s*)*(?:` +
    [
      String.raw`select\s+(?:distinct\s+)?(?:\*|\d|\$|exists\b|case\b|[\w.]+\(|[\w\s.,"*():']+\sfrom\s+[\w."]+(?:\s+(?:as|where|join|left|order|group|limit|for)\b|\.|\s*$))`,
      String.raw`insert\s+into\s+[\w."]+`,
      String.raw`update\s+[\w."$\{}]+\s+(?:as\s+\w+\s+)?set\b`,
      String.raw`delete\s+from\s+[\w."]+`,
      String.raw`merge\s+into\s+[\w."]+`,
      String.raw`with\s+(?:recursive\s+)?\w+(?:\s*\([^)]*\))?\s+as\s`,
      String.raw`(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:table|role|user|policy|schema|function|procedure|view|index|unique|trigger|database|sequence|extension|materialized|default|domain|type)\b`,
      String.raw`(?:grant|revoke)\s+[\w\s,()]+\s(?:on|to|from)\s`,
      String.raw`(?:truncate|lock)\s+(?:table\s+)?\w+[.\w]*\s*$`,
      String.raw`copy\s.+\s(?:from|to)\s+std`,
      String.raw`set\s+(?:local|session|role)\s`,
    ].join('|') +
    ')',
  'i',
)

const stores = /^server\/(.*[/-])?store\.ts$/

export const sqlRules: Rule[] = [
  {
    name: 'sql-stands-in-a-store',
    why: 'who asks what is done with a table reads store.ts; more hold only base/ (about the database itself) and policy/*-sql.ts',
    files: /^server\/(?!base\/|policy\/.*-sql\.ts$|.*(\.test\.tsx?|[/-]store\.ts)$).*\.tsx?$/,
    find: source => statements(source).map(firstWords),
  },
  {
    name: 'a-store-names-its-own-schema',
    why: 'a neighbour is asked through its front door; only people may be joined',
    files: stores,
    find: source => statements(source).flatMap(text => foreignTables(text, source.path)),
  },
  {
    name: 'a-store-puts-no-value-into-sql',
    why: 'values travel as parameters; only a constant list of columns (…Columns) may be put in',
    files: stores,
    find: ({ nodes }) => nodes.flatMap(putIn),
  },
  {
    name: 'no-select-star',
    why: 'what is read is named, so that a new column is not handed out unasked',
    files: /^(server|db)\/.*\.(tsx?|sql)$/,
    find: source => inSql(source, /(?:\bselect|,|\.)\s*\*(?=\s*(?:,|from\b|$))|\bselect\s+\*/gi),
  },
  {
    name: 'no-time-of-the-database',
    why: 'time is a parameter that comes from the clock',
    files: /^(server|db)\/.*\.(tsx?|sql)$/,
    find: source =>
      inSql(
        source,
        /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b/gi,
      ),
  },
  {
    name: 'identity-never-serial',
    why: 'a serial is a sequence with rights of its own',
    files: /^(server|db)\/.*\.(tsx?|sql)$/,
    find: source => inSql(source, /\b(?:small|big)?serial\b(?!\s*\()/gi),
  },
]

/** The SQL that a source file holds: each literal or template that PostgreSQL would run. */
function statements(source: Source): string[] {
  if (source.path.endsWith('.sql')) return [source.text]
  return source.nodes.map(writtenText).filter((text): text is string => text !== undefined && sql.test(text))
}

function inSql(source: Source, pattern: RegExp): string[] {
  return statements(source)
    .map(text => text.replace(/--.*|\/\*[^]*?\*\//g, '').replace(/'(?:[^']|'')*'/g, "''"))
    .flatMap(text => [...text.matchAll(pattern)].map(match => match[0].trim()))
}

/** Tables outside the store's own schema (the folders that it stands in) and `people`; and tables without a schema. */
function foreignTables(text: string, path: string): string[] {
  const own = [
    ...path
      .split('/')
      .slice(1, -1)
      .map(folder => folder.replaceAll('-', '_')),
    'people',
  ]
  const named = [...text.matchAll(/\b(\w+)(?:\s*\([^()]*\))?\s+as\s+(?:not\s+)?(?:materialized\s+)?\(/gi)].map(
    match => match[1],
  )
  const clear = text
    .replace(/--.*|\/\*[^]*?\*\//g, '')
    .replace(/\bdistinct\s+from\b/gi, '')
    .replace(/\b(?:extract|trim|substring|overlay)\s*\([^()]*\)/gi, '')
  const tables = /\b(from|join|into|(?<!(?:for|do|key)\s+)update)\s+(?:only\s+|lateral\s+)?(\w+)(\.\w+)?\b(\s*\()?/gi
  return [...clear.matchAll(tables)]
    .filter(([, word = '', , , opens]) => !opens || /into|update/i.test(word))
    .filter(([, , name = '', table]) => !(table ? own : named).includes(name))
    .map(([found]) => found)
}

/** What is put into a template, or glued to a string, other than a list of columns. */
function putIn(node: SyntaxNode): string[] {
  if (node.type === 'TemplateLiteral') {
    return (node.expressions as SyntaxNode[])
      .filter(put => !(isNode(put, 'Identifier') && String(put.name).endsWith('Columns')))
      .map(put => `\${${String(put.name ?? put.type)}}`)
  }
  const glued = node.type === 'BinaryExpression' && node.operator === '+' && [node.left, node.right]
  return glued && glued.some(side => isNode(side) && writtenText(side) !== undefined) ? ["'…' + …"] : []
}

function firstWords(text: string): string {
  return text.trim().split(/\s+/).slice(0, 6).join(' ')
}
