import { join } from 'node:path'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { SceneProvider, T, type Scene } from './context.tsx'
import { loadWords, type Key, type Said } from './words.ts'

const words = loadWords(join(import.meta.dirname, '../../locales')).words('nl')
const scene = (said: Said): Scene => ({
  ...words,
  say: () => said,
  language: 'nl',
  languages: ['nl'],
  path: '/nl',
  typed: {},
  faults: [],
  csrf: '',
  clock: { now: () => new Date('2026-11-23T09:00:00Z') },
  labels: new Map(),
})
const render = (said: Said) =>
  renderToString(
    <SceneProvider value={scene(said)}>
      <T k={'ui.skip' satisfies Key} parts={{ policy: text => <a href="/nl/privacybeleid">{text}</a> }} />
    </SceneProvider>,
  )

describe('a text on a page', () => {
  test('carries its language only when that is not the language of the page', () => {
    expect(render({ text: 'Dag', language: 'nl' })).toBe('Dag')
    expect(render({ text: 'Hello', language: 'en' })).toBe('<span lang="en">Hello</span>')
  })

  test('has elements where the page gives them, and nowhere else', () => {
    expect(render({ text: 'Lees <policy>het beleid</policy> <b>nu</b>', language: 'nl' })).toBe(
      'Lees <a href="/nl/privacybeleid">het beleid</a> &lt;b>nu&lt;/b>',
    )
  })
})
