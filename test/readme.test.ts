import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8')

it('what README has somebody copy to try things out leaves the checkout clean', () => {
  const copies = [...read('README.md').matchAll(/^cp -r \S+ (\S+)/gm)].map(found => `/${found[1]}/`)
  expect(copies.length).toBeGreaterThan(0)
  expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(copies))
})
