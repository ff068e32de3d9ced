import { isNode, type Rule, type Source } from './source.ts'
import { sqlRules } from './sql-rules.ts'

const code = /^(server|web|embed|client|db|bench|scripts|test)\/.*\.(ts|tsx|js|sql)$/
const server = /^server\/(?!.*\.test\.tsx?$).*\.tsx?$/

const houseRules: Rule[] = [
  {
    name: 'time-comes-from-the-clock',
    why: 'server/base/clock.ts is the only source of time, so that tests and the demo can move it',
    files: /^server\/(?!base\/clock\.ts)(?!.*\.test\.tsx?$).*\.tsx?$/,
    find: ({ nodes }) =>
      nodes
        .filter(node => node.type === 'NewExpression' || node.type === 'CallExpression')
        .filter(node => isNode(node.callee, 'Identifier') && node.callee.name === 'Date')
        .filter(node => node.type === 'CallExpression' || (node.arguments as unknown[]).length === 0)
        .map(() => 'new Date()'),
  },
  {
    name: 'only-the-gate-runs-a-statement',
    why: 'personal data is reached through the gate, for a named act; nobody else has a connection to ask',
    files: /^server\/(people|consent|activities|duties|ui)\/(?!.*\.test\.tsx?$).*\.tsx?$/,
    find: ({ nodes }) =>
      nodes
        .filter(node => node.type === 'CallExpression' && isNode(node.callee, 'MemberExpression'))
        .map(node => node.callee as { property: { name?: string } })
        .filter(callee => callee.property.name === 'query')
        .map(() => '.query('),
  },
  {
    name: 'a-folder-is-named-for-what-it-holds',
    why: 'utils, helpers, common, shared, services, managers and types are places where a name was not found',
    files: code,
    find: ({ path }) =>
      path.split('/').filter(part => /^(utils?|helpers?|common|shared|services?|managers?|types)$/i.test(part)),
  },
  {
    name: 'a-thing-is-named-for-what-it-is',
    why: 'no -Service, -Manager, -Handler, -Impl, -Dto: say what it does',
    files: code,
    find: ({ path, text }) => [
      ...all(text, /\b(?:class|function|interface|type|const|let)\s+(\w*(?:Service|Manager|Handler|Impl|Dto|DTO))\b/g),
      ...all(path, /\/([\w-]*-(?:service|manager|handler|impl|dto))\.\w+$/g),
    ],
  },
  {
    name: 'an-exported-function-says-what-it-does',
    why: 'a docstring: what, parameters and their units, errors',
    files: server,
    find: ({ text }) => undocumented(text),
  },
  {
    name: 'code-knows-no-company',
    why: 'what a company is called stands in its policy, its site and its seed: policies/, db/seed',
    files: /^(server|web|embed|client|scripts|bin|locales)\/(?!.*\.test\.tsx?$).*\.(tsx?|js|css|json|sql)$/,
    find: ({ text }) => all(text, /(hesbia)/gi),
  },
  {
    name: 'nothing-is-left-open',
    why: 'finish it, or write the limit down where a reader looks for it',
    files: code,
    find: ({ text }) => all(text, /\b(T[O]DO|FIX[M]E|X[X]X|HAC[K]|not implemente[d])\b/g),
  },
  {
    name: 'a-file-has-at-most-400-lines',
    why: 'split it by noun or stage',
    files: code,
    // What is generated is one thing, and its generator is what one reads.
    find: ({ text }) =>
      lines(text) > 400 && !text.startsWith('/** Written by `npm run generate`') ? [`${lines(text)} lines`] : [],
  },
]

export const rules: Rule[] = [...houseRules, ...sqlRules]

/** What a file breaks, as `rule: what was found`. */
export function faultsOf(source: Source): { rule: string; found: string }[] {
  return rules
    .filter(rule => rule.files.test(source.path))
    .flatMap(rule => rule.find(source).map(found => ({ rule: rule.name, found })))
}

/** How many lines a text has. */
export function lines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

/** The first group of every match. */
export function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(match => match[1] ?? match[0])
}

/** Exported functions without a comment above them; of several overloads the first one carries it. */
function undocumented(text: string): string[] {
  const exported =
    /^export (?:async )?function\*? (\w+)|^export const (\w+)[^=]*= (?:async )?(?:<.*>)?(?:\w+ =>|\((?!\()(?:.*=>|$))/
  const rows = text.split('\n')
  const said = new Set<string>()
  return rows.flatMap((row, at) => {
    const match = exported.exec(row)
    const name = match?.[1] ?? match?.[2]
    if (!name || said.has(name)) return []
    said.add(name)
    return rows[at - 1]?.trimEnd().endsWith('*/') ? [] : [name]
  })
}
