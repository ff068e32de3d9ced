import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A small tree of files that breaks exactly one rule (or, under the heading `none`, none). */
export interface Example {
  rule: string
  /** path → source text */
  files: Map<string, string>
}

/** Reads counter-examples: a heading names the rule, each fenced block below it is a file, its path after the language. */
export function readExamples(name: string): Example[] {
  const text = readFileSync(join(import.meta.dirname, 'counter-examples', `${name}.md`), 'utf8')
  return text
    .split(/^## /m)
    .slice(1)
    .map(chapter => ({
      rule: chapter.slice(0, chapter.indexOf('\n')).trim(),
      files: new Map(
        [...chapter.matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm)].map(([, path = '', source = '']) => [path, source]),
      ),
    }))
}
