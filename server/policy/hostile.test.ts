import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { parseCases } from './cases.ts'
import { findingsOf } from './check.ts'
import { diffPolicies } from './diff.ts'
import { languages } from './document.ts'
import { loadedSmall, smallSources } from './fixtures/read.ts'
import { loadPolicyFromSources } from './load.ts'
import { renderPolicy } from './render.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Every path to a value below the top. */
function paths(value: Json, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, inner]) => paths(inner as Json, [...at, key]))]
}

function change(root: Json, path: string[], how: (holder: { [key: string]: Json }, key: string) => void): Json {
  const copy = structuredClone(root)
  let holder = copy as { [key: string]: Json }
  for (const key of path.slice(0, -1)) {
    if (typeof holder[key] !== 'object' || holder[key] === null) return copy
    holder = holder[key] as { [key: string]: Json }
  }
  const last = path.at(-1)
  if (last !== undefined && Object.hasOwn(holder, last)) how(holder, last)
  return copy
}

const small = parse(smallSources.yaml) as Json
const strange = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    ' ',
    [],
    {},
    [[]],
    'constructor',
    '__proto__',
    'toString',
    'P0D',
    'EEA',
    'support',
    'identity',
    'necessary',
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const mutation = fc.tuple(
  fc.constantFrom(...paths(small).slice(1)),
  fc.constantFrom('delete', 'swap', 'add', 'rename'),
  strange,
  fc.string({ maxLength: 12 }),
)
const mutated = fc.array(mutation, { minLength: 1, maxLength: 4 }).map(list =>
  list.reduce<Json>(
    (root, [path, kind, value, name]) =>
      change(root, path, (holder, key) => {
        if (kind === 'delete') delete holder[key]
        else if (kind === 'swap') holder[key] = value
        else if (kind === 'add') holder[name] = value
        else {
          holder[name] = holder[key]!
          delete holder[key]
        }
      }),
    small,
  ),
)

/** Does whatever can be done with a policy, and says what a person should never be shown. */
function badFindings(yaml: string): unknown[] {
  const read = loadPolicyFromSources({ ...smallSources, yaml })
  if (read.loaded) {
    for (const language of languages) renderPolicy(read.loaded, language)
    diffPolicies(loadedSmall(), read.loaded)
    diffPolicies(read.loaded, loadedSmall())
  } else if (!read.findings.some(finding => finding.level === 'error')) return ['no policy and no error']
  return findingsOf(read).filter(
    ({ line, column, message, mend }) =>
      line < 1 || column < 1 || mend === '' || /undefined|\[object|NaN/.test(message + mend),
  )
}

describe('a policy that somebody wants to break', () => {
  it('gives findings and never an exception, whatever is deleted, swapped, added or renamed', () => {
    fc.assert(
      fc.property(mutated, value => {
        expect(badFindings(stringify(value))).toEqual([])
      }),
      { numRuns: 500, seed: 20261001 },
    )
  }, 120_000)

  it('gives findings whatever characters are cut out of it or put into it', () => {
    const { yaml } = smallSources
    const cut = fc.tuple(
      fc.nat(yaml.length),
      fc.nat(40),
      fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('\t', '&a ', '*a', '!!', '---\n', '<<: ', '\0', '? ', '|\n', '{', '%'),
      ),
    )
    fc.assert(
      fc.property(cut, ([at, length, put]) => {
        expect(badFindings(yaml.slice(0, at) + put + yaml.slice(at + length))).toEqual([])
      }),
      { numRuns: 500, seed: 20261001 },
    )
  }, 120_000)

  it('gives findings for any text', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '# ',
        '- ',
        '1. ',
        '{#a}',
        '{#',
        '}',
        '\n\n',
        '\n',
        '    ',
        '> ',
        '**',
        '`',
        '[',
        '](',
        ')',
        '<b>',
        '![',
        'x',
        '|',
        '---',
        '\\',
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(pieces, list => {
        const read = loadPolicyFromSources({ ...smallSources, texts: { ...smallSources.texts, en: list.join('') } })
        findingsOf(read)
        for (const clause of read.loaded?.texts.en?.clauses ?? [])
          expect(clause.html).not.toMatch(/<(?!\/?(strong|em|code|a|br)\b)/)
      }),
      { numRuns: 500, seed: 20261001 },
    )
  }, 120_000)

  it('gives findings for any table of cases', () => {
    const loaded = loadedSmall()
    const words = fc.array(
      fc.constantFrom(
        'someone',
        'who',
        'agreed',
        'to',
        'in',
        'an agent',
        'of',
        'for',
        'belgium',
        'product news',
        ',',
        'then',
        'objected',
        'and',
        'constructor',
        '4',
      ),
      { maxLength: 8 },
    )
    const row = fc.record(
      {
        may: fc.constantFrom('support', 'a.b', 'constructor', 'x.constructor'),
        to: words.map(list => list.join(' ')),
        by: words.map(list => list.join(' ')),
        answer: fc.constantFrom('yes', 'no', 'no, objected', 'yes, why'),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.array(row, { maxLength: 3 }), strange), value => {
        expect(Array.isArray(parseCases('c.yaml', stringify(value), loaded, {}).findings)).toBe(true)
      }),
      { numRuns: 1000, seed: 20261001 },
    )
  }, 120_000)
})
