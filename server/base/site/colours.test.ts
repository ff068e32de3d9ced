import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  colourOf,
  contrast,
  darkFor,
  enough,
  grounds,
  leastContrast,
  nearestReadable,
  standardAccents,
  styleSheet,
  type Mode,
} from './colours.ts'

const colours = fc.integer({ min: 0, max: 0xffffff }).map(number => `#${number.toString(16).padStart(6, '0')}`)
const modes = fc.constantFrom<Mode>('light', 'dark')

describe('the colours of a site', () => {
  it('are measured as WCAG measures them', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrast('#ffffff', '#777777')).toBe(contrast('#777777', '#ffffff'))
  })

  it('are measured on the grounds that the style sheet has, and replace the accent that it has', () => {
    const tokens = readFileSync(join(import.meta.dirname, '../../../web/style/tokens.css'), 'utf8')
    const [light = '', dark = ''] = tokens.split('@media screen and (prefers-color-scheme: dark)')
    const of = (css: string, name: string) => colourOf(new RegExp(`--${name}: (#[0-9a-f]+);`).exec(css)?.[1] ?? '')
    for (const [mode, css] of [
      ['light', light],
      ['dark', dark],
    ] as const) {
      const there = ['ground', 'soft', 'raised', 'ok-ground', 'warn-ground', 'error-ground', 'info-ground']
      expect(new Set(grounds[mode])).toEqual(new Set(there.map(name => of(css, name))))
      expect(of(css, 'accent')).toBe(standardAccents[mode])
      expect(of(css, 'on-accent')).toBe(grounds[mode][0])
    }
  })

  it('are read as people write them', () => {
    expect(['#0B57A4', '0b57a4', ' #0b57a4 '].map(colourOf)).toEqual(Array(3).fill('#0b57a4'))
    expect(colourOf('#fa0')).toBe('#ffaa00')
    for (const wrong of ['', 'red', '#12345', '#gggggg', 'rgb(1,2,3)', '#fff;}body{display:none'])
      expect(colourOf(wrong)).toBeUndefined()
  })

  it('that nobody could read are led to the nearest that can be read, whatever they are', () => {
    fc.assert(
      fc.property(colours, modes, (colour, mode) => {
        const near = nearestReadable(colour, mode)
        expect(leastContrast(near, mode)).toBeGreaterThanOrEqual(enough)
        if (leastContrast(colour, mode) >= enough) expect(near).toBe(colour)
      }),
    )
    expect(nearestReadable('#ffd400', 'light')).toMatch(/^#[6-8][0-9a-f]{3}00$/)
  })

  it('become a style sheet in which text on a button can be read too, also while it is pressed', () => {
    fc.assert(
      fc.property(colours, colour => {
        const light = nearestReadable(colour, 'light')
        const sheet = styleSheet({ light, dark: darkFor(light) })
        const rules = [...sheet.matchAll(/--accent:(\S{7});--accent-strong:(\S{7});--on-accent:(\S{7})\}/g)]
        expect(rules).toHaveLength(2)
        for (const [, accent = '', strong = '', on = ''] of rules)
          for (const ground of [accent, strong]) expect(contrast(on, ground)).toBeGreaterThanOrEqual(enough)
      }),
    )
  })
})
