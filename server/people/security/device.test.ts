import { describe, expect, test } from 'vitest'
import { browserOf, readAgent } from './device.ts'

describe('a browser', () => {
  test('that says nothing, or nonsense, is unknown and breaks nothing', () => {
    expect(readAgent('')).toEqual({ browser: '', system: '', kind: 'unknown' })
    for (const agent of ['\u0000', '<script>', 'x'.repeat(300), '((((((', 'Mozilla/5.0'])
      expect(readAgent(agent)).toMatchObject({ system: '', kind: 'unknown' })
  })
  test('is told from another by what it is, not by its version', () => {
    const edge = (version: number) =>
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36 Edg/${version}.0.0.0`
    expect(browserOf(edge(140))).toBe(browserOf(edge(144)))
    expect(browserOf(edge(140))).not.toBe(browserOf('curl/8.0'))
    expect(browserOf('curl/8.0')).not.toBe(browserOf('my-program/1'))
  })
})
